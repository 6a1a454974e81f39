"""Recovery at start: open rounds go on where a crash left off, and leftovers are deleted."""

import logging
from datetime import datetime, timedelta

from realtime.answers.failpoints import failpoint
from realtime.fanout.wal_checkpoint import empty_logs
from realtime.jobs.deadlines import HEARTBEAT_INTERVAL_S, MAX_UNSERVED_S, STORAGE_ERRORS
from realtime.state.cluster import cluster_presence
from realtime.state.open_rounds import open_rounds
from web.clock import now
from workshop.commands import recovery
from workshop.models.locked_run import run_to_change
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.startup_recovery")


def recover(app) -> None:
    """Go on where a crash left off: same step, same round, plus the time nobody was served.

    What does not agree is mended by ``workshop/commands/recovery.py``. A run that cannot be read
    stays as it is, and stops no other.
    """
    at = now()
    with app.app_context():
        silence = (
            MAX_UNSERVED_S if cluster_presence.is_shared else HEARTBEAT_INTERVAL_S
        )  # a restart serves nobody; others do
        with unit_of_work():
            recovery.extend_deadlines_by_downtime(at, timedelta(seconds=silence))
            recovery.delete_leftovers(alone=not cluster_presence.is_shared)
            failpoint.reach("at_start")
        for run_id in recovery.runs_to_check():
            _recover_run(run_id, at)
        db.session.rollback()  # a reader of ours would be in the way
        empty_logs()


def _recover_run(run_id: int, at: datetime) -> None:
    try:
        with unit_of_work():
            run = run_to_change(run_id)
            if run is None:
                return
            recovery.repair_run(run, at)
        if run.phase == "running":
            open_rounds.follow(run, at)
    except Refused as refused:
        open_rounds.unreadable.add(run_id)
        log.error("run %s is left as it is: %s", run_id, refused.code)
    except STORAGE_ERRORS:
        raise
    except Exception:  # noqa: BLE001 - one run must not keep the others from going on
        open_rounds.unreadable.add(run_id)
        log.exception("run %s could not be recovered", run_id)
