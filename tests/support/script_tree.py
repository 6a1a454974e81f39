"""The browser's modules as data: what imports what, what a page begins with, what each exports.

A tree is ``{"activities/bars": source}``, so that a test can plant an offence in a copy.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

Tree = Mapping[str, str]

# What every kind's module may export under the same name (CONTRIBUTING, «A new kind of activity»).
CONTRACT = frozenset(
    "arrange draft draw echoes fill lacks own patch read refresh say".split()  # noqa: SIM905
)
IMPORTED = re.compile(r"""\b(?:from|import)\s+["']([\w/.-]+)["']""")
ASKED_FOR = re.compile(r"""\b(?:import|load)\(\s*["']([\w/.-]+)["']\)""")
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
BEGUN_WITH = re.compile(r"""["']js/([\w/-]+)\.js["']""")
DRAWN_BY = re.compile(r'data-chart="(\w+)"')
TYPES = re.compile(r"/\*\*.*?\*/", re.DOTALL)  # import("outbox").Entry in a note runs nothing


def read_scripts(folder: Path) -> dict[str, str]:
    """Every module under ``folder`` by the name others import it by, its notes left out."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): TYPES.sub("", path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.js"))
    }


def imports_of(tree: Tree, late: bool = False) -> dict[str, set[str]]:
    """Module → those it imports; with ``late``, also those it loads when first needed."""
    found = {name: set(IMPORTED.findall(text)) for name, text in tree.items()}
    if late:
        for name, text in tree.items():
            found[name] |= set(ASKED_FOR.findall(text))
    return {name: {each for each in named if each in tree} for name, named in found.items()}


def circles_of(tree: Tree) -> list[str]:
    """«clock → stage → clock» for each import that leads back to where it stands."""
    imports = imports_of(tree)
    found = []

    def follow(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            found.append(" → ".join((*above[above.index(name) :], name)))
            return
        if name in done:
            return
        for each in sorted(imports[name]):
            follow(each, (*above, name))
        done.add(name)

    done: set[str] = set()
    for name in sorted(tree):
        follow(name, ())
    return found


def entries_of(templates: Iterable[str], kinds: Iterable[str]) -> set[str]:
    """What pages begin with, and what a question or a drawing of theirs asks for by its kind."""
    begun: set[str] = set()
    for text in templates:
        begun |= set(BEGUN_WITH.findall(text))
        begun |= {f"activities/{name}" for name in DRAWN_BY.findall(text)}
    return begun | {f"activities/{kind}" for kind in kinds}


def unreachable(tree: Tree, entries: Iterable[str]) -> set[str]:
    """Modules that no page comes to."""
    imports = imports_of(tree, late=True)
    ahead, reached = [name for name in entries if name in tree], set()
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += imports[name]
    return set(tree) - reached


def exported_twice(tree: Tree) -> dict[str, list[str]]:
    """Name → the modules that export it, where they are two; but for a kind's contract."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, text in tree.items():
        for name in EXPORTED.findall(text):
            if not (module.startswith("activities/") and name in CONTRACT):
                homes[name].append(module)
    return {name: modules for name, modules in homes.items() if len(modules) > 1}
