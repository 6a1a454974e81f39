"""Second rounds of what is compared by figures: hidden first, then a mark beside a mark."""

import re

import pytest

from tests.results.test_exports import download
from tests.support.cast import Room

PEOPLE = ("Mateo", "Lucía", "Noa", "Hugo", "Vera", "Nico")


@pytest.fixture
def room(site):
    room = Room(site, "segundas-vueltas", phones=PEOPLE)
    yield room
    room.leave()


def asks(room, label, values):
    """One round, answered by as many as there are values; closed again."""
    room.asks(label)
    for phone, value in zip(room.phones, values, strict=False):
        assert phone.answer(value)["ok"]
    room.does("cerrar")


def wall(room):
    """What the wall shows now."""
    return room.wall.latest("snapshot")["html"]


def words(html):
    """A page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_hidden_until_the_second_is_closed_and_then_a_part_at_each_key(room):
    asks(room, "V1", [[60, 40]] * 6)
    assert room.do("mostrar").code == "hidden_until_second_round"
    _, rows = download(room)
    assert [row["note"] for row in rows if row["row_type"] == "recuento"] == [
        "oculta: no se mostró"
    ]
    asks(room, "W1", [[20, 80]] * 6)
    assert "shift__" not in wall(room)
    room.does("mostrar")
    shown = []
    for _ in range(3):
        shown.append(parts(wall(room)))
        room.does("avanzar")
    shown.append(parts(wall(room)))
    assert shown == [
        {"after"},
        {"after", "before"},
        {"after", "before", "way"},
        {"after", "before", "way", "change"},
    ]
    assert room.do("avanzar").code == "nothing_to_reveal"
    assert "6 de 6 cambiaron" in words(wall(room))
    assert "sube de 40 a 80" in words(wall(room))
    seen = room.mateo.latest("snapshot")["html"]
    assert "data-path" in seen
    assert "En la sala cambiaron 6 de 6" in words(seen)
    outcome = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    assert "Cambiaron 6 de 6 personas." in outcome
    assert "pasó de" in outcome
    assert "shift__after" in outcome


def parts(html):
    """What of the picture is in a page."""
    found = {part for part in ("after", "before", "way") if f'class="shift__{part}"' in html}
    return found | ({"change"} if "+40" in html else set())


def test_only_people_who_answered_both_are_in_the_figures(room):
    asks(room, "V1", [[100, 0]] * 6)
    asks(room, "W1", [[50, 50]] * 5)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    _, rows = download(room)
    first = next(row for row in rows if row["row_type"] == "cambio" and row["option_key"] == "a")
    assert (first["before"], first["after"], first["n"], first["count"]) == ("100", "50", "5", "5")
    assert "5 de 5 cambiaron" in words(wall(room))


def test_with_too_few_in_both_the_room_is_shown_and_nobody_who_moved(room):
    asks(room, "V1", [[100, 0]] * 4)
    asks(room, "W1", [[50, 50]] * 3)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    html = wall(room)
    assert "shift__way" in html
    assert "cambiaron" not in html
    assert "no se une a las personas" in html
    _, rows = download(room)
    changes = [row for row in rows if row["row_type"] == "cambio"]
    assert [(row["count"], row["n_before"], row["n_after"]) for row in changes] == [
        ("", "4", "3")
    ] * 2


def test_anonymous_rounds_are_two_rooms_and_never_the_same_people(room):
    asks(room, "V3", [[30, 70]] * 6)
    asks(room, "W3", [[70, 30]] * 5)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    html = wall(room)
    assert "n = 6" in html
    assert "n = 5" in html
    assert "cambiaron" not in html
    assert "cambiaron" not in words(room.console.latest("snapshot")["html"])


def test_an_anonymous_round_of_too_few_draws_nothing(room):
    asks(room, "V3", [[30, 70]] * 6)
    asks(room, "W3", [[70, 30]] * 4)
    room.does("mostrar")
    assert "shift__after" not in wall(room)
    assert "Menos de 5" in wall(room)


def test_a_key_too_many_on_what_may_not_be_drawn_leaves_the_console_whole(site):
    room = Room(site, "el-cliente-siempre-tiene-la-razon", phones=PEOPLE[:4])
    asks(room, "A3", ["a", "b", "a", "b"])
    asks(room, "A8·1", ["a", "a", "a", "b"])
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    assert "Siguiente" in room.ines.page(room.run.id)
    room.leave()


def test_a_statement_that_few_could_mark_is_not_told(room):
    asks(room, "V2", [[4, 2]] * 4 + [[0, 2]] * 2)
    asks(room, "W2", [[5, 3]] * 6)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    assert "pocas respuestas" in wall(room)
    _, rows = download(room)
    changes = {row["option_key"]: row for row in rows if row["row_type"] == "cambio"}
    assert (changes["1"]["before"], changes["1"]["note"]) == ("", "grupo protegido")
    assert (changes["2"]["before"], changes["2"]["after"]) == ("2", "3")


def test_scores_of_a_key_go_from_one_round_to_the_next(site):
    room = Room(site, "del-lema-al-sistema", phones=PEOPLE)
    asks(room, "B8", [["medir", "escribir", "fijar", "creer"]] * 6)
    asks(room, "B8-2", [["creer", "fijar", "escribir", "medir"]] * 6)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    assert "«3 de 3» gana 6 personas; «0 de 3» pierde 6." in words(wall(room))
    room.leave()
