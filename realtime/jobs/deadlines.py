"""Only the server's clock decides: rounds that are over close themselves (design.md §8.10)."""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from realtime.answers.failpoints import failpoint
from realtime.answers.writer import writer
from realtime.fanout.wal_checkpoint import empty_logs
from realtime.protocol.background import run_forever
from realtime.state.cluster import cluster_presence
from realtime.state.connections import phone_connections
from realtime.state.open_rounds import LiveRound, open_rounds
from realtime.views.live_tally import count_ballots, read_ballot_states
from web.clock import now
from workshop.activities import CountedByHand
from workshop.commands import agenda, recovery
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

log = logging.getLogger("mano_alzada.clockwork")

TICK_INTERVAL_S = 0.1  # seconds; a close is felt as on time
HEARTBEAT_INTERVAL_S = 1.0  # seconds between two «we were serving» in the database
MAX_UNSERVED_S = 3.0  # seconds; a longer silence of ours does not count against anyone
CLOCK_TOLERANCE = timedelta(seconds=0.5)  # by which two processes' clocks may differ
CLOSING_SHARE = 0.9  # of those eligible, for «cerrar al 90 %»
AWAY = (OperationalError, InterfaceError, NoConnection)  # anything else is our own fault
HEARSAY_S = 1.0  # seconds in which another process has said who came in there, with room to spare


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
        close_open_round(run, at, by=by, seconds_to_answer=_seconds(live))


def finish_run(run_id: int) -> None:
    """End a run: what is open closes first, with everything that was received before."""
    writer.drain()
    live = open_rounds.of_run(run_id)
    with unit_of_work():
        run = run_to_change(run_id)
        if run is None:
            raise Refused("run_unknown")
        agenda.end_run(run, now(), seconds_to_answer=_seconds(live))


def _is_over(run: Run, live: LiveRound, by: str, at: datetime) -> bool:
    """Does the database say so too? Any process may fire a deadline; one of them is right."""
    round = run.open_round
    if round is None or round.id != live.id:
        return False
    if by == "time" and cluster_presence.is_shared:
        return round.closes_at is not None and round.closes_at <= at + CLOCK_TOLERANCE
    return round.close_at_share if by == "share" else True


def _seconds(live: LiveRound | None) -> list[float]:
    """Seconds to each first answer, in all processes."""
    if live is None:
        return []
    own = list(live.first_seconds.values())
    return own + (
        seconds_elsewhere(live.id, cluster_presence.process_id)
        if cluster_presence.is_shared
        else []
    )


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
    except AWAY:
        raise
    except Exception:  # noqa: BLE001 - one run must not keep the others from going on
        open_rounds.unreadable.add(run_id)
        log.exception("run %s could not be recovered", run_id)


def tick(app, gap: float, wall_gap: float) -> None:
    """One look at every open round; ``gap`` and ``wall_gap`` are seconds since the last look."""
    with app.app_context():
        _tick(app, gap, wall_gap)


def _tick(app, gap: float, wall_gap: float) -> None:
    if gap > MAX_UNSERVED_S or abs(wall_gap - gap) > MAX_UNSERVED_S:
        put_clocks_right(app, gap if gap > MAX_UNSERVED_S else 0.0)
    for live in open_rounds.all():
        if live.has_lost_its_key:
            _close(app, live, recovery.LOST_KEY)
        elif live.deadline is not None and time.monotonic() >= live.deadline:
            if live.activity.takes_answers:
                _close(app, live, "time")
        elif live.close_at_share and live.stirred and not _surely_too_few(live):
            live.stirred = False  # before reading: what comes meanwhile stirs it again
            if not _share_answered(app, live):
                live.share_since = None
                continue
            live.stirred = True  # it may have to wait, and the close may fail
            if _has_heard_of_everyone(live):
                _close(app, live, "share")


def put_clocks_right(app, unserved: float) -> None:
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
    """Look ten times a second, and leave a heartbeat once a second while something is open."""

    clockwork = Clockwork(app)

    def look():
        time.sleep(HEARTBEAT_INTERVAL_S if clockwork.is_stopped else TICK_INTERVAL_S)
        clockwork.look()

    run_forever(app, look)


class Clockwork:
    """Ticks, and knows since when nobody was served: while nothing can be stored, nobody is."""

    def __init__(self, app):
        self._app = app
        self._last, self._last_wall = time.monotonic(), time.time()
        self._beat = 0.0
        self.is_stopped = False  # the database was away at the last look

    def look(self) -> None:
        """One tick, and a heartbeat where one is due."""
        with self._app.app_context():
            self._look()

    def _look(self) -> None:
        mono, wall = time.monotonic(), time.time()
        try:
            if self.is_stopped:
                _write_something(self._app)
            tick(self._app, mono - self._last, wall - self._last_wall)
            if mono - self._beat > HEARTBEAT_INTERVAL_S:
                _leave_heartbeat(self._app)
                _stir_what_others_write()
                self._beat = mono
        except AWAY as error:
            self.is_stopped = True  # the time from here on is given back when it is over
            writer.storage_fails(error)
            return
        except Exception:  # noqa: BLE001 - the clock must go on whatever one round does
            log.exception("a tick failed")
        if self.is_stopped:
            self.is_stopped = False
            writer.storage_works()
        self._last, self._last_wall = mono, wall


def _close(app, live: LiveRound, by: str) -> None:
    with app.app_context():
        try:
            close_round(live.run_id, by)
        except Refused:
            return  # a hand was faster


def _surely_too_few(live: LiveRound) -> bool:
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


def _share_answered(app, live: LiveRound) -> bool:
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


def _has_heard_of_everyone(live: LiveRound) -> bool:
    """Could a phone be inside elsewhere that we do not know of yet? Then its answer is awaited."""
    if not cluster_presence.is_shared:
        return True
    at = time.monotonic()
    live.share_since = live.share_since or at
    return at - live.share_since >= HEARSAY_S


def _stir_what_others_write() -> None:
    """A hint of theirs may be lost: once a second what closes by itself is counted all the same."""
    for live in open_rounds.all() if cluster_presence.is_shared else ():
        live.stirred = True


def _write_something(app) -> None:
    """Raises one of ``AWAY`` for as long as nothing can be stored."""
    with app.app_context(), writing_transaction() as connection:
        same = update(Run).where(Run.phase == "running").values(version=Run.version)
        connection.execute(same)


def _leave_heartbeat(app) -> None:
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
