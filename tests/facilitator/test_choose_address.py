"""choose_address: which of this computer's addresses phones are told."""

import pytest

from realtime.jobs import network_watch
from tests.support.app_in_process import PORT
from tests.support.command_contract import (
    an_old_page_may_not,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from web import lan_addresses

CARDS = [("192.168.1.5", "Wi-Fi"), ("10.0.0.7", "Ethernet"), ("127.0.0.1", "lo")]


@pytest.fixture(autouse=True)
def cards(monkeypatch, app):
    """The network cards of this computer; they are asked every time."""
    found = [*CARDS]
    monkeypatch.setattr(lan_addresses, "addresses_of_this_computer", lambda: found)
    monkeypatch.setattr(lan_addresses, "ADDRESSES_MAX_AGE_S", -1.0)
    return found


@pytest.fixture
def address():
    """Another address than the first one."""
    return f"10.0.0.7:{PORT}"


def test_wall_and_code_show_it(room, address):
    assert room.do("direccion", address=address).status == 204
    assert address in room.wall.latest("snapshot")["html"]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room, address):
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.do("direccion", address=address)


def test_only_the_trainer_may(room):
    nobody_else_may(room, "direccion")


def test_an_old_page_may_not(room):
    an_old_page_may_not(room, "direccion")


@pytest.mark.parametrize("wrong", ["", None, "evil.example:80", "203.0.113.9:5000"])
def test_an_address_that_is_not_ours_is_refused(room, wrong):
    refused(room, "direccion", "address_unknown", address=wrong)


@pytest.mark.parametrize("wrong", [5, ["a"], {}])
def test_what_is_no_address_is_refused(room, wrong):
    refused(room, "direccion", "request_malformed", address=wrong)


def test_twice_changes_nothing_that_is_seen(room, address):
    room.do("direccion", address=address)
    page = room.wall.latest("snapshot")["html"]
    room.do("direccion", address=address)
    assert room.wall.latest("snapshot")["html"] == page


def test_b12_a_running_run_can_choose_another(room, address):
    room.does("empezar")
    assert f'name="address" value="{address}"' in room.ines.page(room.run.id)
    assert room.do("direccion", address=address).status == 204
    assert address in room.wall.latest("snapshot")["html"]


def test_b12_a_network_that_is_gone_is_told_no_more(room, cards, address, app):
    room.do("direccion", address=address)
    del cards[1]
    network_watch.show_new_address(app)
    page = room.wall.hears("snapshot", lambda told: address not in told["html"])["html"]
    assert f"192.168.1.5:{PORT}" in page
    assert f"localhost:{PORT}" not in room.ines.page(room.run.id)


def test_b12_this_computer_itself_is_not_offered_beside_a_network(room):
    assert refused(room, "direccion", "address_unknown", address=f"127.0.0.1:{PORT}") is None
