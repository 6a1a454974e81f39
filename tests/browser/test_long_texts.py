"""The longest texts that a person would write lie over nothing, on walls, phones and console."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser.stage import STILL, Stage

PROBES = (Path(__file__).parents[2] / "tools" / "geometry.js").read_text("utf-8")
MODULE = "textos-largos"
LARGE = """
addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%"));
"""
TITLE = "Escuchar es un trabajo, y también lo es contar después lo que se oyó a quien decide aquí"


@pytest.fixture
def stage(server):
    """A run of the module with the longest texts."""
    stage = Stage(server, MODULE)
    yield stage
    stage.leave()


def found(one, audience):
    """Elements that overlap others, leave the screen or are cut; asked until the page is still."""
    one.page.wait_for_function(f"audience => !{PROBES}.findings(audience).length", arg=audience)


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids=str)
def test_long_labels_give_up_lines_before_they_lie_over_each_other(people, stage, size):
    wall = people.wall(stage.wall_path, size=size, **STILL).shows("joining")
    order = list("gfedcba")
    for label, values in (
        ("T2", ["a", "b", "c", "d", "g"]),
        ("T3", [order, order[::-1], order, order, order]),
        ("T4", [1, 2, 3, 6, 7]),
        ("T5", ["No me dejaron explicarlo y me fui. " * 50] * 5),
    ):
        stage.opens(label)
        wall.shows("open")
        found(wall, "wall")
        stage.answers(*([[value] for value in values] if label == "T2" else values))
        stage.does("cerrar", "mostrar") if label != "T4" else stage.does("cerrar")
        wall.shows("revealed" if label != "T4" else "closed")
        found(wall, "wall")
        wall.shoot(label)
    expect(wall.page.locator(".texts__more")).to_contain_text("los más largos siguen en el acta")


def test_a_long_title_leaves_the_primary_button_on_the_screen(people, stage):
    stage.run = stage.ines.new_run(MODULE, title=TITLE)
    console = people.console(size=(1366, 768))
    console.go(stage.console_path).is_live()
    stage.opens("T2")
    console.offers("Cerrar")
    found(console, "console")


def test_large_letters_leave_the_foot_of_a_phone_to_scroll(people, stage):
    phone = people.phone(size=(320, 568))
    phone.page.add_init_script(LARGE)
    phone.enter(stage.run.code)
    stage.opens("T5")
    area = phone.page.locator("#stage form[data-ready] textarea")
    expect(area).to_be_visible()
    expect(phone.page.locator("body")).to_have_attribute("data-short", "")
    assert not phone.page.evaluate(f"{PROBES}.reachable()")
    area.fill("Nadie me miró a la cara.")
    phone.sends().saved()
    phone.shoot("grande")


def test_seven_points_can_be_read_on_a_small_phone(people, stage):
    phone = people.phone(size=(320, 568)).enter(stage.run.code)
    stage.opens("T4")
    phone.taps(6).saved()
    stage.answers(1, 2, 3, 6, 7)
    stage.does("cerrar")
    stage.opens("T19")
    phone.taps(5).saved()
    stage.answers(1, 2, 3, 6, 7)
    stage.does("cerrar", "mostrar")
    expect(phone.page.locator(".columns__names > li").first).to_be_visible()
    found(phone, "phone")
    phone.shoot("siete")
