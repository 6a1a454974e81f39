"""Buttons, stages of a comparison and counts of the console are data; templates only draw them."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from realtime.views.actions import buttons_and_menu, reveal_steps
from realtime.views.console import shown_reveal
from realtime.views.models import Card, ComparisonView, ConsoleAction, ConsoleStage
from tests.support.server import ROOT

ARITHMETIC = re.compile(r" // | % \d|\|\s*sum\b|(?:reject|select)(?:attr)?\(")
OF_AUDIENCES = ("facilitator", "participant", "projector", "layouts")


def actions(*verbs):
    """Actions with these verbs, each its own label."""
    return tuple(ConsoleAction(verb, verb) for verb in verbs)


def verbs(placed):
    """The verbs of actions, in their order."""
    return [action.verb for action in placed]


def compared(**facts):
    """Two rounds of one activity, for what is read of them here."""
    return ComparisonView(None, None, None, pairs=10, too_few=False, **facts)


def test_up_to_three_actions_are_buttons():
    buttons, menu = buttons_and_menu(actions("abrir", "volver", "saltar", "terminar"))
    assert (verbs(buttons), verbs(menu)) == (["abrir", "volver", "saltar"], [])


def test_of_more_the_first_is_a_button_and_the_others_are_under_the_menu():
    buttons, menu = buttons_and_menu(actions("mostrar", "abrir", "anular", "volver", "terminar"))
    assert (verbs(buttons), verbs(menu)) == (["mostrar"], ["abrir", "anular", "volver"])


@pytest.mark.parametrize(
    ("shown", "states"),
    [
        ("", ["next", "later", "later", "later"]),
        ("after", ["done", "next", "later", "later"]),
        ("flows", ["done", "done", "done", "next"]),
        ("all", ["done"] * 4),
    ],
)
def test_a_comparison_says_which_stage_the_room_sees_and_which_comes_next(site, shown, states):
    with site.app.test_request_context():
        steps = reveal_steps((compared(),), shown)
        assert [step.state for step in steps] == states
        assert [step.label for step in steps] == ["Después", "Antes", "Cintas", "Saldo y frase"]
        assert reveal_steps((compared(measured=(1,)),), shown)[2].label == "Camino"
        assert reveal_steps((), shown) == ()


def test_a_covered_wall_keeps_the_stage_it_was_at():
    step = SimpleNamespace(reveal="flows")
    wall = SimpleNamespace(comparison=(), reveal="all", run=SimpleNamespace(paused=True))
    assert shown_reveal(step, wall) == "flows"
    wall.run.paused = False
    assert shown_reveal(step, wall) == ""
    wall.comparison, wall.reveal = (compared(),), "before"
    assert shown_reveal(step, wall) == "before"


def test_the_net_gain_counts_the_people_of_the_answers_that_grew():
    assert compared(changes=(3, -4, 1)).net_gain == 4


def test_held_texts_count_as_often_as_they_were_written():
    card = Card("1", "Antes", "held", 1, "A3", times=3)
    flagged = replace(card, card="2", flags=("correo",), times=2)
    shown = replace(card, card="3", moderation="shown")
    stage = ConsoleStage("running", None, None, queue=(card, flagged, shown))
    assert (stage.held_texts, stage.flagged_texts, stage.showable_texts) == (5, 2, 3)


def test_the_plan_and_the_run_stay_on_the_bar_under_the_agenda():
    agenda = tuple(SimpleNamespace(planned_minutes=minutes, phase="done") for minutes in (20, 35))
    run = SimpleNamespace(minutes_elapsed=12.346, minutes_drift=2.0)
    drift = ConsoleStage("running", run, None, agenda=agenda).drift
    assert (drift.planned, drift.elapsed, drift.expected, drift.mark_width) == (
        55,
        12.35,
        10.35,
        0.5,
    )
    late = SimpleNamespace(minutes_elapsed=90.0, minutes_drift=10.0)
    drift = ConsoleStage("running", late, None, agenda=agenda).drift
    assert (drift.elapsed, drift.expected) == (55, 55)
    early = SimpleNamespace(minutes_elapsed=1.0, minutes_drift=3.0)
    assert ConsoleStage("running", early, None, agenda=agenda).drift.expected == 0


@pytest.mark.parametrize("folder", OF_AUDIENCES)
def test_the_templates_of_an_audience_compute_nothing(folder):
    found = [
        f"{path.relative_to(ROOT)}:{number} {hit[0]}"
        for path in sorted((ROOT / "templates" / folder).rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (hit := ARITHMETIC.search(line))
    ]
    assert not found, "a view gives the figure, the template draws it:\n" + "\n".join(found)
