"""A phone's header says where one is, and nothing that the question under it says again."""

import re

import pytest

from tests.support.cast import Trainer
from tests.web.test_usted import stage_of

WHERE = re.compile(r'class="top__where">([^<]*)<')


@pytest.fixture
def header(app):
    """The HTML of a phone's header over this question."""
    from dataclasses import replace

    from flask import render_template

    def said(title, prompt):
        stage = stage_of("choice", "open", usted=False)
        activity = replace(stage.step.activity, prompt=prompt)
        step = replace(stage.step, title=title, activity=activity)
        stage = replace(stage, step=step)
        return WHERE.search(render_template("participant/open.html", stage=stage))[1]

    with app.test_request_context():
        yield said


@pytest.mark.parametrize(
    ("title", "prompt", "says"),
    [
        ("¿Quién decide?", "¿Quién decide?", "Sesión"),
        ("Quién decide", "En esta empresa, ¿quién decide?", "Sesión"),
        ("Primer acto", "¿Quién decide?", "Primer acto"),
    ],
)
def test_a_title_that_the_question_repeats_gives_way_to_the_session(header, title, prompt, says):
    assert header(title, prompt) == says


@pytest.mark.parametrize(("public", "says"), [("", True), ("https://sala.example.org", False)])
@pytest.mark.parametrize("usted", [False, True])
@pytest.mark.parametrize("kind", ["commitment", "situation"])
def test_a_code_says_from_where_it_works(app, kind, public, says, usted, monkeypatch):
    from flask import render_template

    from web.usted import addressing

    monkeypatch.setitem(app.config, "PUBLIC_URL", public)
    with app.test_request_context(), addressing(usted):
        page = render_template("participant/open.html", stage=stage_of(kind, "open", usted=usted))
    assert ("Se abre desde la red del taller" in page) == says
    assert (("pregunte" if usted else "pregunta") + " a quien facilitó" in page) == says


def test_the_case_is_read_aloud_from_the_console_and_the_keys_are_listed(site, app):
    ines = Trainer(site)
    run = ines.new_run("mas-tipos")
    ines.goes_to(run, case_of(app, run))
    page = ines.page(run.id)
    assert "Para leer en voz alta" in page
    assert "Elegir un texto" in page


def case_of(app, run):
    """The label of the first case."""
    from workshop.models.run import Run
    from workshop.persistence.db import db

    with app.app_context():
        steps = db.session.get(Run, run.id).steps
        return next(step.label for step in steps if step.activity.kind == "case")
