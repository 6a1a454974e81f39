"""Piles: the room's texts in order become a vote (F-000-01) or codes (F-002-04)."""

import pytest
from sqlalchemy import select

from tests.support.cast import Room
from tests.support.command_contract import hears_nothing
from workshop.models.logbook import LogEntry
from workshop.models.pile import Pile, PiledText
from workshop.models.step import Step
from workshop.persistence.db import db

TEXTS = ("Busca pelea", "En qué fallamos", "Quiere algo gratis", "Llamo a mi jefatura")


@pytest.fixture
def room(site):
    """Four people wrote at R2; the round is still open."""
    room = Room(site, "mas-tipos", ("Mateo", "Lucía", "Ana", "Luis"), hold_texts=False)
    room.asks("R2")
    for phone, text in zip(room.phones, TEXTS, strict=True):
        assert phone.answer(text)["ok"]
    yield room
    room.leave()


def rows(room, query):
    with room.site.app.app_context():
        return db.session.execute(query).all()


def cards(room):
    """text → card, as the table of texts shows them."""
    page = room.ines.browser.get(f"/sesiones/{room.run.id}/montones").text
    parts = page.split('data-card="')[1:]
    return {p.split('piled__words">')[1].split("<")[0]: p.split('"')[0] for p in parts}


def piles(room):
    return [row.id for row in rows(room, select(Pile.id).order_by(Pile.position))][-3:]


def put(room, card, pile):
    return room.ines.post(f"/sesiones/{room.run.id}/textos/{card}/agrupar", pile=pile)


def convert(room, options, **fields):
    fields |= {f"option-{pile}": text for pile, text in options.items()}
    sure = {"question": "¿Qué se te parece más?", "force": "1"}
    return room.do("convertir", **(sure | fields))


def test_piles_without_a_name_or_a_text_are_questioned_before_anything_closes(room):
    first, second, *_ = piles(room)
    options = {first: "Montón 1", second: "Esperar"}
    with hears_nothing(*room.everyone()):
        reply = convert(room, options, force="")
    assert reply.code == "piles_unready"
    assert "1, 2." in reply.json()["message"]
    assert room.is_open()
    page = room.ines.browser.get(f"/sesiones/{room.run.id}/montones").text
    assert "Mantén para votar así" in page
    assert convert(room, options).status == 204  # held


def test_f_000_01_texts_become_a_vote_that_is_open_at_once(room):
    first, second, third = piles(room)
    for text, card in cards(room).items():
        assert put(room, card, second if text == "Busca pelea" else first).status == 204
    room.ines.post(f"/sesiones/{room.run.id}/montones/{first}/nombrar", name="Qué hago yo")
    options = {first: "¿Qué hago yo?", second: "Viene a discutir", third: "Otra cosa"}
    assert convert(room, options).status == 204
    page = room.mateo.sees("open")
    room.mateo.socket.until(lambda: "Viene a discutir" in room.mateo.latest("snapshot")["html"])
    page = room.mateo.latest("snapshot")
    assert page["round"]["kind"] == "choice"
    assert "¿Qué se te parece más?" in page["html"]
    order = [page["html"].index(text) for text in (*options.values(), "Ninguna de estas")]
    assert order == sorted(order)
    assert room.mateo.answer("b")["ok"]
    linked = rows(
        room,
        select(Pile.name, Pile.option, Step.label, PiledText.card)
        .join(PiledText, PiledText.pile_id == Pile.id)
        .join(Step, Step.id == Pile.step_id),
    )
    assert len(linked) == 4
    assert {(each.name, each.option) for each in linked} == {
        ("Qué hago yo", "a"),
        ("Montón 2", "b"),
    }
    assert {each.label for each in linked} == {"R2·V"}
    steps = [row.label for row in rows(room, select(Step.label).order_by(Step.position))]
    assert steps[steps.index("R2") + 1 :][:2] == ["R2·V", "R3"]
    room.does("cerrar", "mostrar", "siguiente")
    assert room.ines.at(room.run) == "R3"


