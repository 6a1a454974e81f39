"""The way in before Flask says what Flask says, and leaves to Flask what is not plain."""

import json

import pytest
from flask import request_started

from participant.guess_throttle import Line
from participant.join_queue import Limits
from realtime.state.joins import reception

PLAIN, FOR_FLASK = "application/json", "application/json; charset=utf-8"
VARIES = {"Content-Length", "Vary"}  # of a length that is not the same; of what may be compressed


@pytest.fixture
def flask_was_asked(app):
    """A list that grows by one with each request that reaches Flask."""
    asked = []

    def remember(sender, **_):
        asked.append(sender)

    with request_started.connected_to(remember, app):
        yield asked


def join(room, body, content_type=PLAIN, **headers):
    """POST /entrar with these bytes, or this as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Origin": room.house.base, "Content-Type": content_type} | headers
    return room.house.app.test_client().post(
        "/entrar", data=data, base_url=room.house.base, headers=headers
    )


def rules(reply):
    """The headers that say how a browser is to treat an answer."""
    return {name: value for name, value in reply.headers.items() if name not in VARIES}


def code_of(room, **more):
    """A join with the room's code."""
    return {"code": room.run.code} | more


BODIES = {
    "a wrong code": lambda room: {"code": f"{(int(room.run.code) + 7) % 10**6:06d}"},
    "no code": lambda room: {"code": "12345"},
    "no string": lambda room: {"code": int(room.run.code)},
    "an alias nobody could read": lambda room: code_of(room, alias="\u200b"),
    "a field we do not know": lambda room: code_of(room, role="admin"),
    "a list": lambda room: [room.run.code],
    "a blank": lambda room: b" ",
    "a key twice": lambda room: b'{"code": "123456", "code": "654321"}',
    "no number": lambda room: b'{"code": NaN}',
    "no text": lambda room: b'{"code": "\xff\xfe"}',
    "brackets without end": lambda room: b"[" * 4_000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_refusal_is_the_same_from_both(room, flask_was_asked, body):
    here = join(room, body(room))
    assert not flask_was_asked
    there = join(room, body(room), FOR_FLASK)
    assert flask_was_asked
    assert here.status == there.status
    assert here.json == there.json
    assert here.json["ok"] is False
    assert rules(here) == rules(there)


def test_a_seat_is_the_same_from_both(room, flask_was_asked):
    here = join(room, code_of(room, alias="Ana"))
    assert not flask_was_asked
    there = join(room, code_of(room, alias="Ana"), FOR_FLASK)
    assert flask_was_asked
    assert here.status_code == there.status_code == 200
    assert {**here.json, "token": ""} == {**there.json, "token": ""}
    assert here.json["token"] != there.json["token"]
    assert rules(here) == rules(there)
    kept = join(room, code_of(room, token=here.json["token"]))
    assert kept.json["token"] == here.json["token"]


@pytest.mark.parametrize(("closed", "code"), [("sala", "room_locked"), ("terminar", "code_ended")])
def test_a_closed_door_is_closed_for_both(room, closed, code):
    room.does(closed)
    for way in (PLAIN, FOR_FLASK):
        assert join(room, code_of(room), way).json["code"] == code


@pytest.mark.parametrize("way", [PLAIN, FOR_FLASK])
def test_guesses_count_together_whichever_way_they_come(room, app, way):
    app.extensions["join_line"] = Line(Limits(2, 60, 1_000, 600), "secret", hold_s=0.01)
    wrong = BODIES["a wrong code"](room)
    for each in (PLAIN, FOR_FLASK):
        assert join(room, wrong, each).json["code"] == "code_unknown"
    for body in (wrong, code_of(room)):
        reply = join(room, body, way)
        assert (reply.status, reply.json["code"]) == ("429 TOO MANY REQUESTS", "in_line")


def test_an_error_of_ours_is_told_as_one_by_both(room, monkeypatch, caplog):
    def fails(application):
        raise ZeroDivisionError

    monkeypatch.setattr(reception, "admit", fails)
    for way in (PLAIN, FOR_FLASK):
        reply = join(room, code_of(room), way)
        assert (reply.status_code, reply.json["code"]) == (500, "server_error")
    assert [record.message for record in caplog.records] == ["unexpected error at /entrar"] * 2


OTHERWISE = {
    "another site's page": {"Origin": "http://evil.example"},
    "a page of another site that says so": {"Sec-Fetch-Site": "cross-site"},
    "a host on the usual port": {"Host": "127.0.0.1:80", "Origin": "http://127.0.0.1:80"},
    "a form": {"Content-Type": "application/x-www-form-urlencoded"},
    "another format": {"Content-Type": "text/plain"},
}


@pytest.mark.parametrize("headers", OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_not_plain_is_flasks(room, flask_was_asked, headers):
    join(room, code_of(room), **headers)
    assert flask_was_asked


def test_what_is_too_large_is_flasks(room, flask_was_asked):
    assert join(room, {"code": "1" * 70_000}).status_code == 413
    assert flask_was_asked


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_verbs_are_flasks(room, flask_was_asked, method):
    reply = room.house.app.test_client().open("/entrar", method=method, json=code_of(room))
    assert reply.status_code in (403, 405)
    assert flask_was_asked
