"""The addresses phones can reach this computer at. Several are common; the trainer picks."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import ifaddr


def addresses_of_this_computer() -> list[tuple[str, str]]:
    """(IPv4 address, name of its network card), real networks first, the computer itself last.

    Asking the cards works without a default route too, as on a hotspot with no internet.
    """
    found = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and not ip_address(ip.ip).is_link_local:
                found.append((ip.ip, adapter.nice_name))
    return sorted(found, key=lambda pair: (ip_address(pair[0]).is_loopback, _is_virtual(pair[1])))


def addresses_with_port(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(host:port as phones type it, name): the public one first, if a proxy stands before us."""
    found = [(f"{each}:{config['PORT']}", name) for each, name in addresses_of_this_computer()]
    public = urlsplit(config["PUBLIC_URL"])
    return ([(public.netloc, public.scheme)] if public.netloc else []) + found


def url_of(config: Mapping[str, Any], address: str) -> str:
    """``address`` with what a phone puts before it; only the public one has a certificate."""
    public = urlsplit(config["PUBLIC_URL"])
    scheme = public.scheme if address == public.netloc else "http"
    return f"{scheme}://{address}"


def addresses_for_phones() -> list[tuple[str, str]]:
    """The addresses other devices can reach; this computer's own only if there is nothing else."""
    found = addresses_of_this_computer()
    return [pair for pair in found if not ip_address(pair[0]).is_loopback] or found


def _is_virtual(name: str) -> bool:
    """Cards that no phone can reach, by the names systems give them."""
    return name.lower().startswith(
        ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap")
    )
