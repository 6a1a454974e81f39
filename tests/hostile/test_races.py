"""W-12: an answer and the close in one instant: counted and told so, or refused, never both."""

import secrets
import threading
import time

import pytest

from tests.support.cast import Phone, Room
from tests.support.raw_socket import ServerHealth

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]

PHONES = 40
ROUNDS = 25  # 1,000 races


def test_w_12_a_thousand_races_against_the_close(arena):
    room = Room(arena, module="un-taller-breve", phones=())
    phones = [Phone(arena, f"P{number}").enter(room.run) for number in range(PHONES)]
    health = ServerHealth(arena, room.run.code)
    room.does("empezar")
    counted = refused = 0
    for number in range(ROUNDS):
        room.does("abrir")
        for phone in phones:
            phone.sees("open", timeout=20)
        said = race(room, phones, number / ROUNDS * 0.1)
        closed = room.console.latest("snapshot")
        codes = [each.get("code") for each in said]
        assert set(codes) <= {None, "round_not_open"}
        told = codes.count(None)
        assert closed["counts"]["answered"] == told
        assert sum(closed["tally"]["counts"]) == told
        counted, refused = counted + told, refused + PHONES - told
        room.does("anular")
    assert counted + refused == PHONES * ROUNDS
    assert counted
    assert refused  # both ends of the race were run
    health.check()
    for phone in phones:
        phone.leave()
    room.leave()


def race(room, phones, lead):
    """All phones answer, the trainer closes after ``lead`` seconds; what the phones were told."""
    round_id = phones[0].latest("snapshot")["round"]["id"]
    start, said = threading.Barrier(len(phones) + 1), []

    def answer(phone, place):
        payload = {"round": round_id, "answer_id": secrets.token_hex(16), "revision": 1}
        start.wait()
        time.sleep(place * 0.2)  # spread over the instant of the close
        said.append(
            phone.socket.call(
                "submit_answer", payload | {"state": "answer", "value": 2}, timeout=20
            )
        )

    threads = [
        threading.Thread(target=answer, args=(phone, at / len(phones)))
        for at, phone in enumerate(phones)
    ]
    version = room.ines.version(room.run)
    for thread in threads:
        thread.start()
    start.wait()
    time.sleep(lead)
    assert room.do("cerrar", version=version).status == 204
    for thread in threads:
        thread.join()
    room.console.until(
        lambda: room.console.latest("snapshot")["round"]["phase"] == "closed", timeout=20
    )
    return said
