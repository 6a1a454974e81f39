"""Words of the register's page: its kinds, states and fields in Spanish, and its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, gettext

N_ = str  # marks a msgid for extraction

KIND_NAMES = {"rule": N_("Norma"), "ticket": N_("Ficha"), "idea": N_("Idea")}
STATE_NAMES = {
    "proposed": N_("propuesta"),
    "grouped": N_("agrupada"),
    "voted": N_("votada"),
    "assigned": N_("con responsable"),
    "changing": N_("en cambio"),
    "solved": N_("resuelta"),
    "explained": N_("explicada"),
    "discarded": N_("descartada"),
    "decided": N_("decidida"),
    "answered": N_("contestada"),
}
FIELD_NAMES = {
    "state": N_("Estado"),
    "area": N_("Área que decide"),
    "responsible": N_("Responsable"),
    "first_step": N_("Primer paso"),
    "due_on": N_("Fecha"),
    "evidence": N_("Evidencia"),
    "text": N_("Texto"),
}
TEXT_STATES = {"shown": N_("a la vista"), "withdrawn": N_("retirado")}


def kind_name(kind: str) -> str:
    """Return the name of a kind of entry: «Norma»."""
    return gettext(KIND_NAMES[kind])


def state_name(state: str) -> str:
    """Return the name of a state: «con responsable»."""
    return gettext(STATE_NAMES[state])


def field_name(name: str) -> str:
    """Return the name of a field of an entry: «Responsable»."""
    return gettext(FIELD_NAMES[name])


def value_said(name: str, value: Any) -> str:
    """Return a value of an entry's history in words; "" where there was none."""
    if name == "state":
        return state_name(value)
    if name == "text":
        return gettext(TEXT_STATES[value])
    if name == "due_on" and value:
        return day_said(date.fromisoformat(value))
    return value or ""


def day_said(day: date | None) -> str:
    """Return a day as «15 ene 2027»; "" for None."""
    return format_date(day, "d MMM y", locale=get_locale() or "es") if day else ""


WORDS: Mapping[str, Any] = {
    each.__name__: each for each in (kind_name, state_name, field_name, value_said, day_said)
}
