"""The program dies in the middle of a question: the room goes on where it was, by itself."""

import asyncio
import time

import pytest

from tools.phones import Room
from tools.server import Server
from tools.trainer import Trainer

pytestmark = [pytest.mark.live, pytest.mark.faults]

PHONES = 20
DEAD = 4.0  # seconds without a server, and then the seconds it needs to start
ANSWER = {number: "abcde"[number % 5] for number in range(PHONES)}
BACK = 60.0  # seconds; the promise is 15
DRIFT = 2.5  # seconds; the promise is one


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path) as server:
        server.start()
        yield server


def test_a_restart_changes_nothing_but_the_clock_on_the_wall_of_the_room(server):
    asyncio.run(die_and_come_back(server))


async def die_and_come_back(server):
    trainer = Trainer(server.base)
    await trainer.sign_in(server.link)
    await trainer.create_run("el-cliente-siempre-tiene-la-razon")
    wall, room = trainer.wall(), Room(server.base, trainer.code, PHONES)
    await wall.come()
    await room.join()
    await trainer.do("empezar")
    await trainer.do("saltar")
    await trainer.do("saltar")
    before = await trainer.do("abrir")  # A3: 45 seconds, hidden
    opened = time.monotonic()
    await room.sees(lambda snapshot: snapshot["round"] is not None)
    await room.answer_all(lambda phone: ANSWER[phone.number], 1.0)
    page = room.phones[0].snapshot["key"]

    server.kill()
    died = time.monotonic()
    await asyncio.sleep(DEAD)
    await asyncio.to_thread(server.start)
    served = time.monotonic()
    async with asyncio.timeout(BACK):
        await room.sees(lambda snapshot: True, BACK)
        await wall.until(lambda snapshot: True, BACK)
        after = await trainer.console.until(lambda snapshot: True, BACK)
    now = time.monotonic()

    assert [phone.returns for phone in room.phones] == [1] * PHONES
    assert {phone.snapshot["key"] for phone in room.phones} == {page}
    assert after["round"]["id"] == before["round"]["id"]
    assert (after["round"]["phase"], after["round"]["number"]) == ("open", 1)
    told = {n: phone.snapshot["personal"]["answers"] for n, phone in enumerate(room.phones)}
    round_id = str(before["round"]["id"])
    assert {n: answers[round_id]["value"] for n, answers in told.items()} == ANSWER
    assert trainer.console.counts["answered"] == PHONES

    left = room.phones[0].snapshot["round"]["remaining_ms"] / 1000
    expected = before["round"]["remaining_ms"] / 1000 - (died - opened)
    assert expected - (now - served) - DRIFT < left < expected + DRIFT

    closed = await trainer.do("cerrar")
    assert closed["counts"] == {
        "eligible": PHONES,
        "answered": PHONES,
        "skipped": 0,
        "silent": 0,
    }
    assert closed["tally"]["counts"] == dict.fromkeys("abcde", PHONES // 5)
    for someone in (room, wall, trainer):
        someone.leave()
