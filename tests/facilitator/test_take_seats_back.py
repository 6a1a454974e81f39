"""take_seats_back: many seats came at once; they go, and the open question is counted again."""

from datetime import UTC, datetime, timedelta

import pytest

from realtime.fanout import join_flood
from realtime.fanout.reconcile import reconcile_runs
from tests.support.cast import Phone, Room
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    nobody_else_may,
    refused,
    tells_the_truth,
)
from workshop.commands import join_flood as flood_of_seats
from workshop.commands.join_flood import newest_burst
from workshop.commands.qr_key import qr_key
from workshop.models.participant import Participant
from workshop.models.run import Run
from workshop.persistence.db import db

VERB = "quitar-ultimos"
FLOOD_SEATS = 25


@pytest.fixture
def later(app):
    """Call it, and whoever is in came half an hour ago."""

    def passes():
        with app.app_context():
            for person in db.session.query(Participant):
                person.joined_at -= timedelta(minutes=30)
            db.session.commit()

    return passes


def flood(room, number=FLOOD_SEATS):
    """One device with many hands."""
    return [Phone(room.site, "").enter(room.run) for _ in range(number)]


def counted(room):
    """E, R, S and Z as the console shows them now."""
    room.site.tick_tally()
    return room.console.latest("tally_changed")["counts"]


@pytest.mark.parametrize(("label", "value"), [("A1", 2), ("A2", "a"), ("A7", "a")])
def test_w39_the_console_is_told_and_takes_them_back(room, later, label, value):
    later()
    round = room.asks(label)
    assert room.mateo.answer(value, round=round)["ok"]
    many = flood(room)
    room.site.tick_tally()
    told = room.console.latest("roster_changed")
    assert told["flood"]["count"] == FLOOD_SEATS
    for phone in many:
        assert phone.answer(value, round=round)["ok"]
    assert counted(room)["answered"] == FLOOD_SEATS + 1
    room.does(VERB)
    assert counted(room)["answered"] == 1
    assert counted(room)["eligible"] == 2
    assert room.console.latest("roster_changed")["joined"] == 2
    assert room.console.latest("roster_changed")["flood"] is None
    assert all(phone.hears("replaced")["code"] == "seat_removed" for phone in many)
    room.does("cerrar")
    assert room.console.latest("snapshot")["counts"]["answered"] == 1
    tells_the_truth(room)


def test_the_last_seats_of_a_flood_are_counted_though_nobody_comes_after_them(
    room, later, monkeypatch
):
    later()
    room.does("empezar")
    flood(room, FLOOD_SEATS - 2)
    room.site.tick_tally()
    flood(room, 2)
    room.site.tick_tally()  # within the same second: nothing is read again
    assert room.console.latest("roster_changed")["flood"]["count"] == FLOOD_SEATS - 2
    monkeypatch.setattr(join_flood, "READ_INTERVAL_S", 0)  # a second later
    room.site.tick_tally()
    assert room.console.latest("roster_changed")["flood"]["count"] == FLOOD_SEATS


def test_a_room_that_came_before_the_start_is_no_flood_after_it(room, later):
    later()
    flood(room)
    room.does("empezar")
    room.site.tick_tally()
    assert not room.console.latest("roster_changed").get("flood")
    assert 'data-count="25"' not in room.ines.page(room.run.id)
    refused(room, VERB, "no_flood")


def test_w39_who_has_hung_up_is_taken_back_as_well(room, later):
    later()
    round = room.asks("A2")  # anonymous
    for phone in flood(room):
        assert phone.answer("a", round=round)["ok"]
        phone.leave()
    room.does(VERB)
    assert counted(room)["answered"] == 0


def test_those_who_were_taken_away_are_not_known_any_more(room, later):
    later()
    room.does("empezar")
    many = flood(room)
    room.does(VERB)
    again = Phone(room.site, run=room.run.id, token=many[0].token).connect()
    assert again.refused["code"] == "seat_unknown"
    lost = many[0].token
    assert many[0].join(room.run).json()["token"] != lost  # as anybody who comes
    assert room.mateo.join(room.run).json()["token"] == room.mateo.token


