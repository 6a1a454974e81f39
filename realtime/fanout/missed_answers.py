"""Answers that another process stored: found by what stands in the database."""

from sqlalchemy import func, select

from realtime.fanout.tally_sender import is_watched
from realtime.fanout.tally_ticker import tally_ticker
from realtime.state.live_state import proxy_to
from realtime.state.open_rounds import open_rounds
from workshop.models.ballot import Ballot
from workshop.persistence.db import db


class MissedAnswers:
    """Open round → its ballots, and their revisions added up, when it was last looked at."""

    def __init__(self) -> None:
        self._written: dict[int, tuple] = {}

    def find(self) -> None:
        """Count at the next tick what is watched here and was written to by any process.

        An answer has no version by which it would be missed. Needs an app context.
        """
        watched = {live.id: live.run_id for live in open_rounds.all() if is_watched(live)}
        written = {}
        if watched:
            count = select(Ballot.round_id, func.count(), func.sum(Ballot.revision))
            mine = count.where(Ballot.round_id.in_(watched)).group_by(Ballot.round_id)
            written = {round_id: tuple(rest) for round_id, *rest in db.session.execute(mine)}
            db.session.rollback()
        for round_id, changes in written.items():
            if self._written.get(round_id) != changes:
                tally_ticker.count_soon(watched[round_id])
        self._written.clear()
        self._written.update(written)


missed_answers = proxy_to(MissedAnswers)
