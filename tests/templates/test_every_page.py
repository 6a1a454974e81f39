"""Every page that any kind may come to: by segment, both rounds, the record, a sheet, the console.

A room of forty: two of its four areas may be told, two are protected; StrictUndefined throughout.
"""

import re
import tomllib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import render_template, render_template_string

from results.headline import central_question, headline_of
from results.outcome import ComparisonOutcome, Outcome, RoundOutcome, StepOutcome
from results.pictures import Picture
from tests.support.app_factory import close_databases, make_app
from tests.support.server import ROOT
from tests.support.walkthrough import faults_of, words
from tools.examples import DAY, EXAMPLES, answers, asked
from workshop.activities import KINDS, Activity, CountedByHand, GivenAnswer, load
from workshop.activities.parts.capabilities import CAPABILITIES
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.rating import Rating
from workshop.reports.breakdown import break_down
from workshop.reports.comparison import changes_of, figures_of
from workshop.reports.threshold import Threshold
from workshop.statistics.turnout import Turnout

K = 5
THRESHOLD = Threshold(K)
PLACES = "vvvvvvvvvvvvvvvvvvaaaaaaaaaaaaaaalllff.."  # told, told, protected, protected, nowhere
AREAS = {"v": "Ventas", "a": "Atención al cliente", "l": "Logística", "f": "Finanzas"}
ANSWERED = [
    kind
    for kind, made in KINDS.items()
    if made.takes_answers and not issubclass(made, CountedByHand)
]
COMPARES = """
{% from "activities/compare.html" import compare, headline, balance with context %}
{% for reveal in ("after", "before", "flows", "all") %}{{ compare(seen, reveal) }}{% endfor %}
{{ headline(seen) }}{{ balance(seen) }}
"""
SPLITS = """
{% from "split.html" import detail, splits with context %}
{{ splits(views) }}{{ splits(views[-1:]) }}{{ detail(views[-1]) }}
"""


def variants():
    """Every example of the docs that a room answers, and each way a choice is told by segment."""
    for kind in ANSWERED:
        yield pytest.param(asked(kind), id=kind)
        for at, text in enumerate(EXAMPLES[kind][1:], 2):
            activity = load(tomllib.loads(text))
            if not activity.sources:
                yield pytest.param(asked_on(activity, DAY), id=f"{kind} {at}")


VARIANTS = list(variants())
SPLITTING = [each for each in VARIANTS if each.values[0].splits]


@pytest.fixture(scope="module")
def draw(tmp_path_factory, content):
    """Draw a template, or a few lines that use one, as the product does."""
    app = make_app(tmp_path_factory.mktemp("pages"), content)
    with app.test_request_context():

        def drawn(source, **what):
            if source.endswith(".html"):
                return render_template(source, **what)
            return render_template_string(source, **what)

        yield drawn
    close_databases(app)


def segment():
    """«¿En qué área trabajas?»: two who lead and face customers, two who do not."""
    levels = {"v": "front", "a": "lead"}
    options = [
        {"id": key, "text": text, "level": levels.get(key, "")} for key, text in AREAS.items()
    ]
    return load(
        {"kind": "choice", "ref": "a0", "title": "Área", "prompt": "¿Dónde trabajas?"}
        | {"starts": 0, "ends": 1, "segment": "Área", "options": options}
    )


def round_of(activity, givens, number=1):
    """One asking of forty people, as the record tells it."""
    tally = THRESHOLD.protect(activity, activity.tally(givens))
    return RoundOutcome(
        id=number, number=number, of=2, mode="S", phase="revealed", standing="told", k=K,
        counts=Turnout(44, 40, 2), tally=tally, rows=activity.rows(tally), median_seconds=12.0,
    )  # fmt: skip


def view_of(activity, givens, number=1):
    """The same by area."""
    places = [key.strip(".") for key in PLACES]
    whole = {key: PLACES.count(key) for key in AREAS}
    found = break_down(activity, segment(), zip(places, givens, strict=True), whole, THRESHOLD)
    return SimpleNamespace(
        activity=activity, round=round_of(activity, givens, number), breakdown=found
    )


def compared(activity, first, second):
    """Forty people before and after."""
    pairs = [(one.value, other.value) for one, other in zip(first, second, strict=True)]
    change = changes_of(activity, pairs)
    measured = figures_of(activity, activity, pairs, THRESHOLD)
    moved = sum(one != other for one, other in pairs)
    return ComparisonOutcome(
        activity=activity, before=round_of(activity, first), after=round_of(activity, second, 2),
        too_few=False, pairs=40, moved=(moved, moved), only_once=3,
        before_people=change.before if change else (), after_people=change.after if change else (),
        cells=change.flows if change else (), measured=measured, paired=bool(measured),
    )  # fmt: skip


