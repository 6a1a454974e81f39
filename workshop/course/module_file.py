"""Reads one folder of the course into a module. A bad file is refused whole, by file and line."""

import hashlib
import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workshop.activities.parts.fields import TableReader
from workshop.course.module import Module
from workshop.course.phone_fit import too_long_for_a_phone
from workshop.course.toml_errors import explain
from workshop.course.toml_locator import Locator

FILE_NAME = "module.toml"
USTED_NAME = "module.usted.toml"  # beside it: what the module says to people it calls «usted»
MAX_FILE_BYTES = 1_000_000  # bytes; M1, the fullest module, has 30,000
MAX_VALUE_BYTES = 20_000  # bytes of one text
MAX_LEVELS = 12  # levels; ours need six
MAX_ITEMS = 2_000  # in one list or table
MAX_INTEGER_BITS = 13_320  # 4,000 figures; Python neither reads nor writes many more
ENDLESS_NUMBER = re.compile(r"[0-9][0-9_]{4000}")
TOO_MANY_FIGURES = "el número tiene demasiadas cifras", "Escríbelo con las que hagan falta"
VERSION_HEX_DIGITS = 8


@dataclass(frozen=True)
class Problem:
    """One thing to mend: «archivo, línea N: qué. Cómo arreglarlo.»; line 0 is none."""

    file: str
    line: int
    what: str
    fix: str

    @property
    def folder(self) -> str:
        """The folder of the module that it is about."""
        return self.file.split("/")[0]

    @property
    def place(self) -> str:
        """«archivo, línea N»."""
        return f"{self.file}, línea {self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.fix.rstrip('.')}."


class ContentError(Exception):
    """Course text that cannot be published. ``problems`` holds all of them, by file and line."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_module(path: Path, slug: str) -> tuple[Module, int]:
    """The module in the file ``path``, with its twin beside it, and the line of its code.

    Raises `ContentError` with every problem of the two files.
    """
    module, line_of_code = _read_file(path, slug, f"{slug}/{FILE_NAME}")
    return _with_twin(path.with_name(USTED_NAME), f"{slug}/{USTED_NAME}", module), line_of_code


def _read_file(path: Path, slug: str, name: str) -> tuple[Module, int]:
    """The module and the line of its code. Raises `ContentError`."""
    source = _source(path, name)
    data = _parsed(source, name)
    locator = Locator(source)
    table = TableReader(data)
    _check_sizes(table, data)
    if table.problems:
        module = None
    else:
        module = Module.read(table, slug=slug, version=version_of(data))
        table.finish()
    found = sorted({(locator.line(wrong.path), wrong.what, wrong.fix) for wrong in table.problems})
    if found or module is None:
        raise ContentError([Problem(name, *each) for each in found])
    warnings = (
        Problem(name, locator.line(wrong.path), wrong.what, wrong.fix)
        for wrong in too_long_for_a_phone(module)
    )
    return replace(module, warnings=tuple(map(str, warnings))), locator.line(("code",))


def _with_twin(path: Path, name: str, module: Module) -> Module:
    """``module`` and how it says «usted», if there is a twin. Raises `ContentError`."""
    if not path.is_file() or path.is_symlink():
        return module
    source = _source(path, name)
    table = TableReader(_parsed(source, name))
    texts = {key: table.text(key, required=True) for key in tuple(table.keys())}
    for text in texts.keys() - set(module.spoken()):
        fix = f"Copia el texto como está en {FILE_NAME}, o borra la línea"
        table.wrong(text, f"el módulo no dice «{text[:40]}»", fix)
    if table.problems:
        locator = Locator(source)
        found = sorted(
            (locator.line(wrong.path), wrong.what, wrong.fix) for wrong in table.problems
        )
        raise ContentError([Problem(name, *each) for each in found])
    return replace(module, usted=texts)


def version_of(data: dict[str, Any]) -> str:
    """A short name for exactly this content; comments and layout do not count."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:VERSION_HEX_DIGITS]


def _source(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise ContentError(
            [Problem(name, 1, "el archivo no se puede leer", "Revisa sus permisos")]
        ) from None
    if len(raw) > MAX_FILE_BYTES:
        raise ContentError([Problem(name, 1, "el archivo pasa de 1 MB", "Divídelo en dos módulos")])
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"el archivo no está en UTF-8 (byte {error.start})"
        raise ContentError(
            [Problem(name, line, what, "Guárdalo otra vez con la codificación UTF-8")]
        ) from None
    return unicodedata.normalize("NFC", text)  # «é» is one letter, however it was typed


def _parsed(source: str, name: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ContentError([Problem(name, *explain(str(error), source))]) from None
    except ValueError:
        endless = ENDLESS_NUMBER.search(source)
        line = source.count("\n", 0, endless.start() if endless else 0) + 1
        raise ContentError([Problem(name, line, *TOO_MANY_FIGURES)]) from None
    except RecursionError:
        raise ContentError(
            [Problem(name, 1, "hay demasiados niveles", f"Deja {MAX_LEVELS} como mucho")]
        ) from None
    if not data:
        raise ContentError(
            [Problem(name, 1, "el archivo está vacío", "Copia otro módulo y cambia sus textos")]
        )
    return data


def _check_sizes(table: TableReader, data: dict[str, Any]) -> None:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and len(value.encode()) > MAX_VALUE_BYTES:
            table.wrong(path, "el texto pasa de 20 KB", "Acórtalo")
        elif isinstance(value, int) and value.bit_length() > MAX_INTEGER_BITS:
            table.wrong(path, *TOO_MANY_FIGURES)
        elif isinstance(value, dict | list) and len(path) > MAX_LEVELS:
            table.wrong(path, "hay demasiados niveles", f"Deja {MAX_LEVELS} como mucho")
        elif isinstance(value, dict | list) and len(value) > MAX_ITEMS:
            table.wrong(path, f"hay {len(value)} elementos", f"Deja {MAX_ITEMS} como mucho")
        elif isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, position), inner) for position, inner in enumerate(value)]
