"""What no file of the product may hold: eventlet's name, too many lines, state of its own.

Each rule takes a tree (tests/support/source_tree.py) and returns the offences as text.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.support.source_tree import (
    Tree,
    called,
    dotted,
    imported_names,
    module_of,
    nodes_of,
    parsed,
)

LONGEST_FILE_LINES = 300
MAY_NAME_EVENTLET = ("app.py", "transport/")
LIVE_STATE = "realtime/state/live_state.py"  # the one place where an app's state lives

# What is made to be changed, wherever it comes from.
MUTABLE = re.compile(
    r"dict|list|set|bytearray|(Default|default|Ordered)[dD]ict|deque|Counter|ChainMap|count|cycle"
    r"|SocketIO|Weak\w+|array|R?Lock|Event|Condition|(Bounded)?Semaphore|local|\w*Queue|Thread\w*|\w*Pool"
)
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*|all")  # without the underscores around it
CHANGES = re.compile(  # the methods that do
    r"add|append(left)?|clear|discard|extend(left)?|insert|move_to_end|pop(item|left)?|remove"
    r"|setdefault|subtract|update"
)
CACHES = frozenset({"lru_cache", "cache"})
FROZEN = frozenset({"NamedTuple", "Enum", "IntEnum", "StrEnum", "Protocol", "TypedDict"})
KEEPERS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)  # an attribute of one is for all
PROXY = "proxy_to"
REASON = "# cache: "


def too_long(tree: Tree) -> list[str]:
    """Files of more than 300 lines."""
    return sorted(path for path, source in tree.items() if source.count("\n") > LONGEST_FILE_LINES)


def eventlet_named(tree: Tree) -> list[str]:
    """Files outside app.py and transport/ that import eventlet, or name a part of it as text."""
    return sorted(
        path
        for path, source in tree.items()
        if not path.startswith(MAY_NAME_EVENTLET) and _names_eventlet(source)
    )


def _names_eventlet(source: str) -> bool:
    if any(names[-1].split(".")[0] == "eventlet" for names in imported_names(source)):
        return True
    return any(
        (isinstance(node, ast.Constant) and re.fullmatch(r"eventlet(\.\w+)+", str(node.value)))
        or (isinstance(node, ast.Subscript) and ast.unparse(node) == "sys.modules['eventlet']")
        for node in nodes_of(source)
    )


def module_state(tree: Tree) -> list[str]:
    """Names that a module or a class keeps for the whole process and changes, «module.name» each.

    Constants that nobody changes are none, and neither is a cache that says why: ``# cache: …`` on
    its line or in the comment above it.
    """
    changed, ours = _changed_names(tree) - _stand_ins(tree), _mutable_classes(tree)
    kept = {
        f"{module_of(path)}.{name}"
        for path, source in tree.items()
        if path != LIVE_STATE
        for name, line in _states_of(path, source, ours, changed)
        if not _has_reason(source, line)
    }
    return sorted(kept | (changed & _attributes_of_keepers(tree, changed)))


def _stand_ins(tree: Tree) -> set[str]:
    """Names that stand for a part of LiveState: what is changed through them is the app's."""
    return {
        f"{module_of(path)}.{name}"
        for path, source in tree.items()
        for statement in parsed(source).body
        for name, value in _assigned(statement)
        if isinstance(value, ast.Call) and called(value) == PROXY
    }


def _states_of(
    path: str, source: str, ours: set[str], changed: set[str]
) -> Iterator[tuple[str, int]]:
    module = module_of(path)
    body = parsed(source)
    names = _names_in(module, source)
    for owner, statement in _kept_statements(body):
        for name, value in _assigned(statement):
            full = f"{module}.{name}"
            if _is_state(value, names, ours) or (
                full in changed and not isinstance(value, ast.Constant)
            ):
                yield f"{owner}{name}", statement.lineno
            elif not owner and _is_display(value) and not CONSTANT.fullmatch(name.strip("_")):
                yield name, statement.lineno
    for node in nodes_of(source):
        if isinstance(node, ast.Global):
            for name in node.names:
                yield name, _first_line_of(body, name) or node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                maker = decorator.func if isinstance(decorator, ast.Call) else decorator
                if dotted(maker).rpartition(".")[2] in CACHES:
                    yield node.name, decorator.lineno


