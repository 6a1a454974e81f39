"""P21: what people or course texts send is text on every screen, in sixty tries to be more."""

import itertools
import re
import tomllib
from random import Random

import pytest
from playwright.sync_api import expect

from tests.support.browser import ways_to_answer
from tests.support.browser.stage import Stage
from tests.support.cast import Phone
from tests.support.server import Server
from tools.examples import example
from workshop.activities import KINDS, CountedByHand, Person, load

BOOM = "top.boom=1"
HEADS = (
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}//",
    "<body onload={}>",
    "<iframe src=javascript:{}>",
    "<a href=javascript:{}>ven</a>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<video src=x onerror={}>",
    "<style>@import '//x.test/{}'</style>",
    "<link rel=stylesheet href=//x.test/{}>",
    "<math><mi xlink:href=javascript:{}>",
    "<template shadowrootmode=open><img src=x onerror={}>",
    "<img src=//x.test/{}>",
)
BEFORE = ("", "'\">", "</textarea></template></title>", "--></style></script>")
PAYLOADS = [before + head.format(BOOM) for before, head in itertools.product(BEFORE, HEADS)]
ALIASES = ("<b onclick=boom=1>", "'\"><svg onload=boom=1>", "{{7*7}}<img src=x>", "&lt;i&gt;<!--")
PEOPLE = 8
GUIDE = (
    'notes = ["{}"], questions = ["{}"], pitfalls = ["{}"],'
    ' branches = [{{ when = "silencio", title = "{}", say = "{}" }}]'
)
ARGUED = 'options = {{ a = {{ for = "{}", against = "{}" }} }}, '  # of the vote, which comes first
ALSO = ("choice", "quiz", "reading", "talk")  # the course speaks there, if nobody else
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI));
"""
FOUND = """
() => [
  ...(window.violations ?? []), ...("boom" in window ? ["boom"] : []),
  ...Array.from(document.querySelectorAll("[onload], [onerror], [onfocus], [ontoggle], [onclick]," +
    "iframe, video, math, [src*='x.test'], [href*='x.test'], [href^=javascript]"),
    (one) => one.outerHTML),
]
"""


class Writer:
    """Somebody who writes nothing but markup, and what the server took of it."""

    def __init__(self):
        self.payloads = itertools.cycle(PAYLOADS)
        self.taken = set()

    def answers(self, phone, activity, number):
        """One answer, as a person would give it, with these words in it."""
        said = []
        says = lambda topic: said.append(next(self.payloads)) or said[-1]  # noqa: E731
        value = activity.imagine(Person(Random(number), activity.prompt, says=says))
        if phone.answer(value)["ok"]:
            self.taken.update(said)


def module_text():
    """One activity of each kind, of whose texts each is markup too, its guide's as well."""
    long, short = (
        itertools.cycle(text.replace('"', "'") for text in some) for some in (PAYLOADS, ALIASES)
    )

    def sharpen(match):
        key, text = match.groups()
        words = f"{text[:12]} {next(short)}" if key == "text" else f"{text} {next(long)}"
        return f'{key} = "{words}"'

    text = re.sub(
        r'\b(title|prompt|hint|text|why|story|case) = "([^"]*)"',
        sharpen,
        ways_to_answer.module_text(),
    )
    for guide in (ARGUED + GUIDE, *[GUIDE] * text.count(ways_to_answer.GUIDE)):
        told = guide.format(*itertools.islice(long, guide.count("{}")))
        text = text.replace(ways_to_answer.GUIDE, f"guide = {{ {told} }}\n", 1)
    return text


@pytest.fixture
def marked(tmp_path):
    """A program whose one module is full of markup."""
    folder = tmp_path / "content" / "marcado"
    folder.mkdir(parents=True)
    (folder / "module.toml").write_text(module_text(), "utf-8")
    server = Server(tmp_path / "data", CONTENT=folder.parent, TEXTS_A_MINUTE=1000).start()
    yield server
    server.stop()


