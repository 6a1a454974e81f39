"""Rooms as python-socketio keeps them, without looking into each when somebody leaves."""

import pytest
import socketio

from realtime.protocol.room_index import index_rooms

PHONES = "/participant"


@pytest.fixture
def manager():
    """A server's manager, with what it remembers."""
    server = socketio.Server(async_mode="threading")
    index_rooms(server.manager)
    return server.manager


def come(manager, name: str, *rooms: str) -> str:
    """A socket comes in and enters rooms. Returns its id."""
    sid = manager.connect(name, PHONES)
    for room in rooms:
        manager.enter_room(sid, PHONES, room)
    return sid


def inside(manager, room) -> set[str]:
    return {sid for sid, _ in manager.get_participants(PHONES, room)}


def test_who_leaves_is_in_no_room_any_more_and_leaves_nothing_behind(manager):
    lucia, teo = come(manager, "lucia", "run:1", "run:2"), come(manager, "teo", "run:1")
    manager.pre_disconnect(lucia, PHONES)
    assert not manager.is_connected(lucia, PHONES)
    manager.disconnect(lucia, PHONES)
    assert inside(manager, "run:1") == inside(manager, None) == {teo}
    assert inside(manager, "run:2") == inside(manager, lucia) == set()
    manager.disconnect(teo, PHONES)
    assert (manager.rooms, manager.entered) == ({}, {})
    assert (manager.pending_connect, manager.pending_disconnect) == ({}, {})


def test_one_room_can_be_left_and_the_others_stay(manager):
    lucia = come(manager, "lucia", "run:1", "run:2")
    manager.leave_room(lucia, PHONES, "run:1")
    assert manager.get_rooms(lucia, PHONES) == [lucia, "run:2"]
    assert manager.is_connected(lucia, PHONES)


def test_who_was_refused_on_the_way_in_is_forgotten(manager):
    sid = manager.pre_connect("lucia", PHONES)
    assert manager.is_pre_connected(sid, PHONES)
    manager.disconnect(sid, PHONES)
    manager.disconnect(sid, PHONES)
    assert (manager.rooms, manager.pending_connect) == ({}, {})


def test_leaving_looks_into_no_stranger_s_room(manager):
    everyone = [come(manager, str(number), "run:1") for number in range(50)]

    class Watched(dict):
        copied = 0

        def copy(self):
            Watched.copied += 1
            return super().copy()

    manager.rooms[PHONES] = Watched(manager.rooms[PHONES])
    for sid in everyone[1:]:
        manager.disconnect(sid, PHONES)
    assert Watched.copied == 0
    assert inside(manager, "run:1") == {everyone[0]}
