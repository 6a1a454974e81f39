"""Benchmark of cluster presence: CPU of one process for the others, on a real PostgreSQL.

It reads which phones are connected to the others, and shows its phones a run that was changed
there. ``python -m bench.cluster_presence`` prints the figures of docs/scale.md.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import flask_migrate
from sqlalchemy import insert, text, update

import realtime
from app import create_app
from realtime.protocol.audiences import PARTICIPANT
from realtime.state.cluster import cluster_presence
from realtime.state.connections import PhoneConnection, phone_connections
from realtime.views.snapshots import forget_snapshot
from tools.postgres import Postgres
from web.clock import now
from workshop.commands import agenda, rounds
from workshop.commands.plan_run import plan_run
from workshop.persistence.cluster_tables import Presence, Process
from workshop.persistence.db import db
from workshop.persistence.event_bus import Origin, publish
from workshop.persistence.events import RunChanged
from workshop.persistence.unit_of_work import unit_of_work, writing_transaction

PHONES, PHONES_PER_RUN = 5_000, 1_000  # in a process, in a run
OTHER_PROCESSES = (1, 4, 19)  # processes beside this one
REPEATS = 15
MODULE = "el-cliente-siempre-tiene-la-razon"


def main() -> None:
    """Print the cost of a reconcile pass, of counting a run's phones, and of a remote change."""
    head = "| others | where somebody came | pass, ms of CPU | by the clock | inside, µs |"
    print(head, "|---" * 5 + "|", sep="\n")
    with Postgres() as postgres, tempfile.TemporaryDirectory() as data:
        app = create_app(
            ASYNC_MODE="threading",
            DATA=Path(data),
            DATABASE_URL=postgres.create("cluster"),
        )
        with app.app_context():
            flask_migrate.upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
            for others in OTHER_PROCESSES:
                realtime.begin_memory(app)
                runs = (others + 1) * PHONES // PHONES_PER_RUN
                seat_own(PHONES, runs)
                seat_others(others, runs)
                cluster_presence.synchronize({})
                for moved in sorted({0, 1, others}):
                    print(row(others, moved), flush=True)
            realtime.begin_memory(app)
            print(
                f"\nshowing a run's phones what changed elsewhere: {following(app):.1f} ms of CPU"
            )
            for engine in db.engines.values():
                engine.dispose()


def row(others: int, moved: int) -> str:
    """One line of the table: a phone comes in at ``moved`` other processes."""
    looks = [
        measured(lambda: cluster_presence.synchronize({}), lambda: move(moved))
        for _ in range(REPEATS)
    ]
    asked = [
        measured(lambda: [cluster_presence.inside(1) for _ in range(100)]) for _ in range(REPEATS)
    ]
    cpu, clock = (median(each) * 1e3 for each in zip(*looks, strict=True))
    inside = median(used for used, _ in asked) * 1e4
    return f"| {others} | {moved} | {cpu:.1f} | {clock:.1f} | {inside:.1f} |"


def measured(what: Callable, before: Callable = lambda: None) -> tuple[float, float]:
    """Return (seconds of CPU, seconds by the clock) of ``what``, run after ``before``."""
    before()
    used, began = time.process_time(), time.perf_counter()
    what()
    return time.process_time() - used, time.perf_counter() - began


def following(app) -> float:
    """Milliseconds until a round that was opened elsewhere is rendered for phones; none is sent."""
    with unit_of_work():
        run = plan_run(app.extensions["library"][MODULE], now())
        agenda.start_run(run, now())
        while not run.require_step().activity.takes_answers:
            agenda.next_step(run, now())
        rounds.open_round(run, now())
    run_id = run.id
    seat_own(PHONES_PER_RUN // 20, 1, first=run_id)
    used = []
    for _ in range(REPEATS):
        with app.app_context():
            forget_snapshot(run_id)
            used.append(measured(lambda: publish([RunChanged(run_id)], Origin.REMOTE))[0])
            db.session.rollback()
    return median(used) * 1e3


def seat_own(phones: int, runs: int, first: int = 1) -> None:
    """Connect so many phones to this process, dealt over ``runs`` from id ``first`` on."""
    for n in range(phones):
        who = f"{n:016x}"
        phone_connections.add(
            PhoneConnection(
                sid=who, eio_sid=who, run_id=first + n % runs, participant_id=who, token=""
            )
        )


def seat_others(others: int, runs: int) -> None:
    """Store ``others`` processes with PHONES connected phones each, dealt over ``runs``."""
    with writing_transaction() as connection:
        connection.execute(text("DELETE FROM processes"))
        for other in range(1, others + 1):
            name = f"other {other}"
            connection.execute(insert(Process).values(id=name, beat_at=now(), edition=1))
            connection.execute(
                insert(Presence),
                [
                    {
                        "process_id": name,
                        "who": f"{other * PHONES + n:016x}",
                        "audience": PARTICIPANT,
                        "run_id": n % runs + 1,
                    }
                    for n in range(PHONES)
                ],
            )
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE presences"))


def move(moved: int) -> None:
    """Renew every process's heartbeat, and connect a phone to ``moved`` of them."""
    with writing_transaction() as connection:
        connection.execute(update(Process).values(beat_at=now()))
        for other in range(1, moved + 1):
            name = f"other {other}"
            connection.execute(
                update(Process).where(Process.id == name).values(edition=Process.edition + 1)
            )
            connection.execute(
                insert(Presence).values(
                    process_id=name, who=f"{time.time_ns():016x}", audience=PARTICIPANT, run_id=1
                )
            )


if __name__ == "__main__":
    main()