def test_p21_sixty_ways_to_be_more_than_text_are_text_on_every_screen(people, marked):
    people.at(marked)
    stage = Stage(marked, "marcado", others=0, title=PAYLOADS[1])
    stage.others = [
        Phone(marked, ALIASES[number % len(ALIASES)]).enter(stage.run) for number in range(PEOPLE)
    ]
    wall = people.wall(stage.wall_path)
    phone = people.phone().enter(stage.run.code)
    console = people.console().go(stage.console_path).is_live()
    screens, writer = (wall, phone, console), Writer()
    for screen in screens:
        screen.page.evaluate(WATCH)
    activities = {kind: load(module_table(kind)) for kind in KINDS}
    written = {each.ref for each in activities.values() if writes(each)}
    stage.does("empezar")
    for kind, activity in activities.items():
        made_of_words = activity.sources and written.issuperset(activity.sources)
        if not (made_of_words or kind in ALSO or activity.ref in written):
            continue
        stage.opens(example(kind)["ref"].upper())
        if activity.ref in written:
            for number, other in enumerate(stage.others):
                other.sees("open")
                writer.answers(other, activity, number)
        for verb in ("cerrar", "mostrar"):
            stage.ines.do(stage.run, verb)
        for screen in screens:
            is_calm(screen)
        if kind == "text":
            texts_come_back(stage, wall)
            piles_are_asked_about(stage, console, screens)
    assert writer.taken == set(PAYLOADS)
    for path in ("montones", "resultado", "imagenes", "sala"):
        console.go(f"{stage.console_path}/{path}")
        is_calm(console)
    stage.does("terminar")
    for path in ("", "/resultado", "/imagenes"):
        console.go(f"{stage.console_path}{path}")
        is_calm(console)
    for path in ("/inicio", "/modulos/marcado", "/registro"):
        console.go(path)
        is_calm(console)
    phone.sees("Gracias por levantar la mano")
    is_calm(phone)
    stage.leave()


def texts_come_back(stage, wall):
    """Hidden and shown again, texts are written by the wall's own script."""
    page = stage.ines.browser.get(f"{stage.console_path}/montones").text
    cards = set(re.findall(r'data-card="([^"]+)"', page))
    shown = wall.page.locator("#stage [data-card]")
    before = shown.count()
    assert before == len(cards) == PEOPLE
    for verb, then in (("ocultar", 0), ("mostrar", before)):
        for card in cards:
            assert stage.ines.post(f"{stage.console_path}/textos/{card}/{verb}").status == 204
        expect(shown).to_have_count(then)
    is_calm(wall)


def piles_are_asked_about(stage, console, screens):
    """Piles whose names are markup, on their table and as what a vote asks."""
    path = f"{stage.console_path}/montones"
    for _ in range(2):
        stage.ines.post(path)
    page = stage.ines.browser.get(path).text
    cards = re.findall(r'data-card="([^"]+)"', page)
    piles = [int(pile) for pile in re.findall(r'data-pile="(\d+)"', page)][:2]
    for pile, name, card in zip(piles, ALIASES, cards, strict=False):
        assert stage.ines.post(f"{path}/{pile}/nombrar", name=name).status == 204
        put = f"{stage.console_path}/textos/{card}/agrupar"
        assert stage.ines.post(put, pile=pile).status == 204
    console.go(path)
    console.page.locator("[data-card]").first.click()  # its script reads names out
    is_calm(console)
    asked = {f"option-{pile}": name for pile, name in zip(piles, ALIASES, strict=False)}
    reply = stage.ines.do(stage.run, "convertir", question=ALIASES[1], force="1", **asked)
    assert reply.status == 204, reply
    console.go(stage.console_path).is_live()
    console.page.evaluate(WATCH)
    for screen in screens[:2]:
        screen.page.wait_for_function(
            "name => document.querySelector('#stage').textContent.includes(name)", arg=ALIASES[0]
        )
    for screen in screens:
        is_calm(screen)


def writes(activity):
    """Do people write something in it that needs nothing from another question?"""
    said = []
    if activity.takes_answers and not isinstance(activity, CountedByHand) and not activity.sources:
        activity.imagine(
            Person(Random(1), activity.prompt, says=lambda topic: said.append(1) or "x")
        )
    return bool(said)


def module_table(kind):
    """The activity of this kind as the module writes it."""
    tables = tomllib.loads(module_text())["activities"]
    return next(table for table in tables if table["ref"] == example(kind)["ref"])


def is_calm(screen):
    """Nothing ran on it, nothing was blocked, and no element came out of what people wrote."""
    assert screen.page.evaluate(FOUND) == [], screen.page.url
