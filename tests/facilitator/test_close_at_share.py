"""close_at_share: the round closes by itself at nine in ten, or not."""

import pytest
from sqlalchemy import insert

from realtime.jobs import deadlines, startup_recovery
from realtime.protocol.audiences import PARTICIPANT
from tests.support.cast import Phone
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from tests.support.executed_queries import executed_queries
from tests.support.live_state import cluster_presence, forget_open_rounds, open_rounds
from web.clock import now
from workshop.persistence.cluster_tables import Presence, Process
from workshop.persistence.unit_of_work import writing_transaction


@pytest.fixture(autouse=True)
def everyone_has_spoken(monkeypatch):
    """Of phones at other processes there is nothing left to hear."""
    monkeypatch.setattr(deadlines, "PEER_REPORT_DELAY_S", 0.0)


def test_it_closes_when_nine_in_ten_have_answered_and_not_before(room):
    others = [Phone(room.site, f"Teléfono {n}").enter(room.run) for n in range(8)]
    room.asks("A1")
    room.does("cerrar-al-90")
    everyone = room.phones + others
    for phone in everyone[:8]:
        assert phone.answer(1, round=room.console.latest("snapshot")["round"]["id"])["ok"]
    deadlines.tick(room.site.app, 0.1, 0.1)
    assert room.mateo.latest("snapshot")["page"] == "open"
    everyone[8].answer(state="skip", round=room.console.latest("snapshot")["round"]["id"])
    deadlines.tick(room.site.app, 0.1, 0.1)
    assert room.mateo.sees("closed")["counts"]["silent"] == 0
    for phone in others:
        phone.leave()


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A1")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("cerrar-al-90")


def test_only_the_trainer_may(room):
    room.asks("A1")
    nobody_else_may(room, "cerrar-al-90")


def test_an_old_page_may_not(room):
    room.asks("A1")
    an_old_page_may_not(room, "cerrar-al-90")


def test_only_an_open_round_can(room):
    room.does("empezar")
    refused(room, "cerrar-al-90", "round_not_open")


def test_a_double_click_does_not_undo_it(room):
    room.asks("A1")
    double_click(room, "cerrar-al-90")
    assert open_rounds.of_run(room.run.id).close_at_share


def test_a_second_press_undoes_it(room):
    room.asks("A1")
    room.does("cerrar-al-90", "cerrar-al-90")
    room.mateo.answer(1)
    room.lucia.answer(1)
    deadlines.tick(room.site.app, 0.1, 0.1)
    assert room.mateo.latest("snapshot")["page"] == "open"


def test_an_empty_room_closes_nothing(room):
    room.asks("A1")
    room.does("cerrar-al-90")
    for phone in room.phones:
        phone.leave()
    deadlines.tick(room.site.app, 0.1, 0.1)
    assert room.wall.latest("snapshot")["page"] == "open"


def counted_in(asked):
    """Those that read ballots."""
    return [statement for statement in asked if "FROM ballots" in statement]


def ticks(app, times=5):
    for _ in range(times):
        deadlines.tick(app, 0.1, 0.1)


def test_while_nothing_moves_nobody_counts(room, app):
    room.asks("A1")
    room.does("cerrar-al-90")
    room.mateo.answer(1)
    with executed_queries(app) as asked:
        ticks(app)
    assert len(counted_in(asked)) <= 1  # never where this process takes all the answers


def test_what_was_counted_in_vain_is_counted_again_when_something_moves(room, app):
    room.asks("A1")
    room.does("cerrar-al-90")
    room.mateo.answer(1)
    room.lucia.answer(1)
    room.lucia.answer(None, state="withdraw")  # given, and taken back: memory cannot tell
    with executed_queries(app) as asked:
        ticks(app)
    assert len(counted_in(asked)) == 1
    assert room.mateo.latest("snapshot")["page"] == "open"
    room.lucia.leave()  # she was not there long enough to count
    ticks(app)
    assert room.mateo.sees("closed")["counts"]["answered"] == 1


def test_what_was_answered_before_a_restart_counts(room, app):
    room.asks("A1")
    room.does("cerrar-al-90")
    room.mateo.answer(1)
    forget_open_rounds()
    startup_recovery.recover(app)
    room.lucia.answer(1)
    ticks(app)
    assert room.mateo.sees("closed")["counts"]["answered"] == 2


def test_a_phone_that_just_came_in_elsewhere_is_waited_for(room, app, monkeypatch):
    monkeypatch.setattr(cluster_presence, "is_shared", True)
    monkeypatch.setattr(deadlines, "PEER_REPORT_DELAY_S", 60.0)
    room.asks("A1")
    room.does("cerrar-al-90")
    room.mateo.answer(1)
    room.lucia.answer(1)
    ticks(app)
    assert room.mateo.latest("snapshot")["page"] == "open"  # as far as is known here, all of them
    with app.app_context():
        with writing_transaction() as connection:
            connection.execute(insert(Process).values(id="the other", beat_at=now(), edition=1))
            connection.execute(
                insert(Presence).values(
                    process_id="the other", who="Hugo", audience=PARTICIPANT, run_id=room.run.id
                )
            )
        cluster_presence.synchronize({})
    monkeypatch.setattr(deadlines, "PEER_REPORT_DELAY_S", 0.0)
    ticks(app)
    assert room.mateo.latest("snapshot")["page"] == "open"  # Hugo has not answered


def test_where_others_serve_too_it_closes_when_all_of_them_could_speak(room, app, monkeypatch):
    monkeypatch.setattr(cluster_presence, "is_shared", True)
    room.asks("A1")
    room.does("cerrar-al-90")
    room.mateo.answer(1)
    room.lucia.answer(1)
    ticks(app)
    assert room.mateo.sees("closed")["counts"]["answered"] == 2
