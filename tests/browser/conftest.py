"""Real browsers on the real program: one of each for a worker, and people who have their own."""

import asyncio
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.support.browser import ways_to_answer
from tests.support.browser.pages import Console, PhonePage, WallPage
from tests.support.server import ROOT, Server
from tools.chromium import how_to_launch

OUTPUT = ROOT / "tests" / "output"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser, so nobody has to say it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """The course, a module that shows every screen, and one with an activity of each kind."""
    folder = tmp_path_factory.mktemp("course")
    for source in (ROOT / "content", HERE / "content"):
        shutil.copytree(source, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "tests" / "content" / "por-mesas", folder / "por-mesas")
    (folder / ways_to_answer.MODULE).mkdir()
    (folder / ways_to_answer.MODULE / "module.toml").write_text(
        ways_to_answer.module_text(), "utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory, course):
    """The program for the whole worker. Make your own run in it.

    A workshop of two hours is played in a minute here: nobody may be slowed down for it.
    """
    data = tmp_path_factory.mktemp("browser") / "data"
    server = Server(data, CONTENT=course, TEXTS_A_MINUTE=1000).start()
    yield server
    server.stop()


@pytest.fixture
def make_server(tmp_path, course):
    """A program of the test's own, to kill or to set otherwise."""
    servers = []

    def make(**settings):
        servers.append(Server(tmp_path / "data", CONTENT=course, **settings).start())
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def playwright():
    """Playwright's loop counts as running in this thread from now on, hidden between tests."""
    playwright = sync_playwright().start()
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield playwright, loop
    asyncio._set_running_loop(loop)
    playwright.stop()
    asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def borrow_the_thread(playwright):
    """Other tests of this worker bring loops of their own."""
    asyncio._set_running_loop(playwright[1])
    yield
    asyncio._set_running_loop(None)


@pytest.fixture
def launch(playwright, borrow_the_thread, browsers):
    """The Chromium of this worker, or another one with more arguments."""

    def start(*more):
        if more not in browsers:
            browsers[more] = playwright[0].chromium.launch(**how_to_launch(*more))
        return browsers[more]

    return start


@pytest.fixture(scope="session")
def browsers(playwright):
    """The Chromiums under way, by their arguments."""
    browsers = {}
    yield browsers
    asyncio._set_running_loop(playwright[1])
    for browser in browsers.values():
        browser.close()


@pytest.fixture
def people(request, server, launch):
    """Opens consoles, walls and phones; each has a context, and must not complain."""
    people = People(launch(), server, request.node.name)
    yield people
    people.leave()


class People:
    """Everybody who holds a browser in one test."""

    def __init__(self, browser, server, test):
        self.browser = browser
        self.server = server
        self.everyone = []
        self._shots = OUTPUT / test.replace("[", "-").rstrip("]")

    def at(self, server):
        """The same people at another program."""
        self.server = server
        return self

    def console(self, **options):
        """Inés at her laptop, past the printed link."""
        return self._comes(Console, **options)

    def wall(self, path, **options):
        """A projector showing ``path``."""
        wall = self._comes(WallPage, **options)
        wall.go(path)
        return wall

    def phone(self, name="Mateo", **options):
        """A phone that has not opened anything yet."""
        return self._comes(PhonePage, name=name, **options)

    def leave(self):
        """Close every browser window, then say what any of them complained about."""
        complaints = [(one.name, text) for one in self.everyone for text in one.complaints]
        for one in self.everyone:
            one.context.close()
        assert not complaints, complaints

    def _comes(self, role, **options):
        one = role(self.browser, options.pop("base", self.server.base), self._shots, **options)
        self.everyone.append(one)
        if isinstance(one, Console):
            one.go(self.server.console_link)
        return one
