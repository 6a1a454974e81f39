"""The course as published: it loads, it reads easily on a phone, and M1 is whole."""

import json
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from workshop.activities import KINDS, load
from workshop.activities.parts.guide import CONDITIONS
from workshop.course.library import read_library
from workshop.course.module import Module

CONTENT = Path(__file__).parents[3] / "content"
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
        assert Module.from_content(frozen) == replace(module, warnings=(), usted={})


def test_m1_has_every_activity_in_order(m1):
    expected = [f"a{n}" for n in range(1, 19)] + [f"c{n}" for n in range(1, 5)]
    expected.insert(expected.index("a13"), "a12-1")
    assert [activity.ref for activity in m1.activities] == expected
    kinds = {activity.kind for activity in m1.activities}
    assert kinds <= {*KINDS, "repeat"}


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
    assert ("autoridad", "d") in [(b.when, b.key) for b in m1.activity("a9").guide.branches]


def test_m1_keeps_what_its_coming_kinds_need(m1):
    assert m1.activity("a18").key == "b"
    assert all(option.why for option in m1.activity("a18").options)
    assert m1.activity("a7").sources == ("a5", "a3")
    assert len(m1.activity("a11").options) == 4
    assert m1.activity("a12").act_of == "a11"
    assert m1.activity("a15").total == 100


def test_f_000_09_m1_orders_a_chain_of_five_links_and_says_why(m1):
    chain = m1.activity("a12-1")
    assert (chain.kind, len(chain.key)) == ("sequence", 5)
    assert {option.id for option in chain.options} == set(chain.key)
    assert all(option.why for option in chain.options)
    assert [option.id for option in chain.options] != list(chain.key)


def test_f_004_11_m5_classifies_six_behaviours_from_client_to_fan(library):
    ladder = library["toda-persona-tiene-clientes"].activity("g16-2")
    assert (ladder.kind, len(ladder.items)) == ("matching", 6)
    assert {item.key for item in ladder.items} == {group.id for group in ladder.groups}
    assert all(item.why for item in ladder.items)


def test_m1_names_what_it_is_after_and_the_doubt_of_those_who_own_the_house(m1):
    assert any("cultura de cliente" in sentence for sentence in m1.reading)
    read_together = m1.activity("a10").guide
    assert any("quien puso el dinero" in note for note in read_together.notes)
    assert any("fuera tuya" in question for question in read_together.questions)


def test_m1_asks_each_thing_under_its_promise(m1):
    modes = {mode: [a.ref for a in m1.activities if a.mode == mode] for mode in "NA"}
    assert modes == {"N": ["a17"], "A": ["a13", "a14", "c4"]}


MODULES = [f"M{n}" for n in range(1, 8)]
LETTERS = dict(zip(MODULES, "abdeghj", strict=True))  # how the refs of each begin
# Refs by the promise they are asked under; everything else is «S».
PROMISES = {
    "M2": {"N": "b11 b12 b13 b14 b18", "A": "c4"},
    "M3": {"N": "d14 d15", "A": "d3 d5 d7 d8 d9 d10 c4"},
    "M4": {"N": "e13", "A": "e6 c4"},
    "M5": {"N": "g12 g17", "A": "g6 g7 g8 g10 g15 g15-1 g15-2 c4"},
    "M6": {
        "N": "h9 h10 h11 h12-5 h14-1 h14-2 h14-3 h16",
        "A": "h12-1v h12-2v h12-3v h12-4v h15 c4",
    },
    "M7": {"N": "j1 j8 j8-1", "A": "j5-m3 j5-m6"},
}
LATER = {  # what each module asks again, hidden until then
    "M2": {"b2", "b8", "b17"},
    "M4": {"e8", "e12"},
    "M5": {"g1", "g2"},
    "M6": {"h1"},
}
SPLITS = {"consenso", "empate", "dispersion", "silencio"}  # what every guide has to foresee
VOTES = {"M2": "b17", "M3": "d7", "M4": "e8", "M5": "g2", "M6": "h15", "M7": "j1"}


@pytest.fixture(scope="module")
def by_code(library):
    return {module.code: module for module in library.values()}


def test_the_seven_are_there_in_order(library):
    assert [module.code for module in library.values()] == MODULES


@pytest.mark.parametrize("code", MODULES)
def test_a_module_fills_its_time(by_code, code):
    module = by_code[code]
    assert (module.agenda[0].starts, module.agenda[-1].ends) == (0, module.minutes)
    for before, after in zip(module.agenda, module.agenda[1:], strict=False):
        assert before.ends == after.starts
    minutes = {minute for each in module.activities for minute in range(each.starts, each.ends)}
    assert minutes == set(range(module.minutes))


@pytest.mark.parametrize("code", MODULES)
def test_a_module_is_whole(by_code, code):
    module = by_code[code]
    for name in "subtitle level audience requirements opening closing".split():  # noqa: SIM905
        assert getattr(module, name), name
    assert all((module.preparation, module.reading, module.measure))
    assert all((module.minimum_talk, module.short, module.offline))
    assert all(objective.level for objective in module.objectives)
    assert len(module.objectives) >= 3
    assert re.search("(?<=A )30|30 días", " ".join((*module.measure, module.subtitle)))
    guides = [activity.guide for activity in module.activities]
    assert any(guide.questions for guide in guides)
    assert any(guide.pitfalls for guide in guides)
    own = [activity for activity in module.activities if not re.fullmatch("c[1-4]", activity.ref)]
    assert all(activity.guide.notes for activity in own)
    assert all(activity.ref.startswith(LETTERS[code]) for activity in own)


