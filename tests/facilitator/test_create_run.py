"""create_run: a new run of a module, in its lobby, with a code of its own."""

import pytest

from tests.support.cast import Phone, Stranger, Trainer
from tests.support.command_contract import LAN, hears_nothing
from workshop.models.run import Run
from workshop.persistence.db import db


@pytest.fixture
def ines(site):
    """The trainer at her start page."""
    return Trainer(site)


def count(app):
    """How many runs there are."""
    with app.app_context():
        return db.session.query(Run).count()


def test_a_run_waits_in_its_lobby(ines):
    run = ines.new_run(title="El martes", group="Ventas")
    assert ines.console(run).latest("snapshot")["page"] == "lobby"
    assert "El martes" in ines.page(run.id)


def test_its_code_lets_phones_in(ines, site):
    run = ines.new_run()
    assert len(run.code) == 6
    assert run.code[0] != "0"
    phone = Phone(site).enter(run)
    assert phone.latest("snapshot")["page"] == "lobby"
    phone.leave()


def test_it_keeps_the_module_as_it_is_now(ines, app):
    run = ines.new_run()
    with app.app_context():
        kept = db.session.get(Run, run.id)
        assert kept.module_version == app.extensions["library"]["un-taller-breve"].version
        assert [step.label for step in kept.steps] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]


@pytest.mark.parametrize("code", [f"M{n}" for n in range(1, 8)])
def test_every_module_of_the_course_can_be_run(ines, app, code):
    module = next(m for m in app.extensions["library"].values() if m.code == code)
    run = ines.new_run(module.slug)
    with app.app_context():
        steps = db.session.get(Run, run.id).steps
        assert len(steps) >= len(module.activities)
        assert sum(step.planned_minutes for step in steps) == pytest.approx(module.minutes)
    assert module.title in ines.browser.get(f"/modulos/{module.slug}").text


def test_it_may_say_usted_to_phones(ines, app):
    runs = [ines.new_run("el-cliente-siempre-tiene-la-razon", usted=on) for on in ("", "1")]
    with app.app_context():
        first = [db.session.get(Run, run.id).steps[0].content["prompt"] for run in runs]
    assert first == ["¿Con qué ánimo llegas?", "¿Con qué ánimo llega?"]


def test_who_is_in_another_run_hears_nothing(ines, other_room):
    with hears_nothing(*other_room.everyone()):
        ines.new_run()


def test_only_the_trainer_may(ines, site, app):
    asked = {"module": "un-taller-breve"}
    assert Stranger(site).post("/sesiones", **asked).code == "page_expired"
    assert ines.browser.post("/sesiones", json=asked).code == "page_expired"
    left = Trainer(site)
    left.post("/salir")
    assert left.post("/sesiones", **asked).code == "not_signed_in"
    ines.browser.peer = LAN
    assert ines.post("/sesiones", **asked).code == "not_found"
    assert count(app) == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"module": "no-existe"}, "module_unknown"),
        ({"module": "../../etc/passwd"}, "module_unknown"),
        ({}, "module_unknown"),
        ({"module": ["un-taller-breve"]}, "request_malformed"),
        ({"module": "un-taller-breve", "title": "x" * 121}, "title_too_long"),
        ({"module": "un-taller-breve", "group": {"a": 1}}, "request_malformed"),
    ],
)
def test_what_makes_no_sense_is_refused(ines, app, fields, code):
    assert ines.post("/sesiones", **fields).code == code
    assert count(app) == 0


def test_a_title_of_spaces_is_the_modules(ines, app):
    run = ines.new_run(title="   ")
    with app.app_context():
        assert db.session.get(Run, run.id).title == "Un taller breve"


def test_twice_is_two_runs_with_two_codes(ines):
    first, second = ines.new_run(), ines.new_run()
    assert first.id != second.id
    assert first.code != second.code
    assert first.wall_token != second.wall_token
