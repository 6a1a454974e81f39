"""The addresses phones can reach this computer at. Several are common; the trainer picks."""

import re
import socket
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import ifaddr

DOCUMENTATION_ADDRESS = ("198.51.100.1", 9)  # RFC 5737: nobody is there, and nothing is sent
ADDRESSES_MAX_AGE_S = 4.0  # for which the cards need not be asked again
# Names that systems and programs give to cards. A tunnel ends elsewhere, even where everything goes
# through it; others stay within this computer, unless they are what it goes out by (Hyper-V).
TUNNEL_NAMES = re.compile(
    r"^(u?tun|tap|wg|ppp|ipsec|zt|gpd|nordlynx|cscotun|tailscale)\d*"
    r"|vpn|wireguard|wintun|tap-windows|tailscale|zerotier|hamachi|anyconnect|cisco secure client"
    r"|globalprotect|pangp|forti|juniper|pulse secure|check point|sonicwall|warp|teredo",
    re.IGNORECASE,
)
VIRTUAL_CARD_NAMES = re.compile(
    r"^(docker|br-|bridge\d{0,2}$|veth|virbr|vnet|vmnet|vboxnet|vnic|lxc|lxd|podman|cni|flannel|cali)"
    r"|hyper-v|vethernet|virtualbox|vmware|parallels|wsl|docker|loopback|npcap|bluetooth",
    re.IGNORECASE,
)
WILDCARD_HOSTS = ("", "0.0.0.0")  # noqa: S104 - as HOST says it


def addresses_of_this_computer() -> list[tuple[str, str]]:
    """(IPv4 address, name of its network card): what phones reach best first, this computer last.

    First what the system itself goes out by; that is known without anything being sent. Asking the
    cards works without a default route too, as on a hotspot with no internet.
    """
    found = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and not ip_address(ip.ip).is_link_local:
                found.append((ip.ip, adapter.nice_name))
    return in_order(found, way_out())


def in_order(found: list[tuple[str, str]], out: str | None) -> list[tuple[str, str]]:
    """``found`` by how likely a phone is to reach it, where this computer goes ``out`` by one."""

    def rank(pair: tuple[str, str]) -> int:
        address, name = pair
        if ip_address(address).is_loopback:
            return 4
        if TUNNEL_NAMES.search(name):
            return 3
        if address == out:
            return 0
        return 2 if VIRTUAL_CARD_NAMES.search(name) else 1

    return sorted(found, key=rank)


def way_out() -> str | None:
    """Our address on the card of the default route; None where there is no such route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(DOCUMENTATION_ADDRESS)  # of UDP: it chooses a card, and sends nothing
            return probe.getsockname()[0]
        except OSError:
            return None


def addresses_with_port(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(host:port as phones type it, name): where we listen, or only where a proxy does for us."""
    public = urlsplit(config["PUBLIC_URL"])
    if public.netloc:
        return [(public.netloc, public.scheme)]
    found = addresses_of_this_computer()
    if config["HOST"] not in WILDCARD_HOSTS:
        found = [pair for pair in found if pair[0] == config["HOST"]] or [(config["HOST"], "")]
    found = [pair for pair in found if not _is_loopback(pair[0])] or found[:1]
    return [(f"{each}:{config['PORT']}", name) for each, name in found]


class Networks:
    """Addresses at which phones find this computer now; the network may change during a run."""

    def __init__(self, config: Mapping[str, Any]):
        self._config = config
        self._known: list[tuple[str, str]] = []
        self._fresh_until = 0.0

    def addresses(self) -> list[tuple[str, str]]:
        """(host:port, name), as ``addresses_with_port`` has them; asked every few seconds only."""
        if time.monotonic() >= self._fresh_until:
            self._known = addresses_with_port(self._config)
            self._fresh_until = time.monotonic() + ADDRESSES_MAX_AGE_S
        return self._known

    def told(self, chosen: str) -> str:
        """Return the host:port for phones where the trainer has ``chosen`` one, then or just now.

        It keeps its network where only the port changed; where it is gone, the first one counts.
        """
        offered = [address for address, _ in self.addresses()]
        if chosen in offered:
            return chosen
        host = chosen.partition(":")[0]
        there = [address for address in offered if address.partition(":")[0] == host]
        return next(iter(there + offered), f"localhost:{self._config['PORT']}")


def url_of(config: Mapping[str, Any], address: str) -> str:
    """``address`` with what a phone puts before it; only the public one has a certificate."""
    public = urlsplit(config["PUBLIC_URL"])
    scheme = public.scheme if address == public.netloc else "http"
    return f"{scheme}://{address}"


def public_base(config: Mapping[str, Any]) -> str:
    """Return what stands before a path for another device behind a proxy; "" without one."""
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
