"""A frozen copy of an activity, read again by a later program than the one that made it."""

from collections.abc import Mapping
from typing import Any

from workshop.activities import Activity, InvalidContent, load
from workshop.refused import Refused


def frozen(content: Mapping[str, Any]) -> Activity:
    """The activity in a run's own copy. Raises Refused("run_unreadable") where it is none now."""
    try:
        return load(content)
    except InvalidContent:
        raise Refused("run_unreadable") from None
