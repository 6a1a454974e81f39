"""Going in peace: what was received is written and acknowledged, then phones go elsewhere."""

import os
import signal

from realtime.company import company
from realtime.tasks import do_for_ever
from realtime.wire import socketio
from realtime.writer import writer

LOOK = 0.1  # seconds
LAST_WORDS = 0.3  # seconds for acknowledgements to be on their way

_asked = False


def is_leaving() -> bool:
    """Is this process about to end? Then nobody new comes in."""
    return _asked


def start(app) -> None:
    """Go in peace on SIGTERM, and when whoever started this worker is no more."""
    if app.config["ASYNC_MODE"] != "eventlet":
        return
    parent = os.getppid()
    signal.signal(signal.SIGTERM, _ask)

    def look():
        socketio.sleep(LOOK)
        if _asked or (app.config["WORKER"] and os.getppid() != parent):
            leave(app)

    do_for_ever(look)


def leave(app) -> None:
    """Write, acknowledge, say who was inside no more, end."""
    _ask()
    try:
        for _ in range(2):  # what came while the first was written too
            with app.app_context():
                writer.drain()
            socketio.sleep(LAST_WORDS)
        writer.save_attendance(app)
        if company.is_shared:
            writer.save_pace(app)
            with app.app_context():
                company.say_goodbye()
    finally:
        os._exit(0)  # no thread of ours holds anything that is not in the database


def _ask(*_) -> None:
    global _asked
    _asked = True
