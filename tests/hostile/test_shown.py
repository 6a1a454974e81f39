"""W-23, W-24: whatever people type is shown as text, on every screen that shows it."""

import csv
import io
from html.parser import HTMLParser

import pytest

from results.spreadsheet import restore
from tests.support.cast import Phone, Room
from tests.support.hostile_texts import INJECTIONS

ALLOWED_SCHEMES = ("/", "#", "http://", "https://", "data:image/svg")


class Reader(HTMLParser):
    """What a browser makes of a page: its elements, what they promise to do, its words."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.attributes = []
        self.words = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        """All of its words, as one line."""
        return " ".join(" ".join(self.words).split())


def harmless(html):
    """The page as read; raises if anything on it could act."""
    page = Reader(html)
    assert not {"img", "iframe", "object", "embed", "base", "style"} & set(page.elements)
    for name, value in page.attributes:
        assert not name.startswith("on"), (name, value)
        assert name != "style", value
        if name in ("href", "src", "action", "formaction"):
            assert (value or "").startswith(ALLOWED_SCHEMES), (name, value)
            assert "evil" not in value
    return page


@pytest.fixture
def crowd(site):
    """As many phones as there are nasty texts."""
    room = Room(site, phones=[f"P{number}" for number in range(len(INJECTIONS))])
    yield room
    room.leave()


def typed_into(room):
    """Everybody types one of the texts, and all of them are let through."""
    room.asks("A4")
    for phone, text in zip(room.phones, INJECTIONS, strict=True):
        assert phone.answer(text)["value"] == text
    room.site.tick_tally()


def held_as_text(page, texts):
    """Every text stands there, letter by letter."""
    for text in texts:
        assert " ".join(text.split()) in page.text, text


def test_w_24_what_people_type_is_shown_as_text(crowd):
    typed_into(crowd)
    for heard in crowd.console.facts.values():
        for payload in heard:
            for html in (payload.get("slots") or {}).values() if isinstance(payload, dict) else ():
                assert "script" not in harmless(html).elements
    console = Reader(crowd.ines.page(crowd.run.id))
    held_as_text(console, INJECTIONS)
    assert "onerror" not in dict(console.attributes)
    live = crowd.wall.latest("tally_changed")["tally"]["texts"]
    shown = {each["text"] for each in live}
    assert shown == set(INJECTIONS)  # as data; the wall's script writes textContent
    crowd.does("cerrar", "mostrar")
    wall = harmless(crowd.wall.sees("revealed")["html"])
    held_as_text(wall, INJECTIONS)
    assert not [value for name, value in wall.attributes if name == "href" and "evil" in value]
    phone = crowd.phones[0].sees("revealed")
    harmless(phone["html"])
    assert INJECTIONS[0] not in phone["html"]
    outcome = Reader(crowd.ines.browser.get(f"/sesiones/{crowd.run.id}/sala").text)
    held_as_text(outcome, INJECTIONS)
    assert not [name for name, _ in outcome.attributes if name.startswith("on")]
    scripts = [value for name, value in outcome.attributes if name == "src"]
    assert all(value.startswith("/recursos/") for value in scripts)


def test_w_24_a_spreadsheet_runs_nothing(crowd):
    typed_into(crowd)
    crowd.does("cerrar", "mostrar")
    table = crowd.ines.browser.get(f"/sesiones/{crowd.run.id}/sala.csv?sep=,").text
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    texts = [row["texto"] for row in rows if row["tipo de fila"] == "respuesta"]
    assert sorted(map(restore, texts)) == sorted(INJECTIONS)
    for row in rows:
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t") for cell in row.values() if cell)


def test_w_24_names_of_a_run_are_text_too(site):
    for text in INJECTIONS:
        room = Room(site, phones=(), title=text[:80], group=text[:80])
        for page in (
            room.ines.page(room.run.id),
            room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text,
            site.browser().get(f"/pantalla/{room.run.wall_token}").text,
        ):
            read = Reader(page)
            assert not [name for name, _ in read.attributes if name.startswith("on")], text
            assert "img" not in read.elements
            assert "style" not in read.elements
        harmless(room.wall.latest("snapshot")["html"])
        phone = Phone(site, "Ana")
        assert phone.join(room.run).json()["title"].strip() == " ".join(text[:80].split())
        room.leave()
