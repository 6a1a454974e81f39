"""Entry of the hands that a trainer counted: they become the round's result."""

from collections.abc import Mapping
from datetime import datetime

from workshop.activities import CountedByHand, InvalidAnswer
from workshop.models.logbook import log
from workshop.models.run import Run
from workshop.refused import Refused


def count_hands(run: Run, counts: Mapping[str, int], now: datetime) -> None:
    """Store ``counts`` (hands by option, and "room") for the current step, open or closed.

    A later count replaces it. Raises Refused: nothing_to_count, option_unknown,
    number_out_of_range.
    """
    round = run.step.round if run.phase == "running" and run.step is not None else None
    if round is None or not isinstance(activity := round.activity, CountedByHand):
        raise Refused("nothing_to_count")
    hands = {key: count for key, count in counts.items() if key != "room"}
    try:
        counted = activity.counting(hands, counts.get("room", 0))
    except InvalidAnswer as invalid:
        raise Refused(invalid.code, **invalid.detail) from None
    if round.is_final or not any(activity.turnout):  # not a line for every hand
        log(run.id, now, "hands_counted", step=round.step.label)
    round.set_activity(counted)
    if round.is_final:
        round.store_counted_turnout()
        round.retally()
    run.bump_version()
