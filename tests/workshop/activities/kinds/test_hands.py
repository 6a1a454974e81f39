"""Hands: F-002-01, what is said aloud beside what is answered by phone."""

import pytest

from tests.support.cast import Room
from workshop.activities import InvalidAnswer, InvalidContent
from workshop.activities.kinds.hands import Hands
from workshop.statistics.proportions import wilson

ASKED = {
    "ref": "d2",
    "title": "En voz alta",
    "prompt": "¿Quién?",
    "options": [{"id": "a", "text": "Yo"}, {"id": "b", "text": "Nadie"}],
}


def hands(**changes):
    return Hands.from_content(ASKED | changes)


def test_F_002_01_three_of_twenty_eight_spoke():
    tally = hands().counting({"a": 2, "b": 1}, 28).tally(())
    assert (tally["n"], tally["room"], tally["counts"]) == (3, 28, {"a": 2, "b": 1})
    assert round(100 * tally["n"] / tally["room"], 1) == 10.7
    assert (round(100 * tally["low"], 1), round(100 * tally["high"], 1)) == (3.7, 27.2)
    low, high = wilson(24, 28)
    assert (round(100 * low, 1), round(100 * high, 1)) == (68.5, 94.3)
    assert round(100 * (24 / 28 - 3 / 28), 1) == 75.0


def test_more_hands_than_people_means_more_people():
    assert hands().counting({"a": 9}, 4).turnout == (9, 9)
    assert hands().counting({}, 28).turnout == (28, 0)


@pytest.mark.parametrize("wrong", [-1, 5_001, True, "3", 2.0, None])
def test_what_is_no_count_is_refused(wrong):
    with pytest.raises(InvalidAnswer) as refused:
        hands().counting({"a": wrong}, 28)
    assert refused.value.code == "number_out_of_range"
    with pytest.raises(InvalidAnswer):
        hands().counting({"z": 1}, 28)


@pytest.mark.parametrize(
    "changes", [{"mode": "A"}, {"mode": "N"}, {"seconds": 20}, {"options": []}]
)
def test_hands_promise_nothing_and_wait(changes):
    with pytest.raises(InvalidContent):
        hands(**changes)


@pytest.fixture
def room(site):
    room = Room(site, "a-mano", [f"P{n}" for n in range(4)])
    yield room
    room.leave()


def test_F_002_01_a_spoken_round_and_a_phone_round_side_by_side(room):
    room.asks("D2")
    shown = room.mateo.sees("open")["html"]
    assert "Levanta la mano" in shown
    assert "data-answer" not in shown
    assert "data-count" not in room.wall.sees("open")["html"]
    for state in ("answer", "skip"):
        assert room.mateo.answer("a", state=state)["code"] == "answer_malformed"
    fields = {"count-a": "2", "count-b": "1", "room": "28"}
    assert room.do("contar", **fields).status == 204
    room.does("cerrar", "mostrar")
    spoken = room.wall.sees("revealed")
    assert spoken["counts"] == {"eligible": 28, "answered": 3, "skipped": 0, "silent": 25}
    assert spoken["tally"]["counts"]["a"] == 2
    assert "10,7" in spoken["html"]
    assert room.do("contar", **fields | {"count-b": 2}).status == 204
    assert room.wall.sees("revealed")["counts"]["answered"] == 4
    room.goes_to("D3")
    room.does("abrir")
    for phone in room.phones[:3]:
        phone.sees("open")
        assert phone.answer("Nadie")["ok"]
    room.phones[3].sees("open")
    assert room.phones[3].answer(state="skip")["ok"]
    room.does("cerrar", "siguiente", "abrir")
    page = room.wall.sees("open")["html"]
    assert "14,3" in page  # 4 of 28
    assert "75,0" in page  # 3 of 4
    assert "+60,7" in page
    record = room.ines.browser.get(f"/sesiones/{room.run.id}/sala").text
    assert "Contado a mano" in record


def test_F_002_01_the_figures_of_twenty_eight_people(site):
    """10.7 % (3.7 to 27.2) aloud, 85.7 % (68.5 to 94.3) by phone: 75 points of anonymity."""
    room = Room(site, "a-mano", [f"P{n}" for n in range(28)])
    room.asks("D2")
    assert room.do("contar", **{"count-a": "3", "room": "28"}).status == 204
    room.does("cerrar", "mostrar")
    room.goes_to("D3")
    room.does("abrir")
    for number, phone in enumerate(room.phones):
        phone.sees("open")
        given = {"state": "answer", "value": "Yo"} if number < 24 else {"state": "skip"}
        assert phone.answer(given.pop("value", None), **given)["ok"]
    room.does("cerrar", "siguiente", "abrir")
    wall = room.wall.sees("open")["html"]
    record = room.ines.browser.get(f"/sesiones/{room.run.id}/sala").text
    for page in (wall, room.ines.page(room.run.id), record):
        assert "10,7" in page
        assert "85,7" in page
        assert "+75,0 puntos" in page
        assert "Efecto del anonimato" in page
    for page in (room.ines.page(room.run.id), record):
        assert "de 3,7 a 27,2" in page
        assert "de 68,5 a 94,3" in page
    assert "27,2" not in wall  # intervals are for whoever reads figures, never for the wall
    room.leave()


def test_only_hands_are_counted_and_only_in_numbers(room):
    assert room.do("contar", room="3").json()["code"] == "nothing_to_count"
    room.asks("D2")
    for wrong in ("-1", "1.5", "", "١", "9" * 10, [1], None, True):
        assert room.do("contar", **{"count-a": wrong}).json()["code"] == "count_malformed"
    assert room.do("contar", **{"count-z": "1"}).json()["code"] == "option_unknown"
    assert room.do("contar", **{"count-a": "6000"}).json()["code"] == "number_out_of_range"
    assert room.do("contar", version=1, room="3").json()["code"] == "stale_version"


def test_every_tap_is_saved_for_its_round_and_for_no_other(room):
    first = room.asks("D2")
    for hands in (1, 2, 3):
        fields = {"count-a": str(hands), "room": "28", "round": first}
        assert room.do("contar", version=1, **fields).status == 204
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["counts"]["a"] == 3
    room.does("abrir")
    assert room.do("contar", version=1, **fields).json()["code"] == "stale_version"
    assert room.do("contar", version=1, **fields | {"round": "x"}).json()["code"] == "stale_version"
