"""Intake: what a room wrote about rules is in the company's register when its run has ended."""

import pytest
from sqlalchemy import inspect, select, update

from tests.support.cast import Room
from workshop.models.answer import Answer
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.register.entry import RegisterEntry

RULE = {"text": "Tres firmas para devolver", "stage": "Cambiar", "effect": "Retrasa"}
OTHER = {"text": "Factura solo en papel", "stage": "Pagar", "effect": "Enfada"}


def in_register(app):
    """Every entry as it is stored, in the order of their texts."""
    with app.app_context():
        return sorted(db.session.scalars(select(RegisterEntry)), key=lambda entry: entry.text)


def texts(app):
    """The texts of the register; "" for one that is withdrawn."""
    return [entry.text for entry in in_register(app)]


@pytest.fixture
def rules(site):
    """Makes a room in which two people write a rule each; the round is closed."""
    rooms = []

    def make(*written, **fields):
        room = Room(site, "mas-tipos", title="Taller del martes", **fields)
        rooms.append(room)
        room.asks("K2")
        for phone, value in zip(room.phones, written or (RULE, OTHER), strict=False):
            assert phone.answer(value)["ok"]
        room.does("cerrar")
        return room

    yield make
    for room in rooms:
        room.leave()


def test_f_000_08_a_rule_entered_live_is_in_the_register_without_personal_data(rules, app):
    room = rules()
    assert in_register(app) == []
    room.does("terminar")
    second, first = in_register(app)
    assert (first.text, first.stage, first.effect) == tuple(RULE.values())
    assert (second.text, second.stage, second.effect) == tuple(OTHER.values())
    for entry in (first, second):
        assert (entry.kind, entry.state) == ("rule", "proposed")
        assert (entry.session_title, entry.module_code) == ("Taller del martes", "T2")
        assert entry.run_id == room.run.id
        assert entry.responsible == entry.area == ""
    names = {column.key for column in inspect(RegisterEntry).column_attrs}
    assert not {name for name in names if "participant" in name or "table" in name}
    page = room.ines.browser.get("/registro").text
    for said in ("Tres firmas para devolver", "Cambiar", "Retrasa", "Taller del martes", "T2"):
        assert said in page
    assert "Mateo" not in page


def test_a_text_with_a_telephone_is_not_copied_even_where_the_room_saw_it(rules, app):
    room = rules(RULE | {"text": "Llamar a Marta Ruiz al 600 123 456 para devolver"}, OTHER)
    room.does("terminar")
    assert texts(app) == [OTHER["text"]]  # it was held: nobody has seen it
    with app.app_context():
        entered = select(RegisterEntry.card)
        card = db.session.scalar(select(Answer.id).where(Answer.id.not_in(entered)))
    assert room.ines.post(f"/sesiones/{room.run.id}/textos/{card}/mostrar").status == 204
    withheld, copied = in_register(app)
    assert withheld.text == ""
    assert withheld.stage == "Cambiar"
    assert copied.text == OTHER["text"]
    assert "600" not in room.ines.browser.get("/registro").text
    assert "Texto retirado" in room.ines.browser.get("/registro").text


@pytest.mark.parametrize("how", ["trial", "simulated"])
def test_a_rehearsal_enters_nothing(rules, app, how):
    rules(**{how: True}).does("terminar")
    assert in_register(app) == []


def test_what_waits_for_the_trainer_enters_once_she_shows_it(rules, app):
    room = rules(hold_texts=True)
    room.does("terminar")
    assert in_register(app) == []
    room.does("textos/mostrar-todos")
    assert texts(app) == sorted([RULE["text"], OTHER["text"]])


def test_what_is_hidden_later_is_withdrawn_and_comes_back(rules, app):
    room = rules()
    room.does("terminar")
    with app.app_context():
        card = next(
            entry.card
            for entry in db.session.scalars(select(RegisterEntry))
            if entry.text == RULE["text"]
        )
    path = f"/sesiones/{room.run.id}/textos/{card}"
    assert room.ines.post(f"{path}/ocultar").status == 204
    assert texts(app) == ["", OTHER["text"]]
    assert RULE["text"] not in room.ines.browser.get("/registro").text
    with app.app_context():
        hidden = db.session.scalar(select(RegisterEntry).where(RegisterEntry.text == ""))
        assert [change.changed for change in hidden.history] == [{"text": ["shown", "withdrawn"]}]
        entry_page = f"/registro/{hidden.id}"
    assert RULE["text"] not in room.ines.browser.get(entry_page).text
    assert room.ines.post(f"{path}/mostrar").status == 204
    assert texts(app) == sorted([RULE["text"], OTHER["text"]])


def test_a_run_that_ends_twice_enters_nothing_twice(rules, app):
    room = rules()
    room.does("terminar", "reabrir", "terminar")
    assert texts(app) == sorted([RULE["text"], OTHER["text"]])


def test_a_round_annulled_after_the_run_was_reopened_is_withdrawn(rules, app):
    room = rules()
    room.does("terminar", "reabrir", "anular")
    assert texts(app) == ["", ""]
    room.does("terminar")
    assert texts(app) == ["", ""]


def test_the_end_closes_what_is_open_and_enters_it(site, app):
    room = Room(site, "mas-tipos")
    room.asks("K2")
    assert room.mateo.answer(RULE)["ok"]
    room.does("terminar")
    assert texts(app) == [RULE["text"]]
    room.leave()


def test_a_round_of_an_older_program_whose_phones_said_nothing_enters_nothing(rules, app):
    room = rules(hold_texts=True)
    with app.app_context():
        db.session.execute(update(Round).values(for_register=False))
        db.session.commit()
    room.does("terminar", "textos/mostrar-todos")
    assert in_register(app) == []


def test_only_kinds_that_say_so_feed_it(room, app):
    room.asks("A4")
    assert room.mateo.answer("Que tienen parte de razón")["ok"]
    room.does("cerrar", "terminar")
    assert in_register(app) == []


def test_the_entry_outlives_its_run(rules, app):
    room = rules()
    room.does("terminar")
    with app.app_context():
        db.session.execute(update(Answer).values(moderation="shown"))
        db.session.execute(db.text("UPDATE runs SET step_id = NULL"))
        db.session.execute(db.text("DELETE FROM runs"))
        db.session.commit()
    assert [entry.run_id for entry in in_register(app)] == [None, None]
    assert [entry.round_id for entry in in_register(app)] == [None, None]


def test_phones_say_who_will_read_it_before_anybody_writes(site):
    room = Room(site, "mas-tipos")
    room.asks("K2")
    page = room.mateo.latest("snapshot")["html"]
    assert page.index("Queda en el acta; lo leerá la empresa") < page.index("<textarea")
    room.does("cerrar", "saltar", "abrir")
    assert "lo leerá la empresa" not in room.mateo.sees("open")["html"]
    room.leave()
