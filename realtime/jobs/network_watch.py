"""A laptop changes its network while a run goes on: wall and console say the new address."""

import time

from sqlalchemy import select

from realtime.protocol.background import run_forever
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

LOOK_S = 5.0


def start(app) -> None:
    """Look now and then, where the address is this computer's own."""
    if app.config["PUBLIC_URL"]:
        return
    networks = app.extensions["networks"]
    shown = [networks.addresses()]

    def watch():
        time.sleep(LOOK_S)
        there = networks.addresses()
        if there != shown[-1]:
            shown[:] = [there]
            show_anew(app)

    run_forever(app, watch)


def show_anew(app) -> None:
    """Every live run, on wall and console: phones are told something else than before."""
    with app.app_context(), unit_of_work():
        for run in db.session.scalars(select(Run).where(Run.phase != "ended")):
            run.changed()
