"""A result as a file: the SVG stands alone, the PNG is a picture, and paper has a page for each."""

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.support.browser.stage import Stage
from tools.examples import answers, asked

MODULE = "una-de-cada"
KINDS = {"A3": "choice", "A4": "scale", "B10": "quadrant", "G3": "cloud"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def stage(server):
    """A run with four results of different makings."""
    stage = Stage(server, MODULE, others=6)
    for label, kind in KINDS.items():
        stage.opens(label)
        stage.answers(*(given.value for given in answers(asked(kind), 6)))
        stage.does("cerrar", "mostrar")
    yield stage
    stage.leave()


@pytest.fixture
def sheets(people, stage):
    """The page with all of them."""
    return sheets_of(people, stage)


def sheets_of(people, stage):
    """The page with all results of a run as pictures."""
    console = people.console(accept_downloads=True)
    console.go(f"{stage.console_path}/imagenes")
    expect(console.page.locator("[data-settled]")).to_have_count(1)
    return console


def saved(console, label, format, tmp_path):
    """The file that the button hands over, under its name."""
    sheet = console.page.locator(f"[data-sheet][aria-label^='{label} ']")
    with console.page.expect_download() as download:
        sheet.locator(f"[data-export={format}]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("label", KINDS)
def test_an_svg_stands_alone_with_labels_and_n(sheets, tmp_path, label):
    path = saved(sheets, label, "svg", tmp_path)
    assert re.fullmatch(rf"T9 \d{{4}}-\d\d-\d\d {label} .*\.svg", path.name)
    text = path.read_text("utf-8")
    root = ET.fromstring(text)
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    assert not re.search(r"foreignObject|href|oklch|var\(|class=|<image|url\((?!#|data:)", text)
    assert "data:font/woff2;base64," in text
    words = " ".join(each.text or "" for each in root.iter(f"{SVG}text"))
    assert "n = 6" in words
    assert " ".join(asked(KINDS[label]).prompt.split()[:3]) in words
    for row in asked(KINDS[label]).rows(asked(KINDS[label]).tally(answers(asked(KINDS[label]), 6))):
        assert row.label.split()[0] in words


@pytest.mark.parametrize("label", ["A3", "G3"])
def test_a_png_has_the_size_of_a_wall_and_something_on_it(sheets, tmp_path, label):
    data = saved(sheets, label, "png", tmp_path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(data[at : at + 4]) for at in (16, 20)] == [1920, 1080]
    assert len(data) > 20_000, "an empty sheet would be smaller"


def test_a_protected_group_is_hatched_in_the_file_too(people, server, tmp_path):
    stage = Stage(server, "del-lema-al-sistema", others=12)
    stage.opens("B1")
    stage.answers(*"aaaaaabbbbbc")
    stage.does("cerrar", "mostrar")
    file = saved(sheets_of(people, stage), "B1", "svg", tmp_path)
    stage.leave()
    root = ET.fromstring(file.read_text("utf-8"))
    hatches = {f"url(#{each.get('id')})": each for each in root.iter(f"{SVG}pattern")}
    drawn = [each.get("fill") for each in root.iter(f"{SVG}rect") if each.get("fill") in hatches]
    own = [hatches[fill] for fill in drawn if "stripes-" in fill]
    assert len(own) == 6, "one for each area but the one that may be told, all alike"
    assert len({ET.tostring(each[0]) + ET.tostring(each[1]) for each in own}) == 1
    line, ground = own[0]
    assert line.get("fill") != ground.get("fill")


def test_paper_has_a_page_for_each_picture_with_its_table(sheets):
    pages = sheets.page.locator("[data-sheet]").count()
    sheets.page.emulate_media(media="print")
    assert sheets.page.locator(".sheet__table:visible").count() == pages
    assert not sheets.page.locator(".sheet__do:visible").count()
    printed = sheets.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == pages


def test_the_record_and_the_console_lead_there(people, stage):
    console = people.console()
    console.go(f"{stage.console_path}/resultado")
    console.page.get_by_role("link", name="Imagen", exact=True).first.click()
    expect(console.page.locator("[data-sheet]")).to_have_count(1)
    console.go(stage.console_path).is_live()
    expect(console.page.get_by_role("link", name="Imagen")).to_be_visible()
