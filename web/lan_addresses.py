"""LAN addresses at which phones can reach this computer. Several are common; the trainer picks."""

import re
import socket
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import ifaddr

DOCUMENTATION_ADDRESS = ("198.51.100.1", 9)  # RFC 5737: nobody is there, and nothing is sent
ADDRESSES_MAX_AGE_S = 4.0  # then the network cards are read again
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
    """Return (IPv4 address, name of its network card), most reachable first, loopback last.

    First comes the address of the default route, which is known without sending anything. Reading
    the cards works without a default route too, as on a hotspot with no internet.
    """
    found = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and not ip_address(ip.ip).is_link_local:
                found.append((ip.ip, adapter.nice_name))
    return by_reachability(found, default_route_address())


def by_reachability(found: list[tuple[str, str]], out: str | None) -> list[tuple[str, str]]:
    """Sort (address, card) by how likely a phone reaches it; ``out`` is the default route's."""

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


def default_route_address() -> str | None:
    """Return our address on the default route's card; None without a default route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(DOCUMENTATION_ADDRESS)  # of UDP: it chooses a card, and sends nothing
            return probe.getsockname()[0]
        except OSError:
            return None


def addresses_with_port(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (host:port as phones type it, card): where we listen, or only PUBLIC_URL if set."""
    public = urlsplit(config["PUBLIC_URL"])
    if public.netloc:
        return [(public.netloc, public.scheme)]
    found = addresses_of_this_computer()
    if config["HOST"] not in WILDCARD_HOSTS:
        found = [pair for pair in found if pair[0] == config["HOST"]] or [(config["HOST"], "")]
    found = [pair for pair in found if not _is_loopback(pair[0])] or found[:1]
    return [(f"{each}:{config['PORT']}", name) for each, name in found]


class LanAddresses:
    """Current addresses for phones, cached for ADDRESSES_MAX_AGE_S; a network may change."""

    def __init__(self, config: Mapping[str, Any]):
        self._config = config
        self._known: list[tuple[str, str]] = []
        self._fresh_until = 0.0

    def addresses(self) -> list[tuple[str, str]]:
        """Return (host:port, card) as ``addresses_with_port``, at most ADDRESSES_MAX_AGE_S old."""
        if time.monotonic() >= self._fresh_until:
            self._known = addresses_with_port(self._config)
            self._fresh_until = time.monotonic() + ADDRESSES_MAX_AGE_S
        return self._known

    def resolve(self, chosen: str) -> str:
        """Return the host:port to show to phones: ``chosen`` by the trainer, while it is there.

        Else the same host with its new port; else the first address.
        """
        offered = [address for address, _ in self.addresses()]
        if chosen in offered:
            return chosen
        host = chosen.partition(":")[0]
        there = [address for address in offered if address.partition(":")[0] == host]
        return next(iter(there + offered), f"localhost:{self._config['PORT']}")


def url_of(config: Mapping[str, Any], address: str) -> str:
    """Return the URL of ``address``: PUBLIC_URL's scheme for its own host, http for all others."""
    public = urlsplit(config["PUBLIC_URL"])
    scheme = public.scheme if address == public.netloc else "http"
    return f"{scheme}://{address}"


def public_base(config: Mapping[str, Any]) -> str:
    """Return scheme and host of PUBLIC_URL, to put before a path; "" without it."""
    public = urlsplit(config["PUBLIC_URL"])
    return f"{public.scheme}://{public.netloc}" if public.netloc else ""


def urls_for_phones(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (URL, card) of each address that other devices can reach."""
    return [
        (url_of(config, address), "" if config["PUBLIC_URL"] else name)
        for address, name in addresses_with_port(config)
        if not _is_loopback(address)
    ]


def is_for_this_computer_only(config: Mapping[str, Any]) -> bool:
    """Does the server listen on loopback only, without a proxy before it?"""
    return not config["PUBLIC_URL"] and _is_loopback(config["HOST"])


def _is_loopback(address: str) -> bool:
    host = address.partition(":")[0]
    return host == "localhost" or host.startswith("127.")
