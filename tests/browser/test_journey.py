"""A whole afternoon: home, lobby, M1's steps, both votes, a lost network, a kill -9, the record."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.browser.network_proxy import NetworkProxy
from tests.support.result_files import rows_in

MODULE = "el-cliente-siempre-tiene-la-razon"
TYPED = "Busco a quién culpar antes de escuchar."
RESULT = ("data-percent", "data-people", "data-flows")  # only results have these


@pytest.mark.timeout(400)
def test_an_afternoon_from_home_to_record(people, make_server):
    server = make_server(K=3)
    people.at(server)
    console = people.console(fast_timers=True, reduced_motion="reduce").creates(
        MODULE, "La tarde de Inés"
    )
    code = console.code
    wall = people.wall(console.wall_path).shows("joining")
    proxy = NetworkProxy(server.port)
    mateo = people.phone("Mateo", reduced_motion="reduce").enter(code)
    lucia = people.phone("Lucía", reduced_motion="reduce").enter(code, typed=False)
    noa = people.phone("Noa", reduced_motion="reduce", base=proxy.base).enter(code)
    phones = [mateo, lucia, noa]
    expect(console.page.locator(".lobby__inside [data-count=inside]")).to_have_text("3")
    wall.counts(inside=3)
    shoot(phones[:1], console, wall, "lobby")

    told = {}  # what the wall said, by step

    # A1: one loses the network in mid-answer
    console.does("Empezar", "Abrir")
    noa.asked("¿Con qué ánimo llegas?")
    proxy.cut()
    for phone, place in zip(phones, (0, 1, 3), strict=True):
        phone.asked("¿Con qué ánimo llegas?").taps(place)
    noa.strip_says("unsent")
    noa.shoot("a1-sin-conexion")
    mateo.saved()
    lucia.saved()
    console.counts(answered=2)
    proxy.restore()
    noa.saved()
    console.counts(answered=3, silent=0)
    shoot(phones[:1], console, wall, "a1-abierta")
    console.does("Cerrar", "Mostrar")
    told["A1"] = wall.shows("revealed").table()
    assert told["A1"] == {"Muy bajo": 0, "Bajo": 1, "Normal": 0, "Bueno": 1, "Muy bueno": 1}
    shoot(phones[:1], console, wall, "a1-mostrada")

    # A2: one is typing when the trainer pauses the wall
    console.does("Siguiente", "Abrir")
    mateo.asked("Completa: cuando alguien reclama, lo primero que pienso es…").writes(TYPED)
    console.page.keyboard.press("b")
    wall.shows("paused")
    shoot(phones[:1], console, wall, "a2-pausa")
    assert mateo.page.locator("#stage textarea").input_value() == TYPED
    console.page.keyboard.press("b")
    wall.shows("open")
    assert mateo.page.locator("#stage textarea").input_value() == TYPED
    mateo.sends().saved()
    lucia.writes("Que me va a tocar pagar la cuenta.").sends().saved()
    noa.skips().strip_says("skipped")
    console.counts(answered=2, skipped=1)
    expect(console.page.locator(".queue [data-card]:visible")).to_have_count(2)
    assert TYPED not in wall.page.content(), "held texts wait for the trainer"
    console.page.keyboard.press("m")
    card = console.page.locator(".queue [data-card]:visible", has_text=TYPED)
    card.click(position={"x": 4, "y": 4})  # beside its buttons, however it is laid out
    shoot(phones[:1], console, wall, "a2-moderar")
    console.page.keyboard.press("v")
    wall.sees(TYPED)
    expect(console.page.locator("[data-card][data-state=shown]:visible")).to_have_count(1)
    console.does("Cerrar", "Mostrar", "Siguiente")

    # A3 and A4, first vote: nowhere before it is revealed
    marks = {one: len(one.frames) for one in (wall, *phones)}
    console.does("Abrir")
    for phone, place in zip(phones, (0, 1, 4), strict=True):
        phone.asked("¿El cliente siempre tiene la razón?").taps(place).saved()
    console.counts(answered=3)
    expect(console.page.locator("[data-private-chart]")).to_be_visible()
    shoot(phones[:1], console, wall, "a3-abierta")
    console.does("Cerrar", "Siguiente", "Abrir")
    for phone, place in zip(phones, (0, 3, 4), strict=True):
        phone.asked("¿Cuánta seguridad tienes en tu respuesta?").taps(place).saved()
    console.does("Cerrar", "Siguiente", "Abrir")
    for phone in phones:
        phone.asked("Tu mejor argumento, en una frase, para alguien que piensa distinto.")
        assert_hidden(phone, marks[phone])
    assert_hidden(wall, marks[wall])
    mateo.writes("Quien paga decide si vuelve.").sends().saved()

    # the console is reloaded in the middle
    console.counts(answered=1)
    console.page.reload()
    console.is_live().counts(answered=1)
    assert console.at == "A5"
    assert console.label == "Cerrar"
    console.does("Cerrar", "Mostrar", "Siguiente", "Empezar")
    wall.sees("Busca a alguien que votó distinto")
    shoot(phones[:1], console, wall, "a6-conversar")
    assert_hidden(wall, marks[wall])
    console.goes_to("A8·1").does("Segunda vuelta")

    # A8, second vote of A3: the server is killed while the round is open
    mateo.asked("¿El cliente siempre tiene la razón?").taps(1).saved()
    lucia.asked("¿El cliente siempre tiene la razón?").taps(1).saved()
    server.kill()
    noa.asked("¿El cliente siempre tiene la razón?").taps(1)
    noa.strip_says("unsent")
    expect(wall.page.locator(".offline")).to_be_visible()
    console.shoot("sin-servidor")
    server.start()
    noa.saved()
    console.is_live().counts(answered=3)
    assert console.at.startswith("A8")
    wall.shows("open").counts(answered=3)
    for phone in phones:
        phone.asked("¿El cliente siempre tiene la razón?")
        assert phone.chosen.startswith("Según el caso")
    assert_hidden(wall, marks[wall])
    console.does("Cerrar").offers("Siguiente")  # A10 sets both rounds side by side
    console.does("Siguiente", "Segunda vuelta")
    for phone, place in zip(phones, (0, 1, 1), strict=True):
        phone.asked("¿Cuánta seguridad tienes en tu respuesta?").taps(place).saved()
    console.does("Cerrar").offers("Siguiente")
    assert_hidden(wall, marks[wall])

    # A9, A10, and on to the end
    console.does("Siguiente", "Abrir")
    for phone, place in zip(phones, (0, 0, 1), strict=True):
        phone.taps(place).saved()
    console.does("Cerrar", "Mostrar")
    told["A9"] = wall.shows("revealed").table()
    console.does("Siguiente", "Mostrar")
    wall.shows("compared")
    for label in ("Mostrar «Antes»", "Mostrar las cintas", "Mostrar todo"):
        console.does(label)
    expect(wall.page.locator("ma-flows[data-drawn]")).to_be_visible()
    shoot(phones[:1], console, wall, "a10-antes-despues")
    assert "2 de 3" in wall.page.locator("#stage").inner_text()
    console.goes_to("A11").does("Abrir")
    for phone in phones:
        phone.taps(1).saved()
    console.does("Cerrar", "Mostrar")
    for label in ("A12", "A16"):
        console.goes_to(label).does("Abrir")
        mateo.writes("Le ofrezco otra mesa y una salida.").sends().saved()
        console.does("Cerrar", "Mostrar")
    for label in ("C1", "C2"):
        console.goes_to(label).does("Abrir")
        for phone, place in zip(phones, (0, 1, 2), strict=True):
            phone.taps(place).saved()
        console.does("Cerrar", "Mostrar")
        told[label] = wall.shows("revealed").table()
    console.goes_to("C4").does("Abrir")
    for phone in phones:
        phone.writes("Más tiempo para hablar.").sends().saved()
    console.does("Cerrar").ends()
    wall.shows("ended")
    for phone in phones:
        phone.sees("Gracias por levantar la mano").sees("Según el caso")
    shoot(phones[:1], console, wall, "fin")

    # the record says what the wall said
    console.page.get_by_role("link", name="Ver el acta").click()
    expect(console.page.locator("h1")).to_be_visible()
    console.page.screenshot(
        path=console.shots / "acta.jpg", type="jpeg", quality=90, full_page=True
    )
    for label, table in told.items():
        assert record_of(console, label) == table, label
    rows = file_of(console)
    for label, table in told.items():
        counted = {
            row["text"]: int(row["count"])
            for row in rows
            if row["activity"] == label and row["row_type"] == "recuento"
        }
        assert counted == table, label
    answers = [row["text"] for row in rows if row["row_type"] == "respuesta"]
    assert answers.count(TYPED) == 1
    assert not [row for row in rows if row["activity"] == "C4" and row["row_type"] == "respuesta"]


def assert_hidden(one, since):
    """Neither the page nor anything it heard since then holds a result."""
    page = one.page.content()
    assert not [word for word in RESULT if word in page], one.name
    for event in ("snapshot", "tally_changed"):
        for payload in one.heard(event, since):
            assert "counts" not in (payload.get("tally") or {}), (one.name, event)
            html = payload.get("html", "")
            assert not [word for word in RESULT if word in html], (one.name, payload.get("page"))
            assert "flows" not in json.dumps(payload)


def record_of(console, label):
    """One activity's table on the outcome page."""
    part = console.page.locator(
        "section.part", has=console.page.locator(f".part__label:text-is('{label}')")
    )
    pairs = part.locator("[data-table-row]").evaluate_all(
        "rows => rows.map(row => [row.querySelector('th').textContent.trim(),"
        " Number(row.querySelector('[data-people]').textContent)])"
    )
    return dict(pairs)


def file_of(console):
    """The CSV, as a spreadsheet reads it."""
    reply = console.context.request.get(f"{console.base}/sesiones/{console.run}/sala.csv")
    return rows_in(reply.body().decode("utf-8"))


def shoot(phones, console, wall, name):
    """Everybody's screen at this moment."""
    for one in (*phones, console, wall):
        one.shoot(name)
