"""The record's headline: the module's central question by its balance, not what moved most."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.results.test_outcome import crowd, page, votes
from workshop.activities.parts.content_errors import InvalidContent
from workshop.commands.plan_run import plan_run
from workshop.course.module import Module
from workshop.models.run import Run
from workshop.persistence.db import db


@pytest.fixture
def module(app):
    """The course's shortest module."""
    return app.extensions["library"].refresh()["un-taller-breve"]


def make_central(room, ref):
    """Plan the room's steps as a module does whose central question this is."""
    with room.site.app.app_context():
        for step in db.session.get(Run, room.run.id).steps:
            content = {key: each for key, each in step.content.items() if key != "central"}
            step.content = content | ({"central": True} if step.item == ref else {})
        db.session.commit()


def test_the_central_question_is_told_though_another_was_asked_first_and_twice(site):
    room = crowd(site)
    make_central(room, "a7")
    room.asks("A3")
    votes(room, "aaaaaa")
    room.goes_to("A5")
    room.does("abrir")
    votes(room, "bbbbbb")
    room.asks("A7")
    votes(room, "aaaabb")
    room.does("terminar")
    record = page(room)
    assert "<h1>Lo más respondido: «" in record
    assert "4 de 6 personas.</h1>" in record


def test_people_who_crossed_are_no_part_of_the_balance(site):
    room = crowd(site, 8)
    room.asks("A3")
    votes(room, "aaaabbbb")
    room.goes_to("A5")
    room.does("abrir")
    votes(room, "bbbbbaab")  # four went to b, two came back: the balance is two
    room.does("mostrar", "terminar")
    assert "Cambiaron 6 de 8 personas; sin contar quienes se cruzaron, el saldo es de 2." in page(
        room
    )


def test_a_central_question_that_nobody_was_asked_leaves_how_many_answered(site):
    room = crowd(site)
    make_central(room, "a7")
    room.asks("A1")
    votes(room, [3] * 6)
    room.does("terminar")
    assert "<h1>Se recogieron 6 de 6 respuestas en 1 pregunta.</h1>" in page(room)


def test_a_central_question_of_too_few_is_not_told(site):
    room = crowd(site, 4)
    make_central(room, "a7")
    room.asks("A7")
    votes(room, "aaab")
    room.does("terminar")
    told = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    assert "Lo más respondido" not in told


def test_the_steps_of_the_central_question_know_it_in_both_rounds(app, module):
    with app.app_context():
        run = plan_run(replace(module, central="a3"), datetime.now(UTC))
        assert [step.label for step in run.steps if step.is_central] == ["A3", "A5"]


def test_a_module_cannot_call_central_what_it_does_not_ask(module):
    with pytest.raises(InvalidContent, match="no es una pregunta del módulo"):
        Module.from_content(module.to_content() | {"central": "a6"})  # a reading
