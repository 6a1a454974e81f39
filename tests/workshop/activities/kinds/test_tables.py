"""Tables that answer together (F-001-11): one writes, the others approve, and it counts once."""

import json

import pytest
from sqlalchemy import select

from tests.results.test_exports import download
from tests.support.cast import Room
from tests.support.command_contract import hears_nothing
from tests.support.live_state import forget_open_rounds
from tests.support.table_room import table_room
from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.models.group_tables import Approval
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.persistence.event_bus import Origin, publish
from workshop.persistence.events import DraftChanged

TEXT = "Nadie decide en el mostrador"


@pytest.fixture
def room(site):
    """Mateo, Lucía, Noa, Hugo and Vera at table 3, Nico alone at table 8; M1 is open."""
    with table_room(site) as room:
        yield room


def counts(room):
    """What the console counts now."""
    room.site.tick_tally()
    return room.console.latest("tally_changed")["counts"]


def stored(app, of):
    """Every row of a table."""
    with app.app_context():
        return list(db.session.scalars(select(of)))


def agrees(phone):
    """Tap «De acuerdo»."""
    told = phone.knows()["answer"]
    return phone.says("/mesa/acuerdo", answer_id=told["answer_id"], agrees=True)


def test_f_001_11_a_table_counts_once_and_is_approved_by_four_of_five(room, app):
    mateo, lucia, noa, hugo, vera, nico = room.phones
    assert mateo.answer(TEXT)["ok"]
    assert counts(room) == {"eligible": 2, "answered": 1, "skipped": 0, "silent": 1}
    for mate in (lucia, noa, hugo):
        assert mate.knows()["answer"]["say"] == TEXT
        assert agrees(mate).status == 204
    told = vera.knows()
    assert (told["approved"], told["seated"], told["agreed"]) == (4, 5, False)
    room.does("cerrar")
    assert room.console.latest("snapshot")["counts"]["answered"] == 1
    assert [round.tables for round in stored(app, Round)] == [[[3, 4, 5]]]
    assert "aprobado por 4 de 5" in room.console.latest("snapshot")["html"]
    page = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    assert "Mesa 3: aprobado por 4 de 5." in page
    assert stored(app, Approval) == []
    (answer,) = stored(app, Answer)
    assert (answer.table_number, answer.participant_id) == (3, None)


def test_a_changed_answer_starts_with_the_agreement_of_who_sent_it(room):
    mateo, lucia, *_ = room.phones
    mateo.answer(TEXT)
    agrees(lucia)
    assert mateo.knows()["approved"] == 2
    mateo.answer("Otra causa")
    assert mateo.knows()["approved"] == 1
    assert lucia.knows()["agreed"] is False


def test_an_approval_can_be_taken_back_and_goes_along_to_another_table(room):
    mateo, lucia, noa, *_ = room.phones
    mateo.answer(TEXT)
    agrees(lucia)
    agrees(noa)
    answer_id = mateo.knows()["answer"]["answer_id"]
    assert lucia.says("/mesa/acuerdo", answer_id=answer_id, agrees=False).status == 204
    assert mateo.knows()["approved"] == 2
    noa.sits(8)
    assert (mateo.knows()["approved"], mateo.knows()["seated"]) == (1, 4)
    assert (noa.knows()["number"], noa.knows()["writing"]) == (8, False)


def test_mates_read_along_and_nobody_else_does(room):
    mateo, lucia, *_, nico = room.phones
    round_id = mateo.latest("snapshot")["round"]["id"]
    with hears_nothing(nico.socket, room.wall.socket):
        assert mateo.says("/mesa/borrador", round=round_id, draft="Nadie dec").status == 204
    assert lucia.latest("table_draft") == {"round": round_id, "number": 3, "draft": "Nadie dec"}
    assert lucia.says("/mesa/borrador", round=round_id, draft="x").code == "not_the_writer"
    lucia.leave()
    lucia.connect()
    assert lucia.latest("snapshot")["personal"]["table"]["draft"] == "Nadie dec"


def test_what_is_written_at_another_process_is_read_along_too(room):
    mateo, lucia, *_, nico = room.phones
    round_id = mateo.latest("snapshot")["round"]["id"]
    with room.site.app.app_context(), hears_nothing(mateo.socket, nico.socket, room.wall.socket):
        publish([DraftChanged(room.run.id, round_id, 3, '{"text": "Nadie dec"}')], Origin.REMOTE)
        publish([DraftChanged(room.run.id, round_id + 1, 3, '"De otra pregunta"')], Origin.REMOTE)
    assert lucia.latest("table_draft")["draft"] == {"text": "Nadie dec"}


def test_a_phone_that_comes_back_knows_its_table_and_the_answer(room):
    mateo, lucia, *_ = room.phones
    mateo.answer(TEXT)
    lucia.leave()
    lucia.connect()
    personal = lucia.latest("snapshot")["personal"]
    assert personal["table"]["number"] == 3
    assert personal["table"]["answer"]["say"] == TEXT
    assert [answer["value"] for answer in personal["answers"].values()] == [TEXT]


