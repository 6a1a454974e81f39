"""Console: its sentences stay true by themselves, and the place the room is at stays in sight."""

from playwright.sync_api import expect

from tests.support.browser.stage import MODULE
from tests.support.cast import Phone, RunHandle, Trainer

HANDS = "la-pregunta-que-nadie-contesta"
M1 = "el-cliente-siempre-tiene-la-razon"


def test_the_checks_of_the_lobby_move_by_themselves(people, server):
    console = people.console().creates(MODULE, "Antes de empezar")
    checks = console.page.locator("[data-partial=checks]")
    expect(checks).to_contain_text("La pantalla no está abierta")
    with console.page.expect_popup() as opened:
        checks.get_by_text("Abrir pantalla").click()  # the focus stays on it
    console.page.bring_to_front()
    mateo = Phone(server, "Mateo").enter(RunHandle(console.run, console.code, ""))
    expect(checks).to_contain_text("La pantalla está abierta")
    expect(checks).to_contain_text("Un teléfono ya entró")
    console.does("Empezar").offers("Abrir")
    screens = console.page.locator("[data-partial=screens]")
    expect(screens).not_to_contain_text("No hay ninguna pantalla")
    opened.value.close()
    expect(screens).to_contain_text("No hay ninguna pantalla conectada")
    mateo.leave()


def test_the_agenda_follows_to_its_end_also_after_a_reload(people, server):
    console = people.console(fast_timers=True).creates(M1, "Hasta el final")
    ines, run = Trainer(server), RunHandle(console.run, console.code, "")
    ines.goes_to(run, "C2")
    here = console.page.locator(".agenda [aria-current]")
    expect(here).to_contain_text("C2")
    expect(here).to_be_in_viewport(ratio=1)
    console.page.reload()
    expect(here).to_be_in_viewport(ratio=1)


def test_hands_are_saved_with_every_tap_whatever_is_pressed_next(people, server):
    console = people.console(fast_timers=True).creates(HANDS, "A mano")
    wall = people.wall(console.wall_path)
    ines, run = Trainer(server), RunHandle(console.run, console.code, "")
    ines.goes_to(run, "D2")
    console.does("Abrir").offers("Cerrar")
    for _ in range(3):
        console.page.locator("#more-a").click()
    console.page.keyboard.press("Space")
    console.offers("Mostrar")
    expect(console.page.locator("#count-a")).to_have_value("3")
    expect(console.page.locator("[data-count-state]")).to_have_text("Guardado.")
    console.does("Mostrar")
    wall.shows("revealed")
    expect(wall.page.locator("[data-raised]")).to_have_text("3")


def test_on_the_table_of_texts_each_key_means_what_it_means_on_the_console(people, server):
    console = people.console(fast_timers=True).creates(M1, "Montones")
    wall = people.wall(console.wall_path)
    ines, run = Trainer(server), RunHandle(console.run, console.code, "")
    mateo = Phone(server, "Mateo").enter(run)
    ines.goes_to(run, "A2")
    ines.does(run, "abrir")
    mateo.sees("open")
    assert mateo.answer("Que hable")["ok"]
    ines.does(run, "cerrar")
    console.go(f"/sesiones/{run.id}/montones")
    card = console.page.locator("[data-board] [data-card]")
    card.click()
    console.page.keyboard.press("v")  # shown, and no vote on «Montón 1»
    expect(console.page.locator("[data-board] [data-card][data-state=shown]")).to_have_count(1)
    wall.shows("closed")
    console.presses_briefly("Space")  # the piles have no names: it would have to be held
    wall.shows("closed")
    expect(console.page.locator("[data-unready]")).to_contain_text("Mantén para votar así")
    console.page.keyboard.press("b")
    wall.shows("paused")
    mateo.leave()


def test_the_drawer_of_texts_stays_with_its_activity_and_a_second_console_is_told(people):
    console = people.console(fast_timers=True).creates(M1, "Dos consolas")
    console.does("Empezar").offers("Abrir")
    console.page.keyboard.press("m")
    expect(console.page.locator("body[data-moderating]")).to_be_attached()
    console.page.locator("#also-saltar").click()
    expect(console.page.locator("[data-announcement^='A2,']")).to_be_attached()
    expect(console.page.locator("body[data-moderating]")).to_have_count(0)
    screens = console.page.locator("[data-partial=screens]")
    expect(screens).not_to_contain_text("otra consola")
    second = people.console(reduced_motion="reduce")
    second.go(f"/sesiones/{console.run}").is_live()
    expect(screens).to_contain_text("Hay otra consola abierta")
