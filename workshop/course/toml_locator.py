"""Finds the line where a TOML file says something: ("activities", 2, "title") → 17.

The standard library's reader forgets places. This one reads only places, and only text that
has already been parsed.
"""

import re

Path = tuple[str | int, ...]

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SKIPPED = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
SPACES = re.compile(r"[ \t]+")
BARE_VALUE = re.compile(r"[^,\]}\n#]*")
STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:\\.|[^\\])*?"{3,5}(?!")',
        r"'''.*?'{3,5}(?!')",
        r'"(?:\\.|[^"\\])*"',
        r"'[^']*'",
    )
)


class Locator:
    """The lines of one file. A path that is not there has the line of what would contain it."""

    def __init__(self, source: str):
        self._source, self._at = source, 0
        self._counted, self._line = 0, 1
        self._lists: dict[Path, int] = {}
        self._lines: dict[Path, int] = {(): 1}
        self._document()

    def line(self, path: Path) -> int:
        """1 for the whole file."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _document(self) -> None:
        table: Path = ()
        while self._skip():
            if self._next_character() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self._at
        double = self._source.startswith("[[", self._at)
        self._at += 2 if double else 1
        path: Path = ()
        keys = self._keys()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        self._note_place(path, start)
        if double:
            self._lists[path] = self._lists.get(path, -1) + 1
        self._at += 2 if double else 1
        path = self._inside(path)
        self._note_place(path, start)
        return path

    def _inside(self, path: Path) -> Path:
        return (*path, self._lists[path]) if path in self._lists else path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note_place(path, start)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        self._note_place(path, self._at)
        opening = self._next_character()
        if opening in "\"'":
            self._string()
        elif opening == "[":
            self._at += 1
            position = 0
            while self._skip() and self._next_character() != "]":
                self._value((*path, position))
                position += 1
                self._comma()
            self._at += 1
        elif opening == "{":
            self._at += 1
            while self._skip() and self._next_character() != "}":
                self._pair(path)
                self._comma()
            self._at += 1
        else:
            self._consume(BARE_VALUE)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._consume(SPACES)
            keys.append(
                self._string()[1:-1] if self._next_character() in "\"'" else self._consume(BARE_KEY)
            )
            self._consume(SPACES)
            if self._next_character() != ".":
                return keys
            self._at += 1

    def _string(self) -> str:
        return next(taken for pattern in STRINGS if (taken := self._consume(pattern)))

    def _comma(self) -> None:
        self._skip()
        if self._next_character() == ",":
            self._at += 1

    def _skip(self) -> bool:
        self._consume(SKIPPED)
        return self._at < len(self._source)

    def _consume(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        if match:
            self._at = match.end()
        return match.group() if match else ""

    def _next_character(self) -> str:
        return self._source[self._at : self._at + 1] or "\0"

    def _note_place(self, path: Path, place: int) -> None:
        if path not in self._lines:
            self._line += self._source.count("\n", self._counted, place)
            self._counted = place
            self._lines[path] = self._line
