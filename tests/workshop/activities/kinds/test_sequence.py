"""Sequence and matching: keys of several parts, which nobody is told before the reveal."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cast import Room
from tests.support.result_files import rows_in
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.matching import Matching
from workshop.activities.kinds.sequence import Sequence

LINKS = [{"id": each, "text": f"Eslabón {each}", "why": f"Porque {each}"} for each in "abcde"]
CHAIN = {
    "ref": "k1",
    "title": "Cadena",
    "prompt": "Ordena",
    "options": LINKS,
    "key": ["c", "e", "a", "d", "b"],
}
GROUPS = [{"id": each, "text": f"Peldaño {each}"} for each in "xyz"]
ITEMS = [
    {"id": each, "text": f"Conducta {each}", "key": key, "why": f"Porque {each}"}
    for each, key in zip("abcdef", "xyzxyz", strict=True)
]
LADDER = {"ref": "k2", "title": "Escalera", "prompt": "¿Dónde?", "groups": GROUPS, "items": ITEMS}
RIGHT = {item["id"]: item["key"] for item in ITEMS}


def sequence(**changes):
    return Sequence.from_content(CHAIN | changes)


def matching(**changes):
    return Matching.from_content(LADDER | changes)


@pytest.mark.parametrize(
    ("order", "pairs"),
    [("ceadb", 4), ("eadbc", 3), ("bdaec", 0), ("ceabd", 2), ("cedab", 1), ("adbce", 3)],
)
def test_F_000_09_the_score_is_the_adjacent_pairs_that_are_right(order, pairs):
    chain = sequence()
    assert chain.score(list(order)) == pairs
    tally = chain.tally([GivenAnswer(list(order))])
    assert tally["mean"] / chain.top == pairs / 4
    assert sum(tally["joined"].values()) == pairs


def test_F_000_09_only_the_whole_chain_has_every_pair():
    orders = list(permutations("ceadb"))
    assert [order for order in orders if sequence().score(order) == 4] == [tuple("ceadb")]


def test_F_000_09_the_room_is_told_each_joint_and_each_score():
    chain = sequence()
    tally = chain.tally(
        [GivenAnswer(list("ceadb")), GivenAnswer(list("eadbc")), GivenAnswer(list("bdaec"))]
    )
    assert tally["scores"] == [1, 0, 0, 1, 1]
    assert tally["joined"] == {"e": 1, "a": 2, "d": 2, "b": 2}
    assert [row.label for row in chain.breakdown(tally)][0] == "Eslabón c → Eslabón e"
    assert [row.percent for row in chain.breakdown(tally)] == [33, 67, 67, 67]


@pytest.mark.parametrize("raw", [["a"], list("abcd"), list("aabcd"), list("abcdez"), list("abcdz")])
def test_a_chain_with_missing_doubled_or_foreign_links_is_refused(raw):
    with pytest.raises(InvalidAnswer) as refused:
        sequence().parse(raw)
    assert refused.value.code == "ranking_incomplete"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"key": list("abcde")}, "options"),  # the page would show the answer
        ({"key": list("cead")}, "key"),
        ({"key": list("ceadd")}, "key"),
        ({"options": LINKS[:2], "key": ["b", "a"]}, "options"),
        ({"options": [{"id": "a", "text": "Sin motivo"}, *LINKS[1:]]}, "options.0"),
        ({"show": "live"}, "show"),
    ],
)
def test_bad_text_of_a_chain_says_where(changes, key):
    with pytest.raises(InvalidContent) as error:
        sequence(**changes)
    assert key in [".".join(map(str, wrong.path)) for wrong in error.value.problems]


@given(st.lists(st.sampled_from("xyz"), min_size=6, max_size=6))
def test_F_004_11_the_score_is_what_stands_on_its_rung_from_0_to_6(groups):
    value = dict(zip("abcdef", groups, strict=True))
    score = matching().score(matching().parse(value))
    assert score == sum(RIGHT[item] == group for item, group in value.items())
    assert matching().category_of(value) == str(score)
    assert len(matching().categories()) == 7


def test_F_004_11_the_room_is_told_where_each_was_put():
    ladder = matching()
    tally = ladder.tally(
        [
            GivenAnswer(RIGHT),
            GivenAnswer(RIGHT | {"b": "x"}),
            GivenAnswer(dict.fromkeys("abcdef", "x")),
        ]
    )
    assert tally["scores"] == [0, 0, 1, 0, 0, 1, 1]
    assert tally["placed"]["b"] == {"x": 2, "y": 1, "z": 0}
    assert [row.count for row in ladder.breakdown(tally)] == [3, 1, 2, 3, 2, 2]
    assert ladder.hardest(tally).why == "Porque b"
    assert ladder.hardest(ladder.tally([GivenAnswer(RIGHT)])) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({}, "answer_malformed"),
        (RIGHT | {"g": "x"}, "answer_malformed"),
        ({key: RIGHT[key] for key in "abcde"}, "answer_malformed"),
        (RIGHT | {"a": ["x"]}, "answer_malformed"),
        (RIGHT | {"a": "w"}, "option_unknown"),
        (list("xyzxyz"), "answer_malformed"),
    ],
)
def test_what_does_not_place_everything_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as refused:
        matching().parse(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"items": [ITEMS[0] | {"key": "w"}, *ITEMS[1:]]},
        {"items": [ITEMS[0], ITEMS[0]]},
        {"items": ITEMS[:1]},
        {"groups": GROUPS[:1]},
        {"show": "live"},
    ],
)
def test_bad_text_of_a_matching_is_refused(changes):
    with pytest.raises(InvalidContent):
        matching(**changes)


@pytest.mark.parametrize(
    ("right", "condition"),
    [(0, "pocos_aciertos"), (2, "bastantes_aciertos"), (4, "muchos_aciertos")],
)
def test_the_30_to_70_rule_looks_at_the_parts(right, condition):
    order = {0: "bdaec", 2: "ceabd", 4: "ceadb"}[right]
    chain = sequence()
    assert chain.conditions(chain.tally([GivenAnswer(list(order))])) == (condition,)
    assert chain.conditions(chain.tally(())) == ()


def test_F_000_09_no_key_reaches_a_phone_before_the_reveal_and_the_why_comes_after(site):
    room = Room(site, "cadenas-y-escalones")
    room.asks("K1")
    for phone, order in zip(room.phones, ("ceadb", "eadbc"), strict=True):
        assert "data-move" in phone.latest("snapshot")["html"]  # up and down beside dragging
        assert phone.answer(list(order))["ok"]
    site.tick_tally()
    room.does("cerrar")
    told = heard(room)
    assert "Ordena lo que pasa" in told
    for secret in ("hoy lo lee mucha gente", "data-key", "data-joint", "scores", '"key": ['):
        assert secret not in told
    room.does("mostrar")
    page = room.mateo.sees("revealed")
    assert "hoy lo lee mucha gente" in page["html"]
    assert room.wall.sees("revealed")["tally"]["scores"] == [0, 0, 0, 1, 1]
    table = rows_in(record(room))
    joints = [row for row in table if row["row_type"] == "parte"]
    assert [(row["option_key"], row["count"]) for row in joints] == [
        ("e", "1"), ("a", "2"), ("d", "2"), ("b", "2"),
    ]  # fmt: skip
    scores = [row["count"] for row in table if row["row_type"] == "recuento"]
    assert scores == ["0", "0", "0", "1", "1"]
    room.leave()


def test_F_004_11_a_room_classifies_six_and_reads_why(site):
    room = Room(site, "cadenas-y-escalones")
    room.asks("K2")
    right = dict(a="uno", b="vuelve", c="trae", d="fan", e="vuelve", f="trae")
    assert room.mateo.answer(right)["ok"]
    assert room.lucia.answer(right | {"d": "trae"})["ok"]
    room.does("cerrar")
    told = heard(room)
    assert "Habla por nosotros" not in told
    assert "data-right" not in told
    assert "placed" not in told.replace("placed-asked", "")
    room.does("mostrar")
    page = room.mateo.sees("revealed")
    assert "Habla por nosotros" in page["html"]
    assert page["tally"]["scores"] == [0, 0, 0, 0, 0, 1, 1]
    assert "De cliente" in room.ines.browser.get(f"/sesiones/{room.run.id}/sala").text
    room.leave()


def heard(room):
    """All that phones and wall were ever sent."""
    sockets = [room.wall.socket, *(phone.socket for phone in room.phones)]
    return "\n".join(json.dumps(socket.facts, ensure_ascii=False) for socket in sockets)


def record(room):
    """The file a trainer downloads."""
    return room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv").text


@pytest.mark.parametrize(
    ("module", "first", "second", "wrong", "right", "best"),
    [
        (
            "del-lema-al-sistema",
            "B8",
            "B8-2",
            ["medir", "escribir", "fijar", "creer"],
            ["creer", "fijar", "escribir", "medir"],
            "3 de 3",
        ),
        (
            "escuchar-es-un-trabajo",
            "E12",
            "E12-2",
            dict.fromkeys("123456", "a"),
            dict(zip("123456", "ababab", strict=True)),
            "6 de 6",
        ),
    ],
)
def test_a_second_try_shows_who_has_more_right(site, module, first, second, wrong, right, best):
    room = Room(site, module, [f"P{n}" for n in range(6)])
    for step, answer in ((first, wrong), (second, right)):
        room.asks(step)
        for phone in room.phones:
            assert phone.answer(answer)["ok"]
        room.does("cerrar")
    room.does("mostrar")
    assert room.wall.sees("revealed")["html"]
    assert best in room.ines.page(room.run.id)
    assert best in room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    room.leave()
