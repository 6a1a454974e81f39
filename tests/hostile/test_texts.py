"""One rule for text people send, at every door: cleaned once, capped hard, refused in words."""

import json
import time

import pytest
from sqlalchemy import select

from tests.hostile.test_joining import join
from tests.support.cast import Room
from tests.support.hostile_texts import FAMILY, LONE, UNUSUAL_CHARACTERS
from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.persistence.db import db


@pytest.fixture
def table(site):
    """Mateo, Lucía and Noa at table 3 of a step that tables answer."""
    room = Room(site, "por-mesas", phones=("Mateo", "Lucía", "Noa"), hold_texts=False)
    room.asks("M1")
    for phone in room.phones:
        phone.sits(3)
    yield room
    room.leave()


def writes(table, draft):
    """Send a draft from the table's first phone, for the others to read."""
    writer = table.phones[0]
    return writer.says("/mesa/borrador", round=writer.knows()["round"], draft=draft)


def test_w22_half_a_character_is_refused_and_the_phone_stays(room, app):
    room.asks("A4")
    reply = room.mateo.answer(f"roto {LONE} fin")
    assert (reply["ok"], reply["code"]) == (False, "answer_malformed")
    assert room.mateo.answer("entero \U0001f600")["ok"]  # two halves of one are a whole
    with app.app_context():
        assert db.session.scalars(select(Ballot)).one().value == "entero \U0001f600"
    assert join(room.site, code=room.run.code, alias=LONE).code == "request_malformed"


def test_w22_half_a_character_breaks_no_table(table):
    mateo, lucia, noa = table.phones
    for draft in ([LONE], {LONE: "x"}, LONE):
        reply = writes(table, draft)
        assert (reply.status, reply.code) == (400, "request_malformed")
    assert writes(table, "Ya se puede\u202e leer").status == 204
    assert noa.latest("table_draft")["draft"] == "Ya se puede leer"
    assert lucia.says("/mesa/escribo").status == 204
    assert mateo.says("/mesa/cedo").status == 204
    assert lucia.answer("Y contestar")["ok"]
    assert noa.knows()["answer"]["say"] == "Y contestar"


def test_a_draft_is_as_deep_as_a_form(table):
    for levels in (5, 60, 900, 100_000):
        body = '{"token": "x", "round": 1, "draft": ' + "[" * levels + "]" * levels + "}"
        browser = table.site.browser()
        headers = {"Content-Type": "application/json"}
        assert 400 <= browser.post("/mesa/borrador", data=body, headers=headers).status < 500
    assert writes(table, json.loads("[" * 5 + "]" * 5)).code == "draft_malformed"
    assert writes(table, json.loads("[" * 60 + "]" * 60)).code == "draft_malformed"
    assert writes(table, {"k" * 41: 1}).code == "draft_malformed"
    assert writes(table, "x" * 6_001).code == "too_large"
    assert writes(table, {"text": "Hola\u0000", "rows": [[1, 2]]}).status == 204
    assert table.phones[1].latest("table_draft")["draft"] == {"text": "Hola", "rows": [[1, 2]]}


def test_one_seat_that_fails_keeps_nothing_from_the_others(table, monkeypatch):
    from realtime.fanout import group_tables as at_table

    mateo, lucia, noa = table.phones
    plain = at_table.emit_to_run
    broken = []

    def emit_to_run(audience, run_id, fact, payload, *, only):
        if not broken or only == broken[0]:
            broken[:] = [only]
            raise ValueError("a phone that cannot be told")
        plain(audience, run_id, fact, payload, only=only)

    before = [phone.socket.count("table_changed") for phone in table.phones]
    monkeypatch.setattr(at_table, "emit_to_run", emit_to_run)
    assert mateo.answer("Lo leen dos de tres")["ok"]
    after = [phone.socket.count("table_changed") for phone in table.phones]
    assert sorted(now - then for now, then in zip(after, before, strict=True)) == [0, 1, 1]


def test_a_table_goes_on_where_an_older_program_let_half_a_character_in(table, app):
    from tests.support.live_state import open_rounds
    from workshop.persistence.event_bus import Origin, publish
    from workshop.persistence.events import DraftChanged

    mateo, lucia, noa = table.phones
    live = open_rounds.of_run(table.run.id)
    with app.app_context():
        publish([DraftChanged(table.run.id, live.id, 3, json.dumps([LONE]))], Origin.REMOTE)
        publish([DraftChanged(table.run.id, live.id, 3, "[" * 900 + "]" * 900)], Origin.REMOTE)
    assert live.drafts == {}
    assert lucia.says("/mesa/escribo").status == 204
    assert mateo.says("/mesa/cedo").status == 204
    assert lucia.knows()["writing"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 141, "El texto tiene 141 caracteres; el máximo es 140."),
        ("a" + FAMILY * 141, "El texto tiene 142 caracteres; el máximo es 140."),
        (FAMILY * 139, "El texto tiene 695 caracteres; el máximo es 576."),
        ("x" * 8_000, "El texto tiene 8000 caracteres; el máximo es 140."),
    ],
)
def test_w20_too_long_is_refused_with_the_count(room, text, says):
    room.asks("A4")
    reply = room.mateo.answer(text)
    assert reply["code"] == "text_too_long"
    assert says in reply["message"]


