"""The house's rules that no reviewer should have to remember (docs/architecture.md)."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.support import known_offences as known
from tests.support.source_rules import (
    LONGEST_FILE_LINES,
    eventlet_named,
    module_state,
    nodes_of,
    parsed,
    too_long,
)
from tests.support.source_tree import (
    PRODUCT,
    RANKS,
    circles,
    homeless,
    imported_names,
    imports_in,
    module_of,
    product,
    read_tree,
    relative_imports,
    top_of,
    upward_imports,
)

ROOT = Path(__file__).parent.parent
TREE = read_tree(ROOT)
SERVED = product(TREE)
BROWSER = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder, suffix in (("templates", "html"), ("static/js", "js"))
    for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
}
TEMPLATES = {path: text for path, text in BROWSER.items() if path.endswith(".html")}


def only_known(found, listed):
    """Nothing new, and nothing in the list that is mended already."""
    found = set(found)
    assert sorted(found - listed) == []
    assert sorted(listed - found) == [], "mended: take it out of tests/support/known_offences.py"


def imported_by(*folders):
    """(file, full name of what it imports) of the files in these folders; all names it may be."""
    return [
        (path, name)
        for path, source in SERVED.items()
        if path.startswith(folders)
        for names in imported_names(source)
        for name in names
    ]


def calls_in(tree):
    """(file, name of what is called, without what stands before it, line)."""
    for path, source in tree.items():
        for node in nodes_of(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                func = node.func
                name = func.attr if isinstance(func, ast.Attribute) else func.id
                yield path, name, isinstance(func, ast.Attribute), node.lineno


def test_every_package_has_its_place_in_the_order():
    assert homeless(TREE) == []
    modules = {module_of(path) for path in TREE}
    assert sorted(set(RANKS) - modules) == [], "the order names a room that is gone"


def test_imports_are_written_in_full():
    assert relative_imports(TREE) == []


def test_imports_point_down():
    only_known(upward_imports(TREE), known.UPWARD_IMPORTS)


def test_web_and_transport_do_not_know_each_other():
    met = {
        (module, name)
        for module, names in imports_in(SERVED).items()
        for name in names
        if {module.split(".")[0], name.split(".")[0]} == {"web", "transport"}
    }
    assert met == set()


def test_no_modules_import_each_other():
    only_known((module for circle in circles(TREE) for module in circle), known.IN_CIRCLES)


def test_eventlet_is_named_at_the_top_and_in_the_transport_only():
    only_known(eventlet_named(SERVED), known.NAMES_EVENTLET)


def test_no_file_is_too_long_to_read():
    only_known(too_long(TREE), known.TOO_LONG)
    assert [p for p, text in BROWSER.items() if text.count("\n") > LONGEST_FILE_LINES] == []


def test_no_module_keeps_a_state_of_its_own():
    only_known(module_state(SERVED), known.MODULE_STATE)


def test_the_domain_knows_no_web():
    forbidden = {"flask", "flask_socketio", "flask_babel", "socketio", "engineio", "eventlet"}
    forbidden |= PRODUCT - {"workshop"}
    assert [
        (p, name) for p, name in imported_by("workshop/") if name.split(".")[0] in forbidden
    ] == []


def test_the_transport_knows_no_flask_and_no_workshop():
    web = {
        "flask",
        "flask_socketio",
        "flask_sqlalchemy",
        "sqlalchemy",
        "jinja2",
        "workshop",
        "config",
    }
    assert [(p, name) for p, name in imported_by("transport/") if name.split(".")[0] in web] == []


def test_the_domain_has_no_clock_of_its_own():
    clocks = ("now", "utcnow", "today", "monotonic")
    domain = {path: source for path, source in SERVED.items() if top_of(path) == "workshop"}
    found = [
        f"{path}:{line}"
        for path, name, of_something, line in calls_in(domain)
        if of_something and name in clocks
    ]
    assert found == []


@pytest.mark.parametrize("room", ["activities", "statistics"])
def test_kinds_and_statistics_need_only_the_standard_library(room):
    own = f"workshop.{room}"
    foreign = [
        (path, name)
        for path, name in imported_by(f"workshop/{room}/")
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(own)
        and name not in ("workshop", "regex")  # docs/decisions/0065: what a reader counts
        and not name.startswith("workshop.statistics")
    ]
    assert foreign == []


def test_results_only_know_who_may_read_of_the_web():
    imports = imports_in(SERVED)
    found = [
        (module, name)
        for module in imports
        if module.split(".")[0] == "results"
        for name in imports[module]
        if name.split(".")[0] in ("realtime", "web") and name not in ("web", "web.auth")
    ]
    assert found == []


def test_there_is_one_emit():
    emits = [path for path, name, _, _ in calls_in(SERVED) if name in ("emit", "send_message")]
    assert emits == ["realtime/protocol/emit.py"]


def test_the_environment_is_read_in_the_settings_only():
    readers = {
        path
        for path, source in SERVED.items()
        for node in nodes_of(source)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert readers <= {"config.py", "cli/serve.py"}  # serve asks whether a setting was given at all


def test_every_setting_says_its_reason():
    source = SERVED["config.py"].splitlines()
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


def test_every_file_says_what_it_is():
    silent = [path for path, source in TREE.items() if not ast.get_docstring(parsed(source))]
    assert silent == []


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "common", "misc", "extensions"}
    assert [path for path in TREE if drawers & set(path.removesuffix(".py").split("/"))] == []


def test_nobody_asks_for_a_kind_by_name():
    asks = re.compile(r"\bkind\s*(==|!=)|\bkind\s+(not\s+)?in\s+[(\[{\"']")
    table = "workshop/activities/__init__.py"  # the one place that looks kinds up
    found = [
        f"{path}:{number}"
        for path, text in (SERVED | BROWSER).items()
        if path != table
        for number, line in enumerate(text.splitlines(), 1)
        if asks.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(("path", "text"), TEMPLATES.items(), ids=TEMPLATES)
def test_a_template_is_safe_under_the_policy(path, text):
    above = ""
    for number, whole in enumerate(text.splitlines(), 1):
        place = f"{path}:{number}"
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
ONE_PLACE = {"proportions.py"}
A_HUNDRED = re.compile(r"[*/] ?100\b|\b100 ?\*|[*/] ?10_?000\b|\b10_?000 ?[*/]")
LENGTHS = {  # of drawings, in the one function of the kinds and in scripts that know no kind
    "static/js/activities/number_format.js",
    "static/js/console_counters.js",
    "static/js/hand_row.js",
    "static/js/svg_export.js",
    "static/js/talk_timer.js",
    "static/js/word_cloud_layout.js",
}


def test_only_one_function_rounds_a_share_of_people():
    """Equal counts, equal figures (docs/decisions/0073); scripts get them with the tally."""
    found = [
        path
        for path, text in (SERVED | BROWSER).items()
        if path.split("/")[-1] not in ONE_PLACE and ROUNDS_SHARES.search(text)
    ]
    assert found == []


def test_no_template_and_no_script_reckons_with_a_hundred():
    """Rows carry per cents, and a drawing asks `share_of` or `size` (docs/decisions/0084)."""
    found = [
        f"{path}:{number}"
        for path, text in BROWSER.items()
        if path not in LENGTHS
        for number, line in enumerate(text.splitlines(), 1)
        if A_HUNDRED.search(line)
    ]
    assert found == []
