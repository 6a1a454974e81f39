"""The way in on a real phone: mistyped codes, pasted addresses, the QR, and the line."""

import re

import pytest
from playwright.sync_api import expect

MODULE = "por-mesas"
PASTED = (
    "http://192.168.1.37:5000/482913/",
    "Entra a http://192.168.1.37:5000/482913 o escribe 482913",
    "Entra en http://192.168.1.37:5000 con el código 482 913.",
    "El 482913, en http://192.168.1.37:5000/",
    "４８２９１３",
    "482 913",
)


def field(phone):
    """The field for the six digits."""
    return phone.page.get_by_label("Código de seis cifras")


def taps(phone, digits):
    """The keys of the page itself."""
    for digit in digits:
        phone.page.locator(f"[data-digit='{digit}']").click()


def test_whatever_is_pasted_the_six_digits_are_found(people):
    phone = people.phone().go("/")
    for text in PASTED:
        field(phone).evaluate(
            "(box, text) => { box.value = text; box.dispatchEvent(new Event('input')) }", text
        )
        expect(field(phone)).to_have_value("482913")


@pytest.mark.parametrize("by_keypad", [True, False])
def test_after_a_wrong_code_the_next_digit_begins_another(people, by_keypad):
    console = people.console(fast_timers=True).creates(MODULE)
    phone = people.phone().go("/")
    field(phone).fill("000001")
    phone.page.get_by_role("button", name="Entrar").click()
    phone.sees("No encontramos una sesión abierta con ese código")
    if by_keypad:
        taps(phone, console.code)
    else:
        field(phone).press_sequentially(console.code)
    expect(field(phone)).to_have_value(console.code)
    phone.page.get_by_role("button", name="Entrar").click()
    expect(phone.page.locator("#stage")).to_be_visible()


def test_the_qr_lets_in_at_once_and_a_typed_code_waits_its_turn(people, make_server):
    people.at(make_server(WRONG_CODES=1, WRONG_CODES_EACH=4))
    console = people.console(fast_timers=True).creates(MODULE)
    phone, scanner = people.phone("Mateo").go("/"), people.phone("Lucía")
    field(phone).fill("000001")
    phone.page.get_by_role("button", name="Entrar").click()
    phone.sees("No encontramos una sesión abierta con ese código")
    field(phone).fill(console.code)
    phone.page.get_by_role("button", name="Entrar").click()
    phone.sees("Hay gente probando códigos desde esta red")
    way_in = console.page.locator("[data-way-in]").get_attribute("data-way-in")
    path = re.sub(r"^https?://[^/]+", "", way_in)
    scanner.go(path)
    scanner.page.get_by_role("button", name="Entrar").click()
    expect(scanner.page.locator("#stage")).to_be_visible()
    assert "#" not in scanner.page.url
    expect(phone.page.locator("#stage")).to_be_visible(timeout=30_000)  # by itself


def test_a_phone_sent_away_from_a_full_line_takes_a_breath(people):
    phone = people.phone()
    asked = []

    def sent_away(route):
        asked.append(route.request.post_data_json.get("place"))
        line = {"ok": False, "code": "in_line", "message": "Turno", "retry": True, "place": "P"}
        route.fulfill(status=429, json=line)

    phone.page.clock.install()
    phone.page.route("**/entrar", sent_away)
    phone.go("/")
    phone.page.clock.pause_at(phone.page.evaluate("Date.now() + 1000"))
    field(phone).fill("482913")
    with phone.page.expect_response("**/entrar"):
        phone.page.get_by_role("button", name="Entrar").click()
    phone.sees("Turno")
    phone.page.clock.run_for(900)
    assert asked == [None]
    with phone.page.expect_response("**/entrar"):
        phone.page.clock.run_for(1_200)
    assert asked == [None, "P"]


def test_d3_a_flood_is_said_and_taken_back(people, make_server):
    server = make_server()
    people.at(server)
    console = people.console(fast_timers=True).creates(MODULE)
    way_in = console.page.locator("[data-way-in]").get_attribute("data-way-in")
    code, key = re.search(r"/(\d{6})#([\w-]+)", way_in).groups()
    console.does("Empezar")
    for _ in range(25):
        console.context.request.post(
            f"{server.base}/entrar", data={"code": code, "scanned": key}, fail_on_status_code=True
        )
    console.sees("Entraron 25 en")
    console.shoot("muchos-a-la-vez")
    strip = console.page.locator("[data-flood]")
    strip.get_by_role("button", name="Cerrar la puerta").click()
    expect(strip.get_by_role("button", name="Abrir la puerta")).to_be_visible()
    strip.get_by_role("button", name="Quitar los últimos 25 sitios").hover()
    console.page.mouse.down()
    expect(strip).to_be_hidden()
    console.page.mouse.up()


def test_h_06_a_full_room_is_tried_again_by_itself(people, make_server):
    people.at(make_server(CAPACITY_RUN=1))
    console = people.console(fast_timers=True).creates(MODULE)
    first = people.phone("Mateo").enter(console.code)
    second = people.phone("Lucía")
    second.page.clock.install()
    second.go("/")
    field(second).fill(console.code)
    second.page.get_by_role("button", name="Entrar").click()
    second.sees("La sala está llena. Seguimos intentando")
    first.page.close()
    expect(console.page.locator("[data-count=inside]").first).to_have_text("0")
    second.page.clock.fast_forward(14_000)
    expect(second.page.locator("#stage")).to_be_hidden()
    second.page.clock.fast_forward(1_500)
    expect(second.page.locator("#stage")).to_be_visible()
