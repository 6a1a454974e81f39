"""Choice: one option or a few, and nothing that was not offered."""

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.choice import Choice

OPTIONS = [{"id": letter, "text": f"Opción {letter}"} for letter in "abcde"]


def choice(**changes):
    return Choice.from_content(
        {"ref": "a3", "title": "T", "prompt": "¿?", "options": OPTIONS} | changes
    )


def refused(activity, raw):
    with pytest.raises(InvalidAnswer) as error:
        activity.parse(raw)
    return error.value.code


def test_one_option():
    assert choice().parse("b") == "b"
    assert choice().say("b") == "Opción b"
    assert refused(choice(), "z") == "option_unknown"
    assert refused(choice(), ["b"]) == "answer_malformed"
    assert refused(choice(), 1) == "answer_malformed"


def test_several_options_are_kept_sorted():
    several = choice(maximum=3)
    assert several.parse(["c", "a"]) == ["a", "c"]
    assert several.say(["a", "c"]) == "Opción a · Opción c"
    assert several.categories() == ()
    assert several.name == "Varias opciones"
    assert refused(several, "a") == "answer_malformed"
    assert refused(several, []) == "option_unknown"
    assert refused(several, ["a", "a"]) == "option_unknown"
    assert refused(several, list("abcd")) == "too_many_options"


def test_counts_come_in_the_options_order():
    tally = choice().tally([GivenAnswer("b"), GivenAnswer("a"), GivenAnswer("b")])
    assert tally == {"n": 3, "counts": {"a": 1, "b": 2, "c": 0, "d": 0, "e": 0}}
    assert list(tally["counts"]) == list("abcde")
    assert [row.percent for row in choice().rows(tally)] == [33, 67, 0, 0, 0]


def test_with_several_picks_shares_are_of_people():
    several = choice(maximum=2)
    tally = several.tally([GivenAnswer(["a", "b"]), GivenAnswer(["a"])])
    assert tally["n"] == 2
    assert [row.share for row in several.rows(tally)][:2] == [1.0, 0.5]
    assert [row.percent for row in several.rows(tally)][:2] == [100, 50]


def test_the_figures_of_the_console_picture():
    tally = {"n": 37, "counts": {"a": 6, "b": 13, "c": 13, "d": 5, "e": 0}}
    assert [row.percent for row in choice().rows(tally)] == [16, 35, 35, 14, 0]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"options": OPTIONS[:1]}, "options"),
        ({"options": [{"id": f"o{at}", "text": "x"} for at in range(13)]}, "options"),
        ({"options": [OPTIONS[0], OPTIONS[0]]}, "options.1.id"),
        ({"options": [OPTIONS[0], {"id": "b"}]}, "options.1"),
        ({"options": [OPTIONS[0], {"id": "Ñ", "text": "x"}]}, "options.1.id"),
        ({"options": [OPTIONS[0], "b"]}, "options.1"),
        ({"options": [dict(option, undecided=True) for option in OPTIONS]}, "options"),
        ({"options": "ab"}, "options"),
        ({"maximum": 6}, "maximum"),
        ({"maximum": 0}, "maximum"),
        ({"maximum": True}, "maximum"),
        ({"guide": {"options": {"z": {"for": "x"}}}}, "guide.options.z"),
        (
            {"guide": {"branches": [{"when": "concenso", "title": "t", "say": "s"}]}},
            "guide.branches.0.when",
        ),
        (
            {"guide": {"branches": [{"when": "gana:z", "title": "t", "say": "s"}]}},
            "guide.branches.0.when",
        ),
        (
            {"guide": {"branches": [{"when": "autoridad", "title": "t", "say": "s"}]}},
            "guide.branches.0.when",
        ),
    ],
)
def test_bad_text_says_where(changes, key):
    with pytest.raises(InvalidContent) as error:
        choice(**changes)
    assert key in [".".join(map(str, wrong.path)) for wrong in error.value.problems]


def test_every_problem_is_said_at_once():
    with pytest.raises(InvalidContent) as error:
        choice(title="", prompt=7, maximum=99, mode="X", colour="red")
    assert {wrong.path[-1] for wrong in error.value.problems} == {
        "title",
        "prompt",
        "maximum",
        "mode",
        "colour",
    }


def test_the_guide_finds_what_fits():
    branches = [
        {"when": "consenso", "title": "80/20", "say": "…"},
        {"when": "gana:c", "title": "Si gana c)", "say": "…"},
    ]
    guide = choice(guide={"branches": branches}).guide
    assert [branch.title for branch in guide.fitting({"gana:c", "empate"})] == ["Si gana c)"]
    assert guide.branches[1].key == "c"
