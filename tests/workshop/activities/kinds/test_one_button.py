"""M1 with the console's one button: every activity is asked, nothing is in the way."""

import re

import pytest
from sqlalchemy import select

from tests.support.cast import Room
from workshop.activities import DealsCards, load
from workshop.models.round import Round
from workshop.models.step import Step
from workshop.persistence.db import db

M1 = "el-cliente-siempre-tiene-la-razon"
PEOPLE = ("Mateo", "Lucía", "Ana", "Luis", "Noa")
PRESSES = 120  # twice what M1 needs; more would be a loop


@pytest.fixture
def room(site):
    room = Room(site, M1, PEOPLE, hold_texts=False)
    yield room
    room.leave()


def the_button(room):
    """The verb of the one filled button, or None."""
    page = room.ines.page(room.run.id)
    found = re.search(r'action="/sesiones/\d+/([\w-]+)" data-command[^>]* data-primary', page)
    return found.group(1) if found else None


def value_for(activity, number, phone):
    """Something this person may answer, whatever is asked."""
    if isinstance(activity, DealsCards):
        (cards,) = (phone.latest("handed") or {0: []}).values()
        return [each["card"] for each in cards[:1]]
    ways = {
        "choice": lambda: activity.options[number % len(activity.options)].id,
        "case": lambda: activity.options[number % len(activity.options)].id,
        "quiz": lambda: activity.options[number % len(activity.options)].id,
        "scale": lambda: number % len(activity.points) + 1,
        "text": lambda: f"Texto {number}",
        "brainstorm": lambda: [activity.shown[number % len(activity.shown)].id],
        "obstacles": lambda: {
            "text": f"Norma {number}",
            "stage": activity.stages[0],
            "effect": activity.effects[0],
        },
    }
    return ways.get(activity.kind, lambda: None)()


def test_what_a_later_step_compares_is_not_shown_before(room):
    walked = {}
    while (verb := the_button(room)) != "terminar":
        walked.setdefault(room.ines.at(room.run), []).append(verb)
        assert room.do(verb).status == 204
        if verb == "abrir":
            answer_all(room)
    assert walked["A8·1"] == walked["A8·2"] == ["abrir", "cerrar", "siguiente"]
    assert walked["A9"][:3] == ["abrir", "cerrar", "mostrar"]
    assert walked["A10"] == ["abrir", "avanzar", "avanzar", "avanzar", "siguiente"]


def test_showing_it_before_is_beside_the_one_button(room):
    room.goes_to("A3")
    room.does("abrir")
    answer_all(room)
    room.does("cerrar", "siguiente")
    room.goes_to("A8·1")
    room.does("abrir")
    answer_all(room)
    room.does("cerrar")
    assert the_button(room) == "siguiente"
    assert f'action="/sesiones/{room.run.id}/mostrar"' in room.ines.page(room.run.id)
    assert "Enseguida, el resultado" not in room.wall.latest("snapshot")["html"]
    room.does("mostrar")
    assert room.wall.sees("revealed")


def answer_all(room):
    with room.site.app.app_context():
        round = db.session.scalar(select(Round).where(Round.phase == "open"))
        activity = load(round.content) if round else None
        round_id = round.id if round else None
    if activity is None or not activity.takes_answers:
        return
    for number, phone in enumerate(room.phones):
        phone.socket.until(lambda p=phone: p.latest("snapshot")["round"]["id"] == round_id)
        value = value_for(activity, number, phone)
        reply = phone.answer(value, state="skip" if value is None else "answer")
        assert reply["ok"], (activity.kind, reply)


def test_the_one_button_leads_through_m1_without_a_gap(room):
    verbs = []
    while (verb := the_button(room)) and len(verbs) < PRESSES:
        reply = room.do(verb)
        assert reply.status == 204, (room.ines.at(room.run), verb, reply)
        verbs.append(verb)
        if verb == "abrir":
            answer_all(room)
    assert verbs[-1] == "terminar"
    with room.site.app.app_context():
        steps = db.session.scalars(select(Step).order_by(Step.position)).all()
        assert [(step.label, step.phase) for step in steps if step.phase != "done"] == []
        asked = {round.item for round in db.session.scalars(select(Round))}
        assert {"a7", "a11", "a12", "a14"} <= asked
