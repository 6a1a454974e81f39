"""Reads one table of course text strictly: every problem is noted, none stops the reading."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from workshop.activities.parts.content_errors import (
    TYPE_NAMES,
    ContentProblem,
    InvalidContent,
    Path,
    in_words,
)

REF = re.compile(r"[a-z][a-z0-9_-]{0,19}")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MAX_TEXT_CHARS = 4_000  # characters; a screen of the console, far more than a phone shows


class TableReader:
    """A table being read. Asking for a key makes it known; `finish` refuses the unknown ones."""

    def __init__(self, data: Any, path: Path = (), problems: list[ContentProblem] | None = None):
        self.path = path
        self.problems: list[ContentProblem] = [] if problems is None else problems
        self._children: list[TableReader] = []
        self._asked: dict[str, None] = {}
        if isinstance(data, Mapping):
            self._data: dict[str, Any] = {str(key): value for key, value in data.items()}
        else:
            self._data = {}
            self.wrong(
                None, f"aquí va una tabla y hay {in_words(data)}", "Mira el ejemplo del LÉEME"
            )

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def keys(self) -> Iterator[str]:
        """The keys present, in the file's order."""
        return iter(self._data)

    def wrong(self, key: str | int | Path | None, what: str, fix: str) -> None:
        """Note a problem at ``key`` (None: at the table itself)."""
        here = () if key is None else key if isinstance(key, tuple) else (key,)
        self.problems.append(ContentProblem(self.path + here, what, fix))

    def text(self, key: str, *, required: bool = False, longest: int = MAX_TEXT_CHARS) -> str:
        """The trimmed text at ``key``, "" when absent."""
        value = self._take(
            key, str, "Escríbelo entre comillas", required, "Añade la clave y su texto"
        )
        return self._checked_text(key, value, required, longest) if value is not None else ""

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The list of texts at ``key``, () when absent."""
        items = self._take(
            key, list, 'Ponlo entre corchetes: ["…", "…"]', required, "Añade la lista"
        )
        found = []
        for position, item in enumerate(items or ()):
            if isinstance(item, str):
                found.append(self._checked_text((key, position), item, True, MAX_TEXT_CHARS))
            else:
                self.wrong(
                    (key, position),
                    f"aquí va un texto y hay {in_words(item)}",
                    "Escríbelo entre comillas",
                )
        if required and items == []:
            self.wrong(key, f"«{key}» está vacía", "Escribe al menos un texto")
        return tuple(found)

    def number(
        self, key: str, low: int, high: int, default: int | None = None, *, required: bool = False
    ) -> int | None:
        """The whole number at ``key``, between ``low`` and ``high``, both included."""
        value = self._take(
            key, int, f"Escribe un número entre {low} y {high}, sin comillas", required, "Añádela"
        )
        if value is None:
            return default
        if not low <= value <= high:
            shown = value if abs(value) < 10**12 else "un número enorme"
            self.wrong(key, f"«{key}» vale {shown}", f"Escribe un número entre {low} y {high}")
            return default
        return value

    def flag(self, key: str) -> bool:
        """true or false at ``key``; false when absent."""
        return bool(self._take(key, bool, "Escribe true o false, sin comillas", False, ""))

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """The word at ``key``, which must be one of ``allowed``."""
        value = self._take(key, str, "Escríbelo entre comillas", False, "")
        if value is None:
            return default
        if value not in allowed:
            self.wrong(key, f"«{key}» vale «{value[:40]}»", _choose(value, allowed))
            return default
        return value

    def table(self, key: str) -> "TableReader":
        """The table at ``key``; an empty one when absent."""
        value = self._take(key, dict, "Escríbelo como tabla", False, "")
        return self._child({} if value is None else value, (key,))

    def tables(self, key: str, *, required: bool = False) -> list["TableReader"]:
        """The list of tables at ``key``, [] when absent."""
        items = self._take(key, list, f"Repite el título [[…{key}]]", required, "Añádela")
        return [self._child(item, (key, position)) for position, item in enumerate(items or ())]

    def ignore_the_rest(self) -> None:
        """Leave unjudged what nobody asked for."""
        self._asked.update(dict.fromkeys(self._data))

    def finish(self) -> None:
        """Note the keys that nobody asked for, here and below."""
        for key in self._data:
            if key not in self._asked:
                self.wrong(key, f"la clave «{key[:40]}» no existe", _choose(key, self._asked))
        for child in self._children:
            child.finish()

    def refuse_problems(self) -> None:
        """Finish, and raise `InvalidContent` with every problem found."""
        self.finish()
        if self.problems:
            first = self.problems[0]
            raise InvalidContent(
                ".".join(map(str, first.path)), first.what, first.fix, tuple(self.problems)
            )

    def _take(self, key: str, kind: type, fix: str, required: bool, add: str) -> Any:
        self._asked[key] = None
        if key not in self._data:
            if required:
                self.wrong(None, f"falta «{key}»", add)
            return None
        value = self._data[key]
        if type(value) is not kind:  # a bool is an int in Python, never here
            self.wrong(key, f"«{key}» tiene que ser {TYPE_NAMES[kind]} y es {in_words(value)}", fix)
            return None
        return value

    def _checked_text(self, key: str | Path, value: str, required: bool, longest: int) -> str:
        name = key if isinstance(key, str) else key[0]
        value = value.strip()
        if required and not value:
            self.wrong(key, f"«{name}» está vacío", "Escribe el texto")
        if len(value) > longest:
            self.wrong(key, f"«{name}» tiene {len(value)} caracteres", f"Acórtalo a {longest}")
        if UNPRINTABLE.search(value):
            self.wrong(
                key,
                f"«{name}» contiene un carácter invisible",
                "Bórralo y vuelve a escribir el texto",
            )
        return value

    def _child(self, data: Any, below: Path) -> "TableReader":
        child = TableReader(data, self.path + below, self.problems)
        self._children.append(child)
        return child


def _choose(word: str, allowed: Collection[str]) -> str:
    near = difflib.get_close_matches(word[:80].lower(), list(allowed), n=1)
    return f"¿Querías decir «{near[0]}»?" if near else f"Las que valen: {', '.join(allowed)}"
