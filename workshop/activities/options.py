"""What a question offers, where the options are only named: an id and a text."""

import re
from dataclasses import dataclass

from workshop.activities.fields import Fields

OPTION_ID = re.compile(r"[a-z0-9_]{1,12}")


@dataclass(frozen=True)
class Offered:
    """One option."""

    id: str
    text: str

    @property
    def undecided(self) -> bool:
        """Nothing here takes no side."""
        return False


def read_offered(table: Fields, key: str, fewest: int, most: int) -> tuple[Offered, ...]:
    """The options at ``key``, their ids checked."""
    offered = tuple(_offered(each) for each in table.tables(key, required=True))
    if key in table and not fewest <= len(offered) <= most:
        table.wrong(key, f"hay {len(offered)}", f"Deja entre {fewest} y {most}")
    seen: set[str] = set()
    for position, each in enumerate(offered):
        if each.id in seen:
            table.wrong((key, position, "id"), f"el id «{each.id}» está repetido", "Usa otra letra")
        seen.add(each.id)
    return offered


def _offered(table: Fields) -> Offered:
    key = table.text("id", required=True, longest=12)
    if key and not OPTION_ID.fullmatch(key):
        table.wrong("id", f"«{key[:40]}» no sirve como id", 'Usa una letra minúscula, como "a"')
    return Offered(key, table.text("text", required=True))
