"""X-10: every state of the console, light and dark, before axe; and a picture of each to judge."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.axe import audit
from tests.support.browser.stage import MODULE, STILL, Stage
from tests.support.cast import Trainer


@pytest.fixture
def stage(people, server):
    """A run of the module that shows every screen, driven over HTTP, with a room that answers."""
    stage = Stage(server)
    yield stage
    stage.leave()


def test_x_10_the_console_before_a_run(people, make_server):
    server = make_server()
    console = people.at(server).console(fast_timers=True, **STILL)
    console.sees("Ninguna todavía")
    audit(console, "inicio-vacio")
    console.page.locator(f"[data-new-run={MODULE}]").click()
    expect(console.page.locator("#new-run")).to_be_visible()
    audit(console, "nueva-sesion")
    console.creates(MODULE, "Un ensayo", trial=True)
    audit(console, "sala-de-espera")
    phone = people.phone(**STILL).enter(console.code)
    console.does("Empezar")
    phone.sees("Mira la pantalla")
    console.go("/inicio")
    console.sees("Hay una sesión sin terminar")
    audit(console, "inicio-sesion-viva")
    Trainer(server).does(_Run(1), "terminar")
    console.go("/inicio")
    console.sees("Un ensayo")
    audit(console, "inicio-con-sesiones")
    console.go("/registro")
    console.sees("Todavía no hay nada")
    audit(console, "registro-vacio")
    console.page.get_by_text("Anotar una idea").click()
    console.page.get_by_role("textbox", name="Idea").fill("Pagar con el teléfono")
    console.page.get_by_role("button", name="Anotar").click()
    console.sees("Se anotó en la consola")
    audit(console, "registro-idea")
    console.page.get_by_label("Responsable").fill("ana@empresa.com")
    console.page.get_by_role("button", name="Guardar").click()
    console.sees("Hay que escribirlo sin ese dato")
    audit(console, "registro-negado")
    console.go("/registro")
    console.sees("1 línea")
    audit(console, "registro")
    console.go(f"/modulos/{MODULE}")
    audit(console, "modulo")
    console.go("/modulos/el-cliente-siempre-tiene-la-razon")
    audit(console, "modulo-m1")
    console.go("/sesiones/999")
    audit(console, "error")


class _Run:
    def __init__(self, number):
        self.id = number


def test_x_10_the_console_in_a_run(people, stage):
    console = people.console(fast_timers=True, **STILL)
    wall = people.wall(stage.wall_path, **STILL)
    console.go(stage.console_path).is_live()
    audit(console, "sala-de-espera-llena")
    console.does("Empezar").offers("Abrir")
    audit(console, "preparada")
    console.does("Abrir").offers("Cerrar")
    stage.answers("a", "b", "c", "c", "f")
    console.counts(answered=5)
    audit(console, "abierta")
    console.page.keyboard.press("?")
    expect(console.page.locator("#keys")).to_be_visible()
    audit(console, "teclas")
    console.page.keyboard.press("Escape")
    console.page.keyboard.press("q")
    wall.shows("code")
    audit(wall, "codigo-en-la-pantalla")
    expect(console.page.locator("[data-shown-while=coded]")).to_be_visible()
    audit(console, "codigo-en-la-pantalla")
    console.page.keyboard.press("q")
    wall.shows("open")
    expect(console.page.locator("[data-shown-while=coded]")).to_be_hidden()
    console.page.keyboard.press("b")
    wall.shows("paused")
    expect(console.page.locator("[data-shown-while=paused]")).to_be_visible()
    audit(console, "pausada")
    console.page.keyboard.press("b")
    wall.shows("open")
    expect(console.page.locator("[data-shown-while=paused]")).to_be_hidden()
    console.does("Cerrar").offers("Mostrar")
    audit(console, "cerrada")
    console.does("Mostrar").offers("Siguiente")
    audit(console, "mostrada")
    console.page.locator(".centre__moves .menu summary").click()
    audit(console, "mas-acciones")
    stage.opens("A3")
    console.offers("Cerrar")
    audit(console, "anonima-abierta")
    console.holds("a").offers("Abrir")
    audit(console, "anulada")
    stage.opens("A5")
    stage.answers("a", "a", "b", "c", "d")
    stage.does("cerrar")
    console.offers("Siguiente").sees("Seguirá oculto hasta la segunda vuelta.")
    audit(console, "oculta-cerrada")
    stage.opens("A7")
    console.offers("Cerrar")
    stage.answers("Escuchar sale barato.", "Mi correo es ana@example.com", "Hay más gente.")
    expect(console.page.locator(".queue [data-card]:visible")).to_have_count(3)
    console.page.keyboard.press("m")
    audit(console, "moderar")
    stage.opens("A9")
    stage.answers("b", "b", "b", "c", "d")
    stage.does("cerrar", "mostrar")
    console.offers("Mostrar «Antes»")
    audit(console, "antes-y-despues")
    stage.does("terminar")
    console.sees("La sesión terminó")
    audit(console, "terminada")
    console.go(f"{stage.console_path}/resultado")
    audit(console, "acta")
