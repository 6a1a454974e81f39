"""A question with a key: nobody is told before the reveal, not even by the page's source."""

import json

import pytest

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.quiz import Quiz

OPTIONS = [
    {"id": letter, "text": f"Opción {letter}", "why": f"Porque {letter}"} for letter in "abcd"
]


def quiz(**changes):
    content = {"ref": "q1", "title": "T", "prompt": "¿?", "options": OPTIONS, "key": "b"}
    return Quiz.from_content(content | changes)


def refused(activity, raw):
    with pytest.raises(InvalidAnswer) as error:
        activity.parse(raw)
    return error.value.code


def test_without_certainty_it_is_one_option():
    assert quiz().parse("b") == "b"
    assert refused(quiz(), {"option": "b", "certainty": 4}) == "answer_malformed"
    assert refused(quiz(), "z") == "option_unknown"


def test_with_certainty_both_are_needed():
    sure = quiz(certainty=True)
    assert sure.parse({"option": "b", "certainty": 4}) == {"option": "b", "certainty": 4}
    assert sure.say({"option": "b", "certainty": 4}) == "Opción b · seguridad 4 de 5"
    assert refused(sure, "b") == "answer_malformed"
    assert refused(sure, {"option": "b"}) == "answer_malformed"
    assert refused(sure, {"option": "b", "certainty": True}) == "answer_malformed"
    assert refused(sure, {"option": "b", "certainty": 6}) == "number_out_of_range"
    assert refused(sure, {"option": "b", "certainty": 4, "right": True}) == "answer_malformed"


def test_difficulty_and_misconceptions_are_counted():
    """S-26: wrong with certainty 4 or 5 is a misconception; wrong with 3 is a doubt."""
    sure = quiz(certainty=True)
    given = [("b", 5), ("b", 1), ("a", 4), ("a", 5), ("c", 3)]
    tally = sure.tally(GivenAnswer({"option": o, "certainty": c}) for o, c in given)
    assert tally == {
        "n": 5,
        "counts": {"a": 2, "b": 2, "c": 1, "d": 0},
        "right": 2,
        "sure_wrong": 2,
    }
    assert quiz().tally([GivenAnswer("a")])["sure_wrong"] is None


@pytest.mark.parametrize(
    ("right", "condition"),
    [
        (2, "pocos_aciertos"),
        (3, "bastantes_aciertos"),
        (7, "bastantes_aciertos"),
        (8, "muchos_aciertos"),
    ],
)
def test_the_30_to_70_rule_opens_a_branch(right, condition):
    activity = quiz()
    tally = activity.tally([GivenAnswer("b")] * right + [GivenAnswer("a")] * (10 - right))
    assert activity.conditions(tally) == (condition,)
    assert activity.conditions(activity.tally(())) == ()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"key": "z"}, "key"),
        ({"key": ""}, "key"),
        ({"options": [OPTIONS[0], {"id": "b", "text": "x"}]}, "options.1"),
        ({"options": [OPTIONS[0], OPTIONS[0]]}, "options.1.id"),
        ({"show": "live"}, "show"),
    ],
)
def test_bad_text_says_where(changes, key):
    with pytest.raises(InvalidContent) as error:
        quiz(**changes)
    assert key in [".".join(map(str, wrong.path)) for wrong in error.value.problems]


def test_options_are_shuffled_unless_told_otherwise():
    assert quiz().shuffle
    assert not quiz(shuffle=False).shuffle


def test_nothing_tells_the_key_before_the_reveal(site):
    """Every message to phones and wall, from the lobby to the close, and again after it."""
    room = Room(site, "mas-tipos")
    room.asks("K1")
    for phone, certainty in zip(room.phones, (5, 2), strict=True):
        assert phone.answer({"option": "a", "certainty": certainty})["ok"]
    site.tick_tally()
    room.does("cerrar")
    told = heard(room)
    assert "Tiene usted toda la raz" in told
    for secret in (
        "correcta",
        "Reconoce lo que",
        "Da por cierto",
        "data-key",
        "data-right",
        '"right"',
    ):
        assert secret not in told
    room.does("mostrar")
    assert room.mateo.sees("revealed")
    assert "Reconoce lo que la persona necesita" in heard(room)
    room.leave()


def heard(room):
    """All that phones and wall were ever sent."""
    sockets = [room.wall.socket, *(phone.socket for phone in room.phones)]
    return "\n".join(json.dumps(socket.facts, ensure_ascii=False) for socket in sockets)