def _kept_statements(body: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Statements that run once for the process: a module's, and those of its classes' bodies."""
    for statement in body.body:
        if isinstance(statement, ast.ClassDef):
            if not _is_dataclass(statement):
                yield from ((f"{statement.name}.", each) for each in statement.body)
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            yield from (("", each) for each in statement.body)
        else:
            yield "", statement


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
            elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
                for each, value in zip(target.elts, statement.value.elts, strict=False):
                    yield dotted(each), value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        yield dotted(statement.target), statement.value


def _is_display(value: ast.expr) -> bool:
    return isinstance(
        value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp
    )


def _is_state(value: ast.expr, names: dict[str, str], ours: set[str]) -> bool:
    """Is it empty, waiting to be filled, or of a class that is made to be changed?"""
    if isinstance(value, ast.Dict) and not value.keys:
        return True
    if isinstance(value, ast.List | ast.Set) and not value.elts:
        return True
    if not isinstance(value, ast.Call):
        return False
    name = called(value)
    if MUTABLE.fullmatch(name.rpartition(".")[2]):
        return not (value.args and name in ("dict", "list", "set"))  # filled: a display
    first, _, rest = name.partition(".")
    full = f"{names.get(first, first)}.{rest}".rstrip(".")
    return full in ours


def _mutable_classes(tree: Tree) -> set[str]:
    """Full names of the tree's own classes whose instances can change."""
    return {
        f"{module_of(path)}.{statement.name}"
        for path, source in tree.items()
        for statement in parsed(source).body
        if isinstance(statement, ast.ClassDef) and not _is_frozen(statement)
    }


def _attributes_of_keepers(tree: Tree, changed: set[str]) -> set[str]:
    """Those of ``changed`` that are set on a class, a function or another module of the tree."""
    keepers = {module_of(path) for path in tree} | {
        f"{module_of(path)}.{statement.name}"
        for path, source in tree.items()
        for statement in parsed(source).body
        if isinstance(statement, KEEPERS)
    }
    return {name for name in changed if name.rpartition(".")[0] in keepers}


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _is_frozen(node: ast.ClassDef) -> bool:
    bases = {dotted(base).rpartition(".")[2] for base in node.bases}
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    return bool(bases & FROZEN) or any("frozen=True" in text for text in decorators)


@cache
def _names_in(module: str, source: str) -> dict[str, str]:
    """Local name → full name, of what a module defines and imports at its top or deeper."""
    names: dict[str, str] = {}
    for node in nodes_of(source):
        if isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            names |= {each.asname or each.name: each.name for each in node.names}
    for statement in parsed(source).body:
        if isinstance(statement, KEEPERS):
            names[statement.name] = f"{module}.{statement.name}"
        for name, _ in _assigned(statement):
            names[name] = f"{module}.{name}"
    return names


def _changed_names(tree: Tree) -> set[str]:
    """Full names of module names that somebody changes in place, or sets from another module."""
    changed = set()
    for path, source in tree.items():
        names = _names_in(module_of(path), source)
        for target in _changed_in(source):
            first, _, rest = target.partition(".")
            if first in names:
                changed.add(f"{names[first]}.{rest}".rstrip("."))
    return changed


@cache
def _changed_in(source: str) -> frozenset[str]:
    return frozenset(_changes(source))


def _changes(source: str) -> Iterator[str]:
    for node in nodes_of(source):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if CHANGES.fullmatch(node.func.attr):
                yield dotted(node.func.value)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            yield dotted(node.value)
        elif isinstance(node, ast.AugAssign):
            yield dotted(node.target)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield dotted(node)


def _first_line_of(body: ast.Module, name: str) -> int | None:
    for _, statement in _kept_statements(body):
        if name in {each for each, _ in _assigned(statement)}:
            return statement.lineno
    return None


def _has_reason(source: str, line: int) -> bool:
    lines = source.splitlines()
    if REASON in lines[line - 1]:
        return True
    above = line - 2
    while above >= 0 and lines[above].startswith("#"):
        if REASON in f"{lines[above]} ":
            return True
        above -= 1
    return False
