"""A table of three phones: one writes, the others read along, agree and take over (F-001-11)."""

from playwright.sync_api import expect

MODULE = "por-mesas"
FIRST = "Nadie decide en el mostrador"


def sits(phone, number):
    """Say the number on the card of the table."""
    phone.page.locator("[data-table-number]").fill(str(number))
    phone.page.get_by_role("button", name="Sentarme").click()
    expect(phone.page.get_by_text(f"Mesa {number}")).to_be_visible()
    return phone


def writes(phone, text):
    """What is in the box, sent or not."""
    phone.page.locator("textarea").fill(text)
    return phone


def test_three_phones_answer_as_one_table(people):
    console = people.console(fast_timers=True).creates(MODULE, hold_texts=False)
    wall = people.wall(console.wall_path)
    mateo, lucia, noa = (people.phone(name) for name in ("Mateo", "Lucía", "Noa"))
    for phone in (mateo, lucia, noa):
        phone.enter(console.code)
    console.does("Empezar", "Abrir")
    for phone in (mateo, lucia, noa):
        sits(phone, 3)

    mateo.sees("escribes tú")
    writes(mateo, FIRST)
    for mate in (lucia, noa):
        mate.sees("escribe otra persona")
        expect(mate.page.locator("textarea")).to_have_value(FIRST)  # read along, before it is sent
        mate.sees("Tu mesa está escribiendo")
    mateo.page.get_by_role("button", name="Enviar").click()
    mateo.sees("Aprobado por 1 de 3")
    lucia.page.get_by_role("button", name="De acuerdo").click()
    for phone in (mateo, lucia, noa):
        phone.sees("Aprobado por 2 de 3")
    console.sees("aprobado por 2 de 3")
    console.counts(answered=1, silent=0)
    wall.sees("mesa respondió")
    for one in (mateo, lucia, console, wall):
        one.shoot("mesa")

    noa.page.get_by_role("button", name="Quiero escribir").click()
    noa.sees("Pedido.")
    lucia.sees("Otra persona ya pidió escribir.")
    mateo.sees("Otra persona quiere escribir.")
    mateo.shoot("piden-el-turno")
    mateo.page.get_by_role("button", name="Dejar que escriba").click()
    noa.sees("escribes tú")
    mateo.sees("escribe otra persona")
    writes(noa, FIRST + " ni lo explica")
    noa.page.get_by_role("button", name="Guardar el cambio").click()
    mateo.sees("Aprobado por 1 de 3")
    expect(mateo.page.locator("textarea")).to_have_value(FIRST + " ni lo explica")

    mateo.page.reload()  # a phone that went dark comes back to its table
    mateo.sees("Mesa 3")
    expect(mateo.page.locator("[data-table-bar]")).to_have_css("display", "flex")  # and is dressed
    mateo.page.get_by_role("button", name="De acuerdo").click()
    mateo.sees("Aprobado por 2 de 3")
    console.does("Cerrar")
    console.sees("aprobado por 2 de 3")


def test_a_pen_that_was_asked_for_is_not_taken_once_the_question_is_closed(people):
    console = people.console(fast_timers=True).creates(MODULE, hold_texts=False)
    mateo, noa = people.phone("Mateo"), people.phone("Noa")
    noa.page.clock.install()
    for phone in (mateo, noa):
        phone.enter(console.code)
    console.does("Empezar", "Abrir")
    for phone in (mateo, noa):
        sits(phone, 3)
    mateo.sees("escribes tú")
    writes(mateo, FIRST)
    expect(noa.page.locator("textarea")).to_have_value(FIRST)
    noa.page.get_by_role("button", name="Quiero escribir").click()
    noa.sees("Pedido.")
    console.does("Cerrar")
    expect(noa.page.locator("[data-group-table]")).to_have_count(0)
    late = []
    noa.page.on("request", lambda request: late.append(request.url))
    noa.page.clock.fast_forward(60_000)
    noa.page.evaluate("fetch('/')")  # whatever was to be asked has been asked by then
    assert not [url for url in late if url.endswith("/mesa/escribo")]
