"""edit_entry: a line of the register moves on by allowed moves only, and nothing is lost."""

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from tests.support.cast import Trainer
from tests.support.register_forms import day, edit, read, store
from web.clock import now
from workshop.persistence.db import db
from workshop.register.entry import RegisterChange


@pytest.fixture
def ines(site):
    trainer = Trainer(site)
    yield trainer
    trainer.leave()


@pytest.fixture
def stored(app):
    """Stores an entry of the register; returns its id."""
    return partial(store, app)


def test_a_rule_goes_its_way_and_its_history_is_kept(ines, stored, app):
    rule = stored()
    who = {"responsible": "Jefatura de tienda", "due_on": day(30)}
    steps = [("grouped", {}), ("voted", {}), ("assigned", who), ("changing", {})]
    for state, more in [*steps, ("solved", {"evidence": "9 de cada 10 sin firma"})]:
        reply = edit(app, ines, rule, state=state, **more)
        assert reply.status == 200, reply
    assert read(app, rule).state == "solved"
    with app.app_context():
        kept = db.session.scalars(select(RegisterChange).order_by(RegisterChange.id)).all()
    assert [change.changed["state"] for change in kept] == [
        ["proposed", "grouped"],
        ["grouped", "voted"],
        ["voted", "assigned"],
        ["assigned", "changing"],
        ["changing", "solved"],
    ]
    assert "Jefatura de tienda" in ines.browser.get(f"/registro/{rule}").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": "solved"}, "no se pasa a ese"),
        ({"state": "decided"}, "no se pasa a ese"),
        ({"state": "nada"}, "no se pasa a ese"),
        ({"state": "assigned", "responsible": "Caja"}, "hacen falta responsable y fecha"),
        ({"state": "assigned", "due_on": day(5)}, "hacen falta responsable y fecha"),
        ({"responsible": "ana@empresa.com"}, "no un correo, un teléfono"),
        ({"responsible": "Tel. 600 123 456"}, "no un correo, un teléfono"),
        ({"first_step": "Llamar a Marta Ruiz"}, "Parece que dice un nombre"),
        ({"evidence": "ana@empresa.com"}, "Parece que dice un nombre"),
        ({"due_on": day(-1)}, "entre hoy y dentro de 90 días"),
        ({"due_on": day(91)}, "entre hoy y dentro de 90 días"),
        ({"due_on": "mañana"}, "La fecha no se entiende"),
        ({"due_on": "2026-W50-1"}, "La fecha no se entiende"),
        ({"responsible": "x" * 81}, "caben 80"),
        ({"evidence": "x" * 20_000}, "caben 280"),
    ],
)
def test_what_is_refused_says_why_and_stays_in_the_form(ines, stored, app, fields, says):
    rule = stored()
    reply = edit(app, ines, rule, area="Tiendas", **fields)
    assert reply.status in (400, 409)
    assert says in reply.text
    assert 'value="Tiendas"' in reply.text
    after = read(app, rule)
    assert (after.version, after.state, after.area) == (1, "proposed", "")


def test_solved_needs_evidence(ines, stored, app):
    due = now().date() - timedelta(days=9)
    rule = stored(state="changing", responsible="Caja", due_on=due)
    assert "hacen falta la evidencia y la fecha" in edit(app, ines, rule, state="solved").text
    # a date that has passed meanwhile may stay
    assert edit(app, ines, rule, state="solved", evidence="Ya no se pide").status == 200
    assert read(app, rule).due_on == due


def test_days_at_both_ends_are_taken(ines, stored, app):
    for due in (day(0), day(90)):
        assert edit(app, ines, stored(), due_on=due, responsible="Marta Ruiz").status == 200


def test_the_second_of_two_consoles_is_told_and_nothing_is_lost(ines, stored, app):
    rule = stored()
    assert edit(app, ines, rule, responsible="Jefatura de tienda").status == 200
    late = edit(app, ines, rule, version=1, responsible="Atención", first_step="Quitar una firma")
    assert late.status == 409
    assert "Otra consola cambió esta línea" in late.text
    assert 'value="Quitar una firma"' in late.text
    assert 'value="Atención"' in late.text
    assert "Ahora dice: Jefatura de tienda" in late.text
    assert read(app, rule).responsible == "Jefatura de tienda"
    again = re.search(r'name="version" value="(\d+)"', late.text)[1]
    second = edit(app, ines, rule, version=again, responsible="Atención")
    assert second.status == 200
    assert "Jefatura de tienda → Atención" in second.text


def test_a_move_that_is_no_longer_possible_is_not_replaced_by_another(ines, stored, app):
    rule = stored(state="explained")
    late = edit(app, ines, rule, version=0, state="grouped")
    assert late.status == 409
    assert re.search(r'value="explained" selected', late.text)
    assert late.text.count(" selected") == 1
    assert "Ahora dice: explicada" in late.text


def test_saving_nothing_new_changes_nothing(ines, stored, app):
    rule = stored()
    assert edit(app, ines, rule).status == 200
    assert read(app, rule).version == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RegisterChange)) == 0


@pytest.mark.parametrize("nonsense", [None, 7, [], {}, True])
def test_fields_that_are_no_texts_are_refused(ines, stored, app, nonsense):
    rule = stored()
    reply = ines.post(f"/registro/{rule}", version=1, state=nonsense)
    assert reply.status in (400, 409)
    assert reply.code in ("request_malformed", "move_forbidden")
    for version in (nonsense, "x", -1, 1.5, "9" * 30):
        if version != 1:
            sent = ines.post(f"/registro/{rule}", version=version, state="grouped")
            assert sent.code == "entry_changed", version
    assert read(app, rule).state == "proposed"
