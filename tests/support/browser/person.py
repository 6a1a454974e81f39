"""A person with a browser of their own, who never sleeps: they wait for what they expect."""

import json
import re

from playwright.sync_api import expect

TIMEOUT_MS = 15_000  # ms; a busy machine, not a promise
EXPECTED = re.compile(
    # What a browser says by itself of a refusal or a cut line; our pages say it in words.
    r"Failed to load resource|ERR_(INTERNET|CONNECTION|EMPTY|NETWORK)|WebSocket connection to"
)


class Person:
    """A person with a browser of their own."""

    size = (1366, 768)
    touch = False

    def __init__(self, browser, base, shots, name="", size=None, **options):
        width, height = size or self.size
        options = {"locale": "es-ES", "is_mobile": self.touch, "has_touch": self.touch} | options
        self.base = base
        self.name = name or type(self).__name__
        self.shots = shots
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(TIMEOUT_MS)
        self.page = self.context.new_page()
        self.complaints = []
        self.frames = []  # every text frame of its sockets, as it came
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", self._listen)

    def go(self, path):
        """Open an address."""
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self

    def sees(self, text):
        """``text`` is on the screen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def shoot(self, name):
        """Keep a picture of this moment in tests/output, for people to judge."""
        self.page.screenshot(
            path=self.shots / f"{name}-{self.name.lower()}.jpg", type="jpeg", quality=90
        )

    def heard(self, event, since=0):
        """Payloads of every ``event`` on the socket, after frame number ``since``."""
        told = []
        for frame in self.frames[since:]:
            body = re.match(r"42/\w+,(\[.*)", frame, re.DOTALL)
            if body:
                name, *payload = json.loads(body.group(1))
                told += payload if name == event else []
        return told

    def _listen(self, socket):
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def _note(self, message):
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(message.text)
