"""A run that says «usted»: no page of its phones or its wall says «tú», whatever is asked.

What is said before a run is known, or beside its pages, is worded for both: it needs no twin.
"""

import functools
import re
import tomllib
from contextlib import closing
from html import unescape

import pytest
from babel.messages.extract import extract_from_dir
from markupsafe import Markup

from realtime.views.models import (
    RoundView,
    RunView,
    Stage,
    StepView,
)
from tests.support.app_factory import close_databases, make_app
from tests.support.cast import Phone, Room, Trainer
from tests.support.server import ROOT
from tools.examples import EXAMPLES, answers, asked, example
from web.refusal_texts import CATALOGUE
from web.step_item_refusals import STEP_ITEM_REFUSALS
from web.usted import TWINS, addressing
from workshop.activities import KINDS, CountedByHand, load
from workshop.course.style_check import TU_FORMS
from workshop.statistics.turnout import Turnout

K = 5
COURSE = "el-cliente-siempre-tiene-la-razon"
TEMPLATES = ROOT / "templates"
ROOM = ("activities", "participant", "projector", "scenes")  # folders that phones and wall draw
BESIDE = ("charts.html", "icons.html", "ladder.html", "split.html")
BEFORE_A_RUN = {
    f"participant/{name}.html"
    for name in ("_join", "_return_code", "advice", "commitment", "copy", "page")
}
WALLS = "projector/page.html"
STRIP = "participant/_words.html"  # it comes with the page that asks for a code
OWN = "Tú"  # the only word of it that a run replaces: revealed.html
CODE_ASKED = {  # and those that are said while the code is being typed
    "Revisa el código: son 6 números.",
    "No pudimos conectar. Revisa que sigues en el Wi-Fi de la sala y toca «Entrar» otra vez.",
}
TRAINERS = {"Lo que cuentas"}  # drawn on the console alone
NOT_FOR_SEATED_PHONES = {
    *("code_malformed", "code_unknown", "room_locked", "alias_malformed", "not_signed_in"),
    *("cannot_move", "round_open", "hidden_until_second_round", "picture_kept_back"),
    *("count_malformed", "title_too_long", "source_empty", "pile_name_taken", "piles_full"),
    *STEP_ITEM_REFUSALS,
    *("no_code_free",),
}

# What an order begins with, and the tenses that only «tú» has; beside what the course is read for.
ORDERS = (
    "abre|acorta|actívalo|anota|añade|apoya|apunta|apúntalo|arrastra|avisa|baja|borra|busca|"
    "cambia|coloca|compara|completa|confirma|copia|cópialo|cuenta|cuéntala|deja|describe|"
    "despliega|di|dilo|elige|empieza|ensáyalo|entra|envíalo|enséñasela|escoge|escribe|"
    "escríbelo|espera|explica|guarda|imagina|lee|levanta|mantén|marca|mira|mueve|observa|"
    "ordena|pasa|piensa|pide|pon|pregunta|prueba|puntúa|quita|recarga|recuerda|reparte|"
    "repite|responde|revisa|señala|separa|sigue|sube|suelta|termina|toca|une|usa|ve|vota|"
    "vuelve"
)
ORDER = re.compile(rf"(?:(?:^|[.:;?!]\s+|[¿¡«])(?i:{ORDERS})|(?:, |: |\b[yo] )(?:{ORDERS}))\b")
PERSON = re.compile(
    r"\b(?!existe|triste|insiste|consiste|categorías|atrás|detrás)(\w+(?:[ai]ste|rías|rás)|eres|vas"
    r"|ves|vuelves|lees|dices|das|escribes|quieras|puedas|observes|cierres|hagas|tuy[oa]s?)\b",
    re.IGNORECASE,
)
OF_OTHERS = {  # what somebody else does, or the name of a thing
    "Responde un teléfono por mesa.",
    "Responde un teléfono por mesa; los demás lo leen y dicen si están de acuerdo.",
    "Su mesa ya respondió; cuenta una vez",
    "escribe otra persona",
    "escribe usted",
    "Pregunta",
    "sube %(by)s",
    "baja %(by)s",
    "cuenta como",
    "Marca",
}


