"""Graceful shutdown: what was received is written and acknowledged, then phones go elsewhere."""

import logging
import os
import signal
import time

from realtime.answers import attendance
from realtime.answers.writer import writer
from realtime.protocol.background import run_forever
from realtime.state.cluster import cluster_presence
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint

log = logging.getLogger("mano_alzada.shutdown")

CHECK_INTERVAL_S = 0.1  # seconds
LAST_ACKNOWLEDGEMENTS_S = 0.3  # seconds for acknowledgements to be on their way


def start(app) -> None:
    """Shut down gracefully on SIGTERM, and when the process that started this worker is gone."""
    if app.config["ASYNC_MODE"] != "eventlet":
        return
    supervisor = app.config["SUPERVISOR"]
    health = app.extensions["health"]

    def drain(*_):
        health.is_draining = True

    signal.signal(signal.SIGTERM, drain)

    def wait_and_check():
        time.sleep(CHECK_INTERVAL_S)
        if health.is_draining or (supervisor and os.getppid() != supervisor):
            leave(app)

    run_forever(app, wait_and_check)


def leave(app) -> None:
    """Write, acknowledge, say who was inside no more, end. What fails keeps nothing else back."""
    app.extensions["health"].is_draining = True
    with app.app_context():
        failures = _do_all_steps()
    os._exit(1 if failures else 0)  # no thread of ours holds anything that is not in the database


def _do_all_steps() -> int:
    """Return how many steps failed."""
    steps = [
        _write,
        _write,
        attendance.save_attendance,
    ]  # what came while the first was written too
    if cluster_presence.is_shared:
        steps += [attendance.save_pace, _leave_cluster]
    steps.append(_empty_the_logs)
    failures = 0
    for step in steps:
        try:
            step()
        except Exception:  # noqa: BLE001 - whatever it was, the next step may succeed
            log.exception("a step of the shutdown failed")
            failures += 1
    return failures


def _write() -> None:
    writer.drain()
    time.sleep(LAST_ACKNOWLEDGEMENTS_S)


def _empty_the_logs() -> None:
    """Empty every database's log into its file: a copy of that one file then has everything."""
    db.session.rollback()
    for engine in db.engines.values():
        checkpoint(engine)


def _leave_cluster() -> None:
    cluster_presence.withdraw()
