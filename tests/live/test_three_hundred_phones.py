"""Three hundred people answer within two seconds: told only what is stored, and counted right."""

import asyncio
from contextlib import ExitStack

import pytest

from tools.faults import COURSE
from tools.phones import Room
from tools.server import Server
from tools.stored_rounds import closed_round, database, open_round
from tools.trainer import Trainer

pytestmark = pytest.mark.live

PHONES = 300
WITHIN = 2.0  # seconds
SOON = 5.0  # seconds; the promise for the wall is one


class Witness(list):
    """A history that looks into the database the moment a phone hears «ok»."""

    def __init__(self, place):
        super().__init__()
        self.too_early = []  # acknowledged before it could be read behind the server's back
        self._open = ExitStack()
        self._database = self._open.enter_context(database(place))

    def append(self, op):
        super().append(op)
        if op.what != "ack":
            return
        where = "SELECT revision FROM ballots WHERE round_id = ? AND answer_id = ?"
        stored = self._database.execute(where, (op.round, op.answer_id)).fetchall()
        if [row["revision"] for row in stored] != [op.revision]:
            self.too_early.append(op)

    def close(self):
        self._open.close()


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path, content=COURSE) as server:
        server.start()
        yield server


def test_three_hundred_phones_answer_within_two_seconds(server):
    asyncio.run(three_hundred_answer(server))


async def three_hundred_answer(server):
    trainer = Trainer(server.base)
    await trainer.sign_in(server.link)
    await trainer.create_run("ensayo")
    wall, room = trainer.wall(), Room(server.base, trainer.code, PHONES)
    room.history = witness = Witness(server.database)
    await wall.come()
    await room.join()
    await trainer.do("empezar")
    round_id = (await trainer.do("abrir"))["round"]["id"]
    await room.sees(lambda snapshot: snapshot["round"] is not None)

    await room.answer_all(lambda phone: phone.number % 5 + 1, WITHIN)

    assert [op.what for op in witness].count("ack") == PHONES
    assert not [op for op in witness if op.what in ("nack", "timeout")]
    assert not witness.too_early
    counts = {"eligible": PHONES, "answered": PHONES, "skipped": 0, "silent": 0}
    tally, _, ids = open_round(server.database, round_id)
    async with asyncio.timeout(SOON):  # console and wall may be at different processes
        while wall.counts != counts or trainer.console.tally != tally:
            await asyncio.sleep(0.05)
    assert wall.tally is None, "shown at the close, not before"
    assert len(set(ids)) == PHONES

    await trainer.do("cerrar")
    await trainer.do("mostrar")
    await wall.until(lambda snapshot: snapshot["page"] == "revealed")
    await room.sees(lambda snapshot: snapshot["page"] == "revealed")
    stored = closed_round(server.database, round_id, room, wall)
    assert stored.wall == stored.frozen == stored.recount
    assert stored.wall["counts"] == [PHONES // 5] * 5
    assert stored.wall_counts == counts
    assert {row.phone: row.value for row in stored.rows} == {
        number: number % 5 + 1 for number in range(PHONES)
    }
    assert all(phone.tally == stored.frozen for phone in room.phones)
    assert not any(phone.went_back or phone.returns for phone in room.phones)
    witness.close()
    for someone in (room, wall, trainer):
        someone.leave()
