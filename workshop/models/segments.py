"""Segments: the round that asked people where they belong, by which a later one is split."""

from workshop.models.round import Round
from workshop.models.run import Run


def segment_round(run: Run, round: Round) -> Round | None:
    """Return the round that asked for the segment before ``round`` opened: the last one, if final.

    One asked later changes nothing: a figure that has been shown stays what it was.
    """
    if not round.activity.split_by or round.mode == "A" or not round.is_final:
        return None
    asked = [
        each for each in run.rounds if each.item == round.activity.split_by and each.id < round.id
    ]
    last = asked[-1] if asked else None
    return last if last is not None and last.is_final and last.mode != "A" else None
