"""Counts of the house, as docs/architecture.md prints them: ``python -m tools.house_counts``.

Functions are counted without decorators and docstrings; a route is a function under a decorator
that ends in ``.route``, ``.get`` or ``.post``.
"""

import ast
import statistics
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.support.source_tree import circles, product, read_tree, upward_imports

ROOT = Path(__file__).parents[1]
SUBJECT_LIMIT = 72  # characters
ROUTES = {"route", "get", "post"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> None:
    """Print one line for each count."""
    tree = product(read_tree(ROOT))
    functions = [each for source in tree.values() for each in functions_in(source)]
    routes = [lines_of(each) for each in functions if is_route(each)]
    longest = max(tree, key=lambda path: len(tree[path].splitlines()))
    flat = Counter(str(Path(path).parent) for path in tree)
    print(f"route handler, median lines: {statistics.median(routes):g} of {len(routes)}")
    print(f"function, mean lines: {statistics.mean(map(lines_of, functions)):.1f}")
    print(f"longest source file: {len(tree[longest].splitlines())} ({longest})")
    print(f"entries at the top: {len(entries_at_the_top())}")
    print("largest flat folders:", ", ".join(f"{n} {room}" for room, n in flat.most_common(3)))
    print(f"import circles: {len(circles(tree))}; upward imports: {len(upward_imports(tree))}")
    print(f"commit subjects over {SUBJECT_LIMIT} characters: {share_of_long_subjects():.0%}")


def functions_in(source: str) -> Iterator[Function]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def is_route(function: Function) -> bool:
    """Is it registered at an address?"""
    called = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr in ROUTES for each in called)


def lines_of(function: Function) -> int:
    """Lines of its body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def entries_at_the_top() -> list[str]:
    """Files and folders of the repository's top, hidden ones counted."""
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    return sorted({path.split("/")[0] for path in listed})


def share_of_long_subjects() -> float:
    """Share of the last 100 commits whose subject is too long; 0–1."""
    command = ["git", "log", "-100", "--format=%s"]
    subjects = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return sum(len(subject) > SUBJECT_LIMIT for subject in subjects) / len(subjects)


if __name__ == "__main__":
    main()
