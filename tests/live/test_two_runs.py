"""Two runs at once in the real program: what happens in one is not heard in the other."""

import pytest

from tests.support.cast import Room

pytestmark = pytest.mark.live


def about(socket):
    """Every round this socket heard of."""
    snapshots = {s["round"]["id"] for s in socket.facts["snapshot"] if s["round"]}
    return snapshots | {told["round"] for told in socket.facts["tally_changed"]}


def test_two_runs_hear_nothing_of_each_other(server):
    first = Room(server, module="un-taller-breve", title="Taller de Alba")
    second = Room(server, module="un-taller-breve", title="Taller de Bruno")
    here = first.asks("A1")
    there = second.asks("A4")
    assert first.mateo.answer(3)["ok"]
    assert second.mateo.answer("Solo para nosotros")["ok"]
    assert first.mateo.answer(1, round=there)["code"] == "round_not_open"
    first.does("cerrar", "mostrar")
    second.does("cerrar", "mostrar")
    for room in (first, second):
        for socket in room.everyone()[1:]:  # a barrier: what was told before has arrived by now
            socket.until(lambda socket=socket: socket.latest("snapshot")["page"] == "revealed")
    for socket in first.everyone():
        assert about(socket) == {here}
        assert "Solo para nosotros" not in str(socket.facts)
        assert "Taller de Bruno" not in str(socket.facts)
    for socket in second.everyone():
        assert about(socket) == {there}
        assert "Taller de Alba" not in str(socket.facts)
    for room in (first, second):
        room.leave()


def test_what_was_heard_last_is_what_a_newcomer_is_told(server):
    room = Room(server, module="un-taller-breve")
    room.asks("A1")
    room.mateo.answer(2)
    room.wall.hears("tally_changed", lambda told: told["counts"]["answered"] == 1)
    room.does("cerrar", "mostrar")
    for who in (room.wall, room.mateo):
        who.sees("revealed")
    fresh_wall = server.socket("/projector", {"token": room.run.wall_token})
    fresh_wall.until(lambda: fresh_wall.count("snapshot"))
    fresh_phone = server.socket("/participant", {"run": room.run.id, "token": room.lucia.token})
    fresh_phone.until(lambda: fresh_phone.count("snapshot"))
    for fresh, heard in ((fresh_wall, room.wall), (fresh_phone, room.lucia)):
        new, old = fresh.latest("snapshot"), heard.latest("snapshot")
        for part in ("version", "key", "page", "html", "round", "counts", "tally", "paused"):
            assert new[part] == old[part], part
        fresh.close()
    room.leave()
