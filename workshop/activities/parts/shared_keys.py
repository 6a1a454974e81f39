"""The keys that every kind of activity has: read from its text, and written as a run freezes it."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from workshop.activities.parts.fields import REF, TableReader
from workshop.activities.parts.guide import Guide

MODES = ("S", "N", "A")  # linked pseudonym, with name, anonymous
ANSWERED_BY = ("person", "table")  # who answers: each phone, or one for its table
SHOWS = ("close", "live", "never")  # when the room may see the result
MAX_TIME_LIMIT_S = 3_600  # an hour; a longer time limit is a typing slip
MAX_AGENDA_MIN = 600  # ten hours; the longest workshop day


def read_keys(
    table: TableReader,
    own: Mapping[str, Any],
    *,
    takes_answers: bool,
    tables_may_answer: bool,
    option_ids: Collection[str] | None,
) -> dict[str, Any]:
    """Values of the keys that every kind has; ``own`` are those that only this kind has.

    ``option_ids`` are the options a guide may speak of (None: not known). Problems are noted in
    ``table``.
    """
    ref = table.text("ref", required=True, longest=20)
    if ref and not REF.fullmatch(ref):
        table.wrong(
            "ref", f"«{ref[:40]}» no sirve como identificador", 'Usa letra y número, como "a3"'
        )
    starts = table.number("starts", 0, MAX_AGENDA_MIN, 0) or 0
    ends = table.number("ends", 0, MAX_AGENDA_MIN, starts) or 0
    if ends < starts:
        what = f"termina en el minuto {ends} y empieza en el {starts}"
        table.wrong("ends", what, "Corrige los minutos")
    who = table.one_of("answered_by", ANSWERED_BY, "person")
    if who == "table" and not tables_may_answer:
        table.wrong("answered_by", "aquí no responde una mesa", "Borra esta línea")
    keys = {
        "ref": ref,
        "answered_by": who,
        "title": table.text("title", required=True),
        "prompt": table.text("prompt", required=takes_answers),
        "starts": starts,
        "ends": ends,
        "mode": table.one_of("mode", MODES, "S"),
        "show": table.one_of("show", SHOWS, "close"),
        "optional": table.flag("optional"),
        "hint": table.text("hint"),
        "wall_note": table.text("wall_note"),
        "guide": Guide.read(table.table("guide"), option_ids),
        "repeats": table.texts("repeats"),
        "compares": table.texts("compares"),
        "turnouts": table.texts("turnouts"),
        "act_of": table.text("act_of", longest=20),
        "split_by": table.text("split_by", longest=20),
    }
    if "seconds" not in own:
        keys["seconds"] = table.number("seconds", 5, MAX_TIME_LIMIT_S)
    return keys


def as_json(value: Any) -> Any:
    """``value`` as JSON: what is empty by being None is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: as_json(inner) for name, inner in pairs if inner is not None}
    if isinstance(value, Mapping):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return value
