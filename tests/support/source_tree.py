"""The product's Python as data: what imports what, and what breaks the order of the house.

A tree is ``{"realtime/views/stages.py": source}``, so that a test can plant an offence in a copy.
Imports inside functions and under TYPE_CHECKING count like any other.
"""

import ast
from collections.abc import Iterator, Mapping
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
    ("workshop.course", "workshop.models"),
    ("workshop.activities",),
    ("workshop.statistics", "workshop.persistence"),
    ("workshop",),
    ("config",),
)
RANKS = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
APART = ORDER[2]  # audiences never import each other


def read_tree(root: Path) -> dict[str, str]:
    """Every Python file of the product under ``root``, by its path from there."""
    rooms = {room.split(".")[0] for room in RANKS}
    return {
        str(path.relative_to(root)): path.read_text("utf-8")
        for room in sorted(rooms)
        for path in (sorted((root / room).rglob("*.py")) or [root / f"{room}.py"])
        if path.exists()
    }


def module_of(path: str) -> str:
    """``realtime/views/__init__.py`` is ``realtime.views``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def _named_in(source: str) -> tuple[tuple[str, ...], ...]:
    """What each imported name may stand for: ``from a import b`` is ``a.b`` or else ``a``."""
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name,) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(f"{node.module}.{alias.name}", node.module) for alias in node.names]
    return tuple(found)


def imports_in(tree: Tree) -> dict[str, set[str]]:
    """Module → the modules of the tree that it imports."""
    modules = {module_of(path) for path in tree}
    return {
        module_of(path): {
            next(name for name in names if name in modules)
            for names in _named_in(source)
            if not modules.isdisjoint(names)
        }
        - {module_of(path)}
        for path, source in tree.items()
    }


def room_of(module: str) -> str:
    """The longest prefix that the order names. Raises KeyError for a module in no room."""
    while module not in RANKS:
        module = module.rpartition(".")[0]
        if not module:
            raise KeyError("in no room of the house")
    return module


def upward_imports(tree: Tree) -> list[str]:
    """Imports that point up, and audiences that know each other: «a → b» each."""
    return sorted(
        f"{module} → {imported}"
        for module, names in imports_in(tree).items()
        for imported in names
        if RANKS[room_of(imported)] < RANKS[room_of(module)]
        or (room_of(module) in APART and room_of(imported) in set(APART) - {room_of(module)})
    )


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
