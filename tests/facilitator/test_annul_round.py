"""annul_round: out of every figure; the logbook keeps that it was."""

import pytest
from sqlalchemy import select

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from workshop.models.ballot import Ballot
from workshop.models.logbook import LogEntry
from workshop.persistence.db import db


def test_an_annulled_round_takes_no_answers(room):
    round_id = room.asks("A1")
    room.mateo.answer(1)
    room.does("anular")
    assert room.mateo.answer(2, round=round_id)["code"] == "round_not_open"


@pytest.mark.parametrize("before", [(), ("cerrar",), ("cerrar", "mostrar")])
def test_from_any_phase_it_is_as_if_it_was_never_asked(room, before):
    room.asks("A1")
    room.mateo.answer(1)
    room.does(*before, "anular")
    assert room.wall.sees("staged")["tally"] is None
    assert room.console.latest("snapshot")["round"] is None
    room.does("abrir")
    assert room.mateo.sees("open")["round"]["number"] == 1


def test_its_ballots_are_gone_and_the_logbook_knows(room, app):
    room.asks("A1")
    room.mateo.answer(1)
    room.does("anular")
    with app.app_context():
        assert db.session.scalars(select(Ballot)).all() == []
        entry = db.session.scalars(select(LogEntry).where(LogEntry.what == "round_annulled")).one()
        assert entry.detail == {"step": "A1", "number": 1}


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A1")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("anular")


def test_only_the_trainer_may(room):
    room.asks("A1")
    nobody_else_may(room, "anular")


def test_an_old_page_may_not_annul(room):
    room.asks("A1")
    an_old_page_may_not(room, "anular")


def test_there_is_nothing_to_annul(room):
    room.does("empezar")
    refused(room, "anular", "nothing_to_annul")


def test_a_double_click_annuls_one_round(room):
    room.asks("A1")
    room.does("cerrar", "abrir")
    double_click(room, "anular")
    assert room.console.latest("snapshot")["round"]["number"] == 1  # the first vote still counts
