"""Features that static/ uses: the oldest browsers of the README know them, or have a stand-in."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.browser_features import (
    LAPTOPS,
    NEWER,
    PHONES,
    SHAPES_OF_SCRIPTS,
    SHAPES_OF_STYLES,
    names_of_script,
    nested_rules,
    reaches,
    without_comments,
    words_of_style,
)
from web.asset_store import read_sheets

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
FOR_PHONES = {
    name
    for bundle in ("phone.css", "stage.css", "shown.css")
    for name in read_sheets(STATIC, bundle)
}
STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
KNOWN = set((ROOT / "tests" / "support" / "known_to_browsers.txt").read_text("utf-8").split())
ADVICE = "since when? Older than the README's browsers: known_to_browsers.txt; else NEWER"


def floor_of(path):
    """The oldest browser that may be given this file. Scripts are for phones too, but for a few."""
    if path.suffix == ".js":
        return PHONES
    return PHONES if path.relative_to(STATIC).as_posix() in FOR_PHONES else LAPTOPS


@cache
def platform():
    """Names that TypeScript's libraries know, beyond the language of 2022: the rest is ours or old.

    What ECMAScript had by then is in the oldest browsers (`SHAPES_OF_SCRIPTS` holds its grammar).
    """
    libraries = list((ROOT / "node_modules").rglob("lib.*.d.ts"))
    old = {f"es{year}" for year in (5, *range(2015, 2023))}
    by_age = {True: set(), False: set()}
    for path in libraries:
        text = path.read_text("utf-8")
        names = re.findall(r"^\s+(?:readonly |get |set |const )?\"?(\w+)\"?\??\s*[(:<]", text, re.M)
        names += re.findall(r"^declare (?:var|function|class) (\w+)", text, re.M)
        by_age[path.name.split(".")[1] in old].update(names)
    return by_age[False] - by_age[True]


def test_every_word_of_the_styles_is_known_or_listed():
    used = set().union(*(words_of_style(path.read_text("utf-8")) for path in STYLES))
    assert used - KNOWN - NEWER.keys() == set(), ADVICE


def test_everything_the_scripts_ask_of_a_browser_is_known_or_listed():
    used = set().union(*(names_of_script(path.read_text("utf-8")) for path in SCRIPTS))
    assert platform()
    assert (used & platform()) - KNOWN - NEWER.keys() == set(), ADVICE


def test_what_is_newer_than_the_oldest_browser_has_something_in_its_place():
    for name, (since, instead) in NEWER.items():
        assert name not in KNOWN
        assert instead or reaches(since, PHONES), name


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_no_file_is_written_in_a_grammar_its_browsers_cannot_read(path):
    text = path.read_text("utf-8")
    style = path.suffix == ".css"
    shapes = SHAPES_OF_STYLES if style else SHAPES_OF_SCRIPTS
    plain = without_comments(text)
    for shape, (since, instead) in shapes.items():
        if not instead and not reaches(since, floor_of(path)):
            found = re.search(shape, plain, re.MULTILINE)
            assert not found, f"{path.name}: {found and found[0]!r} is newer: {since}"
    if style:
        assert nested_rules(text) == []


def test_the_first_script_can_be_read_by_browsers_of_any_age():
    text = without_comments((STATIC / "js" / "unsupported_browser.js").read_text("utf-8"))
    newer = r"=>|`|\b(?:let|const|class|async|await|of|import|export)\b|\?\.|\?\?|\.\.\.|\*\*"
    assert re.findall(newer, text) == []


@pytest.mark.parametrize("page", ["README.md", "docs/facilitar.md"])
def test_the_guides_say_from_which_versions_phones_and_laptops_work(page):
    text = re.sub(r"\s+", " ", (ROOT / page).read_text("utf-8"))
    said = "iOS {}, Chrome {:.0f} en Android o Firefox {:.0f}"
    assert said.format(PHONES.ios, *PHONES[1:]) in text
    assert "Chrome o Edge {1:.0f}, Firefox {2:.0f} o Safari {0}".format(*LAPTOPS) in text


def test_the_sixth_and_the_ninth_option_have_bars_too():
    """Their pattern has two layers: after a colour in a short ``background`` nothing is drawn."""
    short = re.compile(r"background:[^;}]*var\(--pattern\)")
    assert not [path.name for path in STYLES if short.search(path.read_text("utf-8"))]
