"""The wall: listens with its own token, shows one thing at a time, and never speaks."""

import re

from tests.support.cast import Stranger, Wall
from tests.support.command_contract import LAN, hears_nothing


def test_the_wall_may_hang_anywhere_on_the_network(room):
    projector = Stranger(room.site, base="http://192.168.1.34:5000", peer=LAN)
    page = projector.get(f"/pantalla/{room.run.wall_token}")
    assert page.status == 200
    assert 'data-audience="projector"' in page.text


def test_a_wrong_token_is_not_found(room):
    assert Stranger(room.site).get("/pantalla/nada").status == 404


def test_it_walks_with_the_room(room):
    assert room.wall.sees("joining")
    room.does("empezar")
    assert room.wall.sees("staged")
    room.does("abrir")
    assert room.wall.sees("open")
    room.does("cerrar")
    assert room.wall.sees("closed")
    room.does("mostrar")
    assert room.wall.sees("revealed")
    room.does("terminar")
    assert room.wall.sees("ended")


def test_the_lobby_shows_how_to_come_in(room):
    page = room.wall.sees("joining")["html"]
    assert room.run.code in "".join(re.findall(r"\d", re.sub(r"<[^>]*>", "", page)))
    assert "<svg" in page


def test_two_walls_show_the_same(room):
    second = Wall(room.site, room.run)
    room.asks("A1")
    assert second.sees("open")["html"] == room.wall.sees("open")["html"]
    second.leave()


def test_what_it_says_is_not_heard(room):
    room.asks("A1")
    with hears_nothing(room.console, *(phone.socket for phone in room.phones)):
        refused = room.wall.socket.call("submit_answer", {"round": 1})
    assert refused["code"] == "not_allowed"


def test_it_knows_nobody_by_name(room):
    room.asks("A7")
    room.mateo.answer("a")
    room.site.tick_tally()
    room.does("cerrar", "mostrar")
    assert "Mateo" not in str(room.wall.socket.facts)
