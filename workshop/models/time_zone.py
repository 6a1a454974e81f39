"""The zone of a run: its days and hours are the trainer's, wherever the server stands."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

NAME = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")  # «America/Lima»
MAX_NAME = 64  # characters


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, or None for none and for one that this computer does not know."""
    if not NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # not there, or a folder of zones
        return None


def known_zone(name: str) -> str:
    """``name`` where it is a zone's, else nothing: this computer's own then counts."""
    return name if len(name) <= MAX_NAME and zone_named(name) else ""


def local(moment: datetime, name: str) -> datetime:
    """``moment`` as clocks in that zone show it; without a name, as this computer's does."""
    return moment.astimezone(zone_named(name))


class InZone:
    """Something with a beginning: its moments as the clocks of its zone show them."""

    zone: Any
    created_at: Any
    started_at: Any

    def local(self, moment: datetime) -> datetime:
        """``moment`` as the trainer's clock shows it."""
        return local(moment, self.zone)

    @property
    def began(self) -> datetime:
        """Moment of its start, or else of its making, by the trainer's clock."""
        return self.local(self.started_at or self.created_at)
