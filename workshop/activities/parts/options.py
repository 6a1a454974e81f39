"""Options of a question that are only named: an id and a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workshop.activities.parts.fields import TableReader

OPTION_ID = re.compile(r"[a-z0-9_]{1,12}")


@dataclass(frozen=True)
class NamedOption:
    """One option."""

    id: str
    text: str

    @property
    def undecided(self) -> bool:
        """Nothing here takes no side."""
        return False


def read_named_options(
    table: TableReader, key: str, fewest: int, most: int, *, required: bool = True
) -> tuple[NamedOption, ...]:
    """The options at ``key``, their ids checked; where not ``required`` there may be none."""
    offered = tuple(read_named_option(each) for each in table.tables(key, required=required))
    if (offered or required) and key in table and not fewest <= len(offered) <= most:
        table.wrong(key, f"hay {len(offered)}", f"Deja entre {fewest} y {most}")
    refuse_twins(table, key, [each.id for each in offered])
    return offered


def read_id(table: TableReader) -> str:
    """The id of something that answers name; "" with a problem noted where there is none."""
    key = table.text("id", required=True, longest=12)
    if key and not OPTION_ID.fullmatch(key):
        table.wrong("id", f"«{key[:40]}» no sirve como id", 'Usa una letra minúscula, como "a"')
    return key


def refuse_twins(
    table: TableReader, key: str, ids: Sequence[str], fix: str = "Usa otra letra"
) -> None:
    """Note each id of the list at ``key`` that stood there before."""
    for position, each in enumerate(ids):
        if each in ids[:position]:
            table.wrong((key, position, "id"), f"el id «{each}» está repetido", fix)


def read_named_option(table: TableReader) -> NamedOption:
    """Read one option, its id checked."""
    return NamedOption(read_id(table), table.text("text", required=True))
