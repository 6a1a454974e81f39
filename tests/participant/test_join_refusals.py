"""join, refused: its status, its words and its headers are those of every other answer."""

import json

import pytest

from participant.guess_throttle import GuessThrottle
from participant.join_queue import Limits
from tests.support.live_state import join_batcher

PLAIN, WITH_CHARSET = "application/json", "application/json; charset=utf-8"
EITHER = pytest.mark.parametrize("content_type", [PLAIN, WITH_CHARSET])
VARIES = {"Content-Length", "Vary"}  # of a length that is not the same; of what may be compressed


def join(room, body, content_type=PLAIN, **headers):
    """POST /entrar with these bytes, or this as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Origin": room.site.base, "Content-Type": content_type} | headers
    return room.site.app.test_client().post(
        "/entrar", data=data, base_url=room.site.base, headers=headers
    )


def rules(reply):
    """The headers that say how a browser is to treat an answer."""
    return {name: value for name, value in reply.headers.items() if name not in VARIES}


def code_of(room, **more):
    """A join with the room's code."""
    return {"code": room.run.code} | more


def wrong_code(room):
    """A join with a code that is nobody's."""
    return {"code": f"{(int(room.run.code) + 7) % 10**6:06d}"}


NOT_FOUND, BAD_REQUEST = "404 NOT FOUND", "400 BAD REQUEST"
REFUSED = {
    "a wrong code": (wrong_code, NOT_FOUND, "code_unknown"),
    "no code": (lambda room: {"code": "12345"}, BAD_REQUEST, "code_malformed"),
    "no string": (lambda room: {"code": int(room.run.code)}, BAD_REQUEST, "code_malformed"),
    "an alias nobody could read": (
        lambda room: code_of(room, alias="\u200b"),
        BAD_REQUEST,
        "alias_malformed",
    ),
    "a field we do not know": (
        lambda room: code_of(room, role="admin"),
        BAD_REQUEST,
        "request_malformed",
    ),
    "a list": (lambda room: [room.run.code], BAD_REQUEST, "request_malformed"),
    "a blank": (lambda room: b" ", BAD_REQUEST, "request_malformed"),
    "a key twice": (
        lambda room: b'{"code": "123456", "code": "654321"}',
        BAD_REQUEST,
        "request_malformed",
    ),
    "no number": (lambda room: b'{"code": NaN}', BAD_REQUEST, "request_malformed"),
    "no text": (lambda room: b'{"code": "\xff\xfe"}', BAD_REQUEST, "request_malformed"),
    "brackets without end": (lambda room: b"[" * 4_000, BAD_REQUEST, "request_malformed"),
}


@EITHER
@pytest.mark.parametrize(("body", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_a_join_is_refused_in_words(room, body, status, code, content_type):
    reply = join(room, body(room), content_type)
    assert (reply.status, reply.json["code"]) == (status, code)
    assert reply.json["ok"] is False
    assert reply.content_type == "application/json"
    assert rules(reply) == rules(join(room, code_of(room)))


@EITHER
def test_a_seat_is_kept_by_its_token(room, content_type):
    first, other = (join(room, code_of(room, alias="Ana"), content_type) for _ in range(2))
    assert first.status_code == other.status_code == 200
    assert {**first.json, "token": ""} == {**other.json, "token": ""}
    assert first.json["token"] != other.json["token"]
    kept = join(room, code_of(room, token=first.json["token"]), content_type)
    assert kept.json["token"] == first.json["token"]


@pytest.mark.parametrize(("closed", "code"), [("sala", "room_locked"), ("terminar", "code_ended")])
@EITHER
def test_a_closed_room_lets_nobody_in(room, closed, code, content_type):
    room.does(closed)
    assert join(room, code_of(room), content_type).json["code"] == code


@EITHER
def test_guesses_count_together_however_they_are_written(room, app, content_type):
    app.extensions["join_throttle"] = GuessThrottle(
        Limits(2, 60, 1_000, 600), "secret", hold_s=0.01
    )
    wrong = wrong_code(room)
    for each in (PLAIN, WITH_CHARSET):
        assert join(room, wrong, each).json["code"] == "code_unknown"
    for body in (wrong, code_of(room)):
        reply = join(room, body, content_type)
        assert (reply.status, reply.json["code"]) == ("429 TOO MANY REQUESTS", "in_line")


@EITHER
def test_an_error_of_ours_is_told_as_one(room, monkeypatch, caplog, content_type):
    def fails(application):
        raise ZeroDivisionError

    monkeypatch.setattr(join_batcher, "admit", fails)
    reply = join(room, code_of(room), content_type)
    assert (reply.status_code, reply.json["code"]) == (500, "server_error")
    assert [record.message for record in caplog.records] == ["unexpected error at /entrar"]


OTHERWISE = {
    "another site's page": ({"Origin": "http://evil.example"}, 403),
    "a page of another site that says so": ({"Sec-Fetch-Site": "cross-site"}, 403),
    "a host on the usual port": ({"Host": "127.0.0.1:80", "Origin": "http://127.0.0.1:80"}, 200),
    "a form": ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "another format": ({"Content-Type": "text/plain"}, 415),
}


@pytest.mark.parametrize(("headers", "status"), OTHERWISE.values(), ids=OTHERWISE)
def test_a_join_that_our_page_does_not_send(room, headers, status):
    assert join(room, code_of(room), **headers).status_code == status


def test_a_join_that_is_too_large(room):
    assert join(room, {"code": "1" * 70_000}).status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_verbs_are_no_joins(room, method):
    reply = room.site.app.test_client().open("/entrar", method=method, json=code_of(room))
    assert reply.status_code in (403, 405)
