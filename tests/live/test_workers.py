"""Two workers, PostgreSQL and Redis: one workshop, whoever serves whom, whatever dies."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import psycopg
import pytest

from tools import places
from tools.faults import COURSE
from tools.phones import Room
from tools.postgres import Postgres
from tools.redis import Redis
from tools.server import Server
from tools.trainer import Trainer

pytestmark = [pytest.mark.live, pytest.mark.faults, pytest.mark.timeout(240)]

PHONES = 30
SOON = 15.0  # seconds; five times the promise


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two workers and what they need; one for all tests here, each in a run of its own."""
    if places.here.name != "sqlite":
        pytest.skip("this place is its own; ./run live walks through the others")
    with Postgres() as postgres, Redis() as redis:
        url = postgres.create("taller")
        settings = {"DATABASE_URL": url, "REDIS_URL": redis.url}
        folder = tmp_path_factory.mktemp("workers")
        with Server(folder, content=COURSE, workers=2, **settings) as server:
            server.start()
            server.postgres, server.redis, server.url = postgres, redis, url
            yield server


class Workshop:
    """A run with its room: phones and screens spread over both workers."""

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
        async with asyncio.timeout(SOON):
            while not screen.counts or screen.counts["answered"] != answered:
                await asyncio.sleep(0.05)

    async def closes_with(self, answered):
        """Close and show; everyone sees the same, and the database holds all of it."""
        await self.trainer.insist("cerrar", lambda s: s["round"]["phase"] != "open")
        await self.trainer.insist("mostrar", lambda s: s["round"]["phase"] == "revealed")
        await self.wall.until(lambda s: s["page"] == "revealed")
        await self.room.sees(lambda s: s["page"] == "revealed")
        with psycopg.connect(self.server.url) as database:
            where = "SELECT count(*) FROM answers WHERE round_id = %s"
            assert database.execute(where, (self.round,)).fetchone() == (answered,)
        assert self.wall.tally["n"] == answered
        assert all(phone.snapshot["tally"] == self.wall.tally for phone in self.room.phones)
        assert not any(phone.went_back for phone in self.room.phones)

    def acked(self):
        """How many answers phones were told are stored."""
        return len({op.answer_id for op in self.room.history if op.what == "ack"})


def value(phone):
    return phone.number % 5 + 1


def test_both_workers_serve_one_room(place):
    asyncio.run(one_room(place))


async def one_room(place):
    async with Workshop(place) as workshop:
        await workshop.room.answer_all(value, 1.0)
        await workshop.shows(workshop.wall, PHONES)
        await workshop.shows(workshop.trainer.console, PHONES)
        assert workshop.wall.roster == {"inside": PHONES, "joined": PHONES}
        with psycopg.connect(place.url) as database:
            alive = (
                "SELECT count(*) FROM presences WHERE audience = 'participant' GROUP BY process_id"
            )
            spread = [row[0] for row in database.execute(alive)]
        assert len(spread) == 2
        assert sum(spread) == PHONES
        await workshop.closes_with(PHONES)


def test_a_killed_worker_loses_nothing_and_comes_back(place):
    asyncio.run(a_worker_dies(place))


async def a_worker_dies(place):
    async with Workshop(place) as workshop:
        before = place.worker_pids()
        await workshop.room.begin_answering(value, 0.5)
        os.kill(before[0], signal.SIGKILL)
        async with asyncio.timeout(60):
            await workshop.room.settled()
        assert workshop.acked() == PHONES
        await workshop.closes_with(PHONES)
        async with asyncio.timeout(60):
            while len(place.worker_pids()) < 2:
                await asyncio.sleep(0.1)
        assert before[0] not in place.worker_pids()


def test_without_redis_nothing_is_lost_and_the_deaf_find_what_they_missed(place):
    asyncio.run(redis_goes(place))


async def redis_goes(place):
    async with Workshop(place) as workshop:
        place.redis.kill()
        try:
            await workshop.room.answer_all(value, 0.5)
            await workshop.shows(workshop.wall, PHONES)
            told = time.monotonic()
            await workshop.trainer.do("cerrar")
            await workshop.room.sees(lambda snapshot: snapshot["round"]["phase"] == "closed", SOON)
            assert time.monotonic() - told < SOON
        finally:
            place.redis.start()
        await workshop.closes_with(PHONES)


def test_a_rolling_restart_under_load_loses_nothing(place):
    asyncio.run(all_are_replaced(place))


async def all_are_replaced(place):
    async with Workshop(place) as workshop:
        before = set(place.worker_pids())
        os.kill(place.pid, signal.SIGHUP)
        async with asyncio.timeout(100):
            while before & set(place.worker_pids()) or len(place.worker_pids()) < 2:
                await workshop.room.answer_all(
                    lambda phone: (phone.number + int(time.monotonic())) % 5 + 1, 0.5
                )
        await workshop.room.answer_all(value, 0.2)
        await workshop.closes_with(PHONES)
        assert not [op for op in workshop.room.history if op.what == "nack"]


def test_a_port_that_is_taken_at_the_start_is_waited_for(place, tmp_path):
    database = place.postgres.create("otro")
    with Server(tmp_path, workers=2, DATABASE_URL=database, REDIS_URL=place.redis.url) as server:
        with socket.create_server(("127.0.0.1", server.port + 1)):
            server.launch()
            give_up = time.monotonic() + 60
            while "el proceso 2 terminó" not in server.said() and time.monotonic() < give_up:
                time.sleep(0.05)
        while not server.is_serving() and time.monotonic() < give_up:
            time.sleep(0.05)
        assert server.is_serving()


def test_whoever_supervises_knows_no_eventlet(place):
    assert "greenlet" not in Path(f"/proc/{place.pid}/maps").read_text("utf-8")