@pytest.mark.parametrize("code", ["M3", "M5"])
def test_a_room_that_taps_also_talks_after_its_key_result(by_code, code):
    module = by_code[code]
    talks = [each for each in module.activities if each.kind == "talk"]
    assert [each for each in talks if each.minutes >= 6]
    refs = [each.ref for each in module.activities]
    assert all(refs.index(each.ref) > refs.index(module.central) for each in talks)


@pytest.mark.parametrize("code", ["M2", "M3", "M5"])
def test_the_close_leaves_time_to_open_and_show_each_question(by_code, code):
    module = by_code[code]
    close = [each for each in module.activities if each.starts >= module.agenda[-1].starts]
    spare = 60 * (module.agenda[-1].ends - module.agenda[-1].starts)  # seconds
    spare -= sum(each.seconds for each in close)
    assert spare >= 12 * len(close)


@pytest.mark.parametrize("code", MODULES[:6])
def test_the_common_closing_is_the_same_everywhere(by_code, code):
    def asked(activity):
        content = activity.to_content()
        return {key: content[key] for key in content if key not in ("starts", "ends", "guide")}

    closing = [asked(by_code[code].activity(f"c{n}")) for n in range(1, 5)]
    assert closing == [asked(by_code["M1"].activity(f"c{n}")) for n in range(1, 5)]


@pytest.mark.parametrize("code", PROMISES)
def test_each_thing_is_asked_under_its_promise(by_code, code):
    asked = [each for each in by_code[code].activities if each.takes_answers or each.mode != "S"]
    for mode, refs in PROMISES[code].items():
        assert [each.ref for each in asked if each.mode == mode] == refs.split()


@pytest.mark.parametrize("code", PROMISES)
def test_what_is_asked_again_stays_hidden(by_code, code):
    again = {ref for each in by_code[code].activities for ref in each.repeats}
    assert again == LATER.get(code, set())


@pytest.mark.parametrize("code", VOTES)
def test_the_central_vote_has_a_line_for_every_result(by_code, code):
    assert by_code[code].central == VOTES[code]
    vote = by_code[code].activity(VOTES[code])
    # A prediction is one bar with two marks: only its silence has a line of its own.
    lines = SPLITS if vote.categories() else {"silencio"}
    assert {branch.when for branch in vote.guide.branches} >= lines


@pytest.mark.parametrize("code", MODULES)
def test_every_key_has_its_move_for_few_some_and_many(by_code, code):
    for quiz in (each for each in by_code[code].activities if getattr(each, "key", "")):
        found = {branch.when for branch in quiz.guide.branches}
        assert found in (set(), {"pocos_aciertos", "bastantes_aciertos", "muchos_aciertos"})


def test_the_follow_up_asks_what_the_modules_asked(by_code):
    pairs = zip(MODULES, "a3 b4 d7 e2 g2 h15".split(), strict=False)  # noqa: SIM905
    for code, ref in pairs:
        first = by_code[code].activity(ref)
        second = by_code["M7"].activity(f"j5-{code.lower()}")
        assert second.optional
        assert (second.kind, second.prompt, second.mode) == (first.kind, first.prompt, first.mode)
        choices = [
            getattr(each, "options", getattr(each, "points", ())) for each in (first, second)
        ]
        assert choices[0] == choices[1]


@pytest.mark.parametrize("code", MODULES)
def test_with_usted_only_the_words_change(by_code, code):
    module = by_code[code]
    twin = module.with_usted()
    assert module.usted
    assert twin.version != module.version
    for one, other in zip(module.activities, twin.activities, strict=True):
        assert (one.ref, one.kind, one.guide) == (other.ref, other.kind, other.guide)
        offered = [getattr(each, "options", ()) for each in (one, other)]
        assert [o.id for o in offered[0]] == [o.id for o in offered[1]]
    said = list(zip(module.spoken(), twin.spoken(), strict=True))
    assert {one: other for one, other in said if one != other} == module.usted


def test_percent_signs_keep_to_their_number():
    for path in CONTENT.glob("*/module.toml"):
        assert not re.search(r"\d ?%", path.read_text("utf-8"))


def test_the_readme_explains_every_key_and_its_examples_load():
    readme = (CONTENT / "README.md").read_text("utf-8")
    explained = set(re.findall(r"`\"?([a-z_]+)", readme)) | set(
        re.findall(r"\b([a-z_]+) = ", readme)
    )
    keys = {field.name for kind in KINDS.values() for field in fields(kind)}
    keys |= {field.name for field in fields(Module)} - {"slug", "version", "warnings", "usted"}
    keys |= {*KINDS, *CONDITIONS}
    assert keys - explained == set()
    examples = re.findall(r"```toml\n(\[\[activities\]\]\nref.*?)```", readme, re.DOTALL)
    activities = [load(each) for text in examples for each in tomllib.loads(text)["activities"]]
    assert {activity.kind for activity in activities} == {*KINDS, "repeat"}
