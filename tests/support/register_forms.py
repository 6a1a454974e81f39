"""Shared by tests of the register: entries that are there, and an entry's form."""

from datetime import timedelta

from web.clock import now
from workshop.persistence.db import db
from workshop.register.entry import RegisterEntry

FORM = {"Accept": "text/html"}


def store(app, **values):
    """Store an entry of the register. Returns its id."""
    values = {"kind": "rule", "text": "Dos firmas para 5 €", "created_at": now()} | values
    with app.app_context():
        entry = RegisterEntry(changed_at=values["created_at"], **values)
        db.session.add(entry)
        db.session.commit()
        return entry.id


def read(app, entry_id):
    """An entry as it is stored."""
    with app.app_context():
        return db.session.get(RegisterEntry, entry_id)


def day(days):
    """A day as a form sends it, so many days from today."""
    return (now().astimezone() + timedelta(days=days)).date().isoformat()


def edit(app, ines, entry_id, **fields):
    """Save the page of an entry with these fields changed, as a browser sends its form."""
    entry = read(app, entry_id)
    form = {
        "version": entry.version,
        "state": entry.state,
        "area": entry.area,
        "responsible": entry.responsible,
        "first_step": entry.first_step,
        "due_on": entry.due_on.isoformat() if entry.due_on else "",
        "evidence": entry.evidence,
        "csrf_token": ines.csrf,
    }
    return ines.browser.post(f"/registro/{entry_id}", data=form | fields, headers=FORM)
