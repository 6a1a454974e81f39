"""reopen_run: an end that was a slip is taken back, and everyone is where they were."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.cast import Phone
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from workshop.commands.reopen_run import REOPEN_WITHIN
from workshop.models.ballot import Ballot
from workshop.models.round import Round
from workshop.models.round_key import RoundKey
from workshop.models.run import Run
from workshop.persistence.db import db


def ended_long_ago(room):
    with room.site.app.app_context():
        run = db.session.get(Run, room.run.id)
        run.ended_at -= REOPEN_WITHIN + timedelta(seconds=1)
        db.session.commit()


def test_the_room_goes_on_where_it_stood(room):
    room.asks("A1")
    room.mateo.answer(2)
    room.does("terminar", "reabrir")
    assert room.ines.at(room.run) == "A1"
    assert room.mateo.sees("closed")  # what the end closed stays closed
    assert room.wall.sees("closed")
    room.does("mostrar", "siguiente", "abrir")
    assert room.mateo.sees("open")
    assert Phone(room.site, "Ana").enter(room.run).sees("open")  # the code still leads here


def test_what_was_destroyed_stays_destroyed_and_asking_again_is_a_new_round(room):
    room.asks("A4")
    room.mateo.answer("Hola")
    room.does("terminar", "reabrir")
    with room.site.app.app_context():
        assert not db.session.scalars(select(Ballot)).all()
        assert not db.session.scalars(select(RoundKey)).all()
        first = db.session.scalar(select(Round))
        assert (first.phase, first.closed_by, first.answered) == ("closed", "end", 1)
    room.does("abrir")
    room.mateo.sees("open")
    assert room.mateo.answer("Otra vez")["ok"]


def test_a_step_that_was_never_asked_is_there_again(room):
    room.does("empezar", "terminar", "reabrir")
    assert room.wall.sees("staged")
    room.does("abrir")
    assert room.mateo.sees("open")


def test_a_lobby_is_a_lobby_again(room):
    room.does("terminar", "reabrir")
    assert room.mateo.sees("lobby")
    assert room.wall.sees("joining")


def test_the_page_of_the_end_offers_it_for_half_an_hour(room):
    room.does("empezar", "terminar")
    assert "Reabrir la sesión" in room.ines.page(room.run.id)
    ended_long_ago(room)
    assert "Reabrir la sesión" not in room.ines.page(room.run.id)
    refused(room, "reabrir", "reopened_too_late")


def test_only_what_is_over_can_be_reopened(room):
    refused(room, "reabrir", "cannot_move")
    room.does("empezar")
    refused(room, "reabrir", "cannot_move")


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.does("empezar", "terminar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("reabrir")


@pytest.mark.parametrize("may_not", [nobody_else_may, an_old_page_may_not])
def test_only_the_trainer_may_and_no_old_page(room, may_not):
    room.does("empezar", "terminar")
    may_not(room, "reabrir")


def test_a_double_click_reopens_once(room):
    room.does("empezar", "terminar")
    double_click(room, "reabrir")
