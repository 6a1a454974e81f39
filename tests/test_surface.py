"""What others hold on to: addresses, events and columns, as tests/surface.txt lists them.

Printed links, open pages and data folders outlive a program. Whoever changes a line of the list
says so in CHANGELOG; moving files or renaming functions changes none.
"""

import ast
from pathlib import Path

import pytest

from tests.support.app_factory import close_databases, make_app
from tests.support.server import ROOT
from workshop.persistence.db import db

LIST = (Path(__file__).parent / "surface.txt").read_text("utf-8")
SAYS = {
    "emit_to_run",
    "emit_to_audience",
    "_send_to_phone",
}  # functions that are given an event's name
HTTP = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def listed(section):
    """The lines of one section of the list."""
    return LIST.split(f"# {section}\n", 1)[1].split("\n\n", 1)[0].splitlines()


@pytest.fixture(scope="module")
def app(tmp_path_factory, content):
    """An app as it is started; nothing is asked of it."""
    app = make_app(tmp_path_factory.mktemp("surface"), content)
    yield app
    close_databases(app)


def test_every_address_is_where_it_was(app):
    assert listed("addresses") == sorted(
        f"{' '.join(sorted(rule.methods & HTTP))} {rule.rule}" for rule in app.url_map.iter_rules()
    )


def test_every_event_has_the_name_it_had():
    said = set()
    for path in sorted((ROOT / "realtime").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in SAYS:
                said |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert listed("events") == sorted(said)


def test_every_column_has_the_name_it_had(app):
    assert listed("columns") == sorted(
        f"{table.name}.{column.name}"
        for metadata in db.metadatas.values()
        for table in metadata.tables.values()
        for column in table.columns
    )