def test_behind_a_closed_door_only_known_seats_come_in(room, later):
    later()
    room.does("empezar")
    many = flood(room)
    room.does(VERB, "sala")
    scanned = {"code": room.run.code, "scanned": qr_key(room.run.wall_token)}
    for token in (many[0].token, None):
        reply = room.site.browser().post("/entrar", json=scanned | {"token": token})
        assert reply.code == "room_locked"
    assert room.mateo.join(room.run).status == 200


def test_what_is_closed_stays(room, later):
    later()
    round = room.asks("A7")
    for phone in flood(room):
        phone.answer("a", round=round)
    room.does("cerrar", VERB)
    assert room.console.latest("snapshot")["counts"]["answered"] == FLOOD_SEATS


def test_a_few_who_come_late_are_no_flood(room, later):
    later()
    room.does("empezar")
    flood(room, 5)
    refused(room, VERB, "no_flood")
    room.site.tick_tally()
    assert "flood" not in room.console.latest("roster_changed")


def test_who_may(room, later):
    later()
    room.does("empezar")
    flood(room)
    nobody_else_may(room, VERB)
    an_old_page_may_not(room, VERB)
    double_click(room, VERB)


@pytest.mark.parametrize(("label", "value"), [("M1", "Lo de siempre"), ("M2", "a")])
def test_w39_tables_of_nobody_are_not_counted(site, later, label, value):
    room = Room(site, "por-mesas")
    later()
    room.asks(label)
    room.mateo.sits(1)
    assert room.mateo.answer(value)["ok"]
    many = flood(room)
    for number, phone in enumerate(many[:3]):
        phone.sits(number + 1)  # the first of them at a table where somebody sits
    assert many[1].answer(value)["ok"]
    assert many[0].says("/mesa/acuerdo", answer_id=answer_of(room, 1), agrees=True).status == 204
    assert counted(room)["answered"] == 2
    room.does(VERB)
    assert counted(room)["answered"] == 1
    assert room.mateo.knows()["approved"] == 1
    assert room.mateo.knows()["seated"] == 1
    room.leave()


def answer_of(room, number):
    """Id of the answer that the first phone's table has sent."""
    return room.mateo.knows()["answer"]["answer_id"]


def test_a_pause_ends_a_flood():
    end = datetime(2026, 11, 30, 12, tzinfo=UTC)
    seconds = [0, 1, 1, 3, 3, 9, 10]
    found = newest_burst([end - timedelta(seconds=each) for each in seconds])
    assert (found.count, found.seconds) == (5, 3)
    assert newest_burst([]) is None


@pytest.mark.parametrize(("apart_s", "read", "told"), [(3, 60, None), (1, 60 + 100, 100)])
def test_the_console_reads_no_more_seats_than_tell_a_flood(
    room, app, monkeypatch, apart_s, read, told
):
    looked = []

    def burst(moments):
        looked.append(len(moments))
        return newest_burst(moments)

    monkeypatch.setattr(flood_of_seats, "newest_burst", burst)
    with app.app_context():
        run, at = db.session.get(Run, room.run.id), datetime.now(UTC) + timedelta(hours=1)
        for count in range(100):
            person = Participant(run_id=run.id, token_hash=f"seat {count}")
            person.joined_at = at - timedelta(seconds=apart_s * count)
            db.session.add(person)
        db.session.flush()
        found = flood_of_seats.find_flood(run, at)
        assert (found and found.count, sum(looked)) == (told, read)


def test_w39_a_process_that_heard_nothing_finds_it_in_the_database(room, app):
    room.does("empezar")
    with app.app_context():  # another one takes the seat back, and no hint arrives
        person = db.session.query(Participant).filter_by(alias="Lucía").one()
        person.removed_at = person.joined_at
        db.session.get(Run, room.run.id).version += 1
        db.session.commit()
        reconcile_runs(is_receiving=False)
    assert room.lucia.hears("replaced")["code"] == "seat_removed"
    assert room.mateo.latest("replaced") is None


def test_w39_who_was_away_meanwhile_does_not_come_back_there_either(room, app):
    room.does("empezar")
    lucia = room.lucia
    lucia.leave()
    with app.app_context():
        person = db.session.query(Participant).filter_by(alias="Lucía").one()
        person.removed_at = person.joined_at
        db.session.get(Run, room.run.id).version += 1
        db.session.commit()
        reconcile_runs(is_receiving=False)
    again = Phone(room.site, run=room.run.id, token=lucia.token).connect()
    assert again.refused["code"] == "seat_unknown"
