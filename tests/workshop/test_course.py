"""The course as published: it loads, it reads easily on a phone, and M1 is whole."""

import json
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from workshop.activities import KINDS, PENDING_KINDS, load
from workshop.activities.guide import CONDITIONS
from workshop.library import read_library
from workshop.module import Module

CONTENT = Path(__file__).parents[2] / "content"
LONGEST_SENTENCE = 20  # words; plain-language rule of the course
M1 = "el-cliente-siempre-tiene-la-razon"


@pytest.fixture(scope="module")
def library():
    return read_library(CONTENT)


@pytest.fixture(scope="module")
def m1(library):
    return library[M1]


def phone_texts(module):
    yield from module.reading
    for activity in module.activities:
        yield from (activity.title, activity.prompt, activity.hint)
        yield from (option.text for option in getattr(activity, "options", ()))
        yield from getattr(activity, "points", ())
        yield from getattr(activity, "paragraphs", ())


def test_nothing_is_too_long_for_a_phone(library):
    for module in library.values():
        assert module.warnings == ()
        for text in phone_texts(module):
            for sentence in re.split(r"[.?!…:;]", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_a_module_is_frozen_whole(library):
    for module in library.values():
        frozen = json.loads(json.dumps(module.to_content()))
        assert Module.from_content(frozen) == replace(module, warnings=())


def test_m1_has_every_activity_in_order(m1):
    expected = [f"a{n}" for n in range(1, 19)] + [f"c{n}" for n in range(1, 5)]
    assert [activity.ref for activity in m1.activities] == expected
    kinds = {activity.kind for activity in m1.activities}
    assert kinds <= {*KINDS, *PENDING_KINDS, "repeat"}


def test_m1_fills_its_ninety_minutes(m1):
    assert [(block.starts, block.ends) for block in m1.agenda][-1] == (86, 90)
    for before, after in zip(m1.agenda, m1.agenda[1:], strict=False):
        assert before.ends == after.starts
    minutes = {minute for each in m1.activities for minute in range(each.starts, each.ends)}
    assert minutes == set(range(90))
    assert [each.title for each in m1.agenda if each.optional] == ["Palancas"]
    assert [each.ref for each in m1.activities if each.optional] == ["a15"]


def test_m1_hides_the_vote_until_the_second_round(m1):
    vote, sure = m1.activity("a3"), m1.activity("a4")
    assert vote.show == sure.show == "never"
    assert m1.activity("a8").repeats == m1.activity("a10").compares == ("a3", "a4")
    assert [option.id for option in vote.options if option.undecided] == ["e"]
    assert set(vote.guide.options) == {"a", "b", "c", "d"}
    assert all(set(sides) == {"for", "against"} for sides in vote.guide.options.values())


def test_m1_asks_again_word_for_word(m1):
    first, repeat = m1.activity("a3"), m1.activity("a8")
    second = repeat.again(first)
    assert (second.prompt, second.options) == (first.prompt, first.options)
    assert (second.starts, second.ends, second.seconds) == (33, 37, first.seconds)
    assert second.guide.notes == repeat.guide.notes
    assert second.guide.options == first.guide.options
    assert second.wall_note != first.wall_note


def test_m1_has_a_line_for_every_result(m1):
    branches = {branch.when for branch in m1.activity("a3").guide.branches}
    results = {"consenso", "mayoria", "empate", "dispersion", "mayoria_debil", "silencio"}
    assert results | {"gana:c"} <= branches
    assert [(b.when, b.key) for b in m1.activity("a9").guide.branches] == [("autoridad", "d")]


def test_m1_keeps_what_its_coming_kinds_need(m1):
    assert m1.activity("a18").key == "b"
    assert all(option.why for option in m1.activity("a18").options)
    assert m1.activity("a7").sources == ("a5", "a3")
    assert len(m1.activity("a11").options) == 4
    assert m1.activity("a12").act_of == "a11"
    assert m1.activity("a15").total == 100


def test_m1_asks_each_thing_under_its_promise(m1):
    modes = {mode: [a.ref for a in m1.activities if a.mode == mode] for mode in "NA"}
    assert modes == {"N": ["a17"], "A": ["a13", "a14", "c4"]}


def test_percent_signs_keep_to_their_number():
    for path in CONTENT.glob("*/module.toml"):
        assert not re.search(r"\d ?%", path.read_text("utf-8"))


def test_the_readme_explains_every_key_and_its_examples_load():
    readme = (CONTENT / "README.md").read_text("utf-8")
    explained = set(re.findall(r"`\"?([a-z_]+)", readme)) | set(
        re.findall(r"\b([a-z_]+) = ", readme)
    )
    keys = {field.name for kind in KINDS.values() for field in fields(kind)}
    keys |= {field.name for field in fields(Module)} - {"slug", "version", "warnings"}
    keys |= {*KINDS, *PENDING_KINDS, *CONDITIONS}
    assert keys - explained == set()
    examples = re.findall(r"```toml\n(\[\[activities\]\]\nref.*?)```", readme, re.DOTALL)
    activities = [load(each) for text in examples for each in tomllib.loads(text)["activities"]]
    assert {activity.kind for activity in activities} == {*KINDS, "repeat"}
