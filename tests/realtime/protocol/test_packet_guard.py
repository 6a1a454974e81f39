"""The packet guard: what is malformed, forged or endless gets no further, and hurts nobody else."""

import pytest
from socketio import packet

from realtime.protocol.packet_guard import (
    EVENTS_AT_ONCE,
    EVENTS_PER_S,
    MAX_VIOLATIONS,
)
from realtime.protocol.packets import StrictPacket
from web.rate_limit import TokenBucket
from web.strict_json import StrictJSON

GOOD = '2/participant,1["submit_answer",{}]'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9",
        "5/participant,",
        "6",
        "2",
        "2/participant,",
        "2/participant,[]",
        '2/participant,["connect"]',
        '2/participant,["disconnect",{}]',
        '2/participant,["submit_answer",1,2]',
        "2/participant,[1]",
        '2/participant,{"a":1}',
        '2/admin,["submit_answer",{}]',
        '2/participant,["submit_answer",NaN]',
        '2/participant,["submit_answer",Infinity]',
        '2/participant,["submit_answer",1e999]',
        '2/participant,["submit_answer",' + "9" * 5000 + "]",
        '2/participant,["submit_answer",' + "[" * 3000 + "]" * 3000 + "]",
        '2/participant,["submit_answer","' + "x" * 9000 + '"]',
        "2/participant,1[",
        "51-/participant,[{}]",
        "\x00",
        "2" + "1" * 200 + "[]",
    ],
    ids=lambda text: text[:40],
)
def test_a_bad_packet_ends_that_socket_and_no_other(room, text):
    room.mateo.socket.say(text)
    assert room.mateo.hears("gone") is None
    round_id = room.ines.version(room.run)
    assert round_id  # the room goes on
    assert room.lucia.socket.connected


def test_bytes_are_no_packet(room):
    room.mateo.socket.say(b"\x04abc")
    assert room.mateo.hears("gone") is None


def test_a_good_packet_passes():
    assert StrictPacket(encoded_packet=GOOD).packet_type == packet.EVENT


def test_json_has_no_nan_in_either_direction():
    for bad in ("NaN", "[Infinity]", '{"a": -Infinity}'):
        with pytest.raises(ValueError, match="not a finite"):
            StrictJSON.loads(bad)
    with pytest.raises(ValueError, match="JSON"):
        StrictJSON.dumps(float("nan"))


def test_a_wall_that_speaks_is_cut_the_third_time(room):
    for _ in range(MAX_VIOLATIONS):
        room.wall.socket.emit("submit_answer", {})
    assert room.wall.hears("gone") is None


def test_a_bucket_fills_again():
    bucket = TokenBucket(EVENTS_PER_S, EVENTS_AT_ONCE)
    taken = sum(bucket.take() for _ in range(50))
    assert 20 <= taken <= 25
    bucket.filled_at -= 10
    assert bucket.take()


def test_the_stack_has_the_parts_the_guard_needs(app):
    server = app.extensions["socketio"].server
    assert callable(server._handle_eio_message)
    assert callable(server._send_eio_packet)
    assert server._handle_event == app.extensions["answer_socket_handler"].on_event
    assert server.eio.handlers["message"] == app.extensions["packet_guard"].on_message
    assert server.packet_class is StrictPacket
    assert callable(server.manager.eio_sid_from_sid)
    assert callable(server.manager.sid_from_eio_sid)
    assert isinstance(server.eio.sockets, dict)
