"""Watches this computer's addresses: wall and console show the new one when it changes."""

import time

from sqlalchemy import select

from realtime.protocol.background import run_forever
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

CHECK_INTERVAL_S = 5.0


def start(app) -> None:
    """Compare addresses for as long as the server runs, unless PUBLIC_URL says the only one."""
    if app.config["PUBLIC_URL"]:
        return
    networks = app.extensions["networks"]
    shown = [networks.addresses()]

    def wait_and_compare():
        time.sleep(CHECK_INTERVAL_S)
        there = networks.addresses()
        if there != shown[-1]:
            shown[:] = [there]
            show_new_address(app)

    run_forever(app, wait_and_compare)


def show_new_address(app) -> None:
    """Publish a change of every run that has not ended: its join address is another one."""
    with app.app_context(), unit_of_work():
        for run in db.session.scalars(select(Run).where(Run.phase != "ended")):
            run.bump_version()
