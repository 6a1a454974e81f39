"""What CONTRIBUTING.md and docs/architecture.md say of the repository is so."""

import re

import pytest

from tests.support.server import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TOUR_LINES = 500
PATHS = re.compile(r"`([a-z][\w./-]*/[\w./-]*)`")


def test_the_tour_is_under_five_hundred_lines():
    tour = re.findall(r"`([\w/]+\.(?:py|js))`", GUIDE.split("**The tour.**")[1].split("\n\n")[0])
    assert len(tour) == 7
    lines = sum(len((ROOT / path).read_text("utf-8").splitlines()) for path in tour)
    assert lines < TOUR_LINES


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md"])
def test_every_path_that_the_guide_names_is_there(page):
    text = (ROOT / page).read_text("utf-8").split("To come, drawn here before")
    named = PATHS.findall(text[0])
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
