"""The addresses phones can reach this computer at. Several are common; the trainer picks."""

from ipaddress import ip_address

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


def addresses_for_phones() -> list[tuple[str, str]]:
    """The addresses other devices can reach; this computer's own only if there is nothing else."""
    found = addresses_of_this_computer()
    return [pair for pair in found if not ip_address(pair[0]).is_loopback] or found


def _is_virtual(name: str) -> bool:
    """Cards that no phone can reach, by the names systems give them."""
    return name.lower().startswith(
        ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap")
    )
