"""Entry of the hands that a trainer counted: beside what phones answered, or as the result."""

from collections.abc import Mapping
from datetime import datetime

from workshop.activities import CountedByHand, InvalidAnswer
from workshop.models.logbook import log
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.refused import Refused


def count_hands(run: Run, counts: Mapping[str, int], now: datetime) -> None:
    """Store ``counts`` (people by row) for the current step's round, open, closed or shown.

    A later count replaces the rows it names. Where phones answer nothing it is the result, and
    "room" says who was there. Raises Refused: nothing_to_count (also of a round that was annulled),
    option_unknown, number_out_of_range.
    """
    round = run.step.round if run.phase == "running" and run.step is not None else None
    if round is None:
        raise Refused("nothing_to_count")
    try:
        begun = _store(round, counts)
    except InvalidAnswer as invalid:
        raise Refused(invalid.code, **invalid.detail) from None
    if round.is_final or begun:  # not a line for every hand
        log(run.id, now, "hands_counted", step=round.step.label)
    run.bump_version()


def _store(round: Round, counts: Mapping[str, int]) -> bool:
    """Was nothing counted before? Raises Refused("nothing_to_count") and InvalidAnswer."""
    activity = round.activity
    if not isinstance(activity, CountedByHand):
        begun = not round.hand_counts
        round.count_hands(counts)
        return begun
    hands = {key: count for key, count in counts.items() if key != "room"}
    counted = activity.counting({**activity.counted, **hands}, counts.get("room", activity.room))
    round.set_activity(counted)
    if round.is_final:
        round.store_counted_turnout()
        round.retally()
    return not any(activity.turnout)
