"""Codes that are typed wait their turn before they are looked up; the QR and a seat never do."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from participant.guess_throttle import GuessThrottle
from participant.join_queue import Limits
from workshop.commands.qr_key import qr_key

PEER, ELSEWHERE = "192.168.1.9", "192.168.1.10"
DRAINED = Limits(at_once=1, each_s=60, overall=1_000, window_s=600)


@pytest.fixture
def line(app):
    """A line with one wrong code a minute to spend, where nobody is kept long."""
    line = app.extensions["join_throttle"] = GuessThrottle(DRAINED, "secret", hold_s=0.05)
    return line


def wrong_one(room):
    """A code that is no session's."""
    return f"{(int(room.run.code) - 99_999) % 900_000 + 100_000:06d}"


def join(room, peer=PEER, **fields):
    """POST /entrar as a phone does."""
    return room.site.browser(peer=peer).post("/entrar", json={"code": room.run.code} | fields)


def guess(room, peer=PEER, times=1):
    """Spend what the address has."""
    for _ in range(times):
        join(room, peer, code=wrong_one(room))


def test_h_04_after_guesses_the_right_code_waits_as_the_wrong_one(room, line):
    guess(room)
    said = [join(room, code=code) for code in (room.run.code, wrong_one(room))]
    assert {reply.code for reply in said} == {"in_line"}
    assert said[0].json()["message"] == said[1].json()["message"]
    assert "El turno llega en unos 60 s" in said[0].json()["message"]


def test_h_04_whoever_guesses_holds_up_no_other_address(room, line):
    guess(room)
    assert join(room, ELSEWHERE).status == 200


def test_the_qr_never_waits(room, line):
    guess(room)
    assert join(room, scanned=qr_key(room.run.wall_token)).status == 200


def test_a_seat_that_is_known_never_waits(room, line):
    guess(room)
    assert join(room, token=room.mateo.token).json()["token"] == room.mateo.token


def test_a_seat_opens_no_other_run(room, other_room, line):
    guess(room)
    reply = join(room, code=other_room.run.code, token=room.mateo.token)
    assert reply.code == "in_line"


def test_the_key_of_another_run_counts_as_a_wrong_code(room, other_room, line):
    assert join(room, scanned=qr_key(other_room.run.wall_token)).status == 200  # the code was right
    assert join(room).code == "in_line"


@pytest.mark.parametrize("scanned", ["", "x", "ñ" * 12, "a" * 65, 5, None, ["a"]])
def test_what_is_no_key_opens_nothing(room, line, scanned):
    guess(room)
    assert join(room, scanned=scanned).code == "in_line"


def test_the_digits_of_an_ended_session_cost_as_much_as_wrong_ones(room, other_room, line):
    other_room.does("terminar")
    reply = join(room, code=other_room.run.code)
    assert (reply.status, reply.code) == (410, "code_ended")
    assert join(room).code == "in_line"


def test_a_right_code_costs_nothing(room, line):
    for _ in range(5):
        assert join(room).status == 200


def test_after_too_many_everywhere_only_the_qr_lets_in(room, app):
    app.extensions["join_throttle"] = GuessThrottle(Limits(60, 1, 3, 600), "secret", hold_s=0.05)
    for number in range(3):
        assert join(room, f"10.0.0.{number}", code=wrong_one(room)).code == "code_unknown"
    for code in (room.run.code, wrong_one(room)):
        reply = join(room, code=code)
        assert (reply.status, reply.code, reply.json()["retry"]) == (429, "codes_paused", True)
        assert "QR" in reply.json()["message"]
    assert join(room, scanned=qr_key(room.run.wall_token)).status == 200
    assert room.mateo.join(room.run).status == 200


def test_whoever_asks_again_keeps_its_place(room, app):
    now = [100.0]
    clocks = {"clock": lambda: now[0], "wall_clock": lambda: now[0] + 1_000_000}
    line = app.extensions["join_throttle"] = GuessThrottle(DRAINED, "secret", 0.0, **clocks)
    guess(room)
    place = join(room, at_once=True).json()["place"]
    now[0] += 5
    assert line._since(PEER, place, now[0]) == 100.0
    for forged in ("", "x", f"{place}0", "1_9999999999_" + "0" * 32, place.replace("_", "")):
        assert line._since(PEER, forged, 200.0) == 200.0
    assert line._since(ELSEWHERE, place, 200.0) == 200.0
    now[0] += 60
    assert line._since(PEER, place, now[0]) == now[0]  # whoever stays away loses it


def test_who_waits_goes_in_when_the_turn_comes(room, app):
    app.extensions["join_throttle"] = GuessThrottle(Limits(1, 0.3, 1_000, 600), "secret")
    guess(room)
    began = time.monotonic()
    assert join(room).status == 200  # it was kept waiting, and not sent away
    assert time.monotonic() - began > 0.1


def test_there_is_one_line_for_all_ways_in(room, line):
    guess(room)
    ways = ("application/json", "application/json; charset=utf-8")
    for way in ways:
        reply = room.site.browser(peer=PEER).post(
            "/entrar", data=json.dumps({"code": room.run.code}), headers={"Content-Type": way}
        )
        assert reply.code == "in_line"


def test_pages_say_nothing_of_codes(room):
    pages = {
        room.site.browser().get(f"/{code}").text.replace(code, "······")
        for code in (room.run.code, wrong_one(room))
    }
    assert len(pages) == 1


def test_a_crowd_with_right_codes_is_in_at_once(app):
    line = GuessThrottle(Limits(3, 60, 300, 600), "secret")
    inside = []
    gate = threading.Barrier(20)

    def come(number):
        gate.wait()
        with line.turn(PEER):
            inside.append(number)

    with ThreadPoolExecutor(20) as people:
        list(people.map(come, range(20)))
    assert sorted(inside) == list(range(20))
