"""What every kind brings with it: an example, its pages, its script, and pictures for any room.

What `parse` and `tally` promise is in tests/workshop/activities/test_every_kind.py; how each is
answered on a phone, in tests/browser/test_contract.py.
"""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.support.app_factory import close_databases, make_app
from tests.support.server import ROOT
from tools.examples import EXAMPLES, SECTIONS, answers, asked
from workshop.activities import KINDS, CountedByHand, GivenAnswer, load

MACROS = ("form", "chart", "asked", "answer")
ANSWERED = [
    kind
    for kind, made in KINDS.items()
    if made.takes_answers and not issubclass(made, CountedByHand)
]
LIMIT_BYTES = 30_000  # bytes; all of them are on one page
K = 5  # the smallest group that may be told of
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def pages(tmp_path_factory, content):
    """The templates of the kinds, as the product draws them."""
    app = make_app(tmp_path_factory.mktemp("pages"), content)
    with app.test_request_context():
        yield lambda kind: app.jinja_env.get_template(f"activities/{kind}.html").module
    close_databases(app)


def round_of(activity, people=0):
    """A round as a page may see it."""
    tally = activity.protect(activity.tally(answers(activity, people)), K)
    return SimpleNamespace(id=1, tally=tally, phase="revealed", k=K)


def test_every_heading_of_the_docs_is_a_kind_and_every_kind_has_one():
    assert SECTIONS.keys() == KINDS.keys()


@every_kind
def test_the_docs_have_examples_that_the_loader_reads(kind):
    assert EXAMPLES[kind]
    for text in EXAMPLES[kind]:
        assert f'kind = "{kind}"' in text
    assert asked(kind).kind == kind
    assert load(asked(kind).to_content()) == asked(kind)


@every_kind
def test_the_docs_show_it_in_a_small_picture(kind):
    named = re.findall(r"!\[.+?\]\((.+?)\)", SECTIONS[kind])
    assert named == [f"pictures/kinds/{kind}.webp"]
    picture = (ROOT / "docs" / named[0]).read_bytes()
    assert picture[8:12] == b"WEBP"
    assert len(picture) <= LIMIT_BYTES, "taken with python -m tools.kinds"


@every_kind
def test_its_page_has_every_macro(pages, kind):
    assert [name for name in MACROS if not hasattr(pages(kind), name)] == []


@pytest.mark.parametrize(("ahead", "said"), [(1, "+3"), (0, "0"), (-1, "−2"), (-3, "−7")])
def test_a_score_is_rounded_half_up_and_a_zero_is_0_wherever_it_is_printed(pages, ahead, said):
    marks = [9] * (10 + ahead) + [3] * 10 + [8] * (20 - ahead)  # forty people: two and a half each
    hats = load(asked("two_hats").to_content() | {"recommends": True})
    both = round_of(hats, 0)
    both.tally = hats.tally([GivenAnswer([mark, 8]) for mark in marks])
    told = str(pages("two_hats").detail(hats, both))
    assert f"NPS {said} (" in told
    assert "NPS 0 (" in told
    assert f"personas: {said} ±" in told
    alone = asked("recommend")
    one = round_of(alone, 0)
    one.tally = alone.tally([GivenAnswer(mark) for mark in marks])
    assert f"<b>{said}</b>" in str(pages("recommend").chart(alone, one))
    assert f"NPS {said};" in str(pages("recommend").detail(alone, one))


@pytest.mark.parametrize("kind", ANSWERED)
def test_its_script_reads_a_form_fills_it_and_moves_the_picture(kind):
    script = (ROOT / "static" / "js" / "activities" / f"{kind}.js").read_text("utf-8")
    exported = set(re.findall(r"export (?:async )?(?:function|const) (\w+)", script))
    for names in re.findall(r"export (?:\{([^}]*)\}|\* from \"activities/(\w+)\")", script):
        exported |= set(re.findall(r"\w+", names[0])) or {"read", "fill", "say", "patch"}
    assert {"read", "fill", "say", "patch"} <= exported


