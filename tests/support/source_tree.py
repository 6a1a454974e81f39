"""The repository's Python as data: what imports what, and what breaks the order of the house.

A tree is ``{"realtime/views/stages.py": source}``, so that a test can plant an offence in a copy.
Imports inside functions, under TYPE_CHECKING and by a module's name in a string count like any
other. What else the house forbids in a file: tests/support/source_rules.py.
"""

import ast
import gc
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

Tree = Mapping[str, str]

# From the top to the bottom; who stands on one line may import each other, but not in a circle.
ORDER = (
    ("app",),
    ("cli",),
    ("participant", "facilitator", "projector", "results"),
    ("realtime",),
    ("realtime.jobs",),
    ("realtime.fanout",),
    ("realtime.views", "realtime.answers"),
    ("realtime.state",),
    ("realtime.protocol",),
    ("web",),
    ("transport",),
    ("workshop.commands", "workshop.reports"),
    ("workshop.course", "workshop.models", "workshop.register"),
    ("workshop.people",),
    ("workshop.activities",),
    ("workshop.statistics", "workshop.persistence"),
    ("workshop",),
    ("config",),
)
RANKS = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
APART = ORDER[2]  # audiences never import each other
PRODUCT = frozenset(room.split(".")[0] for room in RANKS)
BESIDE = frozenset({"bench", "migrations", "tests", "tools"})  # they see all of it, it sees none
NOT_OURS = frozenset({"node_modules"})
BY_NAME = frozenset({"import_module", "import_string", "find_spec", "__import__"})


def read_tree(root: Path) -> dict[str, str]:
    """Every Python file under ``root``, by its path from there; hidden folders are nobody's."""
    tops = sorted(
        path for path in root.iterdir() if path.name[0] != "." and path.name not in NOT_OURS
    )
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for top in tops
        for path in ([top] if top.is_file() else sorted(top.rglob("*.py")))
        if path.suffix == ".py"
    }


def top_of(path: str) -> str:
    """``realtime/views/stages.py`` is of ``realtime``, ``app.py`` of ``app``."""
    return path.split("/")[0].removesuffix(".py")


def product(tree: Tree) -> dict[str, str]:
    """The files of ``tree`` that are served."""
    return {path: source for path, source in tree.items() if top_of(path) in PRODUCT}


def homeless(tree: Tree) -> list[str]:
    """Files at the top, or in a folder there, that the order does not know."""
    return sorted(path for path in tree if top_of(path) not in PRODUCT | BESIDE)


def module_of(path: str) -> str:
    """``realtime/views/__init__.py`` is ``realtime.views``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def parsed(source: str) -> ast.Module:
    """A file's syntax, parsed once however many rules read it.

    Without the collector, which would walk all trees again and again: four times as fast.
    """
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        gc.enable()


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Everything in a file, in no order."""
    return tuple(ast.walk(parsed(source)))


@cache
def imported_names(source: str) -> tuple[tuple[str, ...], ...]:
    """What each imported name may stand for: ``from a import b`` is ``a.b`` or else ``a``."""
    found: list[tuple[str, ...]] = []
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            found += [(alias.name,) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [(f"{module}.{alias.name}", module) for alias in node.names]
        elif isinstance(node, ast.Call) and called(node).rpartition(".")[2] in BY_NAME:
            found += [(text,) for text in _texts(node.args)]
    return tuple(found)


def called(node: ast.Call) -> str:
    """The name of what is called, as it is written: ``collections.deque``; "" for anything else."""
    return dotted(node.func)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` as text; "" for what is no dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def imports_in(tree: Tree) -> dict[str, set[str]]:
    """Module → the modules of the tree that it imports."""
    modules = {module_of(path) for path in tree}
    return {
        module_of(path): {
            next(name for name in names if name in modules)
            for names in imported_names(source)
            if not modules.isdisjoint(names)
        }
        - {module_of(path)}
        for path, source in tree.items()
    }


def relative_imports(tree: Tree) -> list[str]:
    """Files with ``from . import``: imports are written in full."""
    return [
        path
        for path, source in tree.items()
        if any(names[0].startswith(".") for names in imported_names(source))
    ]


def room_of(module: str) -> str:
    """The longest prefix that the order names. Raises KeyError for a module in no room."""
    while module not in RANKS:
        module = module.rpartition(".")[0]
        if not module:
            raise KeyError("in no room of the house")
    return module


def upward_imports(tree: Tree) -> list[str]:
    """Imports of the product that point up, or to an audience's sister: «a → b» each.

    What stands beside the product (tests, tools, bench, migrations) is above all of it.
    """
    return sorted(
        f"{module} → {imported}"
        for module, names in imports_in(tree).items()
        if module.split(".")[0] in PRODUCT
        for imported in names
        if _points_up(module, imported)
    )


def _points_up(module: str, imported: str) -> bool:
    if imported.split(".")[0] not in PRODUCT:
        return True
    here, there = room_of(module), room_of(imported)
    return RANKS[there] < RANKS[here] or (here in APART and there in APART and here != there)


def circles(tree: Tree) -> list[list[str]]:
    """Modules that import each other, directly or through others: each group sorted."""
    graph = imports_in(tree)
    return sorted(sorted(group) for group in _components(graph) if len(group) > 1)


def _components(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """Strongly connected components (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            found.append(stack[at:])
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return iter(found)
