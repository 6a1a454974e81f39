"""D12, W47: pages that were open at an update of the program come to the new one by themselves."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.support.browser.stage import Stage
from tests.support.server import ROOT, Server

GONE = re.compile("imported module|Refused to apply style")  # what a browser says of a 404
COPIED = ("app.py", "static")  # the rest may be the same files


class Releases(Server):
    """A program whose static files can become another release's, under the same data and port."""

    def __init__(self, folder, course):
        self.release = 1
        self.root = folder / "program"
        self.root.mkdir()
        for path in ROOT.iterdir():
            if path.name in COPIED:
                copy = shutil.copytree if path.is_dir() else shutil.copy
                copy(path, self.root / path.name)
            elif not path.name.startswith((".", "data")):
                (self.root / path.name).symlink_to(path)
        super().__init__(folder / "data", CONTENT=course)

    def updates(self):
        """Stop; every module of ours is another; start."""
        self.stop()
        self.release += 1
        for script in (self.root / "static" / "js").rglob("*.js"):
            script.write_text(f"{script.read_text('utf-8')}\nvoid {self.release};\n", "utf-8")
        for sheet in (self.root / "static" / "css").rglob("*.css"):
            sheet.write_text(
                f"{sheet.read_text('utf-8')}\n@media print {{ .release-{self.release} {{}} }}\n",
                "utf-8",
            )
        return self.start()

    def speaks(self, protocol):
        """The next pages and doors are of this protocol."""
        for name, words in (
            ("static/js/socket.js", "const PROTOCOL = "),
            ("realtime/namespaces.py", "PROTOCOL = "),
        ):
            path = self.root / name
            text = path.read_text("utf-8")
            path.write_text(re.sub(rf"({words})\d", rf"\g<1>{protocol}", text), "utf-8")


@pytest.fixture
def releases(tmp_path, course):
    """The program before its update, under way."""
    server = Releases(tmp_path, course)
    (server.root / "realtime").unlink()
    shutil.copytree(ROOT / "realtime", server.root / "realtime")
    yield server.start()
    server.stop()


def marks(*everyone):
    """Remember which page each of them looks at; a reload takes its time."""
    for someone in everyone:
        someone.page.evaluate("window.born = 'before'; Math.random = () => 1")


def is_renewed(*everyone):
    """Their page is another one, and nobody pressed anything."""
    for someone in everyone:
        someone.page.wait_for_function("() => !('born' in window)")


def is_the_same(*everyone):
    """Their page is the one they had."""
    assert all(someone.page.evaluate("'born' in window") for someone in everyone)


def test_w47_pages_that_were_open_at_an_update_renew_themselves_and_lose_nothing(people, releases):
    people.at(releases)
    stage = Stage(releases, others=0)
    phone = people.phone().enter(stage.run.code)
    late = people.phone("Lucía").go(f"/{stage.run.code}")
    wall = people.wall(stage.wall_path).is_live()
    console = people.console().go(stage.console_path).is_live()
    marks(phone, late, wall, console)

    releases.speaks(3)
    releases.updates()
    console.is_live()  # the release after understands the one before
    stage.opens("A7")
    phone.page.locator("#stage textarea").fill("Escuchar sale barato.")
    is_renewed(phone)
    expect(phone.page.locator("#stage form[data-ready] textarea")).to_have_value(
        "Escuchar sale barato."
    )
    phone.strip_says("draft").sends().saved()
    late.page.locator("[type=submit]:has-text('Entrar')").click()  # its sheets are gone as well
    is_renewed(late)
    late.is_in()
    stage.opens("A11")
    late.taps(2).saved()
    stage.does("cerrar", "mostrar")
    wall.shows("revealed")  # it needed nothing that was gone
    is_the_same(wall, console)

    marks(phone)
    phone.page.evaluate("sessionStorage.clear()")  # a minute has passed

    releases.speaks(5)
    releases.updates()
    is_renewed(phone, wall, console)
    stage.leave()
    for someone in people.everyone:
        someone.complaints = [each for each in someone.complaints if not GONE.search(each)]
