"""The addresses phones can reach this computer at. Several are common; the trainer picks."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import ifaddr

EVERYWHERE = ("", "0.0.0.0")  # noqa: S104 - as HOST says it


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
    """(host:port as phones type it, name): where we listen, or only where a proxy does for us."""
    public = urlsplit(config["PUBLIC_URL"])
    if public.netloc:
        return [(public.netloc, public.scheme)]
    found = addresses_of_this_computer()
    if config["HOST"] not in EVERYWHERE:
        found = [pair for pair in found if pair[0] == config["HOST"]] or [(config["HOST"], "")]
    return [(f"{each}:{config['PORT']}", name) for each, name in found]


def url_of(config: Mapping[str, Any], address: str) -> str:
    """``address`` with what a phone puts before it; only the public one has a certificate."""
    public = urlsplit(config["PUBLIC_URL"])
    scheme = public.scheme if address == public.netloc else "http"
    return f"{scheme}://{address}"


def public_base(config: Mapping[str, Any]) -> str:
    """What stands before a path for another device, where a proxy serves it; else nothing."""
    public = urlsplit(config["PUBLIC_URL"])
    return f"{public.scheme}://{public.netloc}" if public.netloc else ""


def urls_for_phones(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what a phone opens, name) of the addresses that other devices can reach."""
    return [
        (url_of(config, address), "" if config["PUBLIC_URL"] else name)
        for address, name in addresses_with_port(config)
        if not _is_loopback(address)
    ]


def is_for_this_computer_only(config: Mapping[str, Any]) -> bool:
    """Was it started so that no phone can come in, whatever network there is?"""
    return not config["PUBLIC_URL"] and _is_loopback(config["HOST"])


def _is_loopback(address: str) -> bool:
    host = address.partition(":")[0]
    return host == "localhost" or host.startswith("127.")


def _is_virtual(name: str) -> bool:
    """Cards that no phone can reach, by the names systems give them."""
    return name.lower().startswith(
        ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap")
    )