@pytest.mark.parametrize(("typed", "kept"), UNUSUAL_CHARACTERS)
def test_w23_what_is_left_of_odd_letters(room, typed, kept):
    room.asks("A4")
    assert room.mateo.answer(typed)["value"] == kept


def test_w23_two_marks_on_a_letter_and_no_more(room):
    room.asks("A4")
    assert room.mateo.answer("h" + "\u0301" * 500 + "ola")["value"] == "h\u0301\u0301ola"


def test_w25_flags_are_found_once_and_go_with_the_answer(room, app, monkeypatch):
    from realtime.answers import commit as at_commit

    searched = []
    plain = at_commit.flags_of
    monkeypatch.setattr(at_commit, "flags_of", lambda text: searched.append(text) or plain(text))
    room.asks("A4")
    assert room.mateo.answer("a ana＠x.com")["ok"]
    assert room.mateo.answer("a ana＠x.com")["ok"]  # the same words again
    assert searched == ["a ana＠x.com"]
    room.does("cerrar")
    with app.app_context():
        answer = db.session.scalars(select(Answer)).one()
        assert (answer.flags, answer.moderation) == ("correo", "held")
    assert "dato personal: correo" in room.console.latest("snapshot")["html"]
    assert "ana" not in room.wall.latest("snapshot")["html"]


@pytest.mark.parametrize("hidden", ["\u3164", "\u2800", "\u115f", "\u1160\uffa0", " \u3164"])
def test_h7_a_name_nobody_sees_is_refused(room, hidden):
    assert join(room.site, code=room.run.code, alias=hidden).code == "alias_malformed"


def test_h7_a_family_is_never_split(room):
    from workshop.models.participant import clean_alias

    assert clean_alias(f"  Ana\u202e {FAMILY}\n") == f"Ana {FAMILY}"
    assert clean_alias(FAMILY * 24) == FAMILY * 4
    assert clean_alias("x" * 500) == "x" * 24
    assert clean_alias("\U0001f1ea\U0001f1f8" * 20) == "\U0001f1ea\U0001f1f8" * 12
    assert clean_alias("Zoe" + "\u0301" * 9) == "Zo\u00e9\u0301"


LOOK_ALIKES = """Facilitadora|facilitador|F\u0430cilitadora|F a c i l i t a d o r a|F4c1l1t4d0r4
|FACILITADO\u0154A|\u24bbacilitadora|faciIitadora|Quien facilita|La_Facilitadora|f@cilit@dora"""


@pytest.mark.parametrize("name", [name.strip() for name in LOOK_ALIKES.split("|")])
def test_h8_nobody_is_taken_for_the_facilitator(room, name):
    reply = join(room.site, code=room.run.code, alias=name)
    assert (reply.status, reply.code) == (400, "alias_reserved")
    assert "se puede confundir" in reply.json()["message"]


@pytest.mark.parametrize("name", ["F\u00e1tima", "Cecilia", "Felicidad", "F\u00e9lix"])
def test_h8_other_names_are_welcome(room, name):
    assert join(room.site, code=room.run.code, alias=name).status == 200


HARD = {
    "deep": "[" * 30_000,
    "deep and closed": "[" * 15_000 + "]" * 15_000,
    "quotes": '{"a": "' + '\\"' * 15_000,
    "open quotes": '"' + "[" * 100 + '\\"' * 15_000,
    "twice": '{"token": "a", "token": "b"}',
    "not a number": '{"token": NaN}',
    "endless": '{"token": ' + "9" * 5_000 + "}",
}


@pytest.mark.parametrize("name", HARD)
def test_h15_json_that_is_a_weapon_is_refused_at_a_table_too(room, name):
    headers = {"Content-Type": "application/json"}
    for path in ("/mesa/borrador", "/mesa", "/mesa/acuerdo"):
        began = time.process_time()
        reply = room.site.browser().post(path, data=HARD[name], headers=headers)
        assert (reply.status, reply.code) == (400, "request_malformed")
        assert time.process_time() - began < 1  # the promise is 0.2


def test_a_pile_and_a_title_are_cleaned_like_everything_else(room):
    typed = "Mi\u202e \u3164taller\u0000"
    reply = room.ines.post("/sesiones", module="un-taller-breve", title=typed)
    assert "Mi taller" in room.ines.page(int(reply.url.rsplit("/", 1)[1]))
    too_long = room.ines.post("/sesiones", module="un-taller-breve", title="x" * 121)
    assert too_long.code == "title_too_long"
    assert "tiene 121 caracteres y caben 120" in too_long.json()["message"]
