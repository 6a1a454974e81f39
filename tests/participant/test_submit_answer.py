"""submit_answer: one answer each, acknowledged once it is stored, as last said."""

import secrets

import pytest
from sqlalchemy import select

from tests.support.cast import Phone, Room
from tests.support.command_contract import hears_nothing
from workshop.models.ballot import Ballot
from workshop.persistence.db import db


def ballots(app):
    """What is stored."""
    with app.app_context():
        return [(b.revision, b.state, b.value) for b in db.session.scalars(select(Ballot))]


def test_an_acknowledged_answer_is_stored(room, app):
    round_id = room.asks("A1")
    ack = room.mateo.answer(3, answer_id="ab" * 16)
    assert ack == {
        "ok": True,
        "round": round_id,
        "answer_id": "ab" * 16,
        "revision": 1,
        "state": "answer",
        "value": 3,
    }
    assert ballots(app) == [(1, "answer", 3)]


def test_trainer_and_wall_hear_the_count_and_phones_nothing(room):
    room.asks("A1")
    with hears_nothing(room.lucia.socket):
        room.mateo.answer(3)
        room.site.tick_tally()
    told = room.console.hears("tally_changed")
    assert told["counts"]["answered"] == 1
    assert told["tally"]["counts"] == [0, 0, 1]
    told = room.wall.hears("tally_changed")
    assert told["counts"]["answered"] == 1
    assert told["tally"] is None


def test_another_run_hears_nothing(room, other_room):
    room.asks("A1")
    other_room.asks("A1")
    other_room.site.tick_tally()
    with hears_nothing(*other_room.everyone()):
        room.mateo.answer(3)
        room.site.tick_tally()


def test_of_an_anonymous_round_nobody_hears_a_result(room):
    room.asks("A2")
    room.mateo.answer("a")
    room.site.tick_tally()
    for who in (room.console, room.wall):
        told = who.hears("tally_changed", lambda each: each["counts"]["answered"])
        assert told["tally"] is None
    assert room.console.latest("tally_changed")["wall_tally"] is None


def test_of_a_hidden_vote_only_the_trainer_does(room):
    room.asks("A3")
    room.mateo.answer("c")
    room.site.tick_tally()
    assert room.console.hears("tally_changed")["tally"]["counts"]["c"] == 1
    assert room.wall.hears("tally_changed")["tally"] is None


def test_a_phone_may_change_its_mind(room, app):
    room.asks("A1")
    room.mateo.answer(1)
    assert room.mateo.answer(2)["revision"] == 2
    assert ballots(app) == [(2, "answer", 2)]


def test_a_phone_may_rather_not_answer(room, app):
    room.asks("A1")
    assert room.mateo.answer(state="skip")["ok"]
    assert ballots(app) == [(1, "skip", None)]


def test_a_phone_may_take_it_back(room):
    room.asks("A1")
    room.site.add_presence(5.0)
    room.mateo.answer(1)
    room.mateo.answer(state="withdraw")
    room.does("cerrar")
    counts = room.console.latest("snapshot")["counts"]
    assert counts == {"eligible": 2, "answered": 0, "skipped": 0, "silent": 2}


def test_twice_is_once(room, app):
    room.asks("A1")
    first = room.mateo.answer(3, revision=1, answer_id="cd" * 16)
    again = room.mateo.answer(3, revision=1, answer_id="cd" * 16)
    assert again == first | {"dup": True}
    assert len(ballots(app)) == 1


def test_a_late_old_one_does_not_win(room, app):
    room.asks("A1")
    room.mateo.answer(1, revision=1)
    room.mateo.answer(2, revision=2)
    late = room.mateo.answer(1, revision=1)
    assert (late["code"], late["stored"]["value"]) == ("revision_old", 2)
    assert ballots(app) == [(2, "answer", 2)]