def test_a_second_vote_may_be_made_of_the_same_texts(room):
    first, second, _ = piles(room)
    assert convert(room, {first: "Uno", second: "Dos"}).status == 204
    room.does("cerrar", "volver")
    assert room.ines.at(room.run) == "R2"
    assert convert(room, {first: "Uno", second: "Otra"}).status == 204
    assert room.ines.at(room.run) == "R2·V2"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"question": " "}, "text_empty"),
        ({"question": "x" * 161}, "title_too_long"),
        ({"version": 1}, "stale_version"),
    ],
)
def test_a_vote_that_cannot_be_asked_is_refused(room, change, code):
    first, second, _ = piles(room)
    assert convert(room, {first: "Uno", second: "Dos"}, **change).code == code


@pytest.mark.parametrize(
    ("question", "option", "code"),
    [
        (" ", "Dos", "text_empty"),
        ("x" * 161, "Dos", "title_too_long"),
        ("¿Cuál?", " ", "text_empty"),
        ("¿Cuál?", "x" * 91, "title_too_long"),
    ],
)
def test_a_vote_that_cannot_be_asked_closes_nothing(room, question, option, code):
    first, second, _ = piles(room)
    with hears_nothing(*room.everyone()):
        assert convert(room, {first: "Uno", second: option}, question=question).code == code
    assert room.is_open()


def test_a_vote_needs_two_piles(room):
    assert convert(room, {piles(room)[0]: "Uno"}).code == "vote_needs_piles"


def test_a_text_lies_in_one_pile_and_can_be_taken_out(room):
    first, second, _ = piles(room)
    card = cards(room)["Busca pelea"]
    for pile in (first, first, second, None):
        assert put(room, card, pile).status == 204
    assert rows(room, select(PiledText)) == []
    moves = [
        (row.detail["was"], row.detail["pile"])
        for row in rows(room, select(LogEntry.detail).where(LogEntry.what == "text_piled"))
    ]
    assert moves == [("", "Montón 1"), ("Montón 1", "Montón 2"), ("Montón 2", "")]


def test_a_pile_stays_when_the_round_closes(room):
    first = piles(room)[0]
    put(room, cards(room)["Busca pelea"], first)
    room.does("cerrar")
    page = room.ines.browser.get(f"/sesiones/{room.run.id}/montones").text
    assert "1 de 4 textos en su sitio" in page


def test_piles_come_and_go_within_bounds(room):
    path = f"/sesiones/{room.run.id}/montones"
    first, second, third = piles(room)
    assert room.ines.post(f"{path}/{first}/nombrar", name="Montón 2").code == "pile_name_taken"
    assert room.ines.post(path).status == room.ines.post(path).status == 204
    assert room.ines.post(path).code == "piles_full"
    put(room, cards(room)["Busca pelea"], third)
    assert room.ines.post(f"{path}/{third}/quitar").status == 204
    assert rows(room, select(PiledText)) == []
    assert room.ines.post(f"{path}/{third}/quitar").code == "pile_unknown"


@pytest.mark.parametrize("pile", ["1", 1.5, True, [], {}, -1, 10**9])
def test_a_pile_that_is_none_is_refused(room, pile):
    refused = put(room, cards(room)["Busca pelea"], pile)
    assert refused.code in ("request_malformed", "pile_unknown")


def test_texts_of_another_room_are_out_of_reach(room, site):
    other = Room(site, "mas-tipos", ("Noa",), hold_texts=False)
    assert put(other, cards(room)["Busca pelea"], piles(room)[0]).code == "card_unknown"
    assert put(room, "no-hay", piles(room)[0]).code == "card_unknown"
    other.leave()


def test_without_texts_the_table_leads_back_to_the_console(site):
    room = Room(site, "mas-tipos")
    reply = room.ines.browser.get(f"/sesiones/{room.run.id}/montones")
    assert reply.url.endswith(f"/sesiones/{room.run.id}")
    room.leave()


@pytest.fixture
def coding(site):
    """Two people answered at R6, whose categories are fixed; the result is on the wall."""
    room = Room(site, "mas-tipos", hold_texts=False)
    room.asks("R6")
    room.mateo.answer("Todos nosotros")
    room.lucia.answer("Nadie, la verdad")
    room.does("cerrar", "mostrar")
    yield room
    room.leave()


