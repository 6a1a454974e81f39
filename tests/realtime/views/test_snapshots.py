"""Snapshots: the whole truth, and never more than an audience may know."""

import json

import pytest

from tests.support.command_contract import tells_the_truth


@pytest.mark.parametrize("label", ["A1", "A2", "A4", "A6", "A7"])
def test_what_was_heard_last_is_the_truth_in_every_phase(room, label):
    room.goes_to(label)
    tells_the_truth(room)
    for verb in ("abrir", "cerrar", "mostrar"):
        if room.do(verb).status == 204:
            tells_the_truth(room)


@pytest.mark.parametrize("label", ["A1", "A2", "A3"])
def test_before_the_reveal_no_phone_and_no_wall_gets_a_figure(room, label):
    room.asks(label)
    room.mateo.answer(2 if label == "A1" else "b")
    room.does("cerrar")
    for who in (room.mateo, room.lucia, room.wall):
        seen = who.latest("snapshot")
        assert seen["tally"] is None
        assert "data-chart" not in seen["html"]


def test_the_trainer_sees_nothing_of_an_open_anonymous_round(room):
    room.asks("A2")
    room.mateo.answer("b")
    fresh = room.ines.console(room.run)
    assert fresh.latest("snapshot")["tally"] is None
    assert fresh.latest("snapshot")["counts"]["answered"] == 1
    fresh.close()


def test_what_is_personal_is_told_to_nobody_else(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar", "mostrar")
    told = json.dumps([socket.facts["snapshot"] for socket in room.everyone()[:2]])
    assert room.mateo.token not in told
    assert room.lucia.latest("snapshot")["personal"] in (None, {"answers": {}, "alias": "Lucía"})


def test_every_change_has_a_higher_version(room):
    room.asks("A1")
    room.does("cerrar", "mostrar", "siguiente")
    for socket in room.everyone():
        versions = [seen["version"] for seen in socket.facts["snapshot"]]
        assert versions == sorted(versions)
        assert len(set(versions)) == len(versions)


def test_within_a_round_the_page_stays(room):
    room.asks("A2")
    key = room.mateo.latest("snapshot")["key"]
    room.mateo.answer("a")
    room.does("prorrogar", "cerrar-al-90", "pausar", "reanudar")
    assert room.mateo.latest("snapshot")["key"] == key  # a half-written answer is not swept away


def test_while_a_question_is_open_phones_are_not_told_how_many_answered(room):
    room.asks("A2")
    room.mateo.answer("b")
    room.does("prorrogar")
    assert room.mateo.latest("snapshot")["counts"] is None
    assert room.wall.latest("snapshot")["counts"]["answered"] == 1
    room.does("cerrar")
    assert room.mateo.latest("snapshot")["counts"]["answered"] == 1
