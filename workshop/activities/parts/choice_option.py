"""One option of a choice, and the reading of them all."""

from dataclasses import dataclass

from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.options import read_id, refuse_twins

MIN_OPTIONS, MAX_OPTIONS = 2, 12  # more do not fit a phone without getting lost
LEVELS = ("", "lead", "front")  # who leads, who is face to face with customers


@dataclass(frozen=True)
class Option:
    """One option. ``undecided`` marks the one that takes no side («Todavía no lo sé»).

    ``level`` says of a segment's option who is in it: "lead", "front" or nothing in particular.
    """

    id: str
    text: str
    undecided: bool = False
    level: str = ""


def read_options(table: TableReader, *, required: bool) -> tuple[Option, ...]:
    """The options of a choice; where not ``required`` there may be none."""
    options = tuple(_option(option) for option in table.tables("options", required=required))
    counted = "options" in table and (options or required)
    if counted and not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        fix = f"Deja entre {MIN_OPTIONS} y {MAX_OPTIONS}"
        table.wrong("options", f"hay {len(options)} opciones", fix)
    refuse_twins(table, "options", [option.id for option in options])
    if sum(option.undecided for option in options) > 1:
        table.wrong("options", "hay más de una opción con undecided = true", "Deja solo una")
    return options


def _option(table: TableReader) -> Option:
    key = read_id(table)
    level = table.one_of("level", LEVELS, "") if "level" in table else ""
    return Option(key, table.text("text", required=True), table.flag("undecided"), level)