@pytest.mark.parametrize("people", [0, 1, 30, 1000])
@pytest.mark.parametrize("kind", ANSWERED)
def test_a_picture_is_drawn_whoever_answered(pages, kind, people):
    activity, page = asked(kind), pages(kind)
    round = round_of(activity, people)
    chart = str(page.chart(activity, round))
    drawn = [str(page.form(activity, round)), chart, str(page.asked(activity))]
    if hasattr(page, "detail"):
        drawn.append(str(page.detail(activity, round)))
    for text in drawn:
        assert "style=" not in text
        assert "None" not in text
        assert not re.search(r"\bnan\b", text)
        assert "<b>Norma" not in text, "what people write is text"
    assert f'data-chart="{kind}"' in chart
    assert re.search(r"<table|<ol|<ul", chart), "the same in words"
    assert drawn[2].strip()


@pytest.mark.parametrize("kind", ANSWERED)
def test_before_the_reveal_no_page_depends_on_what_is_kept(pages, kind):
    """Other explanations, another key, another guide: phone and wall ask in the same words."""
    activity, page = asked(kind), pages(kind)
    other = keeping_other_secrets(activity)
    for macro in (page.form, page.asked):
        arguments = [round_of(activity)] if macro is page.form else []
        assert str(macro(activity, *arguments)) == str(macro(other, *arguments))


def keeping_other_secrets(activity):
    """The same question with every key turned to another one and every reason in other words."""
    content = activity.to_content()
    ids = [each["id"] for each in content.get("groups", content.get("options", ()))]
    other = load(_otherwise(content, ids) | {"guide": {"notes": ["Otra nota"]}})
    assert other != activity
    return other


def _otherwise(table, ids):
    changed = dict(table)
    for name, value in table.items():
        if name == "why":
            changed[name] = "Otra razón"
        elif name == "key":
            is_one = isinstance(value, str)
            changed[name] = ids[ids.index(value) - 1] if is_one else [*value[1:], value[0]]
        elif isinstance(value, list):
            changed[name] = [_otherwise(e, ids) if isinstance(e, dict) else e for e in value]
    return changed


@pytest.mark.parametrize("kind", ANSWERED)
def test_two_halves_of_a_room_make_the_whole(kind):
    activity = asked(kind)
    givens = answers(activity, 30)
    halves = [activity.tally(givens[:11]), activity.tally(givens[11:])]
    whole = activity.tally(givens)
    assert sum(half["n"] for half in halves) == whole["n"] == 30
    for name, count in whole.get("counts", {}).items() if is_flat(whole) else ():
        assert sum(half["counts"][name] for half in halves) == count


def is_flat(tally):
    counts = tally.get("counts")
    return isinstance(counts, dict) and all(isinstance(count, int) for count in counts.values())


def test_texts_in_categories_are_drawn_as_bars(pages):
    activity = load(asked("text").to_content() | {"codes": ["Yo", "Mi equipo", "Nadie"]})
    givens = [replace(given, pile="Yo") for given in answers(activity, 30)]
    round = SimpleNamespace(id=1, tally=activity.tally(givens), phase="revealed", k=K)
    drawn = str(pages("text").chart(activity, round))
    assert "data-row" in drawn
    assert "<b>Norma" not in drawn


@pytest.mark.parametrize("kind", ANSWERED)
def test_the_per_cents_that_its_script_prints_come_with_the_tally(kind):
    """A phone, a wall and a console print what the server rounded: equal counts, equal figures."""
    script = (ROOT / "static" / "js" / "activities" / f"{kind}.js").read_text("utf-8")
    activity = asked(kind)
    percents = activity.percents(activity.tally(answers(activity, 30)))
    printed = set(re.findall(r"tally\.percents\.(\w+)\b(?!\?)", script))
    assert printed <= percents.keys()
    shared = re.search(r"from \"activities/(?:bars|columns|ladder)\"", script)
    assert not shared or activity.rows_are_texts or "rows" in percents