def says_tu(text):
    """The word that does, or None."""
    found = TU_FORMS.search(text) or PERSON.search(text) or ORDER.search(text)
    return found[0] if found and text not in OF_OTHERS else None


def msgids(*patterns):
    """{msgid: templates that say it}."""
    said = {}
    found = extract_from_dir(TEMPLATES, [(each, "jinja2") for each in patterns])
    for name, _, message, _, _ in found:
        for text in (message,) if isinstance(message, str) else message:
            said.setdefault(text, set()).add(name)
    return said


@functools.cache
def of_the_room():
    """What phones and wall may say once a run is known."""
    return {
        text: names - {STRIP}
        for text, names in msgids(*(f"{folder}/**.html" for folder in ROOM), *BESIDE).items()
        if names - BEFORE_A_RUN - {WALLS, STRIP} and text not in TRAINERS
    }


def test_a_sentence_that_speaks_to_tu_is_heard():
    for text in ("Mira la pantalla", "Si quieres", "Hoy, escribe tu nombre", "¿Te ves?", "Di cuál"):
        assert says_tu(text), text
    for text in ("La sala decide", "Quite una", "Su respuesta", "escribe otra persona"):
        assert not says_tu(text), text


def test_everything_phones_and_wall_say_has_a_twin_or_needs_none():
    left = {t: n for t, n in of_the_room().items() if says_tu(TWINS.get(t, t))}
    assert left == {}, "say it for both, or add a twin in web/usted.py"


def test_a_twin_says_the_same_with_the_same_figures():
    for text, twin in TWINS.items():
        assert twin != text
        assert re.findall(r"%\(\w+\)s|\{\w*\}", text) == re.findall(r"%\(\w+\)s|\{\w*\}", twin)


def test_no_twin_is_left_of_a_sentence_that_nobody_says_now():
    assert TWINS.keys() - of_the_room().keys() == set()


def test_what_comes_with_the_page_that_asks_for_a_code_is_worded_for_both():
    said = set(msgids(STRIP)) - CODE_ASKED - {OWN}
    assert {text for text in said if says_tu(text) or text in TWINS} == set()


@pytest.mark.parametrize("code", sorted(CATALOGUE.keys() - NOT_FOR_SEATED_PHONES))
def test_a_refusal_that_a_seated_phone_may_be_shown_is_worded_for_both(code):
    assert not says_tu(CATALOGUE[code][0])


# --- drawn ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def draw(tmp_path_factory, content):
    """A page of phones or wall as the room reads it, without the words of the course."""
    app = make_app(tmp_path_factory.mktemp("usted"), content)
    with app.test_request_context():

        def drawn(name, stage, usted=True):
            with addressing(usted):
                return app.jinja_env.get_template(name).render(stage=stage)

        yield drawn
    close_databases(app)


def run_view(usted=True):
    """A run as pages see it."""
    names = {"title": "Sesión", "module_title": "Módulo", "group": "", "trainer": "Inés"}
    return RunView(
        **names,
        id=1,
        code="482913",
        phase="running",
        paused=False,
        version=1,
        address="aula:5000",
        join_url="http://aula:5000/482913",
        wall_url="/pantalla/x",
        qr_svg=Markup("<svg></svg>"),  # noqa: S704 - ours
        inside=12,
        joined=12,
        trial=False,
        simulated=False,
        hold_texts=True,
        usted=usted,
    )


def stage_of(kind, page, usted=True):
    """The docs' example of ``kind`` at ``page``, answered by thirty once it is closed."""
    activity = asked(kind)
    phase = page if page in ("open", "closed", "revealed") else "open"
    tally = None
    if activity.takes_answers and page == "revealed":
        tally = activity.protect(activity.tally(answers(activity, 30)), K)
    round = RoundView(1, 1, 1, phase, activity.mode, Turnout(30, 30), 60, 60_000, False, tally)
    step = StepView(
        1, "A1", activity.title, kind, activity.name, "staged", activity, 5, None, False, True
    )
    return Stage(page, run_view(usted), step, round)


