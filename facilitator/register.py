"""The company's register: read it, move an entry on, add an idea."""

from dataclasses import asdict, replace
from datetime import date, datetime

from flask import Blueprint, current_app, redirect, render_template, request

from facilitator.access import field
from facilitator.register_words import WORDS
from web.auth import staff_only
from web.clock import now
from web.error_pages import wants_json
from web.refusals import sentence, status_of
from workshop.models.time_zone import day_in_zone, in_zone
from workshop.people.organisation import FIRST_ORGANISATION_ID
from workshop.persistence.unit_of_work import unit_of_work
from workshop.refused import Refused
from workshop.register import editing, moves
from workshop.register.entry import RegisterEntry
from workshop.register.search import (
    Filters,
    count_entries,
    entry_of,
    find_entries,
    modules_in,
)

bp = Blueprint("register", __name__, url_prefix="/registro")
MAX_PAGE = 10_000  # beyond it nobody has ever pressed
MAX_MODULE_CHARS = 10  # characters of a module's code
FIELDS = ("state", *editing.MAX_CHARS, "due_on")
OURS = FIRST_ORGANISATION_ID
IDEAS_WAITING = Filters(kind=moves.IDEA, waiting=True)


@bp.get("")
@staff_only
def entries():
    """The register, newest first, as its filters say."""
    return listed()


@bp.post("")
@staff_only
def add_idea():
    """Add an idea by hand."""
    idea, area = text("text"), text("area")
    try:
        with unit_of_work():
            added = editing.add_idea(OURS, idea, area, now())
    except Refused as refused:
        if wants_json():
            raise
        problem = sentence(refused.code, **refused.detail)
        return listed(problem, {"text": idea, "area": area}), status_of(refused.code)
    return redirect(f"/registro/{added.id}", 303)


@bp.get("/<int:entry_id>")
@staff_only
def entry(entry_id):
    """One entry with its history."""
    return shown(found(entry_id))


@bp.post("/<int:entry_id>")
@staff_only
def edit_entry(entry_id):
    """Change an entry; what is refused stays in the form, with the sentence that says why."""
    edit = editing.Edit(field("version"), **{name: text(name) for name in FIELDS})
    try:
        with unit_of_work():
            editing.edit_entry(OURS, entry_id, edit, now(), today())
    except Refused as refused:
        if wants_json() or refused.code == "entry_unknown":
            raise
        return shown(found(entry_id), edit, refused), status_of(refused.code)
    return redirect(f"/registro/{entry_id}", 303)


def listed(problem: str = "", idea: dict[str, str] | None = None) -> str:
    """Draw the list; with ``problem``, an idea that was refused as it was written."""
    filters = filters_asked()
    page = min(max(request.args.get("pagina", 1, type=int) or 1, 1), MAX_PAGE)
    at = now()
    return render_template(
        "facilitator/register.html",
        page=find_entries(OURS, filters, page, at),
        filters=filters,
        query={name: value for name, value in request.args.items() if name != "pagina"},
        ideas_waiting=count_entries(OURS, IDEAS_WAITING, at),
        kinds=moves.KINDS,
        states=moves.STATES,
        modules=modules_in(OURS),
        age=lambda entry: (at - entry.created_at).days,
        problem=problem,
        idea=idea or {"text": "", "area": ""},
        limits={"text": editing.MAX_IDEA_CHARS, **editing.MAX_CHARS},
        **WORDS,
    )


def shown(
    entry: RegisterEntry, edit: editing.Edit | None = None, refused: Refused | None = None
) -> str:
    """Draw one entry; with ``edit`` and ``refused``, what was written and why it was not saved."""
    stored, targets = as_edit(entry), moves.targets_of(entry.kind, entry.state)
    written = replace(edit, version=entry.version) if edit else stored
    changed = {
        name: value for name, value in asdict(stored).items() if value != getattr(written, name)
    }
    if written.state not in targets:  # it stood in no list any more: nothing else is chosen for her
        written = replace(written, state=entry.state)
    return render_template(
        "facilitator/register_entry.html",
        entry=entry,
        written=written,
        now_says=changed if refused and refused.code == "entry_changed" else {},
        problem=sentence(refused.code, **refused.detail) if refused else "",
        targets=targets,
        needs_responsible=moves.ASSIGNED in moves.states_of(entry.kind),
        limits=editing.MAX_CHARS,
        first_day=today(),
        last_day=date.fromordinal(today().toordinal() + editing.MAX_DUE_DAYS),
        local=local,
        **WORDS,
    )


def found(entry_id: int) -> RegisterEntry:
    """Return an entry. Raises Refused("entry_unknown")."""
    entry = entry_of(OURS, entry_id)
    if entry is None:
        raise Refused("entry_unknown")
    return entry


def as_edit(entry: RegisterEntry) -> editing.Edit:
    """Return an entry as a form would send it unchanged."""
    due_on = entry.due_on.isoformat() if entry.due_on else ""
    rest = {name: getattr(entry, name) for name in FIELDS if name != "due_on"}
    return editing.Edit(entry.version, due_on=due_on, **rest)


def filters_asked() -> Filters:
    """Return the filters of the address; what is no filter asks for everything."""
    asked = request.args
    kind, state, module = asked.get("tipo", ""), asked.get("estado", ""), asked.get("modulo", "")
    return Filters(
        kind if kind in moves.KINDS else "",
        state if state in moves.STATES else "",
        module if len(module) <= MAX_MODULE_CHARS and module.isprintable() else "",
        asked.get("edad", "") == "30",
    )


def text(name: str) -> str:
    """Return a field of the request as it was written; "" without it. Raises Refused."""
    value = field(name)
    if value is not None and not isinstance(value, str):
        raise Refused("request_malformed")
    return value or ""


def local(moment: datetime) -> datetime:
    """Return ``moment`` in the zone of this installation."""
    return in_zone(moment, current_app.config["ZONE"])


def today() -> date:
    """Return the day it is in the zone of this installation."""
    return day_in_zone(now(), current_app.config["ZONE"])
