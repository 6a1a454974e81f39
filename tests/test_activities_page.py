"""docs/activities.md: every kind documented there has an example that the loader reads."""

import re
import tomllib
from pathlib import Path

import pytest

from workshop.activities import KINDS, load

PAGE = (Path(__file__).parent.parent / "docs" / "activities.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_heading_is_a_kind_with_an_example_that_loads(kind):
    assert kind in KINDS
    examples = re.findall(r"```toml\n(.*?)```", SECTIONS[kind], re.DOTALL)
    assert examples
    for example in examples:
        assert load(tomllib.loads(example)).kind == kind
