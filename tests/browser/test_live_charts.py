"""A chart that moves while people answer ends where the server would have drawn it."""

import json
import logging

import pytest

from realtime.views.live_tally import on_the_wire
from tools.examples import answers, asked
from tools.kinds import ROOM, K, gallery, shown
from workshop.activities import KINDS, CountedByHand

BEFORE, AFTER = 8, 30  # people
MOVES = [
    kind
    for kind, made in KINDS.items()
    if made.takes_answers and not issubclass(made, CountedByHand)
]
PATCH = """async (tally) => {
  const addresses = JSON.parse(document.querySelector("script[data-modules]").textContent);
  for (const chart of document.querySelectorAll("[data-chart]")) {
    (await import(addresses[`activities/${chart.dataset.chart}`])).patch(chart, tally);
  }
}"""
FIGURES = "[data-percent], [data-share], [data-high], [data-easy], [data-cell], [data-figure]"
READ = f"""() => [...document.querySelectorAll("[data-chart]")].map((chart) => [
  [...chart.querySelectorAll("{FIGURES}, [data-table]")].map((each) => each.textContent.trim()),
  [...chart.querySelectorAll("[data-fill], [data-point]")].map((each) =>
    [each.getAttribute("width"), each.getAttribute("height")]),
])"""


@pytest.fixture
def sheet(tmp_path, launch):
    """The chart of a kind that so many people answered, as a page of the record draws it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = gallery(tmp_path, lambda name: drawn(*name.rsplit("-", 1)))
    page = launch().new_page(viewport={"width": 1366, "height": 768}, locale="es-ES")

    def opened(kind, people):
        page.goto(f"http://127.0.0.1:{server.port}/hoja/{kind}-{people}")
        page.wait_for_selector("[data-settled]")
        return page

    yield opened
    page.close()
    server.shutdown()


def drawn(kind, people):
    """The sheet behind an address."""
    return shown(asked(kind), int(people), ROOM)


@pytest.mark.parametrize("kind", MOVES)
def test_a_chart_that_moved_says_what_a_fresh_one_says(sheet, kind):
    activity = asked(kind)
    tally = activity.protect(activity.tally(answers(activity, AFTER)), K)
    fresh = sheet(kind, AFTER).evaluate(READ)
    page = sheet(kind, BEFORE)
    page.evaluate(PATCH, json.loads(json.dumps(on_the_wire(activity, tally))))
    assert page.evaluate(READ) == fresh
