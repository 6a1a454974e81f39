"""Drafts of a table, as its other phones may read them: text that is clean, small and shallow."""

import json
from typing import Any

from workshop.activities.parts.text_cleaning import MAX_READ_CODE_POINTS, clean
from workshop.refused import Refused

MAX_DRAFT_CHARACTERS = 6_000  # characters of JSON; the longest form has fewer
MAX_DRAFT_LEVELS = 4  # lists and tables in each other; a form has two
MAX_KEY_CHARACTERS = 40  # names of fields


def read_draft(raw: Any) -> str:
    """A draft as JSON, its texts cleaned. Raises Refused: draft_malformed, too_large."""
    draft = json.dumps(_cleaned(raw, MAX_DRAFT_LEVELS))
    if len(draft) > MAX_DRAFT_CHARACTERS:
        raise Refused("too_large")
    return draft


def _cleaned(raw: Any, depth: int) -> Any:
    """The same with clean texts; what is deeper, or no text, number, list or table, is refused."""
    if isinstance(raw, str):
        if len(raw) > MAX_READ_CODE_POINTS:
            raise Refused("too_large")
        return clean(raw)
    if raw is None or isinstance(raw, bool | int | float):
        return raw
    if depth == 0 or not isinstance(raw, list | dict):
        raise Refused("draft_malformed")
    if len(raw) > MAX_DRAFT_CHARACTERS:
        raise Refused("too_large")
    if isinstance(raw, list):
        return [_cleaned(each, depth - 1) for each in raw]
    if not all(isinstance(key, str) and len(key) <= MAX_KEY_CHARACTERS for key in raw):
        raise Refused("draft_malformed")
    return {clean(key): _cleaned(each, depth - 1) for key, each in raw.items()}
