"""Search of the register: its entries by kind, state, module and age, newest first, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from workshop.persistence.db import db
from workshop.register import moves
from workshop.register.entry import RegisterEntry

PER_PAGE = 50  # entries
MAX_ID = 2**31 - 1  # of a whole number in PostgreSQL
UNANSWERED_AFTER = timedelta(days=30)
ENDED_STATES = (moves.SOLVED, moves.EXPLAINED, moves.DISCARDED, moves.ANSWERED)


@dataclass(frozen=True)
class Filters:
    """Filters of a search; "" and False for everything. ``waiting``: unanswered for 30 days."""

    kind: str = ""
    state: str = ""
    module: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class Page:
    """Entries of one page, and how many there are on all of them."""

    entries: Sequence[RegisterEntry]
    number: int
    total: int

    @property
    def is_last(self) -> bool:
        """Is there none after it?"""
        return self.number * PER_PAGE >= self.total


def find_entries(organisation_id: int, filters: Filters, page: int, now: datetime) -> Page:
    """Return a page of the entries of an organisation, the newest first."""
    found = _matching(select(RegisterEntry), organisation_id, filters, now)
    entries = db.session.scalars(
        found.order_by(RegisterEntry.created_at.desc(), RegisterEntry.id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    return Page(entries, page, count_entries(organisation_id, filters, now))


def count_entries(organisation_id: int, filters: Filters, now: datetime) -> int:
    """Return how many entries there are."""
    counted = select(func.count()).select_from(RegisterEntry)
    return db.session.scalar(_matching(counted, organisation_id, filters, now)) or 0


def modules_in(organisation_id: int) -> Sequence[str]:
    """Return the codes of the modules that entries came from."""
    return db.session.scalars(
        select(RegisterEntry.module_code)
        .where(RegisterEntry.organisation_id == organisation_id, RegisterEntry.module_code != "")
        .distinct()
        .order_by(RegisterEntry.module_code)
    ).all()


def entry_of(organisation_id: int, entry_id: int) -> RegisterEntry | None:
    """Return an entry of an organisation, if there is one."""
    if entry_id > MAX_ID:
        return None
    return db.session.scalar(
        select(RegisterEntry).where(
            RegisterEntry.id == entry_id, RegisterEntry.organisation_id == organisation_id
        )
    )


def _matching(statement: Select, organisation_id: int, filters: Filters, now: datetime) -> Select:
    statement = statement.where(RegisterEntry.organisation_id == organisation_id)
    for column, wanted in (
        (RegisterEntry.kind, filters.kind),
        (RegisterEntry.state, filters.state),
        (RegisterEntry.module_code, filters.module),
    ):
        if wanted:
            statement = statement.where(column == wanted)
    if filters.waiting:
        statement = statement.where(
            RegisterEntry.state.not_in(ENDED_STATES),
            RegisterEntry.created_at < now - UNANSWERED_AFTER,
        )
    return statement
