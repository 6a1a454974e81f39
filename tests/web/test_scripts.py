"""The browser's modules: no circle, none that no page comes to, one home for each helper."""

import re

import pytest

from tests.support.script_tree import (
    circles_of,
    entries_of,
    exported_twice,
    read_scripts,
    unreachable,
)
from tests.support.server import ROOT
from workshop.activities import KINDS

MAX_LINES = 300
SCRIPTS = ROOT / "static" / "js"
TEMPLATES = [path.read_text("utf-8") for path in sorted((ROOT / "templates").rglob("*.html"))]
SNAKE_CASE = re.compile(r"(?:activities/)?[a-z]+(?:_[a-z]+)*")


@pytest.fixture(scope="module")
def scripts():
    """Every module of ours, by its name."""
    return read_scripts(SCRIPTS)


def test_no_module_imports_itself_by_way_of_others(scripts):
    assert circles_of(scripts) == []


def test_a_page_comes_to_every_module(scripts):
    assert unreachable(scripts, entries_of(TEMPLATES, KINDS)) == set()


def test_a_helper_has_one_home(scripts):
    assert exported_twice(scripts) == {}


def test_modules_are_named_in_one_style_and_stay_short(scripts):
    assert [name for name in scripts if not SNAKE_CASE.fullmatch(name)] == []
    long = {
        path.name: lines
        for path in SCRIPTS.rglob("*.js")
        if (lines := path.read_text("utf-8").count("\n")) > MAX_LINES
    }
    assert long == {}


def test_a_circle_is_found_whole(scripts):
    planted = scripts | {"dom": 'import { load } from "module_loader";', "store": 'import "dom";'}
    assert any("dom → module_loader → store → dom" in each for each in circles_of(planted))


def test_a_type_that_is_named_in_a_note_is_no_import(tmp_path):
    (tmp_path / "dom.js").write_text('/** @param {import("dom").Thing} it */\nexport {};\n')
    assert circles_of(read_scripts(tmp_path)) == []


def test_a_module_that_nobody_asks_for_is_found(scripts):
    planted = scripts | {"confetti": "export function throwConfetti() {}"}
    assert unreachable(planted, entries_of(TEMPLATES, KINDS)) == {"confetti"}


def test_a_helper_that_is_written_again_is_found_but_a_kinds_contract_is_not(scripts):
    planted = scripts | {
        "hand_row": "export function setText(element, text) {}",
        "activities/juggling": "export function read() {}\nexport function patch() {}",
    }
    assert exported_twice(planted)["setText"] == ["dom", "hand_row"]
    assert "patch" not in exported_twice(planted)
