"""Frozen copies of activities, read by a later program than the one that made them."""

from collections.abc import Mapping
from typing import Any

from workshop.activities import Activity, InvalidContent, load
from workshop.refused import Refused


def read_frozen(content: Mapping[str, Any]) -> Activity:
    """Return the activity in a run's copy. Raises Refused("run_unreadable") if no kind reads it."""
    try:
        return load(content)
    except InvalidContent:
        raise Refused("run_unreadable") from None
