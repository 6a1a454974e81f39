"""The outcome page: everything with its n, and nothing that was promised to stay hidden."""

from tests.support.cast import (
    Phone,
    Room,
    Stranger,
    Trainer,
)

LAN = "192.168.1.50"


def page(room):
    """The HTML of the page with what the room was shown, as Inés gets it."""
    return room.ines.browser.get(f"/sesiones/{room.run.id}/sala").text


def crowd(site, people=6):
    """A room with enough people to say who changed."""
    return Room(site, phones=[f"P{number}" for number in range(people)])


def votes(room, values):
    """Everyone answers the open round, and it is closed."""
    for phone, value in zip(room.phones, values, strict=True):
        phone.sees("open")
        phone.answer(value)
    room.does("cerrar")


def test_a_run_without_answers_says_so(room):
    assert "Todavía no hay ninguna respuesta que contar." in page(room)


def test_a_room_of_four_is_told_why_nothing_is_told(site):
    room = crowd(site, 4)
    room.asks("A1")
    votes(room, [1, 2, 3, 3])
    told = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    assert "Ninguna pregunta tuvo 5 respuestas o más: aquí no se dice ninguna." in told
    room.leave()


def test_a_result_stands_with_its_n_and_who_counts(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.lucia.answer(state="skip")
    room.does("cerrar")
    record = page(room)
    assert "n = 1." in record
    assert "1 de 2 respondieron, 1 prefirió no responder, 0 no respondieron" in record


def test_a_hidden_vote_has_no_figures(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar")
    record = page(room)
    assert "Oculta: no se mostró." in record
    assert "1 de 2 respondieron" not in record
    assert "1 de 2</td>" not in record
    assert 'data-chart="choice"' not in record


def test_a_hidden_vote_that_was_never_repeated_stays_hidden_after_the_end(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar", "terminar")
    assert "Oculta: no se mostró." in page(room)
    assert 'data-chart="choice"' not in page(room)


def test_an_annulled_round_is_listed_without_figures(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar", "anular")
    record = page(room)
    assert "Anulada: no cuenta." in record
    assert "Se anuló la vuelta 1 de A1." in record
    assert "n = 1." not in record


def test_an_open_round_has_no_figures(room):
    room.asks("A1")
    room.mateo.answer(3)
    assert "Abierta todavía." in page(room)
    assert "n = 1." not in page(room)


def test_too_few_anonymous_answers_are_protected(room):
    room.asks("A2")
    room.mateo.answer("a")
    room.lucia.answer("a")
    room.does("cerrar", "mostrar")
    record = page(room)
    assert "Menos de 5 respuestas: no se muestra." in record
    assert "2 de 2" not in record


def test_the_headline_says_how_many_changed_and_the_balance(site):
    room = crowd(site)
    room.asks("A3")
    votes(room, "aaabbb")
    room.goes_to("A5")
    room.does("abrir")
    votes(room, "bbabbb")
    room.does("mostrar")
    record = page(room)
    assert (
        "<h1>Cambiaron 2 de 6 personas; sin contar quienes se cruzaron, el saldo es de 2."
        " «Depende» pasó de 3 a 5.</h1>"
    ) in record
    assert "n = 6, las mismas personas" in record


def test_with_few_people_in_both_rounds_nobody_is_pointed_at(room):
    room.asks("A3")
    votes(room, "ab")
    room.goes_to("A5")
    room.does("abrir")
    votes(room, "bb")
    room.does("mostrar")
    record = page(room)
    assert "Menos de 5 personas contestaron las dos vueltas" in record
    assert "Cambiaron 1" not in record


def test_texts_that_were_kept_back_are_counted_and_not_read(site):
    room = Room(site, hold_texts="on")
    room.asks("A4")
    room.mateo.answer("una frase reservada")
    room.does("cerrar")
    record = page(room)
    assert "una frase reservada" not in record
    assert "1 texto no se muestra" in record


def test_what_people_write_is_text(site):
    room = Room(site)
    room.asks("A4")
    room.mateo.answer("<script>alert(1)</script>")
    room.does("cerrar")
    assert "<script>alert" not in page(room)


def test_only_the_trainer_reads_it(room):
    for path in ("resultado", "resultado.csv", "sala", "sala.csv"):
        address = f"/sesiones/{room.run.id}/{path}"
        hugo = Stranger(room.site)
        assert hugo.get(address).status in (401, 404)
        away = Trainer(room.site)
        away.browser.peer = LAN
        assert away.browser.get(address).status == 404


def test_reading_changes_nothing(room):
    before = room.ines.version(room.run)
    page(room)
    room.ines.browser.get(f"/sesiones/{room.run.id}/resultado.csv")
    assert room.ines.version(room.run) == before


def test_an_unknown_run_is_not_found(room):
    assert room.ines.browser.get("/sesiones/999999/resultado").status == 404


def test_who_came_is_counted(room):
    Phone(room.site, "Noa").enter(room.run)
    assert "<dd>3</dd>" in page(room)
