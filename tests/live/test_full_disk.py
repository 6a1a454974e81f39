"""P17: a disk that is full. Nothing is confirmed that is not stored, and nothing confirmed is lost.

The limit on the size of files stands for the disk: what would make a file longer fails, as on a
disk without room, and it can be lifted while the program runs.
"""

import resource
import sqlite3
from contextlib import closing, contextmanager

import pytest

from tests.support.cast import Phone, Room

pytestmark = pytest.mark.live

TINY_BYTES = 512  # a page of the log does not fit
NAMES = ("Mateo", "Lucía", "Noa", "Iker")


@contextmanager
def full_disk(server):
    """Meanwhile no file of the program can be written beyond a few bytes."""
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (TINY_BYTES, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)


def stored(server, round_id):
    """Ids of a round's answers in the database, read behind the program's back."""
    with closing(sqlite3.connect(server.data / "mano_alzada.db")) as line:
        assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            row[0]
            for row in line.execute("SELECT answer_id FROM ballots WHERE round_id = ?", (round_id,))
        }


def test_p17_what_waits_arrives_when_there_is_room_again(server):
    if "DATABASE_URL" in server.settings or server.workers:
        pytest.skip("the files are PostgreSQL's")
    room = Room(server, "un-taller-breve", phones=NAMES[:2])
    round_id = room.asks("A1")
    late = [Phone(server, name).enter(room.run) for name in NAMES[2:]]
    acked = {room.mateo.answer(3)["answer_id"]}
    waiting = []
    with full_disk(server):
        for phone in (room.lucia, *late):
            refused = phone.answer(2, answer_id=f"{NAMES.index(phone.alias):032x}")
            assert (refused["ok"], refused["code"], refused["retry"]) == (
                False,
                "storage_unavailable",
                True,
            )
            waiting.append(phone)
        warned = room.console.hears("storage_changed", lambda told: told["failing"])
        assert warned["waiting"] >= 1
        assert stored(server, round_id) == acked
    for phone in waiting:
        again = phone.answer(2, revision=1, answer_id=f"{NAMES.index(phone.alias):032x}")
        assert again["ok"]
        acked.add(again["answer_id"])
    room.console.hears("storage_changed", lambda told: not told["failing"])
    assert stored(server, round_id) == acked
    room.leave()
