"""X-10: every state of every page, light and dark, before axe; and a picture of each to judge."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import audit
from tests.support.browser.network_proxy import NetworkProxy
from tests.support.browser.stage import STILL, Stage

SMALL = STILL | {"size": (320, 640)}


@pytest.fixture
def stage(people, server):
    """A run of the module that shows every screen, driven over HTTP, with a room that answers."""
    stage = Stage(server)
    yield stage
    stage.leave()


def test_x_10_the_way_in(people, stage):
    phone = people.phone(**SMALL)
    phone.go("/")
    audit(phone, "entrar")
    phone.page.locator("#code").fill("12")
    phone.page.locator("[type=submit]").click()
    phone.sees("son 6 números")
    audit(phone, "codigo-corto")
    phone.page.locator("#code").fill("000000")
    phone.page.locator("[type=submit]").click()
    expect(phone.page.locator("#join-problem")).to_be_visible()
    audit(phone, "codigo-equivocado")
    for fold in phone.page.locator(".fold summary").all():
        fold.click()
    audit(phone, "aviso-abierto")
    phone.enter(stage.run.code)
    phone.sees("Ya estás dentro")
    audit(phone, "sala-de-espera")


def test_x_10_the_phone_and_each_kind(people, stage):
    phone = people.phone(**SMALL).enter(stage.run.code)
    stage.ines.goes_to(stage.run, "A1")
    phone.sees("Mira la pantalla")
    audit(phone, "a1-preparada")
    stage.does("abrir")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?")
    audit(phone, "a1-abierta")
    phone.taps(2).saved()
    audit(phone, "a1-guardada")
    phone.skips().strip_says("skipped")
    audit(phone, "a1-prefiere-no")
    phone.taps(1).saved()
    stage.answers("a", "b", "c", "c", "f")
    stage.does("cerrar")
    phone.sees("Se cerró la pregunta").sees("Que le devuelvan el dinero.")
    audit(phone, "a1-cerrada")
    stage.does("mostrar")
    phone.strip_says("rest")
    expect(phone.page.locator(".bars")).to_be_visible()
    audit(phone, "a1-mostrada")

    stage.opens("A3")  # several options, anonymous
    phone.taps(0).taps(3).sends().saved()
    audit(phone, "a3-varias-guardada")
    stage.does("cerrar")
    phone.sees("Se cerró la pregunta")
    stage.does("mostrar")
    phone.sees("Menos de 5 respuestas")
    audit(phone, "a3-muy-pocas")

    stage.opens("A4")
    phone.taps(1).saved()
    stage.answers(1, 3, 3, 4, 5)
    audit(phone, "a4-escala-guardada")
    stage.does("cerrar", "mostrar")
    expect(phone.page.locator(".columns")).to_be_visible()
    audit(phone, "a4-escala-mostrada")

    stage.opens("A5")
    phone.taps(0).saved()
    stage.answers("a", "a", "b", "c", "d")
    stage.does("cerrar")
    stage.opens("A7")
    phone.asked("Tu mejor argumento, en una frase, para alguien que piensa distinto.")
    audit(phone, "a7-texto-vacio")
    phone.writes("A" * 220)
    phone.sends()
    expect(phone.page.locator("#write-problem")).to_be_visible()
    audit(phone, "a7-texto-largo")
    phone.writes("Escuchar sale barato.").sends().saved()
    audit(phone, "a7-texto-guardado")
    stage.does("cerrar", "mostrar")
    audit(phone, "a7-texto-mostrado")

    stage.opens("A8")
    phone.sees("Ahora, a conversar")
    audit(phone, "a8-conversar")
    stage.opens("A9")
    phone.asked("¿El cliente siempre tiene la razón?").taps(1).saved()
    stage.answers("b", "b", "b", "c", "d")
    stage.does("cerrar", "mostrar", "avanzar", "avanzar", "avanzar")
    phone.sees("Cambiaste de respuesta")
    audit(phone, "a9-tarjeta-personal")
    stage.opens("A10")
    phone.sees("¿Qué nos movió?")
    audit(phone, "a10-lectura")
    stage.does("terminar")
    phone.sees("Gracias por levantar la mano")
    audit(phone, "fin")


def test_x_10_the_phone_without_a_network(people, stage, server):
    proxy = NetworkProxy(server.port)
    phone = people.phone(base=proxy.base, **SMALL).enter(stage.run.code)
    stage.opens("A1")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?")
    proxy.cut()
    phone.taps(3).strip_says("unsent")
    audit(phone, "sin-conexion")
    stage.does("cerrar")
    proxy.restore()
    phone.sees("Esta vez no quedó respuesta tuya.").strip_says("late")
    audit(phone, "llego-tarde")


def test_x_10_the_wall(people, stage):
    wall = people.wall(stage.wall_path, **STILL).shows("joining")
    look = _Looks(wall)
    look("entrar")
    stage.ines.goes_to(stage.run, "A1")
    look("preparada", "staged")
    stage.does("abrir")
    stage.answers("a", "b", "c", "c", "f")
    wall.shows("open").counts(answered=5)
    look("abierta")
    stage.does("cerrar")
    look("cerrada", "closed")
    stage.does("mostrar")
    look("barras", "revealed")
    stage.opens("A2")
    stage.answers("a", "b", "b", "b", "a")
    wall.counts(answered=5)
    look("en-directo", "open")
    stage.opens("A3")
    look("doce", "open")
    stage.does("cerrar", "mostrar")
    look("muy-pocas", "revealed")
    stage.opens("A4")
    stage.answers(1, 3, 3, 4, 5)
    look("escala-abierta", "open")
    stage.does("cerrar", "mostrar")
    look("escala", "revealed")
    stage.opens("A5")
    stage.answers("a", "a", "b", "c", "d")
    look("oculta", "open")
    stage.does("cerrar")
    stage.opens("A6")
    stage.answers(1, 2, 2, 3, 4)
    stage.does("cerrar")
    stage.opens("A7")
    stage.answers(
        "Escuchar sale barato.", "Discutir cuesta más que ceder.", "Hay más gente en la fila."
    )
    look("texto-abierta", "open")
    stage.does("cerrar", "mostrar")
    look("textos", "revealed")
    stage.opens("A8")
    look("conversar", "open")
    stage.opens("A9")
    stage.answers("b", "b", "b", "c", "d")
    look("segunda-vuelta", "open")
    stage.does("cerrar", "mostrar")
    for name in ("despues", "antes", "cintas", "todo"):
        wall.shows("compared")
        look(name, "compared")
        if name != "todo":
            stage.does("avanzar")
            expect(wall.page.locator(f"[data-reveal={REVEALS[name]}]").first).to_be_visible()
    stage.does("siguiente", "abrir")
    stage.answers(2, 4, 4, 4, 5)
    stage.does("cerrar")
    stage.opens("A10")
    look("lectura-despues", "compared")
    stage.does("avanzar", "avanzar", "avanzar")
    look("lectura", "compared")
    stage.does("pausar")
    look("pausa", "paused")
    stage.does("reanudar", "terminar")
    look("fin", "ended")


REVEALS = {"despues": "before", "antes": "flows", "cintas": "all"}


class _Looks:
    """Waits for a page of the wall and audits it, dark as it is, and light by its address."""

    def __init__(self, wall):
        self.wall = wall

    def __call__(self, name, page=None):
        if page:
            self.wall.shows(page)
        audit(self.wall, name, other_theme=None)


def test_x_10_the_wall_in_a_bright_room(people, stage):
    wall = people.wall(f"{stage.wall_path}?tema=claro", **STILL).shows("joining")
    audit(wall, "entrar-claro", other_theme=None)
    stage.opens("A1")
    stage.answers("a", "b", "c", "c", "f")
    stage.does("cerrar", "mostrar")
    wall.shows("revealed")
    audit(wall, "barras-claro", other_theme=None)
