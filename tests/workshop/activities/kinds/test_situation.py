"""Situation and advice: F-004-09, a hard moment told without names, picked, and advised on."""

import re

import pytest

from tests.support.cast import Room, Stranger
from tests.support.result_files import rows_in
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent, Source
from workshop.activities.kinds.advice import Advice
from workshop.activities.kinds.brainstorm import Brainstorm
from workshop.activities.kinds.situation import Situation
from workshop.activities.parts.personal_data import flags_of

ASKED = {"ref": "g15", "title": "Envía", "prompt": "Cuenta una situación.", "mode": "A"}
HARD = "Alguien gritó porque la devolución tardaba tres semanas. No supe qué decir."
CODE = "K7PM-4XQ2"


def situation(**changes):
    return Situation.from_content(ASKED | changes)


@pytest.mark.parametrize(
    "text",
    [
        "Escríbele a ana@ejemplo.com y verás cómo contesta",
        "Llama al 612 345 678 y lo cuenta todo otra vez",
        "Su RFC es GODE561231GR8 y no lo encontraban",
        "El señor Pérez gritó delante de la fila entera",
        "Doña Marta volvió tres veces sin recibo",
    ],
)
def test_F_004_09_a_case_that_names_somebody_is_refused(text):
    assert flags_of(text)
    with pytest.raises(InvalidAnswer) as refused:
        situation().parse({"text": text, "code": CODE})
    assert refused.value.code == "text_names_somebody"


@pytest.mark.parametrize(
    "text", [HARD, "Don de gentes no le faltaba, pero gritó.", "El cliente pidió 3 veces 2 cosas"]
)
def test_a_case_without_names_is_taken_as_it_is(text):
    assert situation().parse({"text": text, "code": CODE}) == {"text": text, "code": CODE}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (HARD, "answer_malformed"),
        ({"text": HARD}, "answer_malformed"),
        ({"text": HARD, "code": "1234-5678"}, "answer_malformed"),  # 1 is no letter of ours
        ({"text": HARD, "code": 5}, "answer_malformed"),
        ({"text": " ", "code": CODE}, "text_empty"),
        ({"text": "x" * 281, "code": CODE}, "text_too_long"),
    ],
)
def test_what_is_no_situation_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as refused:
        situation().parse(raw)
    assert refused.value.code == code


def test_F_004_09_the_pseudonym_is_in_no_tally_and_no_words():
    tally = situation().tally([GivenAnswer({"text": HARD, "code": CODE}, "c1")])
    assert tally["texts"] == [{"card": "c1", "text": HARD}]
    assert CODE not in str(tally) + situation().say({"text": HARD, "code": CODE})


def test_advice_is_about_what_the_room_picked():
    source = Source(
        situation(), 1, tuple(GivenAnswer({"text": t, "code": CODE}, t) for t in ("uno", "dos"))
    )
    vote = Brainstorm.from_content(
        {"ref": "v", "title": "T", "prompt": "¿?", "source": "g15", "maximum": 1}
    ).prepared({"g15": source})
    ask = Advice.from_content({"ref": "w", "title": "T", "prompt": "¿?", "about": "v"})
    picked = ask.prepared(
        {"v": Source(vote, 2, (GivenAnswer(["dos"]), GivenAnswer(["dos"]), GivenAnswer(["uno"])))}
    )
    assert (picked.told, picked.card, picked.ready) == ("dos", "dos", True)
    assert picked.moderating("dos", "hidden").told == ""
    assert not ask.prepared({"v": Source(vote, 2, ())}).ready
    with pytest.raises(InvalidContent):
        Advice.from_content({"ref": "w", "title": "T", "prompt": "¿?"})


def pseudonym(number):
    return f"AAAA-AAA{number + 2}"


def read_later(site, code):
    """Somebody without a seat opens the page of advice, on a phone of their own."""
    stranger = Stranger(site, peer="192.0.2.7")
    reply = stranger.browser.post("/consejos", data={"seudonimo": code})
    stranger.leave()
    return reply


def test_F_004_09_send_pick_advise_and_the_author_reads_it_later(site):
    names = [f"P{n}" for n in range(6)]
    room = Room(site, "cadenas-y-escalones", names)
    room.asks("K7")
    for number, phone in enumerate(room.phones):
        value = {"text": f"Situación {number}: {HARD}", "code": pseudonym(number)}
        assert phone.answer(value)["ok"]
    refused = room.mateo.answer({"text": "El Sr. Pérez gritó", "code": pseudonym(0)})
    assert refused["code"] == "text_names_somebody"
    room.does("cerrar")
    assert "Situación 3" in room.ines.page(room.run.id)  # the trainer reviews them
    room.does("siguiente", "abrir")
    for phone in room.phones:
        html = phone.sees("open")["html"]
        ids = dict(
            (number, key)
            for key, number in re.findall(
                r'value="(\w{16})".*?option__text">Situación (\d)', html, re.DOTALL
            )
        )
        assert phone.answer([ids["3"]])["ok"]
    room.does("cerrar", "mostrar", "siguiente", "abrir")
    for number, phone in enumerate(room.phones):
        assert "Situación 3" in phone.sees("open")["html"]
        assert phone.answer(f"Consejo {number}: escuchar primero")["ok"]
    assert "Situación 3" in room.wall.sees("open")["html"]
    room.does("cerrar")
    early = read_later(site, pseudonym(3)).text
    assert "Situación 3" in early
    assert not re.search(r"Consejo \d", early)  # the room has not seen it either
    room.does("mostrar", "siguiente", "abrir")
    for number, phone in enumerate(room.phones):
        html = phone.sees("open")["html"]
        ids = dict(
            (n, key)
            for key, n in re.findall(
                r'value="(\w{16})".*?option__text">Consejo (\d)', html, re.DOTALL
            )
        )
        assert phone.answer([ids["5"]] if number else [ids["5"], ids["1"]])["ok"]
    room.does("cerrar", "mostrar")
    reply = read_later(site, "aaaa aaa5")
    assert reply.status == 200
    said = re.findall(r"Consejo (\d)", reply.text)
    assert (said[:2], sorted(said)) == (["5", "1"], list("012345"))
    assert "6 votos" in reply.text
    other = read_later(site, pseudonym(2)).text
    assert "eligió otra" in other
    assert not re.search(r"Consejo \d", other)
    for wrong in ("", "ZZZZ-ZZZZ", "x" * 500, "<b>", "AAAA-AAA1"):
        assert read_later(site, wrong).status == 404
    told = "".join(str(each.facts) for each in room.everyone())
    assert pseudonym(3) not in told.replace(str(room.phones[3].socket.facts), "")
    pages = room.ines.page(room.run.id)
    for path in ("resultado", "resultado.csv", "sala", "sala.csv"):
        pages += room.ines.browser.get(f"/sesiones/{room.run.id}/{path}").text
    assert not re.search(r"AAAA-AAA\d", pages)
    own = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv").text
    assert any(row["text"].startswith("Consejo 5") for row in rows_in(own))
    room.leave()
