"""Deadlines of open rounds, by the server's clock alone: what is over closes (design.md §8.10)."""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from realtime.answers.writer import writer
from realtime.protocol.background import run_forever
from realtime.state.cluster import cluster_presence
from realtime.state.connections import phone_connections
from realtime.state.open_rounds import LiveRound, open_rounds
from realtime.views.live_tally import count_ballots, read_ballot_states
from web.clock import now
from workshop.activities import CountedByHand
from workshop.commands import agenda
from workshop.commands.recovery import CLOSED_LOST_KEY
from workshop.commands.rounds import close_open_round
from workshop.models.locked_run import run_to_change
from workshop.models.logbook import log as write_in_logbook
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.cluster_tables import seconds_elsewhere
from workshop.persistence.db import db
from workshop.persistence.events import RunChanged
from workshop.persistence.unit_of_work import record, unit_of_work, writing_transaction
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.deadlines")

TICK_INTERVAL_S = 0.1  # seconds; a close is felt as on time
HEARTBEAT_INTERVAL_S = 1.0  # seconds between two «we were serving» in the database
MAX_UNSERVED_S = 3.0  # seconds; a longer silence of ours does not count against anyone
CLOCK_TOLERANCE = timedelta(seconds=0.5)  # by which two processes' clocks may differ
CLOSING_SHARE = 0.9  # of those eligible, for «cerrar al 90 %»
STORAGE_ERRORS = (OperationalError, InterfaceError, PoolTimeout)  # anything else is our own fault
PEER_REPORT_DELAY_S = 1.0  # in which another process has said who came in there, and to spare


def close_round(run_id: int, by: str) -> None:
    """Close the open round of a run: first what was received before, then the close."""
    writer.drain()
    live = open_rounds.of_run(run_id)
    with unit_of_work():
        run = run_to_change(run_id)
        if run is None:
            raise Refused("run_unknown")
        at = now()
        if by != "hand" and (live is None or not _is_over(run, live, by, at)):
            return  # another process closed it, or gave it more time
        close_open_round(run, at, by=by, seconds_to_answer=_seconds_to_answer(live))


def finish_run(run_id: int) -> None:
    """End a run: what is open closes first, with everything that was received before."""
    writer.drain()
    live = open_rounds.of_run(run_id)
    with unit_of_work():
        run = run_to_change(run_id)
        if run is None:
            raise Refused("run_unknown")
        agenda.end_run(run, now(), seconds_to_answer=_seconds_to_answer(live))


def _is_over(run: Run, live: LiveRound, by: str, at: datetime) -> bool:
    """Does the database say so too? Any process may fire a deadline; one of them is right."""
    round = run.open_round
    if round is None or round.id != live.id:
        return False
    if by == "time" and cluster_presence.is_shared:
        return round.closes_at is not None and round.closes_at <= at + CLOCK_TOLERANCE
    return round.close_at_share if by == "share" else True


def _seconds_to_answer(live: LiveRound | None) -> list[float]:
    """Seconds to each first answer, in all processes."""
    if live is None:
        return []
    own = list(live.first_seconds.values())
    return own + (
        seconds_elsewhere(live.id, cluster_presence.process_id)
        if cluster_presence.is_shared
        else []
    )


def tick(app, gap: float, wall_gap: float) -> None:
    """Check every open round; ``gap`` and ``wall_gap`` are seconds since the last check."""
    with app.app_context():
        _tick(app, gap, wall_gap)


def _tick(app, gap: float, wall_gap: float) -> None:
    if gap > MAX_UNSERVED_S or abs(wall_gap - gap) > MAX_UNSERVED_S:
        restore_unserved_time(app, gap if gap > MAX_UNSERVED_S else 0.0)
    for live in open_rounds.all():
        if live.has_lost_its_key:
            _close(app, live, CLOSED_LOST_KEY)
        elif live.deadline is not None and time.monotonic() >= live.deadline:
            if live.activity.takes_answers:
                _close(app, live, "time")
        elif live.close_at_share and live.needs_recount and not _is_surely_below_share(live):
            live.needs_recount = False  # before reading: what comes meanwhile asks for it again
            if not _has_reached_share(app, live):
                live.share_since = None
                continue
            live.needs_recount = True  # it may have to wait, and the close may fail
            if _has_waited_for_peers(live):
                _close(app, live, "share")


def restore_unserved_time(app, unserved: float) -> None:
    """After a sleep or a jump of the wall clock: deadlines follow the time people were served."""
    at = now()
    with app.app_context(), unit_of_work():
        for live in open_rounds.all():
            if live.deadline is None:
                continue
            row = db.session.get(Round, live.id, with_for_update=True)
            if row is None or row.phase != "open":
                continue
            unserved_s = (at - row.served_at).total_seconds()
            if cluster_presence.is_shared and unserved_s <= MAX_UNSERVED_S:
                open_rounds.set_clock(live, row, at)  # others served: only ours stood still
                continue
            live.deadline += unserved
            row.closes_at = at + timedelta(seconds=live.deadline - time.monotonic())
            row.served_at = at  # another process that comes back has nothing to give any more
            live.closes_at = row.closes_at
            write_in_logbook(live.run_id, at, "time_added", seconds=int(unserved))
            record(RunChanged(live.run_id))


