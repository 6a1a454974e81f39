"""Checkpoints of the write-ahead log: deleted ballots, keys and texts must leave it too."""

import logging
import time
from collections.abc import Iterable

from sqlalchemy import Engine

from realtime.protocol.socketio_server import socketio
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint

log = logging.getLogger("mano_alzada.wal_checkpoint")

MAX_TRIES = 30
RETRY_PAUSE_S = 1.0  # a reader in the way is gone long before the last try


def empty_logs() -> None:
    """Empty the log of every database now, or in a task where it is still being read from."""
    left = [engine for engine in db.engines.values() if not _is_emptied(engine)]
    if left:
        socketio.start_background_task(empty_logs_until_done, left)


def empty_logs_until_done(engines: Iterable[Engine]) -> None:
    """Empty the logs of these databases, and try again until they are empty."""
    for engine in engines:
        for _ in range(MAX_TRIES):
            if _is_emptied(engine):
                break
            time.sleep(RETRY_PAUSE_S)
        else:
            log.error("what was deleted may still be in the log of %s", engine.url.database)


def _is_emptied(engine: Engine) -> bool:
    try:
        return checkpoint(engine)
    except Exception as error:  # noqa: BLE001 - the driver's own too; the next try may do
        log.warning("what was deleted is not out of the log yet: %s", type(error).__name__)
        return False
