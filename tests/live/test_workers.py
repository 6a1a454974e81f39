"""Two workers, PostgreSQL and Redis: one workshop, whoever serves whom, whatever dies."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.support.downtime import HealthWatch, PhoneAbsenceWatch, is_serving
from tests.support.server import ROOT
from tests.support.simulated_room import (
    PHONES,
    TIMEOUT_S,
    SimulatedRoom,
    value,
)
from tools import environments
from tools.faults import COURSE, say
from tools.ports import free_ports
from tools.postgres import Postgres
from tools.redis import Redis
from tools.server import Server, children_of

pytestmark = [pytest.mark.live, pytest.mark.faults, pytest.mark.timeout(240)]

ACKNOWLEDGED = 1.5  # seconds; the promise is 0.5, and whoever waits for Redis gives up after 2
LATE = 9.0  # seconds; the promise is three
AWAY = 0.5  # seconds; a goodbye and a start take four times as long
NEVER = 1.0  # seconds without anyone who serves, while all are replaced


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two workers and what they need; one for all tests here, each in a run of its own."""
    if environments.current.name != "sqlite":
        pytest.skip("this place is its own; ./run live walks through the others")
    with Postgres() as postgres, Redis() as redis:
        url = postgres.create("taller")
        settings = {"DATABASE_URL": url, "REDIS_URL": redis.url}
        folder = tmp_path_factory.mktemp("workers")
        with Server(folder, content=COURSE, workers=2, **settings) as server:
            server.start()
            server.postgres, server.redis = postgres, redis
            yield server


def test_both_workers_serve_one_room(place):
    asyncio.run(one_room(place))


async def one_room(place):
    async with SimulatedRoom(place) as workshop:
        await workshop.room.answer_all(value, 1.0)
        await workshop.shows(workshop.wall, PHONES)
        await workshop.shows(workshop.trainer.console, PHONES)
        assert workshop.wall.roster == {"inside": PHONES, "joined": PHONES}
        with psycopg.connect(place.database) as database:
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
    async with SimulatedRoom(place) as workshop:
        before = place.worker_pids()
        await workshop.room.begin_answering(value, 0.5)
        os.kill(before[0], signal.SIGKILL)
        async with asyncio.timeout(60):
            await workshop.room.settled()
        assert workshop.acked() == PHONES
        await workshop.closes_with(PHONES)
    await all_serve(place)
    assert before[0] not in place.worker_pids()


@pytest.mark.parametrize(("goes", "returns"), [("kill", "start"), ("freeze", "thaw")])
def test_without_redis_nobody_waits_and_the_deaf_find_what_they_missed(place, goes, returns):
    asyncio.run(redis_goes(place, goes, returns))


async def redis_goes(place, goes, returns):
    async with SimulatedRoom(place) as workshop:
        room, wall = workshop.room, workshop.wall
        getattr(place.redis, goes)()
        try:
            await room.answer_all(value, 0.5)
            say(f"Redis {goes}: p99 of acknowledgements {room.p(0.99):.3f} s")
            assert room.p(0.99) < ACKNOWLEDGED
            began = time.monotonic()
            await workshop.shows(wall, PHONES)
            await workshop.trainer.do("cerrar")
            await room.sees(lambda snapshot: snapshot["round"]["phase"] == "closed", LATE)
            say(f"Redis {goes}: everyone saw it after {time.monotonic() - began:.1f} s")
        finally:
            getattr(place.redis, returns)()
        await workshop.closes_with(PHONES)


def test_a_frozen_worker_is_replaced_and_its_phones_go_to_the_other(place):
    asyncio.run(a_worker_freezes(place))


async def a_worker_freezes(place):
    async with SimulatedRoom(place) as workshop:
        frozen = place.worker_pids()[0]
        began = time.monotonic()
        os.kill(frozen, signal.SIGSTOP)
        await workshop.room.begin_answering(value, 0.5)
        async with asyncio.timeout(60):
            while frozen in place.worker_pids():
                await asyncio.sleep(0.1)
            say(f"a frozen worker was let go after {time.monotonic() - began:.1f} s")
            await workshop.room.settled()
        assert {phone.returns for phone in workshop.room.phones} == {0, 1}
        assert workshop.acked() == PHONES
        await workshop.closes_with(PHONES)
    await all_serve(place)


def test_a_worker_that_goes_acknowledges_what_it_received(place):
    asyncio.run(a_worker_goes(place))


