"""A session that was held: what everyone was told at each step, kept for the tests to read."""

import re
from html import unescape


class Session:
    """Events everyone was told at each step, kept for the tests to read."""

    def __init__(self, room):
        self.room = room
        self.pages = {}

    def gives(self, label, values):
        """The step is asked, everybody answers, it is closed and shown."""
        self.room.asks(label)
        for phone, value in zip(self.room.phones, values, strict=True):
            assert phone.answer(value)["ok"]
        self.room.does("cerrar", "mostrar")
        self.keep(label)

    def by_segment(self, label):
        """The trainer's key, and what it does."""
        self.room.does("desglosar")
        self.keep(f"{label} by")

    def keep(self, name):
        """Pages of wall, console and a phone now."""
        everyone = {"wall": self.room.wall, "console": self.room.console, "phone": self.room.mateo}
        for who, heard in everyone.items():
            self.pages[name, who] = heard.latest("snapshot")

    def html(self, name, who="wall"):
        """A page as it was."""
        return self.pages[name, who]["html"]

    def text(self, name, who="wall"):
        """Its words."""
        return words(self.html(name, who))


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
