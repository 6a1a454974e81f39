"""Free disk space: checked before a question is opened, never while answers come in."""

import shutil

from flask import current_app

from workshop.refused import Refused

BYTES_PER_MB = 1_000_000


def megabytes_free() -> int | None:
    """Return the megabytes free on the data folder's disk; None with PostgreSQL or if unknown."""
    if current_app.config["DATABASE_URL"]:
        return None
    try:
        return shutil.disk_usage(current_app.config["DATA"]).free // BYTES_PER_MB
    except OSError:
        return None


def require_room_for_a_round() -> None:
    """Raise Refused("disk_nearly_full") with less than DISK_STOP_MB free."""
    free = megabytes_free()
    least = current_app.config["DISK_STOP_MB"]
    if free is not None and free < least:
        raise Refused("disk_nearly_full", free=free, least=least)


def scarce_megabytes() -> int | None:
    """Return the megabytes free if they are fewer than DISK_WARN_MB; None otherwise."""
    free = megabytes_free()
    return free if free is not None and free < current_app.config["DISK_WARN_MB"] else None
