"""Reconciliation with the database, for what Redis did not bring: Redis may be away.

Once a second the versions of all running runs are compared with what was shown here, and of open
rounds how many ballots there are and how often they were changed: an answer has no version.
"""

import logging
import time
from collections.abc import Callable
from functools import wraps

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from realtime.fanout import redis_pubsub
from realtime.fanout.broadcasts import shown_version
from realtime.fanout.missed_answers import missed_answers
from realtime.fanout.tally_ticker import tally_ticker
from realtime.protocol.background import run_forever
from realtime.state.cluster import ClusterPresence, cluster_presence
from realtime.state.connections import phone_connections, screen_connections
from realtime.state.joins import join_batcher
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import open_rounds
from workshop.commands.join_flood import ID_SEPARATOR, removed_participants
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.event_bus import Origin, publish
from workshop.persistence.events import RunChanged, RunRemoved, SeatsRemoved

log = logging.getLogger("mano_alzada.reconcile")

RUNS_INTERVAL_S = 1.0  # a process that receives nothing is right again within three
PRESENCE_INTERVAL_S = 0.3  # how many are inside is felt as live


def reconcile_runs(is_receiving: bool) -> None:
    """Publish what other processes changed and this one has not shown yet. Needs an app context.

    ``is_receiving`` says whether their events arrive; else who is inside is sent anew, too.
    """
    shown = shown_version()
    newest = db.session.scalar(select(func.max(Round.id))) or 0
    rows = db.session.execute(
        select(Run.id, Run.version).where(or_(Run.phase == "running", Run.id.in_(shown)))
    ).all()
    db.session.rollback()
    versions = {row.id: row.version for row in rows if row.id not in open_rounds.unreadable}
    for run_id, version in versions.items():
        if shown.get(run_id, 0) < version:
            _reconcile_run(run_id)
    for run_id in shown.keys() - {row.id for row in rows}:
        publish([RunRemoved(run_id)], Origin.REMOTE)
    now_shown = shown_version()
    if all(now_shown.get(run_id, 0) >= version for run_id, version in versions.items()):
        open_rounds.newest = max(open_rounds.newest, newest)  # all of them are followed by now
    missed_answers.find()
    if not is_receiving:
        for run_id in phone_connections.runs():
            tally_ticker.send_roster_soon(run_id)


def _reconcile_run(run_id: int) -> None:
    publish([RunChanged(run_id)], Origin.REMOTE)
    if gone := removed_participants(
        run_id, phone_connections.participant_ids(run_id) | join_batcher.participant_ids(run_id)
    ):
        publish([SeatsRemoved(run_id, ID_SEPARATOR.join(gone))], Origin.REMOTE)


def start(app) -> None:
    """Reconcile runs once a second and presence three times, where several processes may serve."""
    if not live_state_of(app)[ClusterPresence].is_shared:
        return

    def wait_and_reconcile_runs():
        time.sleep(RUNS_INTERVAL_S)
        reconcile_runs(redis_pubsub.is_receiving())

    def wait_and_reconcile_presence():
        time.sleep(PRESENCE_INTERVAL_S)
        for run_id in cluster_presence.synchronize(screen_connections.walls):
            tally_ticker.send_roster_soon(run_id)

    for step in (wait_and_reconcile_runs, wait_and_reconcile_presence):
        run_forever(app, ignoring_outages(step))


def ignoring_outages(step: Callable[[], None]) -> Callable[[], None]:
    """Wrap ``step`` so that a database that is away is no error: the deadlines' task logs it."""

    @wraps(step)
    def ignoring():
        try:
            step()
        except SQLAlchemyError as error:
            log.debug("the database does not answer: %s", error)

    return ignoring
