"""Counting an open round from its stored ballots: what the wall shows is always a recount."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from realtime.state.cluster import cluster_presence
from realtime.state.connections import phone_connections
from realtime.state.open_rounds import LiveRound
from workshop.activities import Activity, CountedByHand, GivenAnswer
from workshop.models.ballot import COUNTED_STATES, Attendance, Ballot
from workshop.models.pile import pile_name_by_card
from workshop.persistence.db import db
from workshop.statistics.turnout import Turnout


class BallotState(NamedTuple):
    """Whether a ballot says something or prefers not to."""

    ballot_key: str
    state: str


class BallotRow(NamedTuple):
    """A stored ballot, without whose it is being told to anyone."""

    ballot_key: str
    state: str
    value: Any
    card: str
    moderation: str
    flags: str | None = None


def read_ballots(round_id: int) -> list[BallotRow]:
    """Every ballot of a round that holds an answer or a skip."""
    said = (Ballot.value, Ballot.card, Ballot.moderation, Ballot.flags)
    rows = db.session.execute(
        select(Ballot.ballot_key, Ballot.state, *said).where(
            Ballot.round_id == round_id, Ballot.state.in_(COUNTED_STATES)
        )
    )
    return [BallotRow(*row) for row in rows]


def read_ballot_states(round_id: int) -> list[BallotState]:
    """The same without what they say: a thousand long texts are not read to be counted."""
    rows = db.session.execute(
        select(Ballot.ballot_key, Ballot.state).where(
            Ballot.round_id == round_id, Ballot.state.in_(COUNTED_STATES)
        )
    )
    return [BallotState(*row) for row in rows]


def count_ballots(live: LiveRound, ballots: Sequence[BallotState | BallotRow]) -> Turnout:
    """Count everyone who gave something, was here long enough, or is here."""
    given = {ballot.ballot_key for ballot in ballots}
    here = {
        live.key_of(phone.participant_id, phone.token)
        for phone in phone_connections.phones(live.run_id)
    }
    eligible = len((given | here | live.present() | _here_elsewhere(live)) - {""})
    if isinstance(live.activity, CountedByHand):
        room, raised = live.activity.turnout
        return Turnout(room or eligible, raised)
    answered = sum(ballot.state == "answer" for ballot in ballots)
    return Turnout(eligible, answered, skipped=len(ballots) - answered)


def _here_elsewhere(live: LiveRound) -> set[str]:
    """Phones at other processes, known a second after they came; at the close, five count."""
    if not cluster_presence.is_shared:
        return set()
    return set(
        db.session.scalars(select(Attendance.ballot_key).where(Attendance.round_id == live.id))
    )


def tally_ballots(live: LiveRound, ballots: list[BallotRow]) -> dict:
    """The kind's tally of what is stored now."""
    piles = pile_name_by_card(live.id) if live.activity.piles else {}
    return live.activity.tally(
        GivenAnswer(ballot.value, ballot.card, ballot.moderation, piles.get(ballot.card, ""))
        for ballot in ballots
        if ballot.state == "answer"
    )


def on_the_wire(activity: Activity, tally: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """``tally`` as scripts get it: with the whole per cents that they print (docs/events.md)."""
    if tally is None:
        return None
    percents = activity.percents(tally)
    return dict(tally) | ({"percents": percents} if percents else {})