def test_a_second_tab_does_not_overwrite_in_silence(room, app):
    room.asks("A1")
    room.mateo.answer(1, revision=1)
    tab = Phone(room.site, "Mateo", run=room.run.id, token=room.mateo.token)
    tab.connect()
    refused = tab.answer(3, revision=1)
    assert (refused["code"], refused["stored"]["value"]) == ("revision_taken", 1)
    assert ballots(app) == [(1, "answer", 1)]
    tab.leave()


def test_after_the_close_it_is_too_late(room):
    round_id = room.asks("A1")
    room.does("cerrar")
    late = room.mateo.answer(1, round=round_id)
    assert (late["code"], late["retry"]) == ("round_not_open", False)


def test_a_round_of_another_run_is_not_answered(room, other_room):
    there = other_room.asks("A1")
    assert room.mateo.answer(1, round=there)["code"] == "round_not_open"


def test_coming_back_a_phone_finds_its_answer(room):
    round_id = room.asks("A2")
    room.mateo.answer("b")
    room.mateo.leave()
    seen = room.mateo.connect().latest("snapshot")
    assert seen["page"] == "open"
    assert seen["personal"]["answers"][str(round_id)]["value"] == "b"
    assert seen["personal"]["answers"][str(round_id)]["revision"] == 1


@pytest.mark.parametrize("value", [0, 4, -1, 10**15])
def test_a_point_that_does_not_exist(room, value):
    room.asks("A1")
    assert room.mateo.answer(value)["code"] == "number_out_of_range"


@pytest.mark.parametrize("value", [True, 1.0, "1", None, [1], {"v": 1}])
def test_what_is_no_point_at_all(room, app, value):
    room.asks("A1")
    assert room.mateo.answer(value)["code"] == "answer_malformed"
    assert ballots(app) == []


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "answer",
        {},
        {"extra": 1},
        {"round": "1"},
        {"round": True},
        {"revision": 0},
        {"revision": 1.0},
        {"revision": 10_001},
        {"answer_id": "x" * 32},
        {"answer_id": "a" * 31},
        {"answer_id": None},
        {"state": "hack"},
        {"state": ["answer"]},
    ],
    ids=str,
)
def test_what_is_no_hand_in_at_all(room, app, wrong):
    round_id = room.asks("A1")
    good = {
        "round": round_id,
        "answer_id": secrets.token_hex(16),
        "revision": 1,
        "state": "answer",
        "value": 1,
    }
    payload = good | wrong if isinstance(wrong, dict) and wrong else wrong
    assert room.mateo.socket.call("submit_answer", payload)["code"] == "answer_malformed"
    assert ballots(app) == []


def test_neither_wall_nor_trainer_can_answer(room, app):
    round_id = room.asks("A1")
    asked = {
        "round": round_id,
        "answer_id": "a" * 32,
        "revision": 1,
        "state": "answer",
        "value": 1,
    }
    assert room.wall.socket.call("submit_answer", asked)["code"] == "not_allowed"
    assert room.console.call("submit_answer", asked)["code"] == "not_allowed"
    assert ballots(app) == []


def test_too_fast_is_asked_to_wait(room):
    room.asks("A1")
    codes = {room.mateo.answer(1 + n % 3).get("code") for n in range(40)}
    assert codes == {None, "too_fast"}
    assert room.lucia.answer(1)["ok"]  # hers is another bucket


@pytest.mark.live
def test_against_the_real_program_what_is_acknowledged_counts(server):
    room = Room(server, module="un-taller-breve")
    room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    assert room.mateo.answer(2)["ok"]
    again = room.mateo.answer(2, revision=1)
    assert again["code"] == "revision_old"
    assert room.lucia.answer(state="skip")["ok"]
    assert room.mateo.answer("2")["code"] == "answer_malformed"
    told = room.wall.hears("tally_changed", lambda each: each["counts"]["skipped"])
    assert told["counts"]["answered"] == 1
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["counts"] == [0, 1, 0]
    assert room.mateo.answer(1)["code"] == "round_not_open"
    room.leave()
