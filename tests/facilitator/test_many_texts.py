"""A thousand texts on the console: some at once, the others a page further, each within reach."""

import re

import pytest
from sqlalchemy import func, insert, select

from realtime.views.models import CARDS_AT_ONCE, Card
from realtime.views.moderation_queue import joined
from tests.support.cast import Room
from workshop.commands.moderation import first_words, normalised
from workshop.models.ballot import Ballot
from workshop.models.logbook import LogEntry
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

MANY = CARDS_AT_ONCE * 2 + 5
DRAWN = re.compile(r'class="card-text" data-card="(\w+)"')


@pytest.fixture
def written(site, app):
    """Many people wrote, each something else; everything waits for Inés."""
    room = Room(site, hold_texts=True)
    round_id = room.asks("A4")
    with app.app_context(), unit_of_work():
        rows = [
            {"round_id": round_id, "ballot_key": f"k{who}", "answer_id": f"a{who}", "revision": 1}
            | {"state": "answer", "value": f"Texto {who}", "card": f"{who:016x}"}
            | {"moderation": "held", "flags": ""}
            for who in range(MANY)
        ]
        db.session.execute(insert(Ballot), rows)
    yield room
    room.leave()


def console(room, texts=""):
    """The console's page, from this text on."""
    return room.ines.browser.get(f"/sesiones/{room.run.id}?textos={texts}").text


def test_the_console_draws_some_and_says_how_many_more(written):
    page = console(written)
    assert len(DRAWN.findall(page)) == CARDS_AT_ONCE
    assert f"y {MANY - CARDS_AT_ONCE} más" in page
    assert f"Mostrar los {MANY} que esperan" in page


def test_every_text_is_on_one_of_its_pages(written):
    seen, page = [], console(written)
    while True:
        seen += DRAWN.findall(page)
        further = re.search(r'href="\?textos=(\d+)">y \d+ más', page)
        if not further:
            break
        page = console(written, further[1])
    assert (len(seen), len(set(seen))) == (MANY, MANY)
    assert "Textos anteriores" in page
    assert len(DRAWN.findall(page)) == MANY % CARDS_AT_ONCE


@pytest.mark.parametrize("asked", ["-1", "x", "٣", "9" * 40, "1" * 5, "1.5"])
def test_a_page_that_is_none_is_one_that_is(written, asked):
    assert DRAWN.findall(console(written, asked))


def test_one_press_shows_them_all_and_the_logbook_has_a_line_for_each(written, app):
    written.does("textos/mostrar-todos")
    assert "Mostrar los" not in console(written)
    with app.app_context():
        assert set(db.session.scalars(select(Ballot.moderation))) == {"shown"}
        lines = select(func.count()).where(LogEntry.what == "text_shown")
        assert db.session.scalar(lines) == MANY


ALIKE = [
    ("Escuchar antes", "escuchar  antes."),
    ("ß" * 60 + ".", "ss" * 60),
    ("uno dos tres cuatro cinco seis siete ocho.", "UNO dos tres cuatro cinco seis siete ocho"),
    ("a" * 39 + "...", "a" * 39),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_is_alike_begins_alike_and_is_one_card(one, other):
    assert normalised(one) == normalised(other)
    assert first_words(one) == first_words(other)
    cards = tuple(Card(f"c{at}", text, "held", 1, "A1") for at, text in enumerate((one, other)))
    assert [card.times for card in joined(cards)] == [2]


def test_what_only_begins_alike_stays_two():
    words = "uno dos tres cuatro cinco seis siete ocho "
    cards = tuple(Card(f"c{at}", words + end, "held", 1, "A1") for at, end in enumerate("xyx"))
    assert [(card.card, card.times) for card in joined(cards)] == [("c0", 2), ("c1", 1)]
