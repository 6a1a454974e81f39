"""The phone that writes for its table (F-001-11): asked for, handed over, lost to silence."""

import time

import pytest

from realtime.views.group_tables import table_of
from tests.support.live_state import phone_connections
from tests.support.table_room import table_room

TEXT = "Nadie decide en el mostrador"


@pytest.fixture
def room(site):
    """Mateo, Lucía, Noa, Hugo and Vera at table 3, Nico alone at table 8; M1 is open."""
    with table_room(site) as room:
        yield room


def test_f_001_11_the_pen_is_asked_for_and_handed_over(room):
    mateo, lucia, noa, *_ = room.phones
    assert lucia.answer("Yo también escribo")["code"] == "not_the_writer"
    assert lucia.says("/mesa/escribo").status == 204
    assert [phone.knows()["asked"] for phone in (mateo, lucia, noa)] == ["other", "you", "other"]
    assert mateo.knows()["writing"]
    assert mateo.answer("Sigo escribiendo")["ok"]
    assert noa.says("/mesa/escribo").status == 204  # who asked first comes first
    assert mateo.says("/mesa/cedo").status == 204
    assert lucia.knows()["writing"]
    assert lucia.knows()["asked"] == ""
    assert not mateo.knows()["writing"]
    assert lucia.answer("Ahora sí")["ok"]
    refused = mateo.answer("Perdí el turno")
    assert (refused["code"], refused["stored"]["value"]) == ("not_the_writer", "Ahora sí")


def test_whoever_writes_keeps_the_pen_and_loses_it_only_to_silence(room, monkeypatch):
    mateo, lucia, *_ = room.phones
    round_id = mateo.latest("snapshot")["round"]["id"]
    clock = [time.monotonic()]
    monkeypatch.setattr("realtime.answers.table_writer_requests.time.monotonic", lambda: clock[0])
    lucia.says("/mesa/escribo")
    assert lucia.knows()["free_in_ms"] == 20_000
    clock[0] += 15
    mateo.says("/mesa/borrador", round=round_id, draft="Nadie decide")
    clock[0] += 15  # since she asked half a minute has gone, and he wrote
    lucia.says("/mesa/escribo")
    assert mateo.knows()["writing"]
    assert lucia.knows()["free_in_ms"] == 5_000
    clock[0] += 5
    lucia.says("/mesa/escribo")
    assert lucia.knows()["writing"]
    assert lucia.knows()["draft"] == "Nadie decide"  # she goes on with what he had


def test_who_asked_and_got_the_pen_while_being_told_is_told_all_the_same(room, monkeypatch):
    _, lucia, *_ = room.phones
    lucia.says("/mesa/escribo")

    def asker_of_a_moment_ago(live, number):
        person, _ = live.asked.pop(number)
        return person

    monkeypatch.setattr("realtime.views.group_tables.asker_at", asker_of_a_moment_ago)
    seat = next(seat for seat in phone_connections.sockets(room.run.id) if seat.alias == "Lucía")
    with room.site.app.app_context():
        assert table_of(seat)["free_in_ms"] == 0


def test_a_writer_who_is_gone_holds_up_nobody(room):
    mateo, lucia, *_ = room.phones
    mateo.leave()
    lucia.says("/mesa/escribo")
    assert lucia.knows()["writing"]


def test_the_writer_passes_the_pen_or_leaves_and_somebody_else_takes_over(room):
    mateo, lucia, noa, *_ = room.phones
    assert mateo.says("/mesa/cedo").status == 204
    assert not lucia.knows()["writer"]
    assert mateo.answer(TEXT)["code"] == "not_the_writer"
    lucia.says("/mesa/escribo")
    lucia.leave()  # its battery is empty
    assert noa.says("/mesa/escribo").status == 204
    assert noa.answer(TEXT)["ok"]
    assert noa.says("/mesa/cedo").status == 204
    assert noa.says("/mesa/cedo").code == "not_the_writer"
