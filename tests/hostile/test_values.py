"""W14 to W25 for each kind that has such a value: refused with a code, and nothing else happens.

Their examples are those of the docs. What any kind does with anything at all is in
tests/workshop/activities/test_every_kind.py; what is stored, in test_answers.py.
"""

import math

import pytest

from tests.support.cast import Room
from tools.examples import answers, asked
from workshop.activities import KINDS, CountedByHand, InvalidAnswer

ANSWERED = [
    kind
    for kind, made in KINDS.items()
    if made.takes_answers and not issubclass(made, CountedByHand)
]


def code_of(kind, raw):
    """How this kind refuses ``raw``."""
    with pytest.raises(InvalidAnswer) as refused:
        asked(kind).parse(raw)
    return refused.value.code


def valid(kind):
    """What somebody would answer."""
    return answers(asked(kind), 1)[0].value


def holes(value, put):
    """``value`` once for each place in it, with ``put`` there instead."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (value | {key: each} for each in holes(inner, put))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from (value[:at] + [each] + value[at + 1 :] for each in holes(inner, put))
    else:
        yield put


WRONG = (None, True, [], {}, [[[["a"]]]], b"a", object())


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
def test_w_15_no_place_of_an_answer_takes_another_type(kind, wrong):
    for raw in holes(valid(kind), wrong):
        assert code_of(kind, raw) in {
            "answer_malformed",
            "option_unknown",
            "number_out_of_range",
            "ranking_incomplete",
            "points_unbalanced",
            "date_out_of_range",
        }


NUMBERS = {
    "scale": (0, 6, -1, 3.5, 10**15),
    "recommend": (-1, 11, 0.5, 10**15),
    "ease": (0, 8, 6.5, -(10**14)),
}
NOT_NUMBERS = (math.nan, math.inf, -math.inf)


@pytest.mark.parametrize("kind", NUMBERS)
def test_w_16_w_17_a_rung_that_is_not_there(kind):
    for raw in (*NUMBERS[kind], *NOT_NUMBERS):
        assert code_of(kind, raw) == "number_out_of_range"
    for raw in ("3", "3,0", "1e999", "٣"):
        assert code_of(kind, raw) == "answer_malformed"


@pytest.mark.parametrize("number", [*NOT_NUMBERS, -1, 10**15, 1e300])
def test_w_16_no_kind_keeps_a_number_beyond_its_range(number):
    for kind in ANSWERED:
        for raw in holes(valid(kind), number):
            with pytest.raises(InvalidAnswer):
                asked(kind).parse(raw)


@pytest.mark.parametrize(
    "raw", [[30, 30, 20, 19], [30, 30, 20, 21], [110, -10, 0, 0], [0, 0, 0, 0], [50, 50]]
)
def test_w_18_points_that_do_not_sum(raw):
    assert code_of("points", raw) in {
        "points_unbalanced",
        "number_out_of_range",
        "answer_malformed",
    }


@pytest.mark.parametrize("kind", ["ranking", "sequence"])
def test_w_19_an_order_with_something_missing_doubled_or_added(kind):
    order = valid(kind)
    for raw in (order[1:], [*order, order[0]], [order[0], *order[:-1]], [*order, "z"], []):
        assert code_of(kind, raw) == "ranking_incomplete"


TEXTS = {  # where in an answer the text is
    "text": lambda text: text,
    "advice": lambda text: text,
    "situation": lambda text: {"text": text, "code": "K7PM-4XQ2"},
    "obstacles": lambda text: {"text": text, "stage": "Pagar", "effect": "Retrasa"},
    "iceberg": lambda text: {"text": text, "zone": "clima"},
    "questions": lambda text: {"text": text, "votes": []},
    "staircase": lambda text: {"steps": ["c"], "fact": text, "when": 0},
}
CLOTHED = (
    "a\x00b\u202ec\ud800 y otras palabras más para contar",
    "e" + "\u0301" * 500 + "\r\nfin de lo que se dijo ayer",
)


@pytest.mark.parametrize("kind", TEXTS)
def test_w_20_lengths_of_every_text(kind):
    most = asked(kind).maximum
    assert asked(kind).text_of(asked(kind).parse(TEXTS[kind]("x" * most))).count("x") == most
    for text in ("x" * (most + 1), "🙂" * (most + 1), "x" * 100_000):
        assert code_of(kind, TEXTS[kind](text)) == "text_too_long"
    for nothing in ("", "  ", "\u200b", "\n\n"):
        assert code_of(kind, TEXTS[kind](nothing)) == "text_empty"


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("text", CLOTHED, ids=["controls", "marks"])
def test_w_21_w_22_w_23_every_text_is_made_safe_to_keep(kind, text):
    kept = asked(kind).text_of(asked(kind).parse(TEXTS[kind](text)))
    assert not set(kept) & {"\x00", "\u202e", "\ud800", "\r"}
    assert kept.count("\u0301") <= 2
    kept.encode()


CARDS = ["a" * 16, "b" * 16]


def test_w_37_a_question_is_lifted_once_by_each_and_never_by_its_author():
    activity = asked("questions")
    twice = activity.parse({"text": "", "votes": [CARDS[0], CARDS[0], CARDS[1]]})
    assert twice["votes"] == CARDS
    own = activity.parse({"text": "¿La mía?", "votes": [CARDS[0]]})
    given = [type(answers(activity, 1)[0])(own, CARDS[0])]
    assert activity.tally(given)["questions"][0]["votes"] == 0
    many = [f"{number:016x}" for number in range(500)]
    with pytest.raises(InvalidAnswer) as refused:
        activity.parse({"text": "", "votes": many})
    assert refused.value.code == "too_many_options"


def test_w_37_a_card_is_voted_once_by_each_and_no_more_than_the_maximum():
    activity = asked("brainstorm")
    ids = [idea.id for idea in activity.shown]
    for raw, code in (
        ([ids[0], ids[0]], "option_unknown"),
        (ids[: activity.maximum + 1], "too_many_options"),
        ([], "option_unknown"),
        (["z"], "option_unknown"),
    ):
        assert code_of("brainstorm", raw) == code


def test_w_37_a_script_that_votes_again_and_again_has_one_ballot(site):
    room = Room(site, "cadenas-y-escalones", ["Mateo", "Lucía", "Noa"])
    room.asks("K5")
    for phone in room.phones:
        assert phone.answer({"text": f"Causa de {phone.alias}", "zone": "clima"})["ok"]
    room.does("cerrar", "mostrar", "siguiente", "abrir")
    idea = room.wall.sees("open") and room.mateo.sees("open")["html"].split('value="')[1][:16]
    for _ in range(8):
        assert room.mateo.answer([idea])["ok"]
    room.does("cerrar", "mostrar")
    tally = room.wall.sees("revealed")["tally"]
    assert (tally["n"], tally["counts"][idea]) == (1, 1)
    room.leave()
