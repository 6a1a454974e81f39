"""Rows of the file that tell a round by segment: as the room saw it, or coarser for outsiders."""

from collections.abc import Iterator
from typing import Any

from results.notes import note_text
from results.outcome import RoundOutcome, StepOutcome, band_text
from results.splits import Split
from workshop.activities.parts.segment import segment_rows
from workshop.reports.breakdown import cells_of
from workshop.statistics.coarse import Mark


def segment_rows_of(step: StepOutcome, round: RoundOutcome) -> Iterator[dict[str, Any]]:
    """One row for each segment and answer; nothing where the round names no segment."""
    return _coarse_rows(round.split) if round.split else _segment_rows(step, round)


def _segment_rows(step: StepOutcome, round: RoundOutcome) -> Iterator[dict[str, Any]]:
    """Each segment that the room was told, answer by answer; of the others, that it was not."""
    for part in round.breakdown.parts if round.breakdown else ():
        of_whom = {"row_type": "segmento", "to_key": part.key, "segment": part.label}
        if part.tally is None:
            yield of_whom | {"note": note_text("protected")}
            continue
        cells = cells_of(step.activity, part)
        for row, cell in zip(segment_rows(step.activity, part.tally), cells, strict=True):
            nothing = cell.percent is None
            note = note_text("nearly") if cell.nearly else "" if nothing else row.note
            yield of_whom | {
                "option_key": row.key,
                "text": row.label,
                "count": cell.count,
                "share": None if nothing or cell.nearly else float(row.share),
                "n": part.n,
                "note": note,
            }


def _coarse_rows(split: Split) -> Iterator[dict[str, Any]]:
    """Each segment for those who were not there: in steps of five, of a band of people."""
    for part in split.parts:
        of_whom = {"row_type": "segmento", "to_key": part.key, "segment": part.label}
        if part.marks is None or part.people is None:
            yield of_whom | {"note": note_text("protected")}
            continue
        for row, mark in zip(split.rows, part.marks, strict=True):
            exact = mark.percent is not None and not (mark.nearly or mark.hardly)
            yield of_whom | {
                "option_key": row.key,
                "text": row.label,
                "share": (mark.percent or 0) / 100 if exact else None,
                "n": band_text(*part.people),
                "note": "" if exact else mark_in_words(mark),
            }


def mark_in_words(mark: Mark) -> str:
    """Words for a part that has no figure of its own, as they are told in a cell."""
    if mark.percent is None:
        return note_text("almost_all" if mark.nearly else "hardly" if mark.hardly else "untold")
    return note_text("nearly" if mark.nearly else "at_most")
