"""Time zone of a run: its days and hours are the trainer's, not the server's."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")  # «America/Lima»
MAX_ZONE_CHARACTERS = 64  # characters


# cache: a zone is read from a file; the same in every app
@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone called ``name``; None for "" and for one that this computer does not know."""
    if not ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # not there, or a folder of zones
        return None


def known_zone_name(name: str) -> str:
    """Return ``name`` where a zone is called so, else "": then this computer's zone counts."""
    return name if len(name) <= MAX_ZONE_CHARACTERS and find_zone(name) else ""


def in_zone(moment: datetime, name: str) -> datetime:
    """Return ``moment`` in the zone called ``name``; for "" in this computer's zone."""
    return moment.astimezone(find_zone(name))


def day_in_zone(moment: datetime, name: str) -> date:
    """Return the day of ``moment`` in the zone called ``name``; for "" in this computer's zone."""
    return in_zone(moment, name).date()


class InZone:
    """Mixin of a row with ``zone``, ``created_at`` and ``started_at``: its moments in its zone."""

    zone: Any
    created_at: Any
    started_at: Any

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` in the zone of the run."""
        return in_zone(moment, self.zone)

    def local_day(self, moment: datetime) -> date:
        """Return the day of ``moment`` in the zone of the run."""
        return self.local(moment).date()

    @property
    def began(self) -> datetime:
        """Moment of its start, or else of its creation, in its zone."""
        return self.local(self.started_at or self.created_at)