def again(activity):
    """A second vote: people answer as their neighbour did, so that some move."""
    givens = answers(activity, 40)
    return givens, (*givens[1:], givens[0])


@pytest.mark.parametrize("activity", SPLITTING)
def test_a_result_by_segment_is_told_where_two_groups_are_large_enough(draw, activity):
    first, second = again(activity)
    views = [view_of(activity, first), view_of(activity, second, 2)]
    assert [part.label for part in views[0].breakdown.told] == ["Ventas", "Atención al cliente"]
    drawn = draw(SPLITS, views=views)
    assert "Ventas" in drawn
    assert "grupo protegido" in drawn
    assert faults_of(drawn) == []


@pytest.mark.parametrize("activity", SPLITTING)
def test_a_group_of_one_mind_and_an_empty_one_are_drawn_too(draw, activity):
    first, _ = again(activity)
    givens = (*[first[0]] * 18, *first[18:])
    assert faults_of(draw(SPLITS, views=[view_of(activity, givens)])) == []


@pytest.mark.parametrize("activity", VARIANTS)
def test_two_rounds_of_anything_stand_side_by_side(draw, activity):
    seen = compared(activity, *again(activity))
    if seen.flows or seen.measured:
        assert faults_of(draw(COMPARES, seen=seen)) == []


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("aabccde" * 2, "abbbbbd" * 2, "B gana 8 personas; C pierde 4."),
        ("abcde", "bbbdd", "B gana 2 personas; A, C y E pierden 1 cada una."),
        ("aabb", "aacd", "C y D ganan 1 persona cada una; B pierde 2."),
        ("abc", "bca", "Los cambios se compensan"),
    ],
)
def test_who_gains_and_loses_as_much_is_named_together(draw, first, second, says):
    activity = choice_of_five()
    seen = compared(
        activity, [GivenAnswer(each) for each in first], [GivenAnswer(each) for each in second]
    )
    assert says in words(draw(COMPARES, seen=seen).replace("<b>", "").replace("</b>", ""))


def choice_of_five():
    """«¿Quién decide?», a to e."""
    options = [{"id": each, "text": f"Opción {each}"} for each in "abcde"]
    return load(
        {"kind": "choice", "ref": "a1", "title": "Quién", "prompt": "¿Quién decide?"}
        | {"starts": 0, "ends": 1, "options": options}
    )


@pytest.mark.parametrize("activity", VARIANTS)
def test_the_record_and_the_sheets_tell_it(draw, activity):
    first, second = again(activity)
    comparison = compared(activity, first, second)
    told = view_of(activity, second, 2).breakdown if activity.splits else None
    both = [round_of(activity, first), round_of(activity, second, 2)]
    both[1] = replace(both[1], breakdown=told)
    comparisons = (comparison,) if comparison.flows or comparison.measured else ()
    step = StepOutcome("A1", activity.title, "done", activity, 5, 4.2, tuple(both), comparisons)
    outcome = outcome_of(step)
    headline = {"headline": headline_of(outcome), "central_question": central_question(outcome)}
    record = draw("results/outcome.html", outcome=outcome, **headline)
    assert faults_of(record) == []
    sheets = [Picture(step, both[1]), *(Picture(step, both[1], each) for each in comparisons)]
    run = SimpleNamespace(id=1, title="Ensayo", module_code="M1", usted=False, began=None)
    drawn = draw("results/pictures.html", pictures=sheets, run=run, stem="M1")
    assert faults_of(drawn) == []


def outcome_of(step):
    """A record of this one step."""
    return Outcome(
        run_id=1, title="Ensayo", group="Martes", trainer="Inés", module_code="M1",
        module_title="Módulo", module_version="1", trial=False, phase="ended", started_at=None,
        ended_at=None, people=44, k=K, steps=(step,), modes=("S",),
    )  # fmt: skip


SHARED = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.parent.name != "scenes" and (path.parent.name != "activities" or path.stem not in KINDS)
)


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_a_page_that_many_kinds_share_asks_only_what_every_kind_answers(path):
    """What only some kinds have is asked for first: «activity is counted_by_hand»."""
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
    read = set(re.findall(r"\bactivity\.(\w+)", text)) - {"html"}
    known = set(dir(Activity)) | set(Activity.__dataclass_fields__)
    for capability in CAPABILITIES.keys() & set(re.findall(r"\bactivity is (?:not )?(\w+)", text)):
        known |= set(dir(CAPABILITIES[capability])) | set(CAPABILITIES[capability].__annotations__)
    if path.stem == "ladder":  # two kinds are ratings; it is theirs
        known |= set(dir(Rating)) | set(Rating.__dataclass_fields__)
    assert sorted(read - known) == []
