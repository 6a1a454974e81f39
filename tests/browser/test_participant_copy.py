"""«Mi recorrido»: the phone's last page, and the one file that it keeps of it."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import ways_to_answer
from tests.support.browser.axe import audit
from tests.support.browser.network_proxy import NetworkProxy
from tests.support.browser.stage import Stage
from tests.support.cast import Stranger
from tools.examples import example

THANKS = "Gracias por levantar la mano"
HOSTILE = "<b onclick=x>Escuchar</b> sale barato & rinde."
LAST_SAID = "(key) => Object.values(JSON.parse(localStorage.getItem(key))).at(-1).saved.say"


@pytest.fixture
def stage(server):
    """A room with five people beside the phone we look at, so that results are shown."""
    stage = Stage(server)
    yield stage
    stage.leave()


def plays(stage, phone):
    """One question that is shown, an anonymous one, a text, and the end."""
    stage.opens("A1")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?").taps(1).saved()
    stage.answers("a", "b", "c", "c", "f")
    stage.does("cerrar", "mostrar")
    stage.opens("A3")
    phone.asked("¿Qué normas te hacen perder más tiempo? Marca hasta cuatro.")
    phone.taps(0).sends().saved()
    said = phone.page.evaluate(LAST_SAID, f"ma:answers:{stage.run.id}")
    stage.opens("A7")
    phone.asked("Tu mejor argumento, en una frase, para alguien que piensa distinto.")
    phone.writes(HOSTILE).sends().saved()
    stage.does("terminar")
    phone.sees(THANKS)
    return said


def code_on(phone):
    """The return code, once it is there."""
    code = phone.page.locator("[data-return-code]")
    expect(code).to_be_visible()
    return code.inner_text()


def saves(phone):
    """Press «Guardar en este teléfono». Returns (name, text) of the file."""
    with phone.page.expect_download() as download:
        phone.page.locator("[data-save]").click()
    expect(phone.page.locator("[data-save]")).to_have_text("Guardado")
    kept = download.value
    return kept.suggested_filename, kept.path().read_text("utf-8")


def test_the_file_holds_what_the_page_shows_and_needs_nothing(people, stage, tmp_path):
    phone = people.phone().enter(stage.run.code)
    anonymous = plays(stage, phone)
    code = code_on(phone)
    name, text = saves(phone)
    assert re.search(r"<p class=\"muted\">\d+ \w+ 20\d\d</p>", text)  # what day it was
    assert re.fullmatch(r"mi-recorrido-\d{4}-\d\d-\d\d\.html", name)
    assert not re.search(r"<script|https?:|src=|href=|url\(|@import|\son\w+=", without_words(text))
    assert "&lt;b onclick=x&gt;Escuchar&lt;/b&gt; sale barato &amp; rinde." in text
    assert re.search(r"Que le devuelvan el dinero\. · <em>tu respuesta</em>", text)
    assert text.count("tu respuesta") == 1
    for part in (anonymous, code, "Respondieron 6 de 6", "Mi recorrido · Una tarde"):
        assert part in text, part
    (tmp_path / "kept.html").write_text(text, "utf-8")
    for scheme in ("light", "dark"):
        reader = phone.context.browser.new_context(
            java_script_enabled=False, offline=True, color_scheme=scheme
        )
        page = reader.new_page()
        page.goto((tmp_path / "kept.html").as_uri())
        expect(page.get_by_text("Escuchar</b> sale barato")).to_be_visible()
        page.set_viewport_size({"width": 320, "height": 568})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        reader.close()


def without_words(text):
    """The file without what people wrote."""
    return text.replace("&lt;b onclick=x&gt;", "")


def test_anonymous_answers_are_in_the_file_and_never_behind_the_code(people, stage, server):
    phone = people.phone().enter(stage.run.code)
    anonymous = plays(stage, phone)
    _, text = saves(phone)
    assert anonymous in text
    sent = []
    phone.page.on("request", lambda request: sent.append(request.post_data or ""))
    code = code_on(phone)
    saves(phone)
    assert not any(anonymous in each for each in sent)
    hugo = Stranger(server)
    page = hugo.browser.post("/mi-recorrido", data={"codigo": code}).text
    assert "Escuchar" in page
    assert f"<b>{anonymous}</b>" not in page
    hugo.leave()


def test_without_a_network_at_the_end_what_is_here_is_kept(people, stage, server):
    proxy = NetworkProxy(server.port)
    phone = people.phone(base=proxy.base)
    phone.page.route("**/mi-recorrido/codigo", lambda route: route.abort())
    phone.enter(stage.run.code)
    plays(stage, phone)
    phone.sees("Todavía no hay código para volver")
    proxy.cut()
    _, text = saves(phone)
    assert "sale barato" in text
    assert "data-code" not in text
    phone.page.unroute("**/mi-recorrido/codigo")
    proxy.restore()
    code_on(phone)
    proxy.cut()


def test_a_phone_that_answered_nothing_keeps_the_room(people, stage):
    stage.opens("A1")
    stage.answers("a", "b", "c", "c", "f")
    stage.does("cerrar", "mostrar")
    phone = people.phone().enter(stage.run.code)  # late
    stage.does("terminar")
    phone.sees("En este teléfono no quedaron respuestas tuyas.").sees("Respondieron 5 de 5")
    code_on(phone)
    _, text = saves(phone)
    assert "Respondieron 5 de 5" in text


def test_a_commitment_shows_the_code_at_its_rehearsal_and_sends_none(people, server):
    stage = Stage(server, ways_to_answer.MODULE, others=0)
    phone = people.phone().enter(stage.run.code)
    stage.opens(example("commitment")["ref"].upper())
    form = phone.page.locator("form[data-ready]")
    form.locator("[name=action]").fill("escuchar dos minutos")
    phone.page.get_by_role("button", name="Ensayar").click()
    rehearsed = form.locator("[data-code]")
    expect(rehearsed).to_have_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}"))
    code = rehearsed.inner_text()
    phone.page.get_by_role("button", name="Guardar mi compromiso").click()
    phone.saved()
    kept = phone.page.evaluate("(key) => localStorage.getItem(key)", f"ma:answers:{stage.run.id}")
    assert code not in kept
    stage.does("cerrar", "terminar")
    assert code_on(phone) == code  # one for all
    agreed = phone.page.locator("[data-agreed]")
    expect(agreed).to_contain_text("escuchar dos minutos")
    expect(phone.page.locator("[data-next-commitment]")).to_be_visible()
    expect(phone.page.get_by_text("no quedaron respuestas tuyas")).to_be_hidden()
    stage.leave()


LONG = "Una frase larga que sigue y sigue. " * 57  # 2,000 characters


def test_forty_long_answers_fit_the_page_and_the_file(people, stage):
    phone = people.phone(size=(320, 568)).enter(stage.run.code)
    stage.does("empezar", "terminar")
    phone.sees(THANKS)
    saved = {
        str(number): {
            "question": f"Pregunta {number}",
            "saved": {"answer_id": "x", "revision": 1, "state": "answer", "value": 1, "say": LONG},
        }
        for number in range(900_001, 900_041)
    }
    key = f"ma:answers:{stage.run.id}"
    phone.page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(saved)]
    )
    phone.page.reload()
    phone.sees("Pregunta 900040")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
    _, text = saves(phone)
    assert text.count(LONG.strip()) == 40


def test_the_last_page_can_be_read_by_everybody(people, stage):
    phone = people.phone(size=(320, 568)).enter(stage.run.code)
    plays(stage, phone)
    code_on(phone)
    audit(phone, "mi-recorrido")
    phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_behind_the_code_can_be_read_by_everybody(people, stage):
    phone = people.phone().enter(stage.run.code)
    plays(stage, phone)
    code = code_on(phone)
    home = people.phone(size=(320, 568))
    home.go("/mi-recorrido")
    home.page.locator("[name=codigo]").fill(code)
    home.page.get_by_role("button", name="Ver mi recorrido").click()
    home.sees("Mis respuestas")
    audit(home, "mi-recorrido-por-codigo")
