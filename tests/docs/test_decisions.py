"""The decision records: each is listed, has a status, and names code that is there."""

import re

import pytest

from tests.support.server import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
INDEX = (FOLDER / "README.md").read_text("utf-8")
HEAD = re.compile(
    r"# (?P<number>\d{4})\. (?P<title>.+)\n\nStatus: (?P<status>.+?) *\nRules: (?P<rules>.+)\n"
)
STATUSES = ("accepted", "superseded by ")


def head_of(record):
    """Number, title, status and rules, as the record's first lines say them."""
    return HEAD.match(record.read_text("utf-8"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_says_its_status_and_the_code_it_rules(record):
    head = head_of(record)
    assert head, "it begins with «# 0001. Title», «Status: …» and «Rules: `path`»"
    assert record.name.startswith(head["number"])
    assert head["status"].startswith(STATUSES)
    paths = re.findall(r"`([^`]+)`", head["rules"])
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_list_has_each_record_with_its_title_status_and_code(record):
    head = head_of(record)
    line = f"| [{head['number']}]({record.name}) | {head['title']} | {head['status']} | "
    assert line + head["rules"] + " |" in INDEX


def test_no_record_is_superseded_by_one_that_is_not_there():
    numbers = {record.name[:4] for record in RECORDS}
    named = set(re.findall(r"superseded by \[?(\d{4})", INDEX))
    assert named <= numbers


def test_every_decision_that_code_names_is_there():
    numbers = {record.name[:4] for record in RECORDS}
    patterns = ("*.py", "*/**/*.py", "static/js/**/*.js", "docs/*.md", "*.md", "requirements/*.in")
    named = {
        number
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if not {".venv", "node_modules"} & set(path.parts)
        for number in re.findall(r"decisions?[ /](\d{4})", path.read_text("utf-8"))
    }
    assert named <= numbers
