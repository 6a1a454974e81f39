"""Memory of one app: every part that follows its runs, by the part's class.

Two apps in one process share none of it. ``realtime/__init__.py`` lists the parts; each room
declares a proxy to its own (``open_rounds = proxy_to(OpenRounds)``), which needs an app context.
Code without one, as the path of an answer, gets its parts from ``live_state_of(app)`` once.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from flask import Flask, current_app
from werkzeug.local import LocalProxy

EXTENSION = "live_state"

Part = TypeVar("Part")


class LiveState:
    """Parts of one app: ``live_state[OpenRounds]`` is its ``OpenRounds``."""

    def __init__(self, *parts: Any):
        self._parts = {type(part): part for part in parts}

    def __getitem__(self, kind: type[Part]) -> Part:
        """The part of this class. Raises KeyError for one that the app was not given."""
        return cast(Part, self._parts[kind])


def live_state_of(app: Flask) -> LiveState:
    """The memory of ``app``, with or without an app context."""
    return cast(LiveState, app.extensions[EXTENSION])


def proxy_to(kind: type[Part]) -> Part:
    """Stand-in for the part of the app whose context this is; an access costs a microsecond."""
    return cast(Part, LocalProxy(lambda: current_app.extensions[EXTENSION][kind]))


def init_app(app: Flask, *parts: Any) -> None:
    """Give ``app`` a memory of its own, made of ``parts``."""
    app.extensions[EXTENSION] = LiveState(*parts)
