"""Commitments: quality by rule (S-22), and nobody's words anywhere but on the own phone."""

import json
from datetime import date

import pytest

from tests.support.cast import Room, Stranger
from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.commitment import Commitment

WHOLE = {
    "cue": "alguien reclama una fecha",
    "action": "miraré primero qué necesita",
    "date": "2026-11-28",
    "evidence": "mi libreta de casos",
    "support": "Ana",
    "obstacle": "la prisa",
}


def commitment(**changes):
    content = {"ref": "k3", "title": "T", "prompt": "¿?", "mode": "N"} | changes
    return Commitment.from_content(content).asked_on(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("changes", "quality"),
    [
        ({}, 6),
        ({"action": "intentar escuchar más"}, 5),
        ({"action": "escuchar"}, 5),
        ({"date": "2027-02-19"}, 6),
        ({"date": "2027-02-20"}, 5),
        ({"cue": "reclaman"}, 5),
        ({"support": ""}, 5),
        ({"obstacle": " ", "evidence": "notas"}, 4),
        ({"cue": "", "date": "", "evidence": "", "support": "", "obstacle": ""}, 1),
    ],
)
def test_S_22_quality_is_one_point_for_each_good_part(changes, quality):
    activity = commitment()
    assert len(activity.good(activity.parse(WHOLE | changes))) == quality


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"cue": "si llueve"}, "text_empty"),
        (WHOLE | {"action": "x" * 161}, "text_too_long"),
        (WHOLE | {"date": "2026-11-20"}, "date_out_of_range"),
        (WHOLE | {"date": "2028-11-20"}, "date_out_of_range"),
        (WHOLE | {"date": "mañana"}, "answer_malformed"),
        (WHOLE | {"date": "20261128"}, "answer_malformed"),
        (WHOLE | {"name": "Mateo"}, "answer_malformed"),
        (WHOLE | {"cue": 3}, "answer_malformed"),
    ],
)
def test_what_is_no_commitment_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        commitment().parse(raw)
    assert error.value.code == code


def test_it_is_said_as_one_sentence():
    said = commitment().say(WHOLE)
    assert said.startswith("Si alguien reclama una fecha, entonces miraré primero")
    assert "antes del 28 de noviembre" in said
    assert "código" not in said


def test_the_tally_holds_no_word_of_anyone():
    activity = commitment()
    tally = activity.tally([GivenAnswer(WHOLE), GivenAnswer({"action": "llamar hoy"})])
    assert (tally["n"], tally["ready"]) == (2, 1)
    assert tally["quality"] == [0, 1, 0, 0, 0, 0, 1]
    assert "llamar" not in json.dumps(tally)


def test_nobody_reads_a_commitment_but_its_author(site):
    room = Room(site, "mas-tipos")
    room.asks("K3")
    secret = {"action": "hablaré con contabilidad", "code": "K7PM-4XQ2"}
    assert room.mateo.answer(secret)["ok"]
    site.tick_tally()
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["n"] == 1
    others = [room.wall.socket, room.console, room.lucia.socket]
    told = "".join(json.dumps(socket.facts, ensure_ascii=False) for socket in others)
    told += room.ines.page(room.run.id)
    for page in ("resultado", "resultado.csv", "sala", "sala.csv"):
        told += room.ines.browser.get(f"/sesiones/{room.run.id}/{page}").text
    assert "contabilidad" not in told
    assert "K7PM" not in told
    own = json.dumps(room.mateo.socket.facts, ensure_ascii=False)
    assert "contabilidad" in own
    room.leave()


def test_a_code_that_an_old_page_still_sends_is_not_kept():
    assert "code" not in commitment().parse(WHOLE | {"code": "K7PM-4XQ2"})


def test_its_author_comes_back_to_it_with_the_code_and_nobody_without(site):
    room = Room(site, "mas-tipos")
    room.asks("K3")
    assert room.mateo.answer({"action": "hablaré con <b>contabilidad</b>"})["ok"]
    code = room.mateo.says("/mi-recorrido/codigo").json()["code"]
    mateo_at_home = Stranger(site, peer="192.0.2.7")
    page = mateo_at_home.get("/compromiso")
    assert "Escribe el código" in page.text

    def read(code):
        return mateo_at_home.browser.post("/compromiso", data={"codigo": code})

    assert read(code).status == 404  # the round is open; it may still change
    room.does("cerrar")
    reply = read(f" {code.lower().replace('-', ' ')} ")
    assert reply.status == 200
    assert "hablaré con &lt;b&gt;contabilidad" in reply.text
    assert "Mateo" not in reply.text
    for wrong in ("", "K7PM", "ZZZZ-ZZZZ", "' OR 1=1 --", "x" * 5000):
        reply = read(wrong)
        assert reply.status == 404
        assert "No hay ningún compromiso con ese código" in reply.text
    mateo_at_home.leave()
    room.leave()
