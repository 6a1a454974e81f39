"""Identities that ask for what may not be theirs: cookies, headers, addresses."""

from datetime import timedelta
from unittest.mock import patch

from tests.support.cast import Trainer
from tests.support.command_contract import LAN
from web.clock import now
from workshop.models.staff_sessions import SESSION_LIFETIME

A_DAY_AGO = SESSION_LIFETIME + timedelta(seconds=1)
OUTSIDERS = (
    "nobody",
    "participant",
    "participant of another run",
    "wall",
    "staff who left",
    "staff whose session expired",
    "staff from another computer",
    "staff under a foreign name",
    "staff with a forged cookie",
)


class Visitor:
    """One identity: cookies, headers, and where it asks from."""

    def __init__(self, site, rooms, who):
        self.site = site
        self.peer, self.base, self.cookie, self.headers = "127.0.0.1", site.base, "", {}
        mine, other = rooms
        phone = {"participant": mine.mateo, "participant of another run": other.phones[0]}.get(who)
        if phone is not None:
            self.headers["Authorization"] = f"Bearer {phone.token}"
            self.peer = LAN
        elif who == "wall":
            self.headers["Authorization"] = f"Bearer {mine.run.wall_token}"
        elif who.startswith("staff"):
            signed_in = now() - (A_DAY_AGO if who == "staff whose session expired" else timedelta())
            with patch("web.auth.now", lambda: signed_in):
                trainer = Trainer(site)
            self.headers["X-CSRFToken"] = trainer.csrf
            if who == "staff who left":
                kept = trainer.browser.cookies()
                trainer.post("/salir")
                self.cookie = kept  # a copy of the cookie from before
            else:
                self.cookie = trainer.browser.cookies()
            if who == "staff from another computer":
                self.peer = LAN
            elif who == "staff under a foreign name":
                self.base = "http://consola.example:5000"
            elif who == "staff with a forged cookie":
                self.cookie = self.cookie[:-4] + "AAAA"

    def ask(self, method, path, **options):
        """One request, as this identity."""
        client = self.site.app.test_client(use_cookies=False)
        headers = self.headers | {"Origin": self.base, "Accept": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        return client.open(
            path,
            method=method,
            base_url=self.base,
            headers=headers,
            environ_overrides={"REMOTE_ADDR": self.peer},
            **options,
        )

    def cookies(self):
        """For the handshake of a socket."""
        return self.cookie

    def environ(self):
        """For the handshake of a socket."""
        from werkzeug.test import EnvironBuilder

        headers = {"Origin": self.base, "Cookie": self.cookie}
        builder = EnvironBuilder("/socket.io/", base_url=self.base, headers=headers)
        return builder.get_environ() | {"REMOTE_ADDR": self.peer}
