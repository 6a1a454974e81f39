"""The product's first promises, by their number in the list of capabilities (X-01 to X-12)."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.cast import (
    Phone,
    Room,
    Trainer,
    Wall,
    shows,
)

pytestmark = pytest.mark.live


@pytest.fixture
def room(server):
    """A run of the small module in the real program."""
    room = Room(server, module="un-taller-breve")
    yield room
    room.leave()


@pytest.fixture
def hurried(server):
    """A run whose only question closes by itself, soon."""
    room = Room(server, module="contra-reloj")
    yield room
    room.leave()


def test_x_01_forty_phones_join_with_six_digits_and_nothing_else(server):
    ines = Trainer(server)
    run = ines.new_run("un-taller-breve")
    wall = Wall(server, run)
    assert re.fullmatch(r"[1-9]\d{5}", run.code)  # digits only: no 0/O, no 1/I to confuse
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        phones = list(pool.map(lambda n: Phone(server, "").enter(run), range(40)))
    took = time.monotonic() - began
    wall.hears("roster_changed", lambda told: told == {"inside": 40, "joined": 40}, timeout=10)
    assert took <= 60
    wrong = Phone(server, "Hugo").join(type(run)(run.id, "000000", ""))
    assert wrong.code == "code_unknown"
    assert "pantalla" in wrong.json()["message"]
    for phone in phones:
        phone.leave()
    wall.leave()
    ines.leave()


def test_x_02_a_late_joiner_and_a_reload_see_the_present(room):
    began = time.monotonic()
    round_id = room.asks("A1")
    assert time.monotonic() - began < 10  # the figure itself is measured by the bench
    room.mateo.answer(3)
    late = Phone(room.site, "Tarde").enter(room.run)
    assert late.latest("snapshot")["page"] == "open"
    assert late.latest("snapshot")["round"]["id"] == round_id
    room.mateo.leave()
    seen = room.mateo.connect().latest("snapshot")
    assert seen["key"] == late.latest("snapshot")["key"]
    assert seen["personal"]["answers"][str(round_id)]["value"] == 3
    late.leave()


def test_x_03_a_double_tap_and_a_reconnect_are_one_answer(room):
    room.asks("A1")
    first = room.mateo.answer(1, revision=1, answer_id="ab" * 16)
    assert room.mateo.answer(1, revision=1, answer_id="ab" * 16) == first | {"dup": True}
    room.mateo.leave()
    room.mateo.connect()
    assert room.mateo.answer(1, revision=1, answer_id="ab" * 16)["dup"]
    assert room.mateo.answer(3, revision=2)["ok"]  # and it can change until the close
    told = room.wall.hears("tally_changed", lambda each: each["counts"]["answered"])
    assert told["counts"]["answered"] == 1
    room.does("cerrar", "mostrar")
    seen = room.wall.sees("revealed")
    assert seen["tally"]["counts"] == [0, 0, 1]
    assert room.mateo.answer(2)["code"] == "round_not_open"


def test_x_04_every_screen_has_the_servers_clock(room):
    room.asks("A2")
    ends = [
        arrival(socket) + socket.latest("snapshot")["round"]["remaining_ms"] / 1000
        for socket in room.everyone()
    ]
    assert max(ends) - min(ends) <= 0.5
    room.does("prorrogar")
    for socket in room.everyone():
        socket.hears("snapshot", lambda seen: (seen["round"] or {}).get("remaining_ms", 0) > 60_000)
    later = [
        arrival(socket) + socket.latest("snapshot")["round"]["remaining_ms"] / 1000
        for socket in room.everyone()
    ]
    assert max(later) - min(later) <= 0.5
    assert 29 <= sum(later) / len(later) - sum(ends) / len(ends) <= 31


def test_x_04_it_closes_by_itself_at_nine_in_ten(room):
    others = [Phone(room.site, "").enter(room.run) for _ in range(8)]
    round_id = room.asks("A1")
    for phone in others:
        phone.sees("open")
    room.does("cerrar-al-90")
    for phone in [*room.phones, *others][:9]:
        reply = phone.answer(1, round=round_id)
        assert reply["ok"], reply
    assert room.wall.sees("closed")["counts"]["answered"] == 9
    for phone in others:
        phone.leave()


def test_x_04_it_closes_by_itself_when_the_time_is_over(hurried):
    hurried.asks("A1")  # twelve seconds
    hurried.mateo.answer("a")
    left = hurried.wall.latest("snapshot")["round"]["remaining_ms"] / 1000
    began = time.monotonic()
    assert hurried.wall.sees("closed", timeout=40)["counts"]["answered"] == 1
    assert abs(time.monotonic() - began - left) <= 5


def test_x_12_the_trainer_can_always_put_it_right(room):
    room.asks("A4")
    assert room.mateo.answer("Algo que no debía verse")["ok"]
    room.wall.hears("tally_changed", lambda told: told["counts"]["answered"] == 1)

    room.does("pausar")  # cover the wall
    assert "Algo que no debía" not in room.wall.sees("paused")["html"]

    card = re.search(r"/textos/([0-9a-f]{16})/", room.ines.page(room.run.id)).group(1)
    hide = room.ines.post(f"/sesiones/{room.run.id}/textos/{card}/ocultar")  # hide the text
    assert hide.status == 204
    room.does("reanudar")
    seen = room.wall.sees("open")
    assert seen["tally"]["texts"] == []
    assert "Algo que no debía" not in seen["html"]

    room.does("anular")  # take the round out of every figure
    assert room.wall.sees("staged")["tally"] is None
    assert room.mateo.answer("Otra", round=seen["round"]["id"])["code"] == "round_not_open"

    room.does("volver")  # and one step back
    assert room.ines.at(room.run) == "A3"
    assert "Se anuló" in room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text


def arrival(socket):
    """When the last snapshot got here."""
    return socket.arrived["snapshot"]


def test_nobody_is_told_before_the_round_is_there(room):
    """A phone that answers the instant it hears of a round is never told that it is not open."""
    for _ in range(3):
        room.does("abrir") if room.ines.at(room.run) else room.does("empezar", "abrir")
        seen = shows(room.mateo.socket, "open")
        assert room.mateo.answer(1, round=seen["round"]["id"])["ok"]
        room.does("cerrar")
        room.mateo.sees("closed")
