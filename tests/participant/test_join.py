"""join: a seat in the run with this code, and the token that is its only key."""

import pytest
from sqlalchemy import select

from tests.support.cast import Phone, Stranger
from tests.support.command_contract import hears_nothing
from workshop.models.participant import Participant
from workshop.persistence.db import db


def join(site, **fields):
    """POST /entrar as a phone does."""
    return site.browser().post("/entrar", json=fields)


def test_a_code_is_enough(room):
    reply = join(room.site, code=room.run.code)
    assert reply.status == 200
    assert reply.json().keys() == {"run", "token", "code", "title"}
    assert len(reply.json()["token"]) >= 22


def test_only_a_digest_of_the_token_is_kept(room, app):
    token = join(room.site, code=room.run.code).json()["token"]
    with app.app_context():
        kept = [str(vars(p)) for p in db.session.scalars(select(Participant))]
    assert not any(token in each for each in kept)


def test_trainer_and_wall_hear_how_many_and_never_who(room):
    Phone(room.site, "Señor Único").enter(room.run)
    room.site.tick_tally()
    for who in (room.console, room.wall):
        assert who.hears("roster_changed") == {"inside": 3, "joined": 3}


def test_another_run_hears_nothing(room, other_room):
    room.site.tick_tally()
    with hears_nothing(*other_room.everyone()):
        Phone(room.site, "Tercera").enter(room.run)
        room.site.tick_tally()


@pytest.mark.parametrize(
    "spelt",
    [lambda code: f"{code[:3]} {code[3:]}", lambda code: f" {code}\n", lambda code: "-".join(code)],
)
def test_a_code_as_people_type_it(room, spelt):
    assert join(room.site, code=spelt(room.run.code)).status == 200


def test_full_width_digits_are_digits(room):
    wide = "".join(chr(ord("０") + int(digit)) for digit in room.run.code)
    assert join(room.site, code=wide).status == 200


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", None, 123456, [], {}, "9" * 5000]
)
def test_what_is_no_code(room, code):
    reply = join(room.site, code=code)
    assert (reply.status, reply.code) == (400, "code_malformed")


def test_a_wrong_code_says_how_to_mend_it(room):
    other = f"{(int(room.run.code) - 99_999) % 900_000 + 100_000:06d}"
    reply = join(room.site, code=other)
    assert (reply.status, reply.code) == (404, "code_unknown")
    assert "Compáralo con la pantalla" in reply.json()["message"]


@pytest.mark.parametrize("alias", ["", None, "Mateo", "  Mateo  ", "Ñandú 🦤", "a" * 200])
def test_an_alias_is_optional(room, alias):
    assert join(room.site, code=room.run.code, alias=alias).status == 200


@pytest.mark.parametrize("alias", ["   ", "\u200b\u200b", "\x00", 5, ["a"], "\u202e", "x" * 1001])
def test_an_alias_nobody_could_read_is_refused(room, alias):
    assert join(room.site, code=room.run.code, alias=alias).code == "alias_malformed"


@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null", "{", '{"code": 1, "role": "admin"}'])
def test_a_body_that_makes_no_sense(room, body):
    browser = room.site.browser()
    reply = browser.post("/entrar", data=body, headers={"Content-Type": "application/json"})
    assert reply.code == "request_malformed"


def test_a_form_is_no_join(room):
    reply = room.site.browser().post("/entrar", data={"code": room.run.code})
    assert (reply.status, reply.code) == (415, "format_unknown")


def test_a_locked_room_lets_nobody_new_in(room):
    room.does("sala")
    assert join(room.site, code=room.run.code).code == "room_locked"
    assert room.mateo.join(room.run).status == 200  # who has a seat keeps it


def test_a_full_room_says_so(room, app):
    app.config["CAPACITY_RUN"] = 2
    reply = join(room.site, code=room.run.code)
    assert (reply.status, reply.code) == (503, "room_full")
    assert room.mateo.join(room.run).status == 200


def test_twice_with_the_same_token_is_one_seat(room, app):
    token = room.mateo.token
    assert room.mateo.join(room.run).json()["token"] == token
    with app.app_context():
        assert db.session.query(Participant).count() == 2


def test_a_token_of_another_run_is_not_reused(room, other_room):
    reply = join(room.site, code=room.run.code, token=other_room.phones[0].token)
    assert reply.json()["token"] != other_room.phones[0].token


def test_after_the_end_its_code_says_that_it_is_over(room):
    room.does("terminar")
    reply = join(room.site, code=room.run.code)
    assert (reply.status, reply.code) == (410, "code_ended")
    assert "ya terminó" in reply.json()["message"]


def test_a_phone_gets_no_cookie(room):
    reply = join(room.site, code=room.run.code)
    assert "Set-Cookie" not in reply.headers


def test_the_page_is_open_to_anyone(site):
    hugo = Stranger(site, base="http://192.168.1.34:5000", peer="192.168.1.77")
    for path in ("/", "/123456", "/000001"):
        assert hugo.get(path).status == 200
    for path in ("/12345", "/1234567", "/12345a"):
        assert hugo.get(path).status == 404