async def a_worker_goes(place):
    async with SimulatedRoom(place) as workshop:
        pid = place.worker_pids()[0]
        await workshop.answers_while_it_goes(pid, port_of(pid))
        await workshop.room.sees(lambda snapshot: True)
        await workshop.closes_with(PHONES)
    await all_serve(place)


def test_a_rolling_restart_under_load_loses_nothing(place):
    asyncio.run(all_are_replaced(place))


async def all_are_replaced(place):
    async with SimulatedRoom(place) as workshop:
        before = set(place.worker_pids())
        with (
            HealthWatch(ports_of(place)) as healths,
            PhoneAbsenceWatch(workshop.room.phones) as absences,
        ):
            os.kill(place.pid, signal.SIGHUP)
            async with asyncio.timeout(100):
                while before & set(place.worker_pids()) or len(place.worker_pids()) < 2:
                    await workshop.room.answer_all(
                        lambda phone: (phone.number + int(time.monotonic())) % 5 + 1, 0.5
                    )
            await workshop.room.answer_all(value, 0.2)
            await all_serve(place)
            await workshop.room.sees(lambda snapshot: True)
        say(f"nobody served for {healths.longest_gap():.2f} s, each for {healths.absences()} s")
        say(f"the slowest phone was away for {absences.longest():.1f} s")
        assert min(healths.absences()) > AWAY  # each went …
        assert healths.longest_gap() < NEVER  # … when the other was there
        assert 0 < absences.longest() < TIMEOUT_S
        await workshop.closes_with(PHONES)
        assert not workshop.happened("nack")


def test_a_port_that_is_taken_at_the_start_is_waited_for(place, tmp_path):
    database = place.postgres.create("otro")
    with Server(tmp_path, workers=2, DATABASE_URL=database, REDIS_URL=place.redis.url) as server:
        with socket.create_server(("127.0.0.1", server.port + 1)):
            server.launch()
            wait_until(lambda: "el proceso 2 terminó" in server.said())
        wait_until(server.is_serving)


def test_whoever_supervises_knows_no_eventlet(place):
    assert "greenlet" not in Path(f"/proc/{place.pid}/maps").read_text("utf-8")


@pytest.mark.parametrize("moment", ["starting", "serving"])
def test_whoever_loses_its_supervisor_ends_by_itself(place, tmp_path, moment):
    with Server(tmp_path, workers=2, **shared(place, moment)) as server:
        server.launch()
        wait_until(lambda: len(server.worker_pids()) == 2)
        if moment == "serving":
            wait_until(server.is_serving)
        workers = server.worker_pids()
        os.kill(server.pid, signal.SIGKILL)
        try:
            wait_until(lambda: not any(map(is_there, workers)))
        finally:
            for pid in filter(is_there, workers):
                os.kill(pid, signal.SIGKILL)


def test_the_command_serves_with_several_and_ends_them_while_one_is_replaced(place, tmp_path):
    port = free_ports(2)
    log = tmp_path / "log"
    with log.open("wb") as out:
        command = subprocess.Popen(
            [
                *(sys.executable, ROOT / "run", "serve", "--workers", "2"),
                *("--port", str(port), "--data", tmp_path / "data"),
            ],
            env=os.environ | shared(place, "command"),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        wait_until(lambda: "Consola: " in log.read_text("utf-8"))
        workers = children_of(command.pid)
        assert len({os.getpgid(pid) for pid in (command.pid, *workers)}) == 3  # Ctrl-C is for one
        os.kill(command.pid, signal.SIGHUP)
        wait_until(lambda: not set(children_of(command.pid)) <= set(workers))
        workers += children_of(command.pid)
        os.kill(command.pid, signal.SIGTERM)
        assert command.wait(12) == 0
        assert not any(map(is_there, workers))
        assert "Traceback" not in log.read_text("utf-8")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(command.pid, signal.SIGKILL)
        command.wait()


def shared(place, name):
    """What another installation needs: a database of its own in the same place."""
    return {"DATABASE_URL": place.postgres.create(name), "REDIS_URL": place.redis.url}


def is_there(pid):
    return Path(f"/proc/{pid}").exists()


def ports_of(place):
    return [place.port, place.port + 1]


def port_of(pid):
    """The port of a worker, from its command line."""
    words = Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    return int(words[words.index("--port") + 1])


async def all_serve(place):
    """Leave the place as it was found: for the next one."""
    await asyncio.to_thread(wait_until, lambda: all(map(is_serving, ports_of(place))))


def wait_until(reached, patience=60.0):
    """Look again and again."""
    give_up = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < give_up
        time.sleep(0.05)
