"""Storage alarm: tells consoles that answers cannot be stored, and that they can again."""

import logging

from realtime.protocol.audiences import FACILITATOR
from realtime.protocol.emit import emit_to_audience

log = logging.getLogger("mano_alzada.writer")


class StorageAlarm:
    """``failing``: nothing could be stored last time."""

    def __init__(self) -> None:
        self.failing = False

    def waiting(self) -> int:
        """Count the revisions that are not committed yet."""
        raise NotImplementedError

    def storage_fails(self, error: Exception, refused: int = 0) -> None:
        """Tell every console that nothing can be stored, and the log once until it works."""
        if not self.failing:
            log.error("nothing can be stored: %s", str(error).partition("\n")[0])
        self.failing = True
        waiting = self.waiting() + refused
        emit_to_audience(FACILITATOR, "storage_changed", {"failing": True, "waiting": waiting})

    def storage_works(self) -> None:
        """Tell every console that storing works again, if it did not."""
        if self.failing:
            self.failing = False
            log.warning("storing works again")
            emit_to_audience(FACILITATOR, "storage_changed", {"failing": False, "waiting": 0})
