"""Two browsers that are not Chromium, each spoken to as it wants to be: open, ask, tap."""

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import websocket

from tools.ports import free_port

START_S = 60.0
PATIENCE_S = 20.0  # a busy machine, not a promise
PAUSE_S = 0.1  # between two looks


class NotInstalled(Exception):
    """A browser or its driver is missing. The message says what to install."""


class Browser:
    """One window. ``ask`` evaluates an expression and gives what JSON can carry of it."""

    name = ""
    needs: tuple[tuple[str, str], ...] = ()  # command, Debian package

    def __init__(self, size):
        missing = [package for command, package in self.needs if not shutil.which(command)]
        if missing:
            raise NotInstalled(f"{self.name}: falta {' y '.join(missing)}")
        self.folder = tempfile.mkdtemp()
        self.port = free_port()
        self.processes = []
        self.begin(*size)

    def begin(self, width, height):
        """Start it and open a window of this size."""
        raise NotImplementedError

    def open(self, address):
        """Go there, and wait until it is loaded."""
        raise NotImplementedError

    def ask(self, expression):
        """Return the value of ``expression`` on the page."""
        raise NotImplementedError

    def act(self, sources):
        """The pointer's actions, as WebDriver writes them."""
        raise NotImplementedError

    def picture(self):
        """Return the screen as the bytes of a PNG."""
        raise NotImplementedError

    def until(self, expression, what=""):
        """Wait for something true; AssertionError says what did not come."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with contextlib.suppress(Failed):  # a page on its way out has no answer
                if found := self.ask(expression):
                    return found
            time.sleep(PAUSE_S)
        raise AssertionError(what or expression)

    def tap(self, x, y, meanwhile=""):
        """A press of the mouse there, as a person's; ``meanwhile`` happens before its end."""
        down = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            {"type": "pointerDown", "button": 0},
        ]
        up = [{"type": "pointerUp", "button": 0}]
        for moves in [down, up] if meanwhile else [down + up]:
            self.act([{"type": "pointer", "id": "mouse", "actions": moves}])
            if meanwhile and moves is down:
                self.ask(f"({meanwhile}, 1)")

    def runs(self, *command, **environment):
        """A process of this browser's, ended with it."""
        kept = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        home = {"HOME": self.folder} | environment
        self.processes.append(subprocess.Popen(command, env=os.environ | home, **kept))

    def close(self):
        """End what was started."""
        for process in reversed(self.processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


class Failed(Exception):
    """The browser refused a command."""


class WebKit(Browser):
    """WebKitGTK by WebDriver over HTTP, on a screen that nobody sees."""

    name = "WebKitGTK"
    needs = (("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb"))
    screens = itertools.count(90 + os.getpid() % 800)

    def begin(self, width, height):
        """A screen, a driver, a session."""
        screen = f":{next(self.screens)}"
        self.runs("Xvfb", screen, "-screen", "0", "2000x1200x24")
        self.runs("WebKitWebDriver", f"--port={self.port}", DISPLAY=screen)
        self.session = ""
        asked = {"capabilities": {"alwaysMatch": {}}}
        self.session = f"/session/{_patiently(lambda: self._send('/session', asked))['sessionId']}"
        self._send(
            f"{self.session}/window/rect", {"x": 0, "y": 0, "width": width, "height": height}
        )
        high = self.ask("innerHeight")  # the browser's own bars take the rest
        wide = self.ask("innerWidth")
        size = {"width": 2 * width - wide, "height": 2 * height - high}
        self._send(f"{self.session}/window/rect", {"x": 0, "y": 0} | size)

    def open(self, address):
        """Go there."""
        self._send(f"{self.session}/url", {"url": address})

    def ask(self, expression):
        """Its value."""
        script = {"script": f"return ({expression})", "args": []}
        return self._send(f"{self.session}/execute/sync", script)

    def act(self, sources):
        """Pointer actions."""
        self._send(f"{self.session}/actions", {"actions": sources})

    def picture(self):
        """By its driver."""
        return base64.b64decode(self._send(f"{self.session}/screenshot"))

    def _send(self, path, body=None):
        told = None if body is None else json.dumps(body).encode()
        asked = Request(f"http://127.0.0.1:{self.port}{path}", told)
        try:
            with urlopen(asked, timeout=START_S) as reply:
                return json.load(reply)["value"]
        except URLError as error:
            said = error.read().decode() if hasattr(error, "read") else str(error)
            raise Failed(said[:300]) from None


class Firefox(Browser):
    """Firefox by WebDriver BiDi, which it speaks by itself."""

    name = "Firefox"
    needs = (("firefox-esr", "firefox-esr"),)

    def begin(self, width, height):
        """A profile of its own, a session, the one tab it opens with."""
        command = ["firefox-esr", "--headless", "--profile", self.folder, "--no-remote"]
        self.runs(*command, f"--remote-debugging-port={self.port}")
        address = f"ws://127.0.0.1:{self.port}/session"
        self.number = itertools.count(1)
        self.line = _patiently(
            lambda: websocket.create_connection(address, timeout=START_S, suppress_origin=True)
        )
        self._send("session.new", capabilities={})
        self.tab = self._send("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": width, "height": height}
        self._send("browsingContext.setViewport", context=self.tab, viewport=size)

    def open(self, address):
        """Go there."""
        self._send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def ask(self, expression):
        """Its value."""
        told = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.tab},
            awaitPromise=True,
        )
        if told["type"] != "success":
            raise Failed(str(told.get("exceptionDetails", {}).get("text"))[:300])
        return json.loads(told["result"].get("value") or "null")

    def act(self, sources):
        """Pointer actions."""
        self._send("input.performActions", context=self.tab, actions=sources)

    def picture(self):
        """By itself."""
        told = self._send("browsingContext.captureScreenshot", context=self.tab)
        return base64.b64decode(told["data"])

    def _send(self, method, **params):
        number = next(self.number)
        self.line.send(json.dumps({"id": number, "method": method, "params": params}))
        while (told := json.loads(self.line.recv())).get("id") != number:
            pass
        if told.get("type") == "error":
            raise Failed(str(told.get("message"))[:300])
        return told["result"]


def _patiently(attempt):
    end = time.monotonic() + START_S
    while True:
        try:
            return attempt()
        except (OSError, Failed):
            if time.monotonic() > end:
                raise
            time.sleep(PAUSE_S)
