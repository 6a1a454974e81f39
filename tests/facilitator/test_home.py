"""The start page: runs that are over go on, page by page."""

import re

from facilitator import home


def titles(ines, path):
    """The runs a page lists, as it does."""
    return re.findall(r"<b>(Taller \d+)</b>", ines.browser.get(path).text)


def test_the_list_of_what_is_over_goes_on(room, monkeypatch):
    monkeypatch.setattr(home, "RUNS_PER_PAGE", 2)
    for number in range(5):
        run = room.ines.new_run(title=f"Taller {number}")
        room.ines.does(run, "terminar")
    page = room.ines.browser.get("/inicio").text
    assert "Lo principal" not in page
    assert "Más recientes" not in page
    assert titles(room.ines, "/inicio") == ["Taller 4", "Taller 3"]
    assert titles(room.ines, "/inicio?pagina=2") == ["Taller 2", "Taller 1"]
    last = room.ines.browser.get("/inicio?pagina=3").text
    assert "Taller 0" in last
    assert "Ver más antiguas" not in last
    for odd in ("0", "-3", "x", "9" * 30):
        assert room.ines.browser.get(f"/inicio?pagina={odd}").status == 200


def test_what_ended_a_moment_ago_can_be_reopened_from_there(room):
    room.does("empezar", "terminar")
    assert f'href="/sesiones/{room.run.id}">Reabrir' in room.ines.browser.get("/inicio").text
