"""A disk that fills: said before it hurts, and no question is opened that could not be answered."""

import shutil
from collections import namedtuple

import pytest

from tests.support.data_loss import rounds

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def free(monkeypatch, app):
    """Says how many megabytes are free from now on."""
    if app.config["DATABASE_URL"]:
        pytest.skip("the data are elsewhere")

    def only(megabytes):
        usage = Usage(10**12, 0, megabytes * 1_000_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    return only


def test_o6_with_enough_room_nothing_is_said(room, free):
    free(200)
    assert "MB libres" not in room.ines.page(room.run.id)


def test_o6_with_little_room_the_console_warns_before_it_starts(room, free):
    free(199)
    assert "Quedan 199 MB libres en el disco." in room.ines.page(room.run.id)
    room.asks("A1")
    assert "Quedan 199 MB libres en el disco." in room.ines.page(room.run.id)


def test_o6_with_hardly_any_no_question_is_opened(room, free, app):
    room.goes_to("A1")
    free(49)
    reply = room.ines.do(room.run, "abrir")
    assert (reply.status, reply.json()["code"]) == (507, "disk_nearly_full")
    assert "Quedan 49 MB libres" in reply.json()["message"]
    assert rounds(app) == []
    free(50)
    room.does("abrir")


def test_o6_answers_are_taken_all_the_same(room, free):
    room.asks("A1")
    free(1)
    assert room.mateo.answer(3)["ok"]
    room.does("cerrar", "mostrar", "siguiente")
