"""CSV that every spreadsheet reads unchanged: text stays text, numbers stay numbers."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

BOM = "\ufeff"  # without it spreadsheets read UTF-8 as the local code page
SEPARATORS = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}
FORMULA_TRIGGERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b")  # + full width
BLANK_CONTROLS = frozenset("\t\r\n\0")
QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›")
# After each of these some reader begins a cell, whatever the file was written with.
CELL_BOUNDARY = re.compile("([,;|\t\n\r\0\x0b\x0c\x1c-\x1e\x85\u2028\u2029])")
# Texts that a spreadsheet would turn into a date, an hour, a fraction or another number.
MONTH_NAMES = "ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|apr|aug|dec"
CONVERTIBLE_TEXT = re.compile(
    r"[^\w]*\d[\d\s.,:/%$€£()'+\-–−]*(?:e[+\-]?\d+|[ap]\.?\s?m\.?)?[^\w]*"
    rf"|[^\w]*(?:\d[\d\s./\-]*(?:de\s+)?(?:{MONTH_NAMES})[a-z]*\.?(?:[\s./\-]*(?:de\s+)?\d+)?"
    rf"|(?:{MONTH_NAMES})[a-z]*\.?[\s./\-]*(?:de\s+)?\d+(?:[\s./,\-]+\d+)?|true|false|verdadero|falso)[^\w]*",
    re.IGNORECASE,
)
PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,14}")  # comes back as it was
MAX_CACHED_CELLS = 100  # texts of one file
MAX_CONVERTED_CHARACTERS = 40  # no spreadsheet takes more for a number or a date


@dataclass(frozen=True)
class Dialect:
    """Separators of cells and of decimals, as one country's spreadsheets read them."""

    separator: str = ";"
    decimal: str = ","

    @classmethod
    def asked(cls, separator: str, locale: str) -> "Dialect":
        """Return the dialect with the separator that was asked for, else the locale's usual."""
        english = locale.split("_")[0] == "en"
        chosen = SEPARATORS.get(separator, "," if english else ";")
        return cls(chosen, "." if english or chosen == "," else ",")

    def lines(self, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """The file, a row at a time. ``columns`` are the headings by what the rows call them."""
        buffer = io.StringIO()
        writer = csv.writer(
            buffer, delimiter=self.separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL
        )
        buffer.write(BOM)
        writer.writerow(columns.values())
        cell = self._cached_cell()  # module, date and question are the same in a thousand rows
        for row in rows:
            writer.writerow([cell(row.get(column)) for column in columns])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue()

    def _cached_cell(self) -> Callable[[Any], str]:
        known: dict[str, str] = {}

        def cell(value: Any) -> str:
            if type(value) is not str:
                return self.cell(value)
            if value not in known:
                if len(known) == MAX_CACHED_CELLS:
                    known.clear()
                known[value] = self.cell(value)
            return known[value]

        return cell

    def cell(self, value: Any) -> str:
        """One value as this dialect writes it. Floats keep six decimals at most."""
        if value is None:
            return ""
        if isinstance(value, float):
            return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", self.decimal)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, date):
            return value.isoformat()
        return defuse(str(value))


def defuse(text: str) -> str:
    """``text`` with an apostrophe before what a spreadsheet could run, or turn into a date.

    Also after each separator within it: a file that is read with another separator begins a cell
    there. `restore` is its inverse.
    """
    safe = _escape_parts(text)
    first = CELL_BOUNDARY.split(text, maxsplit=1)[0]
    if could_be_formula(first) or not (starts_with_control(text) or could_be_converted(text)):
        return safe
    return f"'{safe}"


def restore(cell: str) -> str:
    """Return the text that was defused to this cell, as it was typed."""
    quoted = _unescape_parts(cell[1:])
    if cell[:1] == "'" and defuse(quoted) == cell:
        return quoted
    return _unescape_parts(cell)


def _escape_parts(text: str) -> str:
    return "".join(
        f"'{part}" if could_be_formula(part) else part for part in CELL_BOUNDARY.split(text)
    )


def _unescape_parts(cell: str) -> str:
    return "".join(
        part[1:] if part[:1] == "'" and could_be_formula(part[1:]) else part
        for part in CELL_BOUNDARY.split(cell)
    )


def could_be_formula(text: str) -> bool:
    """Would some spreadsheet evaluate this, once it has dropped what it ignores at the start?"""
    for character in text:
        if character in FORMULA_TRIGGERS:
            return True
        if not _ignored(character):
            return False
    return False


def starts_with_control(text: str) -> bool:
    """Does it begin, after ignored characters, with a tab, a line end or NUL?"""
    for character in text:
        if character in BLANK_CONTROLS:
            return True
        if not _ignored(character):
            return False
    return False


def could_be_converted(text: str) -> bool:
    """Would some spreadsheet keep a date or another number instead of this text («1-5», «007»)?"""
    if PLAIN_NUMBER.fullmatch(text):
        return False
    core = text.lstrip("'")
    return len(core) <= MAX_CONVERTED_CHARACTERS and CONVERTIBLE_TEXT.fullmatch(core) is not None


def _ignored(character: str) -> bool:
    blank = character.isspace() or character in QUOTES
    return blank or unicodedata.category(character) in ("Cf", "Cc")
