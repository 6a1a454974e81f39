"""The course in content/: its modules by folder, and what is wrong with those that cannot be read.

A slip in one module never stops another. The version before stays valid until the slip is mended,
also after a restart: a copy of the last one that could be read is kept in the data folder.
"""

import logging
import os
import re
import shutil
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workshop.course.module import Module
from workshop.course.module_file import (
    FILE_NAME,
    USTED_NAME,
    ContentError,
    Problem,
    read_module,
)

__all__ = (
    "FILE_NAME",
    "USTED_NAME",
    "ContentError",
    "Course",
    "Library",
    "Problem",
    "read_course",
    "read_library",
)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")  # it goes into addresses
MAX_SLUG_LETTERS = 80
IGNORED_PREFIXES = ("_", ".")  # how folders begin that are nobody's module
Stamp = tuple[tuple[int, int, int], ...]

log = logging.getLogger("curso")


@dataclass(frozen=True)
class Course:
    """``modules`` by slug in the order of their codes, and every ``problem`` by file and line."""

    modules: Mapping[str, Module]
    problems: tuple[Problem, ...] = ()


def read_library(folder: Path | str) -> dict[str, Module]:
    """Every module of ``folder`` by slug, in the order of their codes (M2 before M10).

    Raises `ContentError` with every problem, if there is one.
    """
    course = read_course(Path(folder))
    if course.problems:
        raise ContentError(list(course.problems))
    return dict(course.modules)


def read_course(
    folder: Path,
    before: Callable[[str], Module | None] = lambda _: None,
    read: Callable[[Path, str], tuple[Module, int]] | None = None,
) -> Course:
    """The modules of ``folder`` that can be read; ``before`` gives the last version of the others.

    Two modules cannot have one code: it stays with the one that had it before, else with the
    first by name. ``read`` is `read_module`, or something that remembers what it read.
    """
    problems: list[Problem] = []
    modules: dict[str, Module] = {}
    found: dict[str, tuple[Module, int]] = {}
    for slug, path in _files(folder, problems):
        try:
            found[slug] = (read or read_module)(path, slug)
        except ContentError as error:
            problems += error.problems
            if (earlier := before(slug)) is not None:
                modules[slug] = earlier
    owners = {module.code: slug for slug, module in modules.items()}
    taken = Counter(module.code for module, _ in found.values())
    for slug in sorted(found, key=lambda slug: _comes_second(found[slug][0], taken, before)):
        module, line = found[slug]
        if owners.setdefault(module.code, slug) == slug:
            modules[slug] = module
            continue
        what = f"el código «{module.code}» ya es de «{owners[module.code]}»"
        problems.append(Problem(f"{slug}/{FILE_NAME}", line, what, "Usa otro código"))
        earlier = before(slug)
        if earlier is not None and owners.setdefault(earlier.code, slug) == slug:
            modules[slug] = earlier
    order = sorted(modules.items(), key=lambda each: (len(each[1].code), each[1].code))
    return Course(dict(order), tuple(sorted(problems, key=lambda each: (each.file, each.line))))


def _comes_second(module: Module, taken: Counter[str], before: Callable) -> bool:
    """The module wants a code that others want as well, and has not had it."""
    earlier = before(module.slug) if taken[module.code] > 1 else module
    return earlier is None or earlier.code != module.code


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """The module files by name. A folder that holds one and cannot be used is a problem."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        what = "la carpeta del curso no se puede abrir"
        fix = "Revisa CONTENT, y que la carpeta exista y se pueda leer"
        problems.append(Problem(str(folder), 0, what, fix))
        return
    for entry in entries:
        if entry.name.startswith(IGNORED_PREFIXES) or not entry.is_dir():
            continue
        if problem := _of_no_use(entry):
            problems.append(problem)
        elif SLUG.fullmatch(entry.name) and not entry.is_symlink():
            yield entry.name, Path(entry.path, FILE_NAME)


def _of_no_use(entry: os.DirEntry[str]) -> Problem | None:
    """Why the folder is no module, if somebody could think that it is one."""
    name, path = unicodedata.normalize("NFC", entry.name), Path(entry.path, FILE_NAME)
    there, named = os.path.lexists(path), SLUG.fullmatch(entry.name)
    if not there:
        create = Problem(
            f"{name}/{FILE_NAME}", 1, "el archivo no existe", "Créalo o quita la carpeta"
        )
        return create if named and not entry.is_symlink() else None
    if entry.is_symlink():
        return Problem(name, 0, "la carpeta es un enlace", "Copia aquí la carpeta entera")
    if not named:
        what = "el nombre de la carpeta no vale para una dirección, y su módulo no se lee"
        return Problem(name, 0, what, f"Llámala «{_fit_for_an_address(name)}»")
    if not stat.S_ISREG(path.lstat().st_mode):
        fix = "Pon en su lugar el archivo con los textos"
        return Problem(f"{name}/{FILE_NAME}", 1, "no es un archivo corriente", fix)
    return None


def _fit_for_an_address(name: str) -> str:
    """The nearest name of small letters, figures and hyphens: «Mi Taller» → «mi-taller»."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG_LETTERS] or "mi-modulo"


