"""hide_text and show_text: a hidden text is gone from every screen at once, and can come back."""

import pytest
from sqlalchemy import select

from tests.support.cast import Room, Stranger, Trainer
from tests.support.command_contract import LAN, hears_nothing, told_once
from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.persistence.db import db

TEXT = "Que tienen parte de razón"


def cards(app):
    """The cards of what was written, open or closed."""
    with app.app_context():
        return [*db.session.scalars(select(Ballot.card)), *db.session.scalars(select(Answer.id))]


def texts_on(socket):
    """The texts a screen was sent."""
    tally = socket.latest("snapshot")["tally"] or {}
    return [card["text"] for card in tally.get("texts", ())]


@pytest.fixture
def written(site, app):
    """Mateo wrote something; it waits for Inés."""
    room = Room(site, hold_texts=True)
    room.asks("A4")
    assert room.mateo.answer(TEXT)["ok"]
    yield room, f"/sesiones/{room.run.id}/textos/{cards(app)[0]}"
    room.leave()


def test_a_text_waits_for_the_trainer(written):
    room, path = written
    room.site.tick_tally()
    assert room.wall.latest("tally_changed")["tally"]["texts"] == []
    assert TEXT in room.ines.page(room.run.id)
    assert room.ines.post(f"{path}/mostrar").status == 204
    assert texts_on(room.wall.socket) == [TEXT]


def test_a_text_that_does_not_wait_is_on_the_wall_at_the_next_beat(room):
    room.asks("A4")
    room.mateo.answer(TEXT)
    room.site.tick_tally()
    assert [card["text"] for card in room.wall.latest("tally_changed")["tally"]["texts"]] == [TEXT]


def test_a_hidden_text_is_gone_from_every_screen(written):
    room, path = written
    room.ines.post(f"{path}/mostrar")
    assert texts_on(room.wall.socket) == [TEXT]
    assert room.ines.post(f"{path}/ocultar").status == 204
    for who in (room.wall.socket, room.mateo.socket, room.lucia.socket):
        assert texts_on(who) == []
        assert TEXT not in who.latest("snapshot")["html"]


def test_after_the_close_too(written, app):
    room, path = written
    room.does("cerrar", "mostrar")
    card = f"/sesiones/{room.run.id}/textos/{cards(app)[0]}"
    assert card == path  # the card is the same one before and after
    room.ines.post(f"{path}/ocultar")
    assert texts_on(room.wall.socket) == []
    room.ines.post(f"{path}/mostrar")
    assert texts_on(room.wall.socket) == [TEXT]


def test_editing_does_not_bring_it_back(written):
    room, path = written
    room.ines.post(f"{path}/ocultar")
    assert room.mateo.answer("Otra cosa")["ok"]
    room.does("cerrar", "mostrar")
    assert texts_on(room.wall.socket) == []


def test_everyone_in_the_room_is_told_and_nobody_next_door(written, other_room):
    room, path = written
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.ines.post(f"{path}/ocultar")


def test_only_the_trainer_may(written):
    room, path = written
    path += "/ocultar"
    with hears_nothing(*room.everyone()):
        assert Stranger(room.site).post(path).status == 403
        assert room.ines.browser.post(path).code == "page_expired"
        away = Trainer(room.site)
        away.browser.peer = LAN
        assert away.post(path).code == "not_found"


def test_a_text_of_another_run_is_not_hers_to_hide(written, other_room):
    room, path = written
    card = path.rsplit("/", 1)[1]
    with hears_nothing(*room.everyone(), *other_room.everyone()):
        reply = room.ines.post(f"/sesiones/{other_room.run.id}/textos/{card}/ocultar")
    assert reply.code == "card_unknown"


def test_what_is_no_text_is_refused(room, app):
    room.asks("A1")
    room.mateo.answer(2)
    path = f"/sesiones/{room.run.id}/textos/{cards(app)[0]}/ocultar"
    with hears_nothing(*room.everyone()):
        assert room.ines.post(path).code == "card_unknown"
        unknown = f"/sesiones/{room.run.id}/textos/nada/ocultar"
        assert room.ines.post(unknown).code == "card_unknown"


def test_twice_is_told_once(written):
    room, path = written
    with told_once(room):
        room.ines.post(f"{path}/ocultar")
        assert room.ines.post(f"{path}/ocultar").status == 204


def test_what_is_hidden_after_the_end_leaves_a_trace_in_the_record(written):
    room, path = written
    room.ines.post(f"{path}/mostrar")
    room.does("cerrar", "terminar")
    record = f"/sesiones/{room.run.id}/sala"
    before = room.ines.browser.get(record).text
    assert TEXT in before
    assert "se retiró" not in before
    assert room.ines.post(f"{path}/ocultar").status == 204
    after = room.ines.browser.get(record).text
    assert TEXT not in after
    assert "Un texto de A4 se retiró después de terminar." in after
    assert room.ines.post(f"{path}/mostrar").status == 204
    assert "Un texto de A4 se volvió a mostrar después" in room.ines.browser.get(record).text
