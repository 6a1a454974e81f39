"""The examples of docs/activities.md: one of each kind, as a trainer would write it."""

import re
import tomllib

from tests.serving import ROOT

PAGE = (ROOT / "docs" / "activities.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
EXAMPLES = {
    kind: re.findall(r"```toml\n(.*?)```", section, re.DOTALL) for kind, section in SECTIONS.items()
}


def example(kind):
    """The first example of ``kind`` as a table."""
    return tomllib.loads(EXAMPLES[kind][0])
