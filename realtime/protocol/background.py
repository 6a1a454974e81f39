"""What runs beside the requests, for as long as the server does."""

import logging
from collections.abc import Callable

from realtime.protocol.socketio_server import socketio

log = logging.getLogger("mano_alzada.tasks")

REST = 1.0  # seconds after a failure, so that one that repeats does not fill the log


def do_for_ever(step: Callable[[], None]) -> None:
    """Call ``step`` again and again, in a task of its own. One failure does not end the task.

    ``step`` waits for its own moment; a task that died in silence would leave a room without
    acknowledgements or a wall without figures until somebody restarts the server.
    """

    def task():
        while True:
            try:
                step()
            except Exception:  # noqa: BLE001 - whatever it was, the next step may succeed
                log.exception("%s failed and goes on", step.__qualname__)
                socketio.sleep(REST)

    socketio.start_background_task(task)
