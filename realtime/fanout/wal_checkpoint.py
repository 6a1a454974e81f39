"""Deleted ballots, keys and texts must be gone from the write-ahead log too."""

import logging
import time
from collections.abc import Iterable

from sqlalchemy import Engine

from realtime.protocol.socketio_server import socketio
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint

log = logging.getLogger("mano_alzada.sweeping")

TRIES = 30  # a second apart; a reader in the way is gone long before


def sweep() -> None:
    """Empty the logs now; where somebody still reads from one, as soon as they are done."""
    left = [engine for engine in db.engines.values() if not _swept(engine)]
    if left:
        socketio.start_background_task(sweep_later, left)


def sweep_later(engines: Iterable[Engine]) -> None:
    """Empty the logs of these, and try again until they are empty."""
    for engine in engines:
        for _ in range(TRIES):
            if _swept(engine):
                break
            time.sleep(1)
        else:
            log.error("what was deleted may still be in the log of %s", engine.url.database)


def _swept(engine: Engine) -> bool:
    try:
        return checkpoint(engine)
    except Exception as error:  # noqa: BLE001 - the driver's own too; the next try may do
        log.warning("what was deleted is not swept yet: %s", type(error).__name__)
        return False
