"""The contract of every kind: what it reads it can freeze, what it is given it can refuse."""

import itertools
import json
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.hostile_answers import HOSTILE
from tests.support.small_activities import (
    COMMON,
    EXAMPLES,
    SEVERAL,
    SURE,
)
from workshop.activities import (
    KINDS,
    CountedByHand,
    GivenAnswer,
    InvalidAnswer,
    InvalidContent,
    load,
)

CODES = {
    "option_unknown",
    "answer_malformed",
    "number_out_of_range",
    "too_many_options",
    "text_empty",
    "text_too_long",
    "text_names_somebody",
    "text_too_short",
    "builder_incomplete",
    "date_out_of_range",
    "points_unbalanced",
    "ranking_incomplete",
}


def activity(kind, **changes):
    return KINDS[kind].from_content(COMMON | EXAMPLES[kind] | changes)


def activities():
    choices = [KINDS["choice"].from_content(COMMON | more) for more in (SEVERAL, SURE)]
    return [activity(kind) for kind in KINDS] + choices


ids = [*KINDS, "several", "sure"]
every_kind = pytest.mark.parametrize("each", activities(), ids=ids)


def test_every_kind_has_an_example_here():
    assert EXAMPLES.keys() == KINDS.keys()


@every_kind
def test_what_is_frozen_reads_back_the_same(each):
    frozen = json.loads(json.dumps(each.to_content()))
    assert load(frozen) == each
    assert type(each).from_content(frozen) == each
    assert load(frozen).to_content() == each.to_content()
    assert hash(each) == hash(load(frozen))


@every_kind
def test_an_unknown_key_is_refused_with_a_suggestion(each):
    with pytest.raises(InvalidContent) as refused:
        type(each).from_content(each.to_content() | {"promt": "¿?"})
    assert refused.value.key == "promt"
    assert "«prompt»" in refused.value.fix


@every_kind
@pytest.mark.parametrize("junk", [None, 7, "texto", [], {}, {"kind": 3}, {"ref": []}])
def test_junk_is_no_activity(each, junk):
    with pytest.raises(InvalidContent):
        type(each).from_content(junk)


