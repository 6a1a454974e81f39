"""History of what phones sent and heard, checked against the database (Jepsen's ok, fail, info)."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

GIVEN = ("answer", "skip")


class Op(NamedTuple):
    """One thing that happened at one phone. ``what``: send, ack, nack or timeout."""

    at: float
    phone: int
    what: str
    round: int
    answer_id: str
    revision: int
    state: str
    value: Any
    code: str = ""


class Row(NamedTuple):
    """One stored answer. ``phone`` is None where nothing points back to anyone (mode A)."""

    phone: int | None
    state: str
    value: Any


@dataclass
class Stored:
    """A closed round as the database holds it and the wall shows it."""

    round: int
    rows: list[Row]
    eligible: int
    answered: int
    skipped: int
    silent: int
    frozen: Any  # the tally frozen at close
    recount: Any  # the kind's tally of the answers table, made now
    wall: Any  # the tally on the wall
    wall_counts: dict


@dataclass
class Findings:
    """Findings of a check; all zero but ``acked`` when every promise held."""

    acked: int = 0
    lost: int = 0
    double_counted: int = 0
    aggregate_mismatches: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        for name in ("acked", "lost", "double_counted", "aggregate_mismatches"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    @property
    def clean(self) -> bool:
        return not (self.lost or self.double_counted or self.aggregate_mismatches)


def check(ops: list[Op], stored: Stored) -> Findings:
    """Compare a round's history with what is stored of it."""
    ops = [op for op in ops if op.round == stored.round]
    found = Findings(acked=len({(op.phone, op.answer_id) for op in ops if op.what == "ack"}))
    outcomes = {phone: possible(mine) for phone, mine in _by_phone(ops).items()}
    owners = match(outcomes, stored.rows)
    for phone, possibilities in outcomes.items():
        if None not in possibilities and phone not in owners.values():
            found.lost += 1
            found.notes.append(f"round {stored.round}: phone {phone} lost {possibilities}")
    for index, row in enumerate(stored.rows):
        if index not in owners:
            found.double_counted += 1
            found.notes.append(f"round {stored.round}: nobody has given {row}, or not twice")
    _check_aggregates(stored, found)
    return found


def possible(ops: list[Op]) -> list[tuple[str, Any] | None]:
    """Values a ballot may have at the close: the last acknowledged, or a later one in doubt.

    ``None`` stands for «no row»: nothing was ever acknowledged, or it may have been withdrawn.
    """
    sent: dict[int, Op] = {}
    unheard: dict[int, int] = defaultdict(int)  # sends without an answer, by revision
    acked = 0
    for op in ops:
        if op.what == "send":
            sent[op.revision] = op
            unheard[op.revision] += 1
        elif op.what == "ack":
            sent[op.revision] = op  # what the server says it holds
            acked = max(acked, op.revision)
        elif op.what == "nack":
            unheard[op.revision] -= 1
    certain = [sent[acked]] if acked else []
    later = [op for revision, op in sent.items() if revision > acked and unheard[revision] > 0]
    results: list[tuple[str, Any] | None] = [
        (op.state, op.value) if op.state in GIVEN else None for op in certain + later
    ]
    return results if certain else [None, *results]


def match(outcomes: dict, rows: list[Row]) -> dict[int, int]:
    """Give rows to phones that may own them, one each, as many as can be (Kuhn's algorithm).

    Phones whose answer must be there choose first. Returns row index → phone.
    """
    owners: dict[int, int] = {}

    def seat(phone: int, tried: set[int]) -> bool:
        for index, row in enumerate(rows):
            if index in tried or row.phone not in (None, phone):
                continue
            if (row.state, row.value) not in outcomes[phone]:
                continue
            tried.add(index)
            if index not in owners or seat(owners[index], tried):
                owners[index] = phone
                return True
        return False

    for phone in sorted(outcomes, key=lambda phone: None in outcomes[phone]):
        seat(phone, set())
    return owners


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile; 0 for nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _by_phone(ops: list[Op]) -> dict[int, list[Op]]:
    phones: dict[int, list[Op]] = defaultdict(list)
    for op in ops:
        phones[op.phone].append(op)
    return phones


def _check_aggregates(stored: Stored, found: Findings) -> None:
    answers = sum(row.state == "answer" for row in stored.rows)
    skips = sum(row.state == "skip" for row in stored.rows)
    counts = {
        "eligible": stored.eligible,
        "answered": stored.answered,
        "skipped": stored.skipped,
        "silent": stored.silent,
    }
    for what, wrong in (
        ("the frozen tally is not the recount", stored.frozen != stored.recount),
        ("the wall's tally is not the frozen one", stored.wall != stored.frozen),
        ("the wall's counts are not the round's", stored.wall_counts != counts),
        ("R is not the answers stored", stored.answered != answers),
        ("S is not the skips stored", stored.skipped != skips),
        ("R + S + Z is not E", stored.eligible != answers + skips + stored.silent),
    ):
        if wrong:
            found.aggregate_mismatches += 1
            found.notes.append(f"round {stored.round}: {what}: {stored}")
