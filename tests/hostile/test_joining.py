"""H rows of the way in: codes as people and machines type them, guesses, aliases of every sort."""

import json
import re

import pytest

from tests.support.cast import Phone
from tests.support.hostile_texts import (
    FAMILY,
    INJECTIONS,
    LONE,
    ZALGO,
)


def join(site, headers=None, **fields):
    """POST /entrar as a phone does."""
    return site.browser().post("/entrar", json=fields, headers=headers)


def digits_from(zero, code):
    """The code in another script."""
    return "".join(chr(ord(zero) + int(digit)) for digit in code)


NO_CODE = ["12345", "1234567", "abcdef", "", " ", "------", "12345x", "+12345", "1e5", "0x1234"]
NO_CODE += ["½½½½½½", "\x00" * 6, "12345\u0660\u0661", "9" * 5_000]
NO_CODE += [123456, 1.5, True, None, [], {}, ["123456"], {"$gt": ""}, "' OR 1=1"]


def test_h_01_spaces_and_hyphens_are_no_mistake(room):
    code = room.run.code
    for spell in (" {} ", "{}\n", "\u00a0{}\u202f", "\u2009{}"):
        for typed in (code, "-".join(code), f"{code[:3]} {code[3:]}", f"{code[:2]}–{code[2:]}"):
            assert join(room.site, code=spell.format(typed)).status == 200


def test_h_01_what_is_no_code_is_told_so(site):
    for typed in NO_CODE:
        reply = join(site, code=typed)
        assert (reply.status, reply.code) == (400, "code_malformed"), typed
        assert reply.json()["message"] == "Revisa el código: son 6 números."


def test_h_02_digits_of_every_script_are_digits(room):
    for zero in "０٠۰०𝟎":
        assert join(room.site, code=digits_from(zero, room.run.code)).status == 200


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_a_token_that_is_half_a_character_is_no_token(room, content_type):
    for token in (LONE, "a" + LONE, "\x00", "ñ" * 100):
        reply = room.site.browser().post(
            "/entrar",
            data=json.dumps({"code": room.run.code, "token": token}),
            headers={"Content-Type": content_type},
        )
        if LONE in token:  # refused where JSON is read
            assert (reply.status, reply.code) == (400, "request_malformed")
        else:
            assert reply.status == 200
            assert reply.json()["token"].isascii()
        lost = Phone(room.site, run=room.run.id, token=token).connect()
        assert lost.refused["code"] == "seat_unknown"


def test_h_03_an_ended_session_says_so_and_any_other_code_is_unknown(room, other_room):
    other_room.does("terminar")
    unknown = f"{(int(room.run.code) - 99_999) % 900_000 + 100_000:06d}"
    assert unknown not in (room.run.code, other_room.run.code)
    said = [join(room.site, code=code) for code in (unknown, other_room.run.code)]
    assert [(reply.status, reply.code) for reply in said] == [
        (404, "code_unknown"),
        (410, "code_ended"),
    ]


def test_h_04_fifty_wrong_codes_are_told_so_and_the_room_stays_open(room):
    wrong = [f"{number:06d}" for number in range(1, 51)]
    assert {join(room.site, code=code).status for code in wrong} == {404}
    assert join(room.site, code=room.run.code).status == 200


def test_h_05_a_locked_room_keeps_who_is_in(room):
    room.does("sala")
    assert join(room.site, code=room.run.code).code == "room_locked"
    assert join(room.site, code=room.run.code, token=room.mateo.token).status == 200


def test_h_06_a_full_room_asks_to_knock_again(room, app):
    app.config["CAPACITY_RUN"] = 2
    reply = join(room.site, code=room.run.code)
    assert (reply.status, reply.code, reply.json()["retry"]) == (503, "room_full", True)


NO_ALIAS = ["   ", "\u200b\u200d\ufeff", "\u0301\u0302\u0303", "\x00\x07", "\u202e\u2066"]
NO_ALIAS += ["x" * 1_001, 5, True, ["a"], {"a": 1}]
ODD_ALIAS = [*INJECTIONS, ZALGO, FAMILY, "\u202eanA", "A\u0000na", "%s%n", "x" * 500]


def test_h_07_an_alias_nobody_could_read(room):
    for alias in NO_ALIAS:
        reply = join(room.site, code=room.run.code, alias=alias)
        assert (reply.status, reply.code) == (400, "alias_malformed"), alias


def test_h_07_an_alias_is_text_and_short(room):
    for alias in ODD_ALIAS:
        phone = Phone(room.site, alias).enter(room.run)
        kept = phone.latest("snapshot")["personal"]["alias"]
        assert 0 < len(kept) <= 24
        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", kept)
        assert not re.search("[\u0300-\u036f]{3}", kept)
        assert alias not in phone.latest("snapshot")["html"]  # it travels as data, never as markup
        phone.leave()
