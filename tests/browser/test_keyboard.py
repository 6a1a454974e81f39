"""The whole loop without a mouse, on the console and on a phone; and keys that have to be held."""

from playwright.sync_api import expect

from tests.support.browser.stage import MODULE
from tests.support.cast import RunHandle, Trainer

REACH = 40  # presses of Tab; nothing a person needs is further away


def tabs_to(one, selector):
    """Press Tab until ``selector`` has the focus."""
    for _ in range(REACH):
        if one.page.evaluate("what => document.activeElement?.matches(what)", selector):
            return
        one.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_the_whole_loop_by_keyboard(people):
    console = people.console(fast_timers=True)
    keys = console.page.keyboard
    tabs_to(console, f"[data-new-run={MODULE}]")
    keys.press("Enter")
    expect(console.page.locator("#new-run [name=title]")).to_be_focused()
    keys.type("Sin ratón")
    tabs_to(console, "#new-run [type=submit]")
    keys.press("Enter")
    console.page.wait_for_url("**/sesiones/*")
    console.is_live()

    phone = people.phone()
    phone.go("/")
    tabs_to(phone, "#code")
    phone.page.keyboard.type(console.code)
    phone.page.keyboard.press("Enter")
    phone.sees("Ya estás dentro")

    console.does("Empezar", "Abrir")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?")
    tabs_to(phone, "#stage [type=radio]")
    phone.page.keyboard.press("Space")
    phone.saved()
    phone.page.keyboard.press("ArrowDown")
    phone.saved()
    assert phone.chosen == "Que le devuelvan el dinero."
    console.counts(answered=1)
    tabs_to(phone, "[data-skip]")
    phone.page.keyboard.press("Enter")
    phone.strip_says("skipped")
    console.counts(answered=0, skipped=1)
    expect(phone.page.locator("#stage :checked")).to_have_count(0)
    phone.page.keyboard.press("Shift+Tab")
    phone.page.keyboard.press("Space")
    phone.saved()
    console.does("Cerrar", "Mostrar", "Siguiente", "Abrir", "Cerrar", "Mostrar", "Siguiente")

    console.does("Abrir")  # several options
    phone.asked("¿Qué normas te hacen perder más tiempo? Marca hasta cuatro.")
    tabs_to(phone, "#stage [type=checkbox]")
    phone.page.keyboard.press("Space")
    tabs_to(phone, "[data-submit]")
    phone.page.keyboard.press("Enter")
    phone.saved()

    # the menu and the dialogs of the console
    keys.press("?")
    expect(console.page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    expect(console.page.locator("#keys")).to_be_hidden()
    for button in ("uncoded", "coded"):
        expect(console.page.locator(f"[data-shown-while={button}]")).to_be_visible()
        keys.press("q")
        expect(console.page.locator(f"[data-shown-while={button}]")).to_be_hidden()
    keys.press("+")
    console.sees("5 min + 30")
    keys.press("b")
    expect(console.page.locator("[data-shown-while=paused]")).to_be_visible()
    keys.press("b")
    expect(console.page.locator("[data-shown-while=paused]")).to_be_hidden()
    console.does("Cerrar")
    keys.press("z")  # one step back
    expect(console.page.locator("[data-announcement^='A2']")).to_be_visible()


def test_annul_takes_a_held_key(people):
    console = people.console().creates(MODULE, "Con cuidado")
    phone = people.phone().enter(console.code)
    console.does("Empezar", "Abrir")
    phone.taps(0).saved()
    console.counts(answered=1)
    console.presses_briefly("a").offers("Cerrar").counts(answered=1)
    tabs_to(console, "#also-anular")
    console.presses_briefly("Enter").offers("Cerrar").counts(answered=1)
    console.presses_briefly("Space").offers("Cerrar").counts(answered=1)
    console.holds("a").offers("Abrir")


def test_revealing_without_a_second_round_takes_a_held_key(people, server):
    console = people.console().creates(MODULE, "Con cuidado")
    wall = people.wall(console.wall_path)
    phone = people.phone().enter(console.code)
    Trainer(server).goes_to(RunHandle(console.run, console.code, ""), "A5")
    expect(console.page.locator("[data-announcement^='A5,']")).to_be_attached()
    console.does("Abrir")
    phone.taps(0).saved()
    console.does("Cerrar").offers("Siguiente")
    tabs_to(console, "#also-mostrar")
    console.presses_briefly("Enter").offers("Siguiente")
    console.presses_briefly("Space").offers("Siguiente")
    wall.shows("closed")
    assert "data-percent" not in wall.page.content()
    console.holds("Enter").offers("Siguiente")
    wall.shows("revealed")


def test_a_held_space_is_one_press(people):
    console = people.console().creates(MODULE, "Un dedo pesado")
    console.offers("Empezar")
    keys = console.page.keyboard
    for _ in range(8):  # a key that is down repeats itself
        keys.down("Space")
    console.offers("Abrir")
    for _ in range(8):
        keys.down("Space")
    keys.up("Space")
    console.offers("Abrir")


def test_space_is_the_primary_button_whatever_was_clicked_last(people):
    console = people.console(fast_timers=True).creates(MODULE, "Con ratón y espacio")
    keys, chip = console.page.keyboard, console.page.get_by_text("Se cierra al 90 %", exact=True)
    console.does("Empezar").offers("Abrir")
    console.page.locator("#also-saltar").click()
    expect(console.page.locator("[data-announcement^='A2,']")).to_be_attached()
    console.offers("Abrir")
    keys.press("Enter")  # nor is what was clicked pressed again
    keys.press("Space")
    console.offers("Cerrar")
    console.page.locator("#also-anular").click()  # too short to annul anything
    keys.press("Space")
    console.offers("Mostrar")
    console.page.locator(".topbar .menu summary").click()
    keys.press("Space")
    console.offers("Siguiente")
    expect(console.page.locator("[data-announcement^='A2,']")).to_be_attached()
    console.does("Siguiente", "Abrir").offers("Cerrar")
    tabs_to(console, "#also-cerrar-al-90")
    keys.press("Space")  # but what somebody tabbed to is
    expect(chip).to_be_visible()
    expect(console.page.locator("#also-cerrar-al-90")).to_be_focused()  # also after the swap
    keys.press("Space")
    expect(chip).to_be_hidden()
    console.offers("Cerrar")


def test_the_end_takes_a_held_key_and_can_be_taken_back(people, server):
    console = people.console(fast_timers=True).creates("por-mesas", "El final")
    phone = people.phone().enter(console.code)
    ines, run = Trainer(server), RunHandle(console.run, console.code, "")
    ines.does(run, "empezar")
    while "data-hold data-primary" not in ines.page(run.id):
        ines.does(run, "saltar" if ines.at(run) else "abrir")
    console.offers("Terminar").sees("Durante 30 minutos se puede reabrir")
    console.presses_briefly("Space").offers("Terminar")
    console.holds("Space")
    phone.sees("Gracias por levantar la mano")
    console.page.get_by_role("button", name="Reabrir la sesión").click()
    console.offers("Terminar")