class Library(Mapping[str, Module]):
    """Modules that can be run now, by slug. Reading again is cheap while ``folder`` stays the same.

    ``kept`` is the folder for copies of what could be read last; without it a restart forgets them.
    Raises `ContentError` if ``folder`` itself cannot be opened at the start.
    """

    def __init__(self, folder: Path, kept: Path | None = None):
        self._folder, self._kept = Path(folder), kept
        self._course = Course({})
        self._stamps: dict[str, Stamp] | None = None
        self._outcomes: dict[str, tuple[Stamp, tuple[Module, int]]] = {}
        self._read()
        if not self._folder.is_dir():
            raise ContentError(list(self.problems))

    def __getitem__(self, slug: str) -> Module:
        return self._course.modules[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._course.modules)

    def __len__(self) -> int:
        return len(self._course.modules)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems to mend, by file and line; modules without one are as they are."""
        return self._course.problems

    def problems_of(self, slug: str) -> tuple[Problem, ...]:
        """Problems to mend in one module, of which an earlier version may be offered."""
        return tuple(problem for problem in self.problems if problem.folder == slug)

    def refresh(self) -> "Library":
        """Read again what changed since; new problems are logged as warnings."""
        if self._stamps != _stamps(self._folder):
            self._read()
        return self

    def _read(self) -> None:
        known = set(self.problems)
        self._stamps = _stamps(self._folder)
        course = read_course(self._folder, self._before, self._outcome)
        if self._folder.is_dir():
            self._course = course
            self._keep()
        else:  # it is away, as a stick that was pulled out: what was read stays valid
            self._course = Course(self._course.modules, course.problems)
        for problem in self.problems:
            if problem not in known:
                log.warning("%s", problem)

    def _outcome(self, path: Path, slug: str) -> tuple[Module, int]:
        """The module in ``path``, from memory if the files are the same. Raises `ContentError`."""
        stamp = _stamp(path.parent)
        if self._outcomes.get(slug, (None,))[0] != stamp:
            self._outcomes[slug] = stamp, read_module(path, slug)
        return self._outcomes[slug][1]

    def _before(self, slug: str) -> Module | None:
        """The last version of a module that could be read, in this process or before it."""
        if slug in self._course.modules or self._kept is None:
            return self._course.modules.get(slug)
        try:
            return read_module(self._kept / slug / FILE_NAME, slug)[0]
        except ContentError:  # there is none, or this version of the program does not read it
            return None

    def _keep(self) -> None:
        """Copy the files of each module that could be read, where they changed."""
        if self._kept is None:
            return
        wrong = {problem.folder for problem in self.problems}
        with suppress(OSError):  # a full disk: then a restart knows only what can be read by then
            for slug in self._course.modules.keys() - wrong:
                _copy(self._folder / slug, self._kept / slug)
            for gone in set(_names(self._kept)) - self._course.modules.keys() - wrong:
                shutil.rmtree(self._kept / gone)


def _copy(source: Path, target: Path) -> None:
    """Make ``target`` hold the module files of ``source``, the main one last."""
    if _stamp(source) == _stamp(target):
        return
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    (target / USTED_NAME).unlink(missing_ok=True)
    for name in (USTED_NAME, FILE_NAME):
        if (source / name).is_file():
            half = target / f"{name}.half"
            shutil.copy2(source / name, half)
            os.replace(half, target / name)


def _names(folder: Path) -> list[str]:
    """Names of what lies in ``folder``, sorted; none if it is not there."""
    with suppress(OSError):
        return sorted(os.listdir(folder))
    return []


def _stamps(folder: Path) -> dict[str, Stamp]:
    """Return {name of a file: when it was last written, and its size}."""
    return {name: _stamp(folder / name) for name in _names(folder)}


def _stamp(folder: Path) -> Stamp:
    """Time (ns), size (bytes) and kind of the two files of a module; zeros for none."""
    found = []
    for name in (FILE_NAME, USTED_NAME):
        try:
            status = os.lstat(folder / name)
        except OSError:
            found.append((0, 0, 0))
        else:
            found.append((status.st_mtime_ns, status.st_size, stat.S_IFMT(status.st_mode)))
    return tuple(found)
