"""F-004-01: the map of internal customers; matrix and graph agree, small links are never drawn."""

import json
import re

import pytest

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.network import Network

AREAS = [
    {"id": key, "text": name} for key, name in (("v", "Ventas"), ("a", "Almacén"), ("n", "Nóminas"))
]


def network(**changes):
    return Network.from_content(
        {"ref": "k7", "title": "T", "prompt": "¿?", "areas": AREAS} | changes
    )


def given(own, *to, people=1):
    return [GivenAnswer({"from": own, "to": list(to)})] * people


def test_F_004_01_links_are_counted_from_area_to_area():
    activity = network()
    tally = activity.tally(given("v", "a", "n", people=5) + given("a", "v", people=6))
    assert tally["links"] == {"v": {"a": 5, "n": 5}, "a": {"v": 6}, "n": {}}
    assert tally["people"] == {"v": 5, "a": 6, "n": 0}
    assert activity.one_way(tally) == (("Ventas", "Nóminas"),)
    assert [(row.key, row.count) for row in activity.rows(tally)] == [
        ("v>a", 5),
        ("v>n", 5),
        ("a>v", 6),
    ]


def test_F_004_01_links_of_fewer_than_k_are_only_told_together():
    activity = network()
    tally = activity.tally(
        given("v", "a", people=5) + given("a", "v", people=3) + given("n", "v", people=4)
    )
    shown = activity.protect(tally, 5)
    assert shown["links"] == {"v": {"a": 5}, "a": {}, "n": {}}
    assert (shown["few"], shown["few_people"]) == (2, 7)
    assert shown["people"] == {"v": 5, "a": None, "n": None}


def test_a_link_that_may_not_be_told_is_not_said_to_be_missing():
    """Three of Almacén drew back to Ventas: nobody may say that there is no arrow back."""
    activity = network()
    answers = given("v", "a", "n", people=6) + given("a", "v", people=3) + given("a", "n", people=4)
    shown = activity.protect(activity.tally(answers + given("n", "a", people=7)), 5)
    assert shown["links"] == {"v": {"a": 6, "n": 6}, "a": {}, "n": {"a": 7}}
    assert activity.one_way(shown) == (("Ventas", "Nóminas"),)  # all seven of Nóminas are told of
    assert shown["unknown"] == 2  # Ventas → Almacén and Nóminas → Almacén


def test_a_single_hidden_link_is_not_told_by_the_sum():
    activity = network()
    shown = activity.protect(
        activity.tally(given("v", "a", people=4) + given("v", "a", "n", people=1)), 5
    )
    assert (shown["few"], shown["few_people"]) == (1, 0)


def test_F_004_01_a_small_area_is_not_what_the_links_of_the_others_leave_over():
    """Almacén has three people; without the rule the six of Nóminas would give them away."""
    activity = network()
    answers = given("v", "a", people=12) + given("a", "v", people=3) + given("n", "v", people=6)
    shown = activity.protect(activity.tally(answers), 5)
    assert shown["people"] == {"v": 12, "a": None, "n": None}
    assert shown["links"] == {"v": {"a": 12}, "a": {}, "n": {}}
    assert (shown["few"], shown["few_people"]) == (2, 9)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"from": "v", "to": ["v"]}, "option_unknown"),
        ({"from": "z", "to": ["v"]}, "option_unknown"),
        ({"from": "v", "to": []}, "option_unknown"),
        ({"from": "v", "to": ["a", "a"]}, "option_unknown"),
        ({"from": "v", "to": "a"}, "answer_malformed"),
        ({"from": ["v"], "to": ["a"]}, "answer_malformed"),
        ({"from": "v"}, "answer_malformed"),
        ({"from": "v", "to": list("anvanv")}, "too_many_options"),
    ],
)
def test_what_is_no_link_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        network().parse(raw)
    assert error.value.code == code


def test_F_004_01_what_may_not_be_drawn_never_leaves_the_server(site):
    room = Room(site, "nubes-y-mapas")
    room.asks("K7")
    assert room.mateo.answer({"from": "n", "to": ["t"]})["ok"]
    site.tick_tally()
    room.does("cerrar", "mostrar")
    page = room.wall.sees("revealed")
    assert page["tally"]["links"]["n"] == {}
    assert re.search(
        r"1 enlace no se dibuja, para proteger a grupos de menos de 5 personas", page["html"]
    )
    heard = [room.wall.socket, room.console, room.lucia.socket]
    assert '"n": {"t": 1}' not in json.dumps([socket.facts for socket in heard])
    export = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv").text
    assert "Nóminas →" not in export
    room.leave()
