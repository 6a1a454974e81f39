"""Every module of the course, held by forty people in one process: nothing breaks or is left over.

The pages are read here; what they look like, a browser asks (tests/browser/test_modules.py).
"""

import pytest

from tests.support.app_in_process import InProcessApp
from tests.support.walkthrough import ModuleWalkthrough
from tools.server import ROOT

MODULES = sorted(path.parent.name for path in (ROOT / "content").glob("*/module.toml"))


@pytest.mark.parametrize("module", MODULES)
def test_forty_people_hold_a_whole_session(app, module):
    walk = ModuleWalkthrough(InProcessApp(app), module)
    walk.goes_all_the_way()
    walk.leave()
    assert walk.is_over
    assert walk.faults == []
    assert {"wall revealed", "phone revealed", "wall ended", "phone ended", "picture"} <= walk.seen
    asked = [activity for activity, _ in walk.steps]
    assert ("split" in walk.seen) == any(activity.split_by for activity in asked)
    assert "nothing told by segment" not in walk.seen  # the room is large enough
    assert ("compared" in walk.seen) == any(again for _, again in walk.steps)