def read(html):
    """Texts and spoken attributes of a page, but for what a course wrote."""
    html = re.sub(r"<(script|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    texts = re.findall(r">([^<>]+)<", html)
    texts += re.findall(r'(?:aria-label|placeholder|title|data-[\w-]+)="([^"]*)"', html)
    return [without_course(" ".join(unescape(text).split())) for text in texts]


def without_course(text):
    """What is left of ``text``."""
    if any(text in own for own in OF_COURSES):
        return ""
    return next((text.replace(own, "") for own in OF_COURSES if " " in own and own in text), text)


def strings(value):
    """Every text of a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def defaults(kind):
    """What an activity says where its file says nothing; ``./run check`` reads these too."""
    return set(strings(load(example(kind)).to_content())) - set(strings(example(kind)))


OF_COURSES = {
    text for kind in KINDS for table in EXAMPLES[kind] for text in strings(tomllib.loads(table))
} | {text for kind in KINDS for text in defaults(kind) if TU_FORMS.search(text)}
PAGES = ("open", "closed", "revealed")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", ["participant", "projector"])
def test_whatever_is_asked_no_page_says_tu(draw, kind, audience):
    made = KINDS[kind]
    for page in PAGES if made.takes_answers and not issubclass(made, CountedByHand) else PAGES[:1]:
        html = draw(f"{audience}/{page}.html", stage_of(kind, page))
        said = [(text, word) for text in read(html) if (word := says_tu(text))]
        assert not said, page


def test_drawing_for_usted_leaves_other_runs_as_they_were(draw):
    before = draw("participant/open.html", stage_of("text", "open", usted=False), usted=False)
    formal = draw("participant/open.html", stage_of("text", "open"))
    assert "Escribe tu respuesta" in before
    assert "Escriba su respuesta" in formal
    again = draw("participant/open.html", stage_of("text", "open", usted=False), usted=False)
    assert again == before


# --- held ----------------------------------------------------------------------------------------


def test_a_whole_run_says_usted_on_phones_and_wall_and_its_copy_at_the_console(site):
    ines = Trainer(site)
    run = ines.new_run(COURSE, usted="1")
    mateo = Phone(site, "Mateo").enter(run)
    wall = site.socket("/projector", {"token": run.wall_token})
    seen = [mateo.sees("lobby")["html"]]
    assert "Ya está dentro" in seen[0]
    assert "Abra en su teléfono" in site.browser().get(f"/pantalla/{run.wall_token}").text
    assert "Abra en su teléfono" in ines.page(run.id)
    ines.does(run, "empezar", "abrir")
    seen.append(mateo.sees("open")["html"])
    ines.does(run, "cerrar")
    seen.append(mateo.sees("closed")["html"])
    ines.does(run, "mostrar")
    seen.append(mateo.sees("revealed")["html"])
    assert "data-you" in seen[-1]
    ines.does(run, "terminar")
    seen.append(mateo.sees("ended")["html"])
    seen += [told["html"] for told in wall.facts["snapshot"]]
    assert [word for html in seen for text in read(html) if (word := says_tu(text))] == []


def test_beside_it_a_run_says_tu(site):
    with (
        closing_room(Room(site, COURSE)) as room,
        closing_room(Room(site, COURSE, usted="1", phones=("Noa",))) as formal,
    ):
        assert "Ya está dentro" in formal.mateo.latest("snapshot")["html"]
        assert "Ya estás dentro" in room.mateo.latest("snapshot")["html"]
        assert "Abre en tu teléfono" in room.wall.latest("snapshot")["html"]


def closing_room(room):
    """Everyone goes home afterwards."""
    room.close = room.leave
    return closing(room)