def start(app) -> None:
    """Check deadlines ten times a second, and write a heartbeat once a second in open rounds."""

    scheduler = DeadlineScheduler(app)

    def wait_and_run():
        time.sleep(HEARTBEAT_INTERVAL_S if scheduler.is_stopped else TICK_INTERVAL_S)
        scheduler.run_once()

    run_forever(app, wait_and_run)


class DeadlineScheduler:
    """Checks deadlines, and stops the clock while nothing can be stored: nobody is served then."""

    def __init__(self, app):
        self._app = app
        self._last_run_at, self._last_run_wall = time.monotonic(), time.time()
        self._heartbeat_at = 0.0
        self.is_stopped = False  # the database was away at the last run

    def run_once(self) -> None:
        """One tick, and a heartbeat where one is due."""
        with self._app.app_context():
            self._run_once()

    def _run_once(self) -> None:
        mono, wall = time.monotonic(), time.time()
        try:
            if self.is_stopped:
                _probe_storage(self._app)
            tick(self._app, mono - self._last_run_at, wall - self._last_run_wall)
            if mono - self._heartbeat_at > HEARTBEAT_INTERVAL_S:
                _write_heartbeat(self._app)
                _recount_shared_rounds()
                self._heartbeat_at = mono
        except STORAGE_ERRORS as error:
            self.is_stopped = True  # the time from here on is given back when it is over
            writer.storage_fails(error)
            return
        except Exception:  # noqa: BLE001 - the clock must go on whatever one round does
            log.exception("a tick failed")
        if self.is_stopped:
            self.is_stopped = False
            writer.storage_works()
        self._last_run_at, self._last_run_wall = mono, wall


def _close(app, live: LiveRound, by: str) -> None:
    with app.app_context():
        try:
            close_round(live.run_id, by)
        except Refused:
            return  # a hand was faster


def _is_surely_below_share(live: LiveRound) -> bool:
    """Are even all that this process ever took less than the share? Then nobody needs to count."""
    if (
        cluster_presence.is_shared
        or live.activity.by_table
        or isinstance(live.activity, CountedByHand)
    ):
        return False  # others take answers too, or phones are not what counts
    if live.given_before is None:
        return False  # whoever counts first finds out what lay there
    return live.given_before + len(live.first_seconds) < CLOSING_SHARE * phone_connections.inside(
        live.run_id
    )


def _has_reached_share(app, live: LiveRound) -> bool:
    with app.app_context():
        ballots = read_ballot_states(live.id)
        counts = count_ballots(live, ballots)
    if live.given_before is None:
        given = {ballot.ballot_key for ballot in ballots}
        live.given_before = len(given - live.first_seconds.keys())
    eligible = counts.eligible
    if cluster_presence.is_shared and not live.activity.by_table:
        # Of phones elsewhere the number is known before their ballots are.
        eligible = max(eligible, cluster_presence.inside(live.run_id))
    return eligible > 0 and counts.answered + counts.skipped >= CLOSING_SHARE * eligible


def _has_waited_for_peers(live: LiveRound) -> bool:
    """Could a phone be inside elsewhere that we do not know of yet? Then its answer is awaited."""
    if not cluster_presence.is_shared:
        return True
    at = time.monotonic()
    live.share_since = live.share_since or at
    return at - live.share_since >= PEER_REPORT_DELAY_S


def _recount_shared_rounds() -> None:
    """A hint of theirs may be lost: once a second what closes by itself is counted all the same."""
    for live in open_rounds.all() if cluster_presence.is_shared else ():
        live.needs_recount = True


def _probe_storage(app) -> None:
    """Raises one of ``STORAGE_ERRORS`` for as long as nothing can be stored."""
    with app.app_context(), writing_transaction() as connection:
        same = update(Run).where(Run.phase == "running").values(version=Run.version)
        connection.execute(same)


def _write_heartbeat(app) -> None:
    ids = [live.id for live in open_rounds.all()]
    if not ids:
        if cluster_presence.is_shared:
            with app.app_context():
                db.session.execute(select(1))  # is it there? Consoles are told before a key is hit
        return
    with app.app_context(), writing_transaction() as connection:
        at = now()
        half = timedelta(seconds=HEARTBEAT_INTERVAL_S / 2)
        stale = Round.served_at < at - half  # one process is enough
        connection.execute(update(Round).where(Round.id.in_(ids), stale).values(served_at=at))
