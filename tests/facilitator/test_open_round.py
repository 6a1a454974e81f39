"""open_round: asking the current activity."""

import re

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_phones_get_the_question(room):
    room.asks("A1")
    seen = room.mateo.latest("snapshot")
    assert seen["round"]["phase"] == "open"
    assert seen["round"]["kind"] == "scale"
    assert "¿Con qué ánimo llegas?" in seen["html"]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.does("empezar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("abrir")


def test_phones_and_wall_learn_no_result_by_it(room):
    room.asks("A1")
    room.mateo.answer(3)
    for who in (room.mateo, room.wall):
        assert who.latest("snapshot")["tally"] is None


def test_a_round_with_a_limit_says_how_long(room):
    room.asks("A2")
    for socket in room.everyone():
        assert 58_000 < socket.latest("snapshot")["round"]["remaining_ms"] <= 60_000
        assert socket.latest("snapshot")["round"]["running"]


def test_only_the_trainer_may(room):
    room.does("empezar")
    nobody_else_may(room, "abrir")


def test_an_old_page_may_not_open(room):
    room.does("empezar")
    an_old_page_may_not(room, "abrir")


def test_there_is_nothing_to_open_in_the_lobby(room):
    refused(room, "abrir", "no_step")


def test_one_round_at_a_time(room):
    room.asks("A1")
    refused(room, "abrir", "round_open")


def test_a_double_click_opens_once(room):
    room.does("empezar")
    double_click(room, "abrir")


def test_asking_again_is_a_new_round(room):
    first = room.asks("A1")
    assert room.mateo.answer(2)["ok"]
    room.does("cerrar", "abrir")
    assert room.mateo.sees("open")["round"]["id"] != first
    assert room.mateo.latest("snapshot")["round"]["number"] == 2


def test_asking_again_what_nobody_answered_is_no_second_round(room):
    room.asks("A1")
    room.does("cerrar", "abrir")
    assert room.mateo.sees("open")["round"]["number"] == 1
    for phone, value in zip(room.phones, (1, 3), strict=True):
        assert phone.answer(value)["ok"]
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")["html"]  # no empty «Antes» beside it
    assert "Vuelta" not in shown
    assert "Antes" not in shown
    record = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    assert not re.search(r"Cambiaron \d", record)
    assert "Vuelta 2" not in record
    assert "Nadie respondió A1 y se preguntó otra vez." in record


def test_a_planned_second_round_after_nobody_is_asked_as_the_first(room):
    room.asks("A3")
    room.does("cerrar", "siguiente", "saltar", "abrir")
    assert room.ines.at(room.run) == "A5"
    assert "Vuelta" not in room.wall.sees("open")["html"]


def test_what_is_shown_side_by_side_waits_for_its_second_vote(room):
    room.asks("A3")
    room.does("cerrar", "siguiente", "saltar", "saltar")
    assert room.ines.at(room.run) == "A6"
    room.does("abrir")  # the second vote was left out: the first may be shown
    assert room.wall.sees("open")
