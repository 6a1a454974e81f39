"""The house's rules that no reviewer should have to remember (docs/architecture.md)."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import RANKS, circles, read_tree, upward_imports

ROOT = Path(__file__).parent.parent
TREE = read_tree(ROOT)
ROOMS = tuple(sorted({room.split(".")[0] for room in RANKS} - {"app", "config"}))
LONGEST_FILE = 400  # lines
# To be mended one by one; nothing is ever added here.
KNOWN_UPWARD = {
    "config → cli.exit",
    "realtime.protocol.socketio_server → realtime.fanout.redis_pubsub",
    "realtime.views.console → realtime.fanout.seat_flood",
    "transport.http.stock_server → web.edge",
    "transport.websocket.stock_limits → realtime.protocol.packet_guard",
    "web.rate_limit → realtime.protocol.packet_guard",
    "workshop.models.segments → workshop.reports.breakdown",
    "workshop.models.segments → workshop.reports.threshold",
}
KNOWN_CIRCLES = [23, 2, 3, 10]  # modules in each

PYTHON = sorted(
    path
    for path in ROOT.rglob("*.py")
    if path.relative_to(ROOT).parts[0] in (*ROOMS, "tests", "bench", "faults", "tools")
    or path.parent == ROOT
)
CODE = [
    path
    for path in PYTHON
    if path.relative_to(ROOT).parts[0] not in ("tests", "bench", "faults", "tools")
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path):
    """A file as messages name it."""
    return str(path.relative_to(ROOT))


def imports_of(path):
    """Every module a file imports, at the top or within a function, as dotted names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are written in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(*parts):
    """The Python files of one room."""
    return [path for path in CODE if path.relative_to(ROOT).parts[: len(parts)] == parts]


def imported_by(files):
    """(file, top-level name of what it imports)."""
    return [(name_of(path), name.split(".")[0]) for path in files for name in imports_of(path)]


def test_the_domain_knows_no_web():
    forbidden = {"flask", "flask_socketio", "flask_babel", "socketio", "engineio", "eventlet"}
    forbidden |= {"app", "config", *ROOMS} - {"workshop"}
    found = [pair for pair in imported_by(files_of("workshop")) if pair[1] in forbidden]
    assert not found


def test_the_domain_has_no_clock_of_its_own():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files_of("workshop")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today", "monotonic")
    ]
    assert not found


@pytest.mark.parametrize("room", ["activities", "statistics"])
def test_kinds_and_statistics_need_only_the_standard_library(room):
    own = f"workshop.{room}"
    foreign = [
        (name_of(path), name)
        for path in files_of("workshop", room)
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(own)
        and name not in ("workshop", "regex")  # docs/decisions/0065: what a reader counts
        and not name.startswith("workshop.statistics")
    ]
    assert not foreign


def test_imports_point_down():
    assert set(upward_imports(TREE)) == KNOWN_UPWARD


def test_no_modules_import_each_other():
    assert [len(circle) for circle in circles(TREE)] == KNOWN_CIRCLES


def test_results_only_know_who_may_read_of_the_web():
    found = [
        (name_of(path), name)
        for path in files_of("results")
        for name in imports_of(path)
        if name.split(".")[0] in ("realtime", "web")
        and not f"{name}.".startswith("web.auth.")
        and name != "web"
    ]
    assert not found


def test_eventlet_is_named_at_the_top_and_in_the_transport_only():
    named = {file for file, top in imported_by(CODE) if top == "eventlet"}
    assert {file for file in named if not file.startswith("transport/")} <= {"app.py"}


def test_there_is_one_emit():
    emits = [
        name_of(path)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
        in ("emit", "send_message")
    ]
    assert emits == ["realtime/protocol/emit.py"]


def test_the_environment_is_read_in_the_settings_only():
    readers = {
        name_of(path)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert readers <= {"config.py", "cli/serve.py"}  # serve asks whether a setting was given at all


def test_every_setting_says_its_reason():
    source = (ROOT / "config.py").read_text("utf-8").splitlines()
    bare = []
    for number, line in enumerate(source):
        if not re.match(r"[A-Z_]+ = ", line) or "#" in line:
            continue
        above = number - 1
        while above >= 0 and re.match(r"[A-Z_]+ = ", source[above]):
            above -= 1
        if not source[above].startswith("#"):
            bare.append(line)
    assert not bare


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_every_file_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "the module has no docstring"


@pytest.mark.parametrize(
    "path", [*PYTHON, *TEMPLATES, *(ROOT / "static" / "js").rglob("*.js")], ids=name_of
)
def test_no_file_is_too_long_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "common", "misc", "extensions"}
    assert not [name_of(path) for path in PYTHON if path.stem in drawers]
    assert not [name_of(path) for path in PYTHON if drawers & set(path.relative_to(ROOT).parts)]


def test_nobody_asks_for_a_kind_by_name():
    asks = re.compile(r"\bkind\s*(==|!=)|\bkind\s+(not\s+)?in\s+[(\[{\"']")
    table = ROOT / "workshop" / "activities" / "__init__.py"  # the one place that looks kinds up
    sources = [*CODE, *TEMPLATES, *(ROOT / "static" / "js").rglob("*.js")]
    found = [
        f"{name_of(path)}:{number}"
        for path in sources
        if path != table
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if asks.search(line)
    ]
    assert not found


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_safe_under_the_policy(path):
    above = ""
    for number, whole in enumerate(path.read_text("utf-8").splitlines(), 1):
        place = f"{name_of(path)}:{number}"
        line = re.sub(r"\{#.*?(#\}|$)", "", whole)
        reason = "{#" in whole or "{#" in above
        assert not re.search(r"\|\s*safe\b", line) or reason, f"{place}: |safe with no reason"
        above = whole
        assert not re.search(r"\sstyle\s*=", line), f"{place}: style= is forbidden by the policy"
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", line), f"{place}: an inline handler"
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*nonce)", line), f"{place}: inline code"
        assert "autoescape false" not in line, f"{place}: unescaped"


def test_tests_run_unpatched():
    import threading

    assert "eventlet" not in type(threading.Lock()).__module__
    assert threading.current_thread.__module__ == "threading"


ROUNDS_SHARES = re.compile(
    r"round\(100 \*|\* 100:\.0f|200 \*|\* 100 \+ 0\.5|Math\.(?:round|floor)\(\(?[12]00 \*"
)
ONE_PLACE = {"proportions.py", "figures.js"}
ELSEWHERE = {"builder.js"}  # how far a form has come, rounded down: nothing is told of people


def test_only_one_function_rounds_a_share_of_people():
    """Equal counts, equal figures (docs/decisions/0073); its twin in JavaScript is beside it."""
    found = [
        path.name
        for folder in (*ROOMS, "templates", "static/js")
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in {".py", ".html", ".js"}
        and path.name not in ONE_PLACE | ELSEWHERE
        and ROUNDS_SHARES.search(path.read_text("utf-8"))
    ]
    assert found == []
