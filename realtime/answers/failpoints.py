"""Places where the server can be told to die, to prove that nothing acknowledged is ever lost.

``FAULT=after_insert:3`` is kill -9 from within, at the third pass of that point. Without it nothing
is listened to, and a point costs one comparison for each group of answers.
"""

import os
import signal

from sqlalchemy import event

from realtime.state.live_state import live_state_of, proxy_to
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


class Failpoint:
    """Point at which one app is to die: its name ("" for none), and passes until then."""

    def __init__(self, setting: str):
        self.name, _, passes = setting.partition(":")
        self.passes_left = int(passes or 1)
        if self.name and self.name not in POINTS:
            raise ValueError(f"FAULT names no fail-point: {self.name}")

    def reach(self, point: str) -> None:
        """Pass a point, or die there."""
        if point != self.name:
            return
        self.passes_left -= 1
        if self.passes_left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


failpoint = proxy_to(Failpoint)


def init_app(app) -> None:
    """Watch for the statement after which the app's one point lies, if it lies after one."""
    armed = live_state_of(app)[Failpoint]
    statement = POINTS.get(armed.name)
    if statement is not None:
        with app.app_context():
            _watch(db.engines[statement[0]], statement[1], armed)


def _watch(engine, beginning: str, armed: Failpoint) -> None:
    @event.listens_for(engine, "after_cursor_execute")
    def watch(connection, cursor, statement, *_):
        if statement.startswith(beginning):
            armed.reach(armed.name)
