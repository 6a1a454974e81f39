"""Simulated phones, wall and console with one question open, at a real server."""

import asyncio
import os
import signal
import sqlite3
from contextlib import contextmanager

import psycopg

from tools.http import Connection
from tools.phones import Room
from tools.stored_rounds import open_round
from tools.trainer import Trainer

PHONES = 30
TIMEOUT_S = 15.0  # seconds; five times the promise


class SimulatedRoom:
    """Phones, a wall and a console, spread over all processes there are."""

    def __init__(self, server):
        self.server = server
        self.trainer = Trainer(server.base)

    async def __aenter__(self):
        await self.trainer.sign_in(self.server.link)
        await self.trainer.create_run("ensayo")
        self.wall = self.trainer.wall()
        self.room = Room(self.server.base, self.trainer.code, PHONES)
        await self.wall.come()
        await self.room.join()
        await self.trainer.do("empezar")
        self.round = (await self.trainer.do("abrir"))["round"]["id"]
        await self.room.sees(lambda snapshot: snapshot["round"] is not None)
        return self

    async def __aexit__(self, *_):
        for someone in (self.room, self.wall, self.trainer):
            someone.leave()

    async def shows(self, screen, answered):
        """The wall, or the console, shows so many answers."""
        async with asyncio.timeout(TIMEOUT_S):
            while not screen.counts or screen.counts["answered"] != answered:
                await asyncio.sleep(0.05)

    async def closes_with(self, answered):
        """Close and show; everyone sees the same, and the database holds all of it."""
        await self.trainer.insist("cerrar", lambda s: s["round"]["phase"] != "open")
        await self.trainer.insist("mostrar", lambda s: s["round"]["phase"] == "revealed")
        await self.wall.until(lambda s: s["page"] == "revealed")
        await self.room.sees(lambda s: s["page"] == "revealed")
        with psycopg.connect(self.server.database) as database:
            where = "SELECT count(*) FROM answers WHERE round_id = %s"
            assert database.execute(where, (self.round,)).fetchone() == (answered,)
        assert self.wall.tally["n"] == answered
        assert all(phone.tally == self.wall.tally for phone in self.room.phones)
        assert not any(phone.went_back for phone in self.room.phones)

    async def answers_while_it_goes(self, pid, port):
        """All have answered and nothing is stored yet when a process is told to go.

        Each phone must hear of its answer on the line it sent it on, and at its first try.
        """
        browser = Connection(f"http://127.0.0.1:{port}")
        assert await status_of(browser, f"/{self.trainer.code}") == 200  # it lies ready now
        with nobody_can_store(self.server.database):
            await self.room.begin_answering(value)
            async with asyncio.timeout(TIMEOUT_S):
                while self.happened("send") < PHONES:
                    await asyncio.sleep(0.01)
            os.kill(pid, signal.SIGTERM)
            async with asyncio.timeout(1):
                while await status_of(browser, "/salud") != 503:
                    await asyncio.sleep(0.01)
            assert await status_of(browser, f"/{self.trainer.code}") == 503
            assert await status_of(browser, "/socket.io/?EIO=4&transport=polling") == 503
            assert not self.happened("ack")
        async with asyncio.timeout(TIMEOUT_S):
            await self.room.settled()
        browser.close()
        assert [self.happened(what) for what in ("send", "timeout", "nack")] == [PHONES, 0, 0]
        assert self.acked() == PHONES
        _, counts, ids = open_round(self.server.database, self.round)
        assert (counts["answered"], len(ids)) == (PHONES, PHONES)

    def happened(self, what):
        """How often something happened at a phone: send, ack, nack, timeout."""
        return sum(op.what == what for op in self.room.history)

    def acked(self):
        """How many answers phones were told are stored."""
        return len({op.answer_id for op in self.room.history if op.what == "ack"})


def value(phone):
    """What a phone answers, unless a test wants something else."""
    return phone.number % 5 + 1


async def status_of(browser, path):
    """Ask as a browser does."""
    return (await browser.ask("GET", path, headers={"Accept-Encoding": "gzip"})).status


@contextmanager
def nobody_can_store(database):
    """Somebody else holds the table of ballots."""
    if isinstance(database, str):
        with psycopg.connect(database) as other:
            other.execute("LOCK TABLE ballots IN SHARE MODE")
            yield
            other.rollback()
    else:
        other = sqlite3.connect(database / "mano_alzada.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.rollback()
            other.close()
