"""The outcome as a file: one table of tidy rows that no spreadsheet takes for a formula."""

import csv
import io
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from results.notes import in_words
from results.outcome import ComparisonOutcome, Outcome, RoundOutcome, StepOutcome
from workshop.answer import Answer
from workshop.breakdown import cells_of
from workshop.db import db
from workshop.run import Run

BOM = "\ufeff"  # without it spreadsheets read UTF-8 as the local code page
SEPARATORS = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}
COLUMNS = (
    "row_type", "activity", "title", "round", "mode", "question", "option_key", "text",
    "to_key", "count", "share", "n", "E", "R", "S", "Z", "planned_minutes", "real_minutes", "note",
    "before", "after", "n_before", "n_after",
    "segment",
)  # fmt: skip
TRIGGERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b")  # full-width ones too
CONTROLS = frozenset("\t\r\n\0")
QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›")

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')  # in file names, somewhere

_shuffle = secrets.SystemRandom().shuffle


@dataclass(frozen=True)
class Dialect:
    """How one country's spreadsheets read a file."""

    separator: str = ";"
    decimal: str = ","

    @classmethod
    def asked(cls, separator: str, locale: str) -> "Dialect":
        """The separator that was asked for, or the one usual where ``locale`` is spoken."""
        english = locale.split("_")[0] == "en"
        chosen = SEPARATORS.get(separator, "," if english else ";")
        return cls(chosen, "." if english or chosen == "," else ",")

    def lines(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """The file, a row at a time."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.separator, lineterminator="\r\n")
        buffer.write(BOM)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(self._cell(row.get(column)) for column in COLUMNS)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue()

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", self.decimal)
        if isinstance(value, int):
            return str(value)
        return defuse(str(value))


def defuse(text: str) -> str:
    """``text`` with an apostrophe before what a spreadsheet could run. `restore` is its inverse."""
    return f"'{text}" if could_be_formula(text) else text


def restore(cell: str) -> str:
    """What was defused, as it was typed."""
    return cell[1:] if cell[:1] == "'" and could_be_formula(cell[1:]) else cell


def could_be_formula(text: str) -> bool:
    """Would some spreadsheet evaluate this, once it has dropped what it ignores at the start?"""
    for character in text:
        if character in CONTROLS or character in TRIGGERS:
            return True
        ignored = character.isspace() or character in QUOTES
        if not ignored and unicodedata.category(character) not in ("Cf", "Cc"):
            return False
    return False


def rows_of(run: Run, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Steps, counts, transitions and answers. Nobody's answers stand in one row or in one order."""
    for step in outcome.steps:
        yield _step_row(step)
        for round in step.rounds:
            yield from _round_rows(step, round)
        for comparison in step.comparisons:
            yield from _figure_rows(step, comparison)
            rows = comparison.after.rows
            for at, flow in enumerate(comparison.flows):
                for to, people in enumerate(flow):
                    yield {
                        "row_type": "transicion",
                        "activity": step.label,
                        "title": step.title,
                        "question": comparison.activity.prompt,
                        "round": f"{comparison.before.number}>{comparison.after.number}",
                        "mode": comparison.after.mode,
                        "option_key": rows[at].key,
                        "text": rows[at].label,
                        "to_key": rows[to].key,
                        "count": people,
                        "n": comparison.pairs,
                    }


def file_name(run: Run) -> str:
    """Content-Disposition with a plain name for old programs and the real one (RFC 6266)."""
    day = (run.started_at or run.created_at).strftime("%Y-%m-%d")
    parts = [run.module_code, run.group or run.title, day]
    full = " ".join(FORBIDDEN.sub(" ", " ".join(parts)).split())
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
        "note": in_words(step.phase),
    }


def _figure_rows(step: StepOutcome, comparison: ComparisonOutcome) -> Iterator[dict[str, Any]]:
    """One row for each figure of two rounds; ``count`` are people whose own number changed."""
    for measured in comparison.measured:
        for line in measured.lines:
            shift = line.shift
            yield {
                "row_type": "cambio",
                "activity": step.label,
                "title": step.title,
                "question": comparison.activity.prompt,
                "round": f"{comparison.before.number}>{comparison.after.number}",
                "mode": comparison.after.mode,
                "option_key": line.figure.key,
                "text": line.figure.text,
                "count": shift.up + shift.down if comparison.paired and not shift.few else None,
                "n": shift.n_before if comparison.paired and not shift.few else None,
                "note": in_words("protected" if shift.few else line.figure.middle),
                "before": shift.before,
                "after": shift.after,
                "n_before": None if shift.few else shift.n_before,
                "n_after": None if shift.few else shift.n_after,
            }


def _round_rows(step: StepOutcome, round: RoundOutcome) -> Iterator[dict[str, Any]]:
    common = {
        "activity": step.label,
        "title": step.title,
        "round": round.number,
        "mode": round.mode,
        "question": step.activity.prompt,
    }
    if round.counts is None:
        yield common | {"row_type": "recuento", "note": in_words(round.standing)}
        return
    counts = round.counts
    figures = {
        "n": (round.tally or {}).get("n", counts.answered),
        "E": counts.eligible,
        "R": counts.answered,
        "S": counts.skipped,
        "Z": counts.silent,
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
                "note": in_words("protected") if row.protected else row.note,
            }
        )
    for part in step.activity.breakdown(round.tally) if round.tally else ():
        yield common | {
            "row_type": "parte",
            "option_key": part.key,
            "text": part.label,
            "count": part.count,
            "share": float(part.share),
            "n": figures["n"],
            "note": part.note,
        }
    for line in _segment_rows(step, round):
        yield common | line
    if round.texts_kept_back:
        kept_back = {"count": round.texts_kept_back, "note": in_words("kept_back")}
        yield common | {"row_type": "recuento"} | kept_back
    for option_key, text in _answers(step, round):
        yield common | {"row_type": "respuesta", "option_key": option_key, "text": text}


def _segment_rows(step: StepOutcome, round: RoundOutcome) -> Iterator[dict[str, Any]]:
    """Each segment that may be told, answer by answer; of the others, that they are protected."""
    for part in round.breakdown.parts if round.breakdown else ():
        of_whom = {"row_type": "segmento", "to_key": part.key, "segment": part.label}
        if part.tally is None:
            yield of_whom | {"note": in_words("protected")}
            continue
        cells = cells_of(step.activity, part)
        for row, cell in zip(step.activity.segment_rows(part.tally), cells, strict=True):
            nothing = cell.percent is None
            note = in_words("nearly") if cell.nearly else "" if nothing else row.note
            yield of_whom | {
                "option_key": row.key,
                "text": row.label,
                "count": cell.count,
                "share": None if nothing or cell.nearly else float(row.share),
                "n": part.n,
                "note": note,
            }


def _answers(step: StepOutcome, round: RoundOutcome) -> list[tuple[str, str]]:
    """The answers of one round in an order made now; without what is kept back or private."""
    if step.activity.private:
        return []
    values = db.session.execute(
        select(Answer.value).where(
            Answer.round_id == round.id, Answer.state == "answer", Answer.moderation == "shown"
        )
    )
    answers = [(key_of(step.activity, value), step.activity.say(value)) for (value,) in values]
    _shuffle(answers)
    return answers


def key_of(activity, value: Any) -> str:
    """The answer as its keys: «b», «a c», «4»; nothing for a text."""
    if activity.moderated or isinstance(value, dict):
        return ""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