def coded(room):
    tally = room.wall.latest("snapshot")["tally"]
    return tally["coded"], tally["uncoded"]


def test_f_002_04_texts_are_coded_live_and_the_bars_follow(coding):
    codes = [row.id for row in rows(coding, select(Pile.id).order_by(Pile.position))]
    assert coded(coding) == ({"Yo": 0, "Mi equipo": 0, "La empresa": 0, "Nadie": 0}, 2)
    assert "textos sin clasificar" in coding.wall.sees("revealed")["html"]
    card = cards(coding)["Nadie, la verdad"]
    put(coding, card, codes[3])
    assert coded(coding) == ({"Yo": 0, "Mi equipo": 0, "La empresa": 0, "Nadie": 1}, 1)
    put(coding, card, codes[0])  # one text, one category
    assert coded(coding) == ({"Yo": 1, "Mi equipo": 0, "La empresa": 0, "Nadie": 0}, 1)
    put(coding, card, None)
    assert coded(coding)[1] == 2
    trail = rows(coding, select(LogEntry.at, LogEntry.detail).where(LogEntry.what == "text_piled"))
    assert [(each.detail["was"], each.detail["pile"], each.detail["by"]) for each in trail] == [
        ("", "Nadie", "Inés"),
        ("Nadie", "Yo", "Inés"),
        ("Yo", "", "Inés"),
    ]
    assert all(each.at for each in trail)


def test_f_002_04_a_hidden_text_counts_in_no_category(coding):
    codes = [row.id for row in rows(coding, select(Pile.id).order_by(Pile.position))]
    card = cards(coding)["Nadie, la verdad"]
    put(coding, card, codes[3])
    coding.ines.post(f"/sesiones/{coding.run.id}/textos/{card}/ocultar")
    assert coded(coding) == ({"Yo": 0, "Mi equipo": 0, "La empresa": 0, "Nadie": 0}, 1)


def test_categories_of_the_module_are_not_changed(coding):
    path = f"/sesiones/{coding.run.id}/montones"
    code = rows(coding, select(Pile.id))[0].id
    assert coding.ines.post(path).code == "piles_fixed"
    assert coding.ines.post(f"{path}/{code}/nombrar", name="Otra").code == "piles_fixed"
    assert coding.ines.post(f"{path}/{code}/quitar").code == "piles_fixed"


def test_f_000_01_twenty_texts_in_four_groups_are_four_options(site):
    names = [f"P{n}" for n in range(20)]
    room = Room(site, "mas-tipos", names, hold_texts=False)
    room.asks("R2")
    for number, phone in enumerate(room.phones):
        assert phone.answer(f"Texto {number:02} de la sala")["ok"]
    assert room.ines.post(f"/sesiones/{room.run.id}/montones").status in (200, 204)
    four = [row.id for row in rows(room, select(Pile.id).order_by(Pile.position))][-4:]
    for number, (_, card) in enumerate(sorted(cards(room).items())):
        assert put(room, card, four[number % 4]).status == 204
    options = {pile: f"Idea {at}" for at, pile in enumerate(four)}
    assert convert(room, options).status == 204
    for phone in room.phones:
        phone.socket.until(lambda p=phone: "Idea 3" in p.latest("snapshot")["html"])
        assert phone.latest("snapshot")["page"] == "open"
    linked = rows(
        room,
        select(PiledText.card, Pile.option).join(Pile, PiledText.pile_id == Pile.id),
    )
    assert len(linked) == len({each.card for each in linked}) == 20
    assert sorted(each.option for each in linked) == sorted("abcd" * 5)
    room.leave()


def test_after_the_end_no_text_changes_its_pile(room):
    found, pile = cards(room), piles(room)[0]
    room.does("cerrar", "terminar")
    refused = put(room, found["Busca pelea"], pile)
    assert refused.json()["code"] == "session_ended"
    assert rows(room, select(PiledText.card)) == []
