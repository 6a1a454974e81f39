"""Fixtures of every test: a real server in its own process, or the app in this one."""

import gc
import os
import secrets
import shutil

import pytest
from hypothesis import settings

from tests.support import app_factory, compiled_templates, fast, schedule
from tests.support.app_factory import close_databases, make_app, migrate
from tests.support.app_in_process import PORT, InProcessApp
from tests.support.cast import Room
from tests.support.server import ROOT, Server
from tools import environments
from tools.postgres import Postgres

# Files in memory, where there is such a folder: a test asks a disk for order, not for rust, and a
# commit on a slow one takes 5 ms. Set before pytest makes its first folder.
if os.access("/dev/shm", os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

GC_THRESHOLD = 10_000  # new objects between two looks at the youngest; 700 cost a tenth of a run

# No test is timed: a busy computer is not a wrong answer. Figures are bench/'s business.
settings.register_profile("workshop", deadline=None)
settings.load_profile("workshop")


def pytest_addoption(parser):
    """Where the product stands while it is tested."""
    parser.addoption("--on", default="sqlite", choices=environments.ENVIRONMENTS)
    parser.addoption("--fast", action="store_true", help="only tests that start no other program")
    parser.addoption("--datasets", type=int, default=150, help="rooms that P23's attacker tries")


def pytest_configure(config):
    """Every server of this test run stands there."""
    environments.use(config.getoption("--on"))


def pytest_collection_modifyitems(config, items):
    """Mark what starts other programs, leave it out of --fast, and put the longest files first."""
    for item in items:
        fast.mark(item)
        schedule.mark_slow(item)
    if config.getoption("--fast"):
        fast.deselect_the_others(config, items)
        fast.forbid_other_programs()
    if hasattr(config, "workerinput"):  # alone, files go in the order in which they were named
        items.sort(key=lambda item: schedule.rank_of(item.nodeid))


def pytest_collection_finish():
    """Keep what was collected, half a million objects, out of every later garbage collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)


def pytest_xdist_make_scheduler(config, log):
    """Distribute by file, in the order in which files were collected."""
    if config.getoption("dist") == "loadfile":
        config.option.loadscopereorder = False
        return schedule.LongestFirst(config, log)
    return None


def pytest_unconfigure():
    """What it stood on goes with it."""
    environments.current.leave()
    compiled_templates.remove()


@pytest.fixture(autouse=True)
def shared_assets(monkeypatch):
    """The style sheets and scripts of the product do not change between two apps."""
    app_factory.share_assets(monkeypatch)


@pytest.fixture(scope="session")
def content(tmp_path_factory):
    """The course as it is, and the small module of the tests beside it."""
    folder = tmp_path_factory.mktemp("content")
    for source in (ROOT / "content", ROOT / "tests" / "content"):
        shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory, content):
    """The real program, one for each worker of the test run. Make your own run in it."""
    server = Server(tmp_path_factory.mktemp("live") / "data", CONTENT=content).start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path, content):
    """The real program for one test: kill it, starve it, start it again."""
    server = Server(tmp_path / "data", CONTENT=content).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres():
    """A real PostgreSQL, one for each worker of the test run."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory, content):
    """A data folder whose databases are migrated: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("fresh")
    migrate(make_app(folder, content))
    return folder


@pytest.fixture(scope="session")
def fresh_postgres(postgres, tmp_path_factory, content):
    """The name of a migrated database in PostgreSQL, to be copied for each test."""
    url = postgres.create("fresh")
    migrate(make_app(tmp_path_factory.mktemp("fresh"), content, DATABASE_URL=url))
    return "fresh"


@pytest.fixture
def app(tmp_path, content, request):
    """The whole product in this process, on databases of its own: --on says which."""
    data = tmp_path / "data"
    if request.config.getoption("--on") == "postgresql":
        app = make_app(data, content, DATABASE_URL=request.getfixturevalue("on_postgres"))
    else:
        shutil.copytree(request.getfixturevalue("fresh_data"), data)
        app = make_app(data, content)
    yield app
    close_databases(app)


@pytest.fixture
def on_postgres(postgres, fresh_postgres):
    """The address of a migrated database of its own in PostgreSQL."""
    name = f"test_{secrets.token_hex(4)}"
    yield postgres.create(name, template=fresh_postgres)
    postgres.drop(name)


@pytest.fixture
def client(app):
    """Flask's own test client, asking from this computer."""
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = f"127.0.0.1:{PORT}"
    return client


@pytest.fixture
def site(app):
    """The app in this process, as the people of ``tests/support/cast.py`` reach it."""
    return InProcessApp(app)


@pytest.fixture
def room(site):
    """A run of the small module in its lobby, with everyone in it, in this process."""
    room = Room(site)
    yield room
    room.leave()


@pytest.fixture
def other_room(site):
    """Another run at the same time, that must hear nothing of the first."""
    room = Room(site, phones=("Noa",))
    yield room
    room.leave()


@pytest.fixture(scope="session")
def make_app_on(content):
    """For a restart within a test: another app on the same data folder."""
    return lambda data, **settings: make_app(data, content, **settings)
