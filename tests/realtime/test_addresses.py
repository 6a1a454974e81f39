"""Which addresses phones are told."""

import pytest

from realtime import addresses
from realtime.addresses import addresses_with_port, is_for_this_computer_only, urls_for_phones

CARDS = [("192.168.1.5", "Wi-Fi"), ("10.0.0.7", "Ethernet"), ("127.0.0.1", "lo")]


@pytest.fixture(autouse=True)
def cards(monkeypatch):
    """The network cards of a computer of the tests."""
    monkeypatch.setattr(addresses, "addresses_of_this_computer", lambda: CARDS)


def settings(host="0.0.0.0", public=""):
    """As ``app.config`` has them."""
    return {"HOST": host, "PORT": 5000, "PUBLIC_URL": public}


def test_listening_everywhere_offers_every_card_and_phones_those_they_reach():
    assert [each for each, _ in addresses_with_port(settings())] == [
        "192.168.1.5:5000",
        "10.0.0.7:5000",
        "127.0.0.1:5000",
    ]
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
