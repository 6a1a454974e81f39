"""choose_address: which of this computer's addresses phones are told."""

import pytest

from realtime.addresses import addresses_of_this_computer
from tests.facilitator.manners import (
    an_old_page_may_not,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from tests.house import PORT


@pytest.fixture
def address():
    """An address this computer has: every one has itself."""
    return f"{addresses_of_this_computer()[-1][0]}:{PORT}"


def test_wall_and_code_show_it(room, address):
    assert room.do("direccion", address=address).status == 204
    assert address in room.wall.latest("snapshot")["html"]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, next_door, address):
    with hears_nothing(*next_door.everyone()), told_once(room):
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
