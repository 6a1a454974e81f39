"""Requests to write for a table: its writer is asked first, and replaced only when silent."""

import time

from realtime.state.cluster import cluster_presence
from realtime.state.open_rounds import LiveRound, open_rounds
from workshop.commands import seating
from workshop.models import group_tables
from workshop.models.participant import Participant
from workshop.models.run import Run
from workshop.persistence.events import PenAsked
from workshop.persistence.unit_of_work import record

MAX_WRITER_SILENCE_S = 20.0  # without a word written since somebody asked: then the pen is free


def take_or_ask(run: Run, participant: Participant) -> None:
    """Write from now on, where nobody does; else whoever writes hears that somebody wants to.

    Within a unit of work. Raises Refused("no_table_yet").
    """
    number = participant.table_number or 0
    live = open_rounds.of_run(run.id)
    writer = group_tables.table_writer(run.id, number)
    is_free = (
        live is None
        or not live.activity.by_table
        or writer in (None, participant.id)
        or not cluster_presence.is_inside(run.id, writer)
        or (asker_at(live, number) == participant.id and silence_left(live, number) <= 0)
    )
    if is_free:
        seating.take_over_writing(run, participant)
    else:
        record(PenAsked(run.id, number, participant.id))


def pass_on(run: Run, participant: Participant) -> None:
    """Let the one who asked write. Raises Refused as seating.hand_over_writing does."""
    live = open_rounds.of_run(run.id)
    asker = asker_at(live, participant.table_number or 0) if live is not None else None
    seating.hand_over_writing(run, participant, asker)


def note_asked(live: LiveRound, number: int, person: str) -> None:
    """Somebody asked; who asked before and is still here comes first."""
    if asker_at(live, number) is None:
        live.asked[number] = (person, time.monotonic())


def note_written(live: LiveRound, number: int) -> None:
    """The table's writer is not silent."""
    live.written[number] = time.monotonic()


def asker_at(live: LiveRound, number: int) -> str | None:
    """Id of the person who asks for a table's pen: sits there, is here, and does not write yet."""
    person, _ = live.asked.get(number, ("", 0.0))
    waits = live.tables.get(person) == number and cluster_presence.is_inside(live.run_id, person)
    if waits and group_tables.table_writer(live.run_id, number) not in (None, person):
        return person
    live.asked.pop(number, None)
    return None


def silence_left(live: LiveRound, number: int) -> float:
    """Seconds until the pen is free for who asked; none where nobody asks any more."""
    if number not in live.asked:
        return 0.0
    _, at = live.asked[number]
    return MAX_WRITER_SILENCE_S - (time.monotonic() - max(at, live.written.get(number, at)))
