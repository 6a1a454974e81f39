"""Which addresses phones are told."""

import pytest

from web import lan_addresses
from web.lan_addresses import addresses_with_port, is_for_this_computer_only, urls_for_phones

CARDS = [("192.168.1.5", "Wi-Fi"), ("10.0.0.7", "Ethernet"), ("127.0.0.1", "lo")]


@pytest.fixture(autouse=True)
def cards(monkeypatch):
    """The network cards of a computer of the tests."""
    monkeypatch.setattr(lan_addresses, "addresses_of_this_computer", lambda: CARDS)


HOTSPOT = ("Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1")
WIFI = ("Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.1.37")
LO = ("Software Loopback Interface 1", "127.0.0.1")


@pytest.mark.parametrize(
    ("cards", "out", "first"),
    [
        (
            [("VirtualBox Host-Only Ethernet Adapter", "192.168.56.1"), WIFI, LO],
            "192.168.1.37",
            "192.168.1.37",
        ),
        (
            [
                ("Hyper-V Virtual Ethernet Adapter", "172.28.64.1"),
                ("VirtualBox Host-Only Ethernet Adapter", "192.168.56.1"),
                ("VMware Virtual Ethernet Adapter for VMnet8", "192.168.174.1"),
                ("Cisco AnyConnect Virtual Miniport Adapter for Windows x64", "10.8.0.12"),
                WIFI,
                LO,
            ],
            "10.8.0.12",  # everything goes through the company's tunnel, where no phone is
            "192.168.1.37",
        ),
        ([("Hyper-V Virtual Ethernet Adapter", "172.28.64.1"), WIFI], None, "192.168.1.37"),
        (  # an external switch: the card itself has that name, and phones reach it
            [("Hyper-V Virtual Ethernet Adapter #2", "192.168.1.40"), ("Ethernet", "10.0.0.9")],
            "192.168.1.40",
            "192.168.1.40",
        ),
        ([("Ethernet", "10.0.0.9"), HOTSPOT, WIFI], "192.168.1.37", "192.168.1.37"),
        ([("VirtualBox Host-Only", "192.168.56.1"), HOTSPOT, LO], None, "192.168.137.1"),
        (
            [("lo0", "127.0.0.1"), ("utun4", "10.8.0.3"), ("en0", "192.168.1.20")],
            "10.8.0.3",
            "192.168.1.20",
        ),
        ([("bridge0", "169.0.0.1"), ("en0", "192.168.1.20")], None, "192.168.1.20"),
        ([("utun4", "10.8.0.3"), ("bridge100", "192.168.2.1")], None, "192.168.2.1"),
        (
            [
                ("lo", "127.0.0.1"),
                ("docker0", "172.17.0.1"),
                ("wg0", "10.6.0.2"),
                ("wlp3s0", "10.42.0.1"),
            ],
            "10.6.0.2",
            "10.42.0.1",
        ),
        (
            [
                ("tailscale0", "100.101.102.103"),
                ("virbr0", "192.168.122.1"),
                ("enp0s3", "10.0.0.5"),
            ],
            None,
            "10.0.0.5",
        ),
        ([("eth1", "10.1.0.5"), ("eth0", "10.0.0.5")], "10.0.0.5", "10.0.0.5"),
        ([("lo", "127.0.0.1"), ("docker0", "172.17.0.1")], None, "172.17.0.1"),
    ],
)
def test_b13_the_qr_takes_what_phones_reach(cards, out, first):
    in_this_order = lan_addresses.by_reachability([(address, name) for name, address in cards], out)
    assert in_this_order[0][0] == first
    assert len(in_this_order) == len(cards)


def test_the_way_out_is_known_without_a_word_and_may_be_none(monkeypatch):
    class Unreachable(lan_addresses.socket.socket):
        def connect(self, address):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(lan_addresses.socket, "socket", Unreachable)
    assert lan_addresses.default_route_address() is None


def told(networks, chosen):
    """The address that phones are told now, whatever was known a moment ago."""
    networks._fresh_until = 0.0
    return networks.resolve(chosen)


def test_b12_what_phones_are_told_follows_port_and_network(monkeypatch):
    networks = lan_addresses.LanAddresses(settings() | {"PORT": 5001})
    assert told(networks, "10.0.0.7:5001") == "10.0.0.7:5001"
    assert told(networks, "10.0.0.7:5000") == "10.0.0.7:5001"  # the port was taken this time
    assert told(networks, "172.20.10.4:5000") == "192.168.1.5:5001"  # that network is gone
    monkeypatch.setattr(lan_addresses, "addresses_of_this_computer", lambda: CARDS[2:])
    assert told(networks, "10.0.0.7:5000") == "127.0.0.1:5001"


def settings(host="0.0.0.0", public=""):
    """As ``app.config`` has them."""
    return {"HOST": host, "PORT": 5000, "PUBLIC_URL": public}


def test_listening_everywhere_offers_every_card_and_phones_those_they_reach():
    assert [each for each, _ in addresses_with_port(settings())] == [
        "192.168.1.5:5000",
        "10.0.0.7:5000",
    ]  # and never this computer itself beside them
    assert urls_for_phones(settings()) == [
        ("http://192.168.1.5:5000", "Wi-Fi"),
        ("http://10.0.0.7:5000", "Ethernet"),
    ]


def test_listening_at_one_address_offers_no_other():
    assert addresses_with_port(settings("10.0.0.7")) == [("10.0.0.7:5000", "Ethernet")]
    assert not is_for_this_computer_only(settings("10.0.0.7"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_listening_to_this_computer_only_offers_phones_nothing(host):
    assert [each for each, _ in addresses_with_port(settings(host))] == [f"{host}:5000"]
    assert urls_for_phones(settings(host)) == []
    assert is_for_this_computer_only(settings(host))


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
def test_behind_a_proxy_only_its_address_is_told(host):
    public = settings(host, "https://mano.example.org")
    assert addresses_with_port(public) == [("mano.example.org", "https")]
    assert urls_for_phones(public) == [("https://mano.example.org", "")]
    assert not is_for_this_computer_only(public)
