"""Editing of the register: staff add an idea, and move an entry on by its allowed moves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from workshop.activities.parts.personal_data import EMAIL, IDENTITY, PHONE, flags_of
from workshop.activities.parts.text_cleaning import MAX_READ_CODE_POINTS, clean, excess, one_line
from workshop.persistence.db import db
from workshop.refused import Refused
from workshop.register import moves
from workshop.register.entry import RegisterEntry
from workshop.register.search import MAX_ID

WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # as a date field sends it
MAX_DUE_DAYS = 90  # days from today
MAX_IDEA_CHARS = 280  # characters: a card
# Characters of the texts that staff write; as code points too, or the column would not hold them.
MAX_CHARS: Mapping[str, int] = {
    "area": 80,
    "responsible": 80,
    "first_step": 280,
    "evidence": 280,
}
CONTACTS = frozenset({EMAIL, PHONE, IDENTITY})  # kept out of «responsible», which may be a name


@dataclass(frozen=True)
class Edit:
    """An entry as somebody at a console wants it, who saw it in ``version``; texts as written."""

    version: int | None
    state: str
    area: str = ""
    responsible: str = ""
    first_step: str = ""
    due_on: str = ""  # an ISO date, or nothing
    evidence: str = ""


def add_idea(organisation_id: int, text: str, area: str, now: datetime) -> RegisterEntry:
    """Add an idea by hand. Raises Refused: idea_empty, title_too_long, text_names_somebody."""
    if len(text) > MAX_READ_CODE_POINTS:
        raise Refused("title_too_long", n=len(text), max=MAX_IDEA_CHARS)
    text = clean(text)
    if not text:
        raise Refused("idea_empty")
    if too_long := excess(text, MAX_IDEA_CHARS):
        raise Refused("title_too_long", **too_long)
    if flags_of(text):
        raise Refused("text_names_somebody")
    idea = RegisterEntry(
        organisation_id=organisation_id,
        kind=moves.IDEA,
        text=text,
        area=_read("area", area),
        created_at=now,
        changed_at=now,
    )
    db.session.add(idea)
    db.session.flush()
    return idea


def edit_entry(
    organisation_id: int, entry_id: int, edit: Edit, now: datetime, today: date
) -> RegisterEntry:
    """Change an entry, within the unit of work of the caller; its history keeps what it was.

    Raises Refused: entry_unknown; entry_changed where another console was first; move_forbidden,
    assigned_needs, solved_needs; responsible_is_contact, text_names_somebody, title_too_long,
    due_malformed, due_out_of_range.
    """
    if entry_id > MAX_ID:
        raise Refused("entry_unknown")
    entry = db.session.scalar(
        select(RegisterEntry)
        .where(RegisterEntry.id == entry_id, RegisterEntry.organisation_id == organisation_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    if entry is None:
        raise Refused("entry_unknown")
    if edit.version != entry.version:
        raise Refused("entry_changed")
    if not moves.may_move(entry.kind, entry.state, edit.state):
        raise Refused("move_forbidden")
    said = {name: _read(name, getattr(edit, name)) for name in MAX_CHARS}
    due_on = _read_due(edit.due_on, entry.due_on, today)
    if moves.lacking(edit.state, said | {"due_on": due_on}):
        raise Refused("solved_needs" if edit.state == moves.SOLVED else "assigned_needs")
    entry.change(now, state=edit.state, due_on=due_on, **said)
    return entry


def _read(name: str, raw: str) -> str:
    """Return a text of one line, clean. Raises Refused for one too long or with personal data."""
    most = MAX_CHARS[name]
    if len(raw) > MAX_READ_CODE_POINTS:
        raise Refused("title_too_long", n=len(raw), max=most)
    text = one_line(raw)
    if too_long := excess(text, most, most):
        raise Refused("title_too_long", **too_long)
    found = flags_of(text)
    if name == "responsible" and CONTACTS.intersection(found):
        raise Refused("responsible_is_contact")
    if name != "responsible" and found:
        raise Refused("text_names_somebody")
    return text


def _read_due(raw: str, was: date | None, today: date) -> date | None:
    """Return the date in ``raw``. One that was there may stay, however long ago it is."""
    if not raw:
        return None
    try:
        due_on = date.fromisoformat(raw) if WRITTEN_DAY.fullmatch(raw) else None
    except ValueError:
        due_on = None
    if due_on is None:
        raise Refused("due_malformed")
    if due_on != was and not today <= due_on <= today + timedelta(days=MAX_DUE_DAYS):
        raise Refused("due_out_of_range", days=MAX_DUE_DAYS)
    return due_on
