"""A run's own copies of what it asks, read by a later program than the one that froze them."""

import pytest
from sqlalchemy import select, update

from tests.support.cast import Phone
from tests.support.data_loss import (
    count,
    every_page_opens,
    execute,
    recover_after_kill,
)
from tests.support.live_state import open_rounds
from workshop.models.ballot import Ballot
from workshop.models.step import Step
from workshop.persistence.db import db


def freezes(app, run, label, **keys):
    """The step's copy as another version would have left it; None takes a key away."""
    with app.app_context():
        where = (Step.run_id == run.id) & (Step.label == label)
        step = db.session.scalars(select(Step).where(where)).one()
        content = {k: v for k, v in (step.content | keys).items() if v is not None}
    execute(app, update(Step).where(where).values(content=content))


def test_a_key_that_no_longer_exists_is_left_out(room, app):
    room.goes_to("A2")
    freezes(app, room.run, "A2", shiny=True, guide={"purpose": "x", "old": 1}, hint=5)
    recover_after_kill(app)
    every_page_opens(room)
    room.does("abrir")


@pytest.mark.parametrize(
    "keys", [{"kind": "telepathy"}, {"kind": None}, {"prompt": None}, {"options": 5}]
)
def test_a_run_that_cannot_be_read_stops_no_other(room, other_room, app, keys):
    room.asks("A1")
    other_room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    freezes(app, room.run, "A2", **keys)
    recover_after_kill(app)
    assert [live.run_id for live in open_rounds.all()] == [other_room.run.id]
    every_page_opens(other_room)
    home = room.ines.browser.get("/inicio")
    assert home.status == 200
    assert "aquí no se puede leer" in home.text
    console = room.ines.browser.get(f"/sesiones/{room.run.id}")
    assert console.status == 409
    assert "se guardó con otra versión del programa" in console.json()["message"]
    phone = Phone(room.site, run=room.run.id, token=room.mateo.token).connect()
    assert phone.refused["code"] == "run_unreadable"
    assert count(app, Ballot) == 1  # nothing of it is touched


def test_a_run_that_is_over_and_cannot_be_read_is_listed_with_a_sentence(room, app):
    room.does("empezar", "terminar")
    freezes(app, room.run, "A2", kind="telepathy")
    recover_after_kill(app)
    home = room.ines.browser.get("/inicio")
    assert "No se puede leer: se guardó con otra versión del programa." in home.text
    assert room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").status == 409
    assert room.ines.browser.get("/inicio").status == 200
