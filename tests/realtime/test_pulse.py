"""The pulse: many answers become one count, and each audience hears what it may."""

import pytest

from realtime import pulse
from tests.cast import Phone


def test_many_answers_are_one_message(room):
    room.asks("A1")
    others = [Phone(room.house, "").enter(room.run) for _ in range(5)]
    room.house.beat()
    before = room.wall.socket.count("tally_changed")
    for phone in [*room.phones, *others]:
        phone.answer(1, round=room.mateo.latest("snapshot")["round"]["id"])
    room.house.beat()
    assert room.wall.socket.count("tally_changed") == before + 1
    assert room.wall.latest("tally_changed")["counts"]["answered"] == 7
    for phone in others:
        phone.leave()


def test_nothing_new_is_silence(room):
    room.asks("A1")
    room.house.beat()
    before = room.wall.socket.count("tally_changed"), room.wall.socket.count("roster_changed")
    room.house.beat()
    after = room.wall.socket.count("tally_changed"), room.wall.socket.count("roster_changed")
    assert after == before


def test_phones_hear_no_pulse(room):
    room.asks("A7")
    room.mateo.answer("a")
    room.house.beat()
    assert room.wall.latest("tally_changed")["tally"]["counts"]["a"] == 1
    for phone in room.phones:
        assert phone.socket.count("tally_changed") == 0
        assert phone.socket.count("roster_changed") == 0


def test_a_phone_that_leaves_is_counted_out(room):
    room.house.beat()
    room.lucia.leave()
    room.house.beat()
    assert room.wall.latest("roster_changed") == {"inside": 1, "joined": 2}


@pytest.mark.parametrize(("waiting", "pulses"), [((), 1), ((60,), 2), ((60, 60, 60, 60), 3)])
def test_a_crowd_that_waits_for_its_acknowledgements_comes_before_the_count(
    monkeypatch, waiting, pulses
):
    left, slept = list(waiting), []
    monkeypatch.setattr(pulse.writer, "waiting", lambda: left.pop() if left else 0)
    monkeypatch.setattr(pulse.socketio, "sleep", slept.append)
    pulse.rest()
    assert slept == [pulse.PULSE] * pulses
