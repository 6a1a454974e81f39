"""What a process missed, it finds in the database: Redis may be away, the database is not.

Once a second the versions of all running runs are compared with what was shown here, and of open
rounds how many ballots there are and how often they were changed: an answer has no version.
"""

import logging
import time
from functools import wraps

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from realtime.fanout import redis_pubsub
from realtime.fanout.broadcasts import shown_version
from realtime.fanout.tally_ticker import tally_ticker
from realtime.protocol.background import run_forever
from realtime.protocol.emit import PROJECTOR
from realtime.state.cluster import company
from realtime.state.connections import seats
from realtime.state.joins import reception
from realtime.state.open_rounds import open_rounds
from workshop.commands.seat_flood import BETWEEN, removed_among
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.event_bus import Origin, publish
from workshop.persistence.events import RunChanged, RunRemoved, SeatsRemoved

log = logging.getLogger("mano_alzada.watch")

LOOK = 1.0  # seconds; a deaf process is right again within three
LOOK_AT_COMPANY = 0.3  # seconds; how many are inside is felt as live


def look(deaf: bool) -> None:
    """Show what changed without our hearing of it. Needs an app context."""
    known = shown_version()
    newest = db.session.scalar(select(func.max(Round.id))) or 0
    rows = db.session.execute(
        select(Run.id, Run.version).where(or_(Run.phase == "running", Run.id.in_(known)))
    ).all()
    db.session.rollback()
    versions = {row.id: row.version for row in rows}
    for run_id, version in versions.items():
        if known.get(run_id, 0) < version and run_id not in open_rounds.unreadable:
            _catch_up(run_id)
    for run_id in known.keys() - versions.keys():
        publish([RunRemoved(run_id)], Origin.REMOTE)
    open_rounds.newest = max(open_rounds.newest, newest)  # all of them are followed by now
    tally_ticker.find_missed()
    if deaf:
        for run_id in seats.runs():
            tally_ticker.send_roster_soon(run_id)


def _catch_up(run_id: int) -> None:
    publish([RunChanged(run_id)], Origin.REMOTE)
    if gone := removed_among(run_id, seats.who(run_id) | reception.who(run_id)):
        publish([SeatsRemoved(run_id, BETWEEN.join(gone))], Origin.REMOTE)


def start(app) -> None:
    """Look once a second, and three times at who is inside, where others may write."""
    if not company.is_shared:
        return

    def watch_versions():
        time.sleep(LOOK)
        with app.app_context():
            look(redis_pubsub.is_deaf())

    def watch_company():
        time.sleep(LOOK_AT_COMPANY)
        with app.app_context():
            for run_id in company.look(app.extensions["doors"][PROJECTOR].walls):
                tally_ticker.send_roster_soon(run_id)

    for watch in (watch_versions, watch_company):
        run_forever(app, in_any_weather(watch))


def in_any_weather(watch):
    """``watch``, for which a database that is away is no error of ours."""

    @wraps(watch)
    def watching():
        try:
            watch()
        except SQLAlchemyError as error:
            log.debug("the database does not answer: %s", error)  # the clockwork says so, once

    return watching