def test_a_phone_without_a_table_is_asked_first(room, app):
    from tests.support.cast import Phone

    late = Phone(room.site, "Tarde").enter(room.run)
    assert late.latest("snapshot")["personal"]["table"]["number"] == 0
    assert late.answer(TEXT)["code"] == "no_table_yet"
    assert late.says("/mesa/escribo").code == "no_table_yet"
    assert counts(room)["eligible"] == 2
    for number in (0, 100, -1, "3", 3.0, True, None, [3]):
        assert late.says("/mesa", number=number).code == "table_malformed"
    assert late.says("/mesa", number=3, more=1).code == "request_malformed"
    late.leave()
    assert stored(app, Ballot) == []


def test_nobody_approves_nothing_nor_what_another_table_sent(room):
    mateo, lucia, *_, nico = room.phones
    for answer_id in (None, "", "a" * 32, 5):
        assert lucia.says("/mesa/acuerdo", answer_id=answer_id, agrees=True).code == (
            "nothing_to_approve"
        )
    mateo.answer(TEXT)
    answer_id = mateo.knows()["answer"]["answer_id"]
    assert nico.says("/mesa/acuerdo", answer_id=answer_id, agrees=True).code == "nothing_to_approve"
    assert lucia.says("/mesa/acuerdo", answer_id=answer_id, agrees="sí").code == (
        "nothing_to_approve"
    )
    mateo.answer(state="withdraw")
    answer_id = mateo.knows()["answer"]["answer_id"]
    assert lucia.says("/mesa/acuerdo", answer_id=answer_id, agrees=True).code == (
        "nothing_to_approve"
    )
    room.does("cerrar")
    assert lucia.says("/mesa/acuerdo", answer_id=answer_id, agrees=True).code == "round_not_open"


def test_no_phone_and_no_wall_hears_whose_phone_writes(room):
    mateo, lucia, *_ = room.phones
    mateo.answer(TEXT)
    agrees(lucia)
    with room.site.app.app_context():
        from workshop.models.participant import Participant

        ids = [row.id for row in db.session.scalars(select(Participant))]
    told = json.dumps([socket.facts for socket in room.everyone()], default=str)
    assert not [one for one in ids if one in told]


def test_an_anonymous_table_leaves_no_number_behind(room, app):
    mateo, lucia, *_, nico = room.phones
    room.does("cerrar", "siguiente", "abrir")
    mateo.answer("a")
    nico.answer("b")
    agrees(lucia)
    room.site.tick_tally()
    console = room.ines.page(room.run.id)
    assert "aprobado por" not in console
    assert counts(room)["answered"] == 2
    room.does("cerrar")
    anonymous = [answer for answer in stored(app, Answer) if answer.value in ("a", "b")]
    assert [(each.table_number, each.participant_id) for each in anonymous] == [(None, None)] * 2
    assert stored(app, Round)[-1].tables == [[0, 3, 6]]


def test_a_round_by_person_asks_nothing_of_tables(room, app):
    room.does("cerrar", "siguiente", "saltar", "abrir")
    for phone in room.phones:
        assert phone.answer("a")["ok"]
    assert counts(room)["answered"] == 6
    assert room.mateo.latest("snapshot")["personal"] is None
    room.does("cerrar")
    assert stored(app, Round)[-1].tables is None


def test_two_rounds_of_tables_are_compared_table_by_table(site):
    room = Room(site, "por-mesas", phones=("A", "B", "C", "D", "E", "F"))
    for label, value in (("M4", [100, 0]), ("M5", [40, 60])):
        room.asks(label)
        for number, phone in enumerate(room.phones, 1):
            phone.sits(number)
            assert phone.answer(value)["ok"]
        room.does("cerrar")
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    _, rows = download(room)
    first = next(row for row in rows if row["row_type"] == "cambio" and row["option_key"] == "a")
    assert (first["before"], first["after"], first["n"]) == ("100", "40", "6")
    room.leave()


def test_places_pens_and_ballots_outlive_a_restart(room, app, make_app_on):
    mateo, lucia, *_ = room.phones
    mateo.answer(TEXT)
    agrees(lucia)
    from realtime.jobs import startup_recovery
    from tests.support.live_state import open_rounds
    from workshop.models.group_tables import table_states

    forget_open_rounds()  # what a killed process forgets
    startup_recovery.recover(app)
    (live,) = open_rounds.all()
    assert sorted(live.tables.values()) == [3] * 5 + [8]
    with app.app_context():
        round = db.session.get(Round, live.id)
        assert [(each.number, each.state, each.approved) for each in table_states(round)] == [
            (3, "answer", 2),
            (8, "", 0),
        ]
    assert mateo.answer("Después del corte")["ok"]
