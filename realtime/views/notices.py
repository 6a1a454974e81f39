"""Warnings of the console beside the run: a disk that fills up, a flood of new seats."""

from flask import current_app
from flask_babel import gettext

from web.clock import now
from web.free_space import scarce_megabytes
from workshop.commands.join_flood import find_flood
from workshop.models.run import Run


def notices() -> tuple[str, ...]:
    """Sentences for the trainer on what to mend before it stops the run; () if all is well."""
    free = scarce_megabytes()
    if free is None:
        return ()
    least = current_app.config["DISK_STOP_MB"]
    return (
        gettext(
            "Quedan %(free)s MB libres en el disco. Libera espacio: con menos de %(least)s no se "
            "abren más preguntas, y las respuestas pueden no caber.",
            free=free,
            least=least,
        ),
    )


def flood_notice(run: Run) -> dict | None:
    """{count, seconds} of the newest flood of seats, if there was one in the last minutes."""
    flood = find_flood(run, now())
    return {"count": flood.count, "seconds": flood.seconds} if flood is not None else None
