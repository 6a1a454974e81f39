"""Each module, played to its end: no refused step, no empty picture, a whole record."""

import pytest

from tests.support.browser.played_module import BackgroundLoop, PlayedModule
from tests.support.result_files import rows_in
from tests.support.server import ROOT
from tools.populate import plan
from workshop.course.library import read_library

MODULES = tuple(read_library(ROOT / "content"))


@pytest.fixture(scope="module")
def background():
    """The loop of the simulated people."""
    background = BackgroundLoop()
    yield background
    background.stop()


@pytest.fixture
def play(people, background):
    """A module with everyone in its lobby."""
    plays = []

    def start(module, **options):
        plays.append(PlayedModule(people, background, module, **options))
        return plays[-1]

    yield start
    for each in plays:
        each.leave()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_played_to_its_end(play, module):
    play = play(module)
    assert play.presses() == "Empezar"
    walked = []
    for activity, again in plan(module):
        walked.append(play.asks(activity, again))
        assert play.presses() in ("Siguiente", "Terminar"), walked[-1]
    play.wall.shows("ended")
    play.mateo.sees("Gracias por levantar la mano")
    the_record_holds(play.console, walked, play.answered)


def the_record_holds(console, walked, answered):
    """Every step is on the page that is read afterwards, and in the CSV with as many answers."""
    console.go(f"/sesiones/{console.run}/sala")
    parts = console.page.locator("section.part .part__label").all_inner_texts()
    assert [label for label in answered if label not in parts] == []
    rows = rows_of(console)
    assert {row["activity"] for row in rows} >= set(answered)


def rows_of(console):
    """The CSV, as a spreadsheet reads it."""
    reply = console.context.request.get(f"{console.base}/sesiones/{console.run}/sala.csv")
    return rows_in(reply.body().decode("utf-8"))