@every_kind
@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: f"{type(raw).__name__}-{str(raw)[:12]!a}")
def test_a_hostile_answer_is_parsed_or_refused_and_nothing_else(each, raw):
    parses_or_refuses(each, raw)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
    | st.sampled_from(["a", "b", "e"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@every_kind
@given(raw=anything)
def test_any_value_is_parsed_or_refused_and_nothing_else(each, raw):
    parses_or_refuses(each, raw)


def parses_or_refuses(each, raw):
    value, refusal = outcome(each, raw)
    if refusal:
        assert refusal.code in CODES
        assert all(type(number) is int for number in refusal.detail.values())
        return
    assert each.takes_answers
    stored = json.loads(json.dumps(value, allow_nan=False).encode())
    assert each.parse(stored) == value == stored
    assert isinstance(each.say(value), str)
    assert each.category_of(value) in each.categories() or not each.categories()
    assert each.tally([GivenAnswer(value)])["n"] == 1


def outcome(each, raw):
    try:
        return each.parse(raw), None
    except InvalidAnswer as refusal:
        return None, refusal


def valid_answers(each):
    picks = st.lists(st.sampled_from("abe"), min_size=1, max_size=2, unique=True)
    certain = st.fixed_dictionaries(
        {"option": st.sampled_from("abe"), "certainty": st.integers(1, 5)}
    )
    by_kind = {
        "choice": certain
        if getattr(each, "certainty", False)
        else picks
        if getattr(each, "several", False)
        else st.sampled_from("abe"),
        "arguments": st.lists(st.sampled_from("abe"), max_size=3, unique=True),
        "brainstorm": st.lists(st.sampled_from("abe"), min_size=1, max_size=3, unique=True),
        "questions": st.fixed_dictionaries(
            {
                "text": st.text(max_size=20).map(lambda text: f"x{text}"),
                "votes": st.lists(st.sampled_from(["a" * 16, "b" * 16]), unique=True),
            }
        ),
        "case": st.sampled_from("abe"),
        "scale": st.integers(1, 5),
        "recommend": st.integers(0, 10),
        "ease": st.integers(1, 7),
        "ranking": st.permutations("abe"),
        "sequence": st.permutations("abe"),
        "staircase": st.one_of(
            st.lists(st.sampled_from("ab"), unique=True).map(lambda on: {"steps": on, "fact": ""}),
            st.just({"steps": ["e"], "fact": "Llamé para contar cómo quedó", "when": 2}),
        ),
        "situation": st.fixed_dictionaries(
            {
                "text": st.text(alphabet="abc ñ\n", max_size=20).map(lambda text: f"x{text}"),
                "code": st.just("K7PM-4XQ2"),
            }
        ),
        "advice": st.text(max_size=20).map(lambda text: f"x{text}"),
        "iceberg": st.fixed_dictionaries(
            {
                "text": st.text(max_size=20).map(lambda text: f"x{text}"),
                "zone": st.sampled_from("abe"),
            }
        ),
        "matching": st.fixed_dictionaries({each: st.sampled_from("xy") for each in "abe"}),
        "number": st.integers(0, 500),
        "grid": st.lists(st.integers(0, 5), min_size=2, max_size=2),
        "predict": st.tuples(st.sampled_from(["yes", "no"]), st.integers(0, 10)).map(list),
        "practice": st.lists(st.integers(0, 2), min_size=3, max_size=3),
        "two_hats": st.lists(st.integers(0, 10), min_size=2, max_size=2),
        "points": st.integers(0, 100).map(lambda given: [given, 100 - given]),
        "text": st.text(max_size=20).map(lambda text: f"x{text}"),
        "quadrant": st.dictionaries(
            st.sampled_from("ab"),
            st.lists(st.integers(1, 10), min_size=2, max_size=2),
            min_size=1,
        ),
        "network": st.fixed_dictionaries(
            {
                "from": st.just("a"),
                "to": st.lists(st.sampled_from("be"), min_size=1, max_size=2, unique=True),
            }
        ),
        "hotspot": st.fixed_dictionaries({"zone": st.sampled_from("abe")}),
        "builder": st.fixed_dictionaries(
            {"action": st.text(max_size=20).map(lambda text: f"x{text}")}
        ),
        "quiz": st.fixed_dictionaries(
            {"option": st.sampled_from("abe"), "certainty": st.integers(1, 5)}
        ),
        "obstacles": st.fixed_dictionaries(
            {
                "text": st.text(max_size=20).map(lambda text: f"x{text}"),
                "stage": st.sampled_from(["Pagar", "Esperar"]),
                "effect": st.sampled_from(["Enfada", "Retrasa"]),
            }
        ),
        "commitment": st.fixed_dictionaries(
            {"action": st.text(max_size=20).map(lambda text: f"x{text}")}
        ),
        "cloud": st.lists(
            st.sampled_from(["Cliente", "clientes", "jefe", "la jefa", "nadie"]),
            min_size=1,
            max_size=3,
        ),
    }
    return by_kind[each.kind]


answering = pytest.mark.parametrize(
    "each",
    [each for each in activities() if each.takes_answers and not isinstance(each, CountedByHand)],
    ids=lambda each: each.name,
)


@answering
@settings(max_examples=50)
@given(data=st.data())
def test_a_tally_does_not_depend_on_order(each, data):
    values = data.draw(st.lists(valid_answers(each).map(each.parse), max_size=30))
    moderations = st.sampled_from(["shown", "held", "hidden"])
    givens = [
        GivenAnswer(value, f"c{at}", data.draw(moderations)) for at, value in enumerate(values)
    ]
    tally = each.tally(givens)
    shuffled = givens[:]
    random.Random(data.draw(st.integers())).shuffle(shuffled)
    assert each.tally(shuffled) == tally == each.tally(iter(givens))
    assert tally["n"] == len(givens)
    assert json.loads(json.dumps(tally, allow_nan=False)) == tally
    for row in each.rows(tally):
        assert 0 <= row.share <= 1
        assert 0 <= row.count <= len(givens)
        assert 0 <= row.percent <= 100
    for one, other in itertools.combinations(each.rows(tally), 2):  # equal counts, equal figures
        if one.share == other.share:
            assert one.percent == other.percent
    told = each.percents(tally)
    assert told.get("rows", [row.percent for row in each.rows(tally)]) == [
        row.percent for row in each.rows(tally)
    ]
    assert all(0 <= number <= 100 for number in numbers_in(told))


def numbers_in(told):
    """Every number in what a chart prints beside its tally, however deep."""
    if isinstance(told, int | float):
        return [told]
    inner = told.values() if isinstance(told, Mapping) else told or ()
    return [number for each in inner for number in numbers_in(each)]


@every_kind
def test_a_tally_of_nothing_is_a_tally(each):
    if isinstance(each, CountedByHand):
        each = each.counting({}, 0)
    tally = each.tally(())
    assert isinstance(tally, Mapping)
    assert tally["n"] == 0
    assert [row.count for row in each.rows(tally)] == [0] * len(each.rows(tally))


@every_kind
def test_letters_go_with_categories(each):
    assert not each.categories() or len(each.letters) == len(each.categories())
    assert each.family in ("vote", "write", "talk", "read")
    assert each.name


def test_a_second_round_names_what_it_repeats():
    repeat = load({"ref": "a8", "title": "Segunda vuelta", "repeats": ["a3", "a4"]})
    assert repeat.kind == "repeat"
    assert "repeat" not in KINDS
    assert repeat.repeats == ("a3", "a4")
    assert load(repeat.to_content()) == repeat
