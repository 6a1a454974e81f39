"""Tasks that run beside the requests, for as long as the server does."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger("mano_alzada.background")

PAUSE_AFTER_FAILURE_S = 1.0  # so that a failure that repeats does not fill the log


def run_forever(app, step: Callable[[], None]) -> None:
    """Call ``step`` again and again in a task of its own, each time in an app context of its own.

    ``step`` waits for its own moment. One failure does not end the task: one that died in silence
    would leave a room without acknowledgements or a wall without figures until a restart.
    """

    def task():
        while True:
            try:
                with app.app_context():
                    step()
            except Exception:  # noqa: BLE001 - whatever it was, the next step may succeed
                log.exception("%s failed and goes on", step.__qualname__)
                time.sleep(PAUSE_AFTER_FAILURE_S)

    app.extensions["socketio"].start_background_task(task)
