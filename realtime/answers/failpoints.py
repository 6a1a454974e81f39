"""Places where the server can be told to die, to prove that nothing acknowledged is ever lost.

``FAULT=after_insert:3`` is kill -9 from within, at the third pass of that point. Without it nothing
is listened to, and a point costs one comparison for each group of answers.
"""

import os
import signal

from sqlalchemy import event

from workshop.persistence.db import db

POINTS = {  # name: the database (None is the main one) and the statement after which it lies
    "before_begin": None,
    "after_insert": None,
    "after_commit_before_ack": None,
    "after_ack": None,
    "at_start": None,
    "during_close": (None, "DELETE FROM ballots"),
    "during_key_forget": ("keys", "DELETE FROM round_keys"),
}

_armed = ""
_passes_left = 0


def init_app(app) -> None:
    """Arm the one point that the settings name, if they name one."""
    global _armed, _passes_left
    _armed, _, passes = app.config["FAULT"].partition(":")
    _passes_left = int(passes or 1)
    if _armed and _armed not in POINTS:
        raise ValueError(f"FAULT names no fail-point: {_armed}")
    statement = POINTS.get(_armed)
    if statement is not None:
        with app.app_context():
            _watch(db.engines[statement[0]], statement[1])


def reach(point: str) -> None:
    """Pass a point, or die there."""
    global _passes_left
    if point != _armed:
        return
    _passes_left -= 1
    if _passes_left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(engine, beginning: str) -> None:
    @event.listens_for(engine, "after_cursor_execute")
    def watch(connection, cursor, statement, *_):
        if statement.startswith(beginning):
            reach(_armed)
