"""Room on the disk: asked before a question is opened, never while answers come in."""

import shutil

from flask import current_app

from workshop.refused import Refused

BYTES_PER_MB = 1_000_000


def megabytes_free() -> int | None:
    """Megabytes free where the data are; None if they are elsewhere, or nobody can tell."""
    if current_app.config["DATABASE_URL"]:
        return None
    try:
        return shutil.disk_usage(current_app.config["DATA"]).free // BYTES_PER_MB
    except OSError:
        return None


def require_room_for_a_round() -> None:
    """Refused("disk_nearly_full") where a question could not be answered to its end."""
    free = megabytes_free()
    least = current_app.config["DISK_STOP_MB"]
    if free is not None and free < least:
        raise Refused("disk_nearly_full", free=free, least=least)


def scarce_megabytes() -> int | None:
    """Megabytes free where that is less than DISK_WARN_MB; None otherwise."""
    free = megabytes_free()
    return free if free is not None and free < current_app.config["DISK_WARN_MB"] else None
