"""«Mi recorrido»: a code for each participant, and what it leads back to for thirty days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from participant import return_code
from participant.guess_throttle import GuessThrottle
from participant.join_queue import Limits
from tests.support.cast import Phone, Room, Stranger
from workshop.models.answer import Answer
from workshop.models.return_code import ReturnCode, code_digest, code_of_token
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

HOME = "192.0.2.7"


def code_of(phone):
    """The return code this phone is given."""
    reply = phone.says("/mi-recorrido/codigo")
    assert reply.status == 200, reply
    return reply.json()["code"]


def read(site, code, peer=HOME, path="/mi-recorrido"):
    """The page behind a code, from anywhere."""
    browser = site.browser(peer=peer)
    reply = browser.post(path, data={"codigo": code})
    browser.close()
    return reply


def kept_codes(app):
    """All rows of return codes."""
    with app.app_context():
        return list(db.session.scalars(select(ReturnCode)))


def test_a_phone_is_given_one_code_however_often_it_asks(room, app):
    first = code_of(room.mateo)
    assert code_of(room.mateo) == first
    assert code_of(room.lucia) != first
    assert len(kept_codes(app)) == 2


def test_the_database_keeps_a_digest_and_never_the_code(room, app):
    code = code_of(room.mateo)
    room.does("empezar", "terminar")
    stored = b"".join(path.read_bytes() for path in app.config["DATA"].glob("*.db*"))
    assert code.encode() not in stored
    (row,) = kept_codes(app)
    assert row.code_hash == code_digest(code, app.config["SECRET_KEY"])
    assert row.code_hash != code_digest(code, "another installation's secret")


def test_neither_the_secret_nor_the_token_alone_makes_the_code():
    made = code_of_token("token", "secret")
    assert made != code_of_token("another", "secret")
    assert made != code_of_token("token", "another")


def test_it_is_good_until_thirty_days_after_the_end(room, app, monkeypatch):
    before = room.mateo.says("/mi-recorrido/codigo").json()
    assert before["until"] is None
    assert kept_codes(app)[0].expires_at is None
    room.does("empezar", "terminar")
    ends = kept_codes(app)[0].expires_at
    assert timedelta(days=29, hours=23) < ends - datetime.now(UTC) <= timedelta(days=30)
    assert code_of(room.lucia)  # asked for after the end: good for as long
    assert abs(kept_codes(app)[1].expires_at - ends) < timedelta(seconds=1)
    monkeypatch.setattr(return_code, "now", lambda: ends - timedelta(seconds=1))
    assert read(room.site, before["code"]).status == 200
    monkeypatch.setattr(return_code, "now", lambda: ends)
    for path in ("/mi-recorrido", "/compromiso"):
        reply = read(room.site, before["code"], path=path)
        assert reply.status == 410
        assert "Ese código ya caducó" in reply.text


def test_a_run_taken_up_again_starts_the_thirty_days_anew(room, app):
    code_of(room.mateo)
    room.does("empezar", "terminar", "reabrir")
    assert kept_codes(app)[0].expires_at is None


def test_the_page_has_answers_of_modes_n_and_s_and_shown_results(room):
    room.asks("A1")
    assert room.mateo.answer(2)["ok"]
    assert room.lucia.answer(3)["ok"]
    room.does("cerrar", "mostrar", "terminar")
    page = read(room.site, code_of(room.mateo)).text
    assert "Mis respuestas" in page
    assert "Respondieron 2 de 2" in page
    assert "Mateo" not in page


def test_a_result_that_was_not_shown_stays_unshown(room):
    room.asks("A1")
    assert room.mateo.answer(2)["ok"]
    room.does("cerrar", "terminar")
    assert "Respondieron" not in read(room.site, code_of(room.mateo)).text


def test_an_anonymous_result_of_few_is_not_told(room):
    room.asks("A2")
    assert room.mateo.answer("b")["ok"]
    room.does("cerrar", "mostrar", "terminar")
    page = read(room.site, code_of(room.mateo)).text
    assert "Menos de 5 respuestas: no se muestra." in page


def test_anonymous_answers_are_not_behind_a_code(room):
    room.asks("A2")
    assert room.mateo.answer("b")["ok"]
    room.does("cerrar", "terminar")
    page = read(room.site, code_of(room.mateo)).text
    assert "Mis respuestas" not in page
    assert "Las respuestas anónimas no están aquí" in page


def test_what_people_wrote_is_text_on_the_page(room):
    room.asks("A4")
    assert room.mateo.answer("<b>Una frase</b>")["ok"]
    room.does("cerrar", "terminar")
    page = read(room.site, code_of(room.mateo)).text
    assert "&lt;b&gt;Una frase&lt;/b&gt;" in page


def test_a_code_printed_before_leads_to_its_commitment_alone(site, app):
    room = Room(site, "mas-tipos")
    room.asks("K3")
    assert room.mateo.answer({"action": "hablaré con contabilidad"})["ok"]
    room.does("cerrar", "mostrar", "terminar")
    with app.app_context(), unit_of_work():
        answer = db.session.scalars(select(Answer)).one()
        digest = code_digest("K7PM-4XQ2", app.config["SECRET_KEY"])
        row = ReturnCode(code_hash=digest, run_id=room.run.id, answer_id=answer.id)
        db.session.add(row)  # as the migration leaves it
    assert "hablaré con contabilidad" in read(site, "K7PM-4XQ2", path="/compromiso").text
    page = read(site, "K7PM-4XQ2").text
    assert "hablaré con contabilidad" in page
    assert "Respondieron" not in page
    room.leave()


def test_nobody_else_gets_a_code(room):
    hugo = Stranger(room.site)
    for token in ("", "x" * 22, None, 3, "x" * 500):
        assert hugo.post("/mi-recorrido/codigo", token=token).status in (400, 401, 403, 404, 410)
    assert hugo.post("/mi-recorrido/codigo", token=room.mateo.token, code="K7PM-4XQ2").status == 400
    hugo.leave()


def test_it_is_never_part_of_an_address(room):
    code = code_of(room.mateo)
    room.does("empezar", "terminar")
    hugo = Stranger(room.site)
    page = hugo.get(f"/mi-recorrido?codigo={code}")
    assert code not in page.text
    assert 'method="post"' in page.text
    assert hugo.get("/mi-recorrido/codigo").status in (404, 405)
    hugo.leave()


@pytest.mark.parametrize("wrong", ["", "K7PM", "ZZZZ-ZZZZ", "' OR 1=1 --", "x" * 5000, "💥" * 8])
def test_a_wrong_code_says_so_and_nothing_else(room, wrong):
    reply = read(room.site, wrong)
    assert reply.status == 404
    assert "No hay nada con ese código" in reply.text


def test_wrong_codes_are_braked_like_those_of_joining(room, app):
    limits = Limits(at_once=1, each_s=60, overall=1_000, window_s=600)
    app.extensions["return_code_throttle"] = GuessThrottle(limits, "secret", hold_s=0.05)
    code = code_of(room.mateo)
    assert read(room.site, "ZZZZ-ZZZZ").status == 404
    assert read(room.site, code).code == "in_line"  # the right one waits its turn too
    assert read(room.site, code, peer="198.51.100.9").status == 200


def test_a_phone_that_came_late_and_answered_nothing_is_told_so(room):
    late = Phone(room.site, "Noa").enter(room.run)
    room.does("empezar", "terminar")
    page = read(room.site, code_of(late)).text
    assert "No hay respuestas guardadas con este código" in page
    late.leave()


def test_it_goes_with_a_run_that_is_deleted(site, app):
    trial = Room(site, trial=True)
    code = code_of(trial.mateo)
    trial.does("empezar", "terminar")
    assert trial.do("borrar").status == 200
    assert kept_codes(app) == []
    assert read(site, code).status == 404
    assert trial.mateo.says("/mi-recorrido/codigo").code == "seat_unknown"
    trial.leave()
