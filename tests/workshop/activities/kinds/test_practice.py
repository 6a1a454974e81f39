"""Practice: F-003-05, trios whose roles rotate, a clock and a rubric."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cast import Room
from tests.support.result_files import rows_in
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.practice import Practice, observes, trios

CONTENT = {
    "ref": "e10",
    "title": "Laboratorio",
    "prompt": "Escucha",
    "roles": ["Cliente", "Quien atiende", "Quien observa"],
    "rubric": ["Dejó terminar", "Preguntó", "Repitió", "Nombró", "Cerró"],
}


def practice(**changes):
    return Practice.from_content(CONTENT | changes)


@pytest.mark.parametrize(
    ("people", "sizes"),
    [(0, ()), (3, (3,)), (4, (4,)), (5, (5,)), (6, (3, 3)), (13, (3, 3, 3, 4)), (8, (4, 4))],
)
def test_F_003_05_whoever_is_left_over_joins_a_group_of_four(people, sizes):
    assert trios(people) == sizes


@given(st.integers(6, 1_000))
def test_F_003_05_everybody_is_in_a_trio_or_a_four(people):
    assert sum(trios(people)) == people
    assert set(trios(people)) <= {3, 4}
    assert trios(people).count(4) == people % 3


@pytest.mark.parametrize("size", [3, 4, 5])
def test_F_003_05_each_person_observes_once(size):
    assert sorted(who for turn in observes(size) for who in turn) == list(range(size))


def test_F_003_05_roles_rotate_and_the_clock_adds_up():
    assert [[role for _, role in turn].index("Quien observa") for turn in practice().turns] == [
        2,
        0,
        1,
    ]
    for at in range(3):
        assert {turn[at][1] for turn in practice().turns} == set(CONTENT["roles"])
    assert practice().seconds == 3 * (180 + 120) + 60
    assert practice().seconds == sum(phase.seconds for phase in practice().phases)
    assert [phase.seconds for phase in practice().phases][:2] == [180, 120]


def test_F_003_05_the_sum_is_told_and_a_few_cards_are_not():
    activity = practice()
    cards = [GivenAnswer([2, 2, 1, 0, 2]), GivenAnswer([2, 1, 1, 1, 0])] * 3
    tally = activity.tally(cards)
    assert tally["score"] == 3.0  # (3.5 + 2.5) / 2 of five
    assert tally["counts"][0] == [0, 0, 6]
    assert activity.protect(tally, 5) == tally
    few = activity.protect(activity.tally(cards[:4]), 5)
    assert (few["n"], few["score"], few["few"]) == (4, None, 5)
    assert sum(map(sum, few["counts"])) == 0


@pytest.mark.parametrize(
    "changes",
    [{"roles": ["Una"]}, {"rubric": ["Uno"]}, {"levels": ["Sí"]}, {"rounds": 2}, {"seconds": 30}],
)
def test_a_practice_that_does_not_add_up_is_refused(changes):
    with pytest.raises(InvalidContent):
        practice(**changes)


@pytest.mark.parametrize("raw", [[3, 0, 0, 0, 0], [-1, 0, 0, 0, 0]])
def test_a_level_that_is_not_there_is_refused(raw):
    with pytest.raises(InvalidAnswer) as refused:
        practice().parse(raw)
    assert refused.value.code == "number_out_of_range"


def test_F_003_05_a_room_practises_and_sees_only_the_sum(site):
    room = Room(site, "a-mano", [f"P{n}" for n in range(5)])
    room.asks("E10")
    assert "data-talk" in room.wall.sees("open")["html"]
    assert "grupos de: 5" in room.ines.page(room.run.id)
    for number, phone in enumerate(room.phones):
        phone.sees("open")
        assert phone.answer([2, 2, 1, 0, number % 3])["ok"]
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    assert shown["tally"]["counts"][0] == [0, 0, 5]
    assert "3,0" not in shown["html"]
    assert "de 5 puntos de la rúbrica" in shown["html"]
    room.leave()


def test_F_003_05_a_card_is_told_to_its_phone_and_to_nobody_else(site):
    """Whoever observed shows it; wall, other phones, console and file have the sum alone."""
    room = Room(site, "a-mano", [f"P{n}" for n in range(5)])
    room.asks("E10")
    for number, phone in enumerate(room.phones):
        phone.sees("open")
        assert phone.answer([2, 2, 1, 0, number % 3])["ok"]
    site.tick_tally()
    room.does("cerrar", "mostrar")
    card = "Dejó terminar: Sí · Preguntó algo que no sabía: Sí"
    mine, *others = [phone.socket for phone in room.phones]
    for socket in (*others, room.wall.socket, room.console):
        assert card not in str(socket.facts).replace(str(socket.latest("snapshot")["personal"]), "")
    told = [room.ines.page(room.run.id)]
    for page in ("resultado", "resultado.csv", "sala", "sala.csv"):
        told.append(room.ines.browser.get(f"/sesiones/{room.run.id}/{page}").text)
    assert not [text for text in told if card in text]
    types = {row["row_type"] for row in rows_in(told[-1]) if row["activity"] == "E10"}
    assert "recuento" in types
    assert "respuesta" not in types
    room.phones[0].leave()
    room.phones[0].connect()  # and it is still on its own phone
    assert card in str(room.phones[0].latest("snapshot")["personal"])
    room.leave()
