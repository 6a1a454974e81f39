"""The outcome as a file: one table of tidy rows, each with the session it is of."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _

from results.notes import note_text
from results.outcome import (
    ComparisonOutcome,
    Outcome,
    RoundOutcome,
    StepOutcome,
    kind_of,
)
from results.segment_rows import segment_rows_of
from workshop.models.run import Run

FORBIDDEN_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')  # in file names, somewhere

Answers = Callable[[StepOutcome, RoundOutcome], Iterable[tuple[Any, str]]]


def columns() -> dict[str, str]:
    """The headings people read, by what the rows call them."""
    return {
        "session": _("sesión"),
        "date": _("fecha"),
        "module": _("módulo"),
        "group": _("grupo"),
        "kind_of_session": _("clase de sesión"),
        "row_type": _("tipo de fila"),
        "activity": _("actividad"),
        "title": _("título"),
        "round": _("vuelta"),
        "mode": _("modo"),
        "question": _("pregunta"),
        "option_key": _("clave"),
        "text": _("texto"),
        "to_key": _("hacia"),
        "count": _("cuenta"),
        "share": _("parte"),
        "n": _("n"),
        "eligible": _("podían responder"),
        "answered": _("respondieron"),
        "skipped": _("prefirieron no responder"),
        "silent": _("no respondieron"),
        "planned_minutes": _("minutos previstos"),
        "real_minutes": _("minutos reales"),
        "note": _("nota"),
        "before": _("antes"),
        "after": _("después"),
        "n_before": _("n antes"),
        "n_after": _("n después"),
        "segment": _("segmento"),
    }


def rows_of(outcome: Outcome, answers: Answers | None = None) -> Iterator[dict[str, Any]]:
    """Steps, counts and transitions, and ``answers`` where they may be told one by one."""
    day = outcome.started_at or outcome.created_at
    session = {
        "session": outcome.title,
        "date": day.date() if day else None,
        "module": f"{outcome.module_code} {outcome.module_title}",
        "group": outcome.group,
        "kind_of_session": outcome.kind_of_session,
    }
    for row in _rows(outcome, answers):
        yield session | row


def _rows(outcome: Outcome, answers: Answers | None) -> Iterator[dict[str, Any]]:
    for step in outcome.steps:
        yield _step_row(step)
        for round in step.rounds:
            yield from _round_rows(step, round)
            asked = _asked(step, round)
            for key, text in answers(step, round) if answers and round.counts else ():
                yield asked | {
                    "row_type": "respuesta",
                    "option_key": key,
                    "text": text,
                }
        for comparison in step.comparisons:
            yield from _figure_rows(step, comparison)
            yield from _transition_rows(step, comparison)


def content_disposition(run: Run, mark: str = "") -> str:
    """Content-Disposition with a plain name for old programs and the real one (RFC 6266)."""
    day = run.began.strftime("%Y-%m-%d")
    parts = [run.module_code, run.group or run.title, day, mark, kind_of(run)]
    full = " ".join(FORBIDDEN_IN_FILE_NAMES.sub(" ", " ".join(parts)).split())
    ascii_only = unicodedata.normalize("NFKD", full).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", ascii_only).strip("-.") or "resultado"
    encoded = quote(f"{full}.csv", safe="", errors="replace")
    return f"attachment; filename=\"{plain}.csv\"; filename*=UTF-8''{encoded}"


def _step_row(step: StepOutcome) -> dict[str, Any]:
    return {
        "row_type": "paso",
        "activity": step.label,
        "title": step.title,
        "question": step.activity.prompt,
        "planned_minutes": float(step.planned_minutes),
        "real_minutes": step.real_minutes,
        "note": note_text(step.phase),
    }


def _figure_rows(step: StepOutcome, comparison: ComparisonOutcome) -> Iterator[dict[str, Any]]:
    """One row for each figure of two rounds; ``count`` are people whose own number changed."""
    for measured in comparison.measured:
        for line in measured.lines:
            shift = line.shift
            paired = comparison.paired and not shift.few
            yield _compared(step, comparison) | {
                "row_type": "cambio",
                "option_key": line.figure.key,
                "text": line.figure.text,
                "count": shift.up + shift.down if paired and shift.ways_told else None,
                "n": shift.n_before if paired else None,
                "note": note_text("protected" if shift.few else line.figure.middle),
                "before": shift.before,
                "after": shift.after,
                "n_before": None if shift.few else shift.n_before,
                "n_after": None if shift.few else shift.n_after,
            }


def _transition_rows(step: StepOutcome, comparison: ComparisonOutcome) -> Iterator[dict[str, Any]]:
    """Rows of those who answered twice: before and after, how many changed, and each transition."""
    common = _compared(step, comparison) | {"n": comparison.pairs}
    for row, before, after in comparison.lines:
        yield common | {
            "row_type": "antes y después",
            "option_key": row.key,
            "text": row.label,
            "before": before,
            "after": after,
        }
    if comparison.lines and comparison.moved_said:
        low, high = comparison.moved or (0, 0)
        exact = low == high
        yield common | {
            "row_type": "cambiaron",
            "count": low if exact else None,
            "note": "" if exact else comparison.moved_said,
        }
    rows = comparison.after.rows
    for at, line in enumerate(comparison.cells):
        for to, people in enumerate(line):
            yield common | {
                "row_type": "transicion",
                "option_key": rows[at].key,
                "text": rows[at].label,
                "to_key": rows[to].key,
                "count": people,
                "note": note_text("some") if people is None else "",
            }


def _compared(step: StepOutcome, comparison: ComparisonOutcome) -> dict[str, Any]:
    return {
        "activity": step.label,
        "title": step.title,
        "question": comparison.activity.prompt,
        "round": f"{comparison.before.number}>{comparison.after.number}",
        "mode": note_text(comparison.after.mode),
    }


def _asked(step: StepOutcome, round: RoundOutcome) -> dict[str, Any]:
    return {
        "activity": step.label,
        "title": step.title,
        "round": round.number,
        "mode": note_text(round.mode),
        "question": step.activity.prompt,
    }


def _hand_rows(common: dict[str, Any], round: RoundOutcome) -> Iterator[dict[str, Any]]:
    """Rows of what was counted in the room; no sum of the others has them in."""
    if round.by_hand is None:
        return
    of_hands = {"row_type": "a mano alzada", "n": round.by_hand.people}
    for row in round.by_hand.rows:
        yield (
            common
            | of_hands
            | {
                "option_key": row.key,
                "text": row.label,
                "count": row.count,
                "share": float(row.share),
            }
        )


def _round_rows(step: StepOutcome, round: RoundOutcome) -> Iterator[dict[str, Any]]:
    common = _asked(step, round)
    yield from _hand_rows(common, round)
    if round.counts is None:
        yield common | {"row_type": "recuento", "note": note_text(round.standing)}
        return
    counts = round.counts
    n = (round.tally or {}).get("n", counts.answered)
    figures: dict[str, Any] = {"n": n}
    if round.same_people:
        yield common | figures | {"row_type": "recuento", "note": note_text("same_people")}
    else:
        figures |= {
            "eligible": counts.eligible,
            "answered": counts.answered,
            "skipped": counts.skipped,
            "silent": counts.silent,
        }
    texts = step.activity.rows_are_texts
    if texts:
        yield common | figures | {"row_type": "recuento", "count": counts.answered}
    for row in () if texts else round.rows:
        yield (
            common
            | figures
            | {
                "row_type": "recuento",
                "option_key": row.key,
                "text": row.label,
                "count": None if row.protected else row.count,
                "share": None if row.protected else float(row.share),
                "note": note_text("protected") if row.protected else row.note,
            }
        )
    for part in step.activity.breakdown(round.tally) if round.tally else ():
        yield common | {
            "row_type": "parte",
            "option_key": part.key,
            "text": part.label,
            "count": part.count,
            "share": float(part.share),
            "n": n,
            "note": part.note,
        }
    for line in segment_rows_of(step, round):
        yield common | line
    if round.texts_kept_back:
        kept_back = {"count": round.texts_kept_back, "note": note_text("kept_back")}
        yield common | {"row_type": "recuento"} | kept_back
