"""An acknowledgement is written by hand, and is what python-socketio would have written."""

import pytest

from realtime.protocol import socketio_server
from realtime.protocol.packets import StrictPacket

SAID = [
    {"ok": True, "round": 7, "value": "b"},
    {"ok": False, "code": "round_not_open", "message": "La vuelta ya se cerró. «Ñandú» \u2028"},
    {"ok": True, "value": {"a": [1, 2.5, None]}},
]


@pytest.mark.parametrize("payload", SAID)
def test_an_acknowledgement_reads_as_python_socketio_writes_it(app, monkeypatch, payload):
    sent = []
    server = app.extensions["socketio"].server
    monkeypatch.setattr(server, "_send_eio_packet", lambda *what: sent.append(what))
    socketio_server.acknowledge(server, "s1", "/participant", 12, payload)
    theirs = StrictPacket(StrictPacket.ACK, namespace="/participant", id=12, data=[payload])
    assert [(sid, packet.encode()) for sid, packet in sent] == [("s1", "4" + theirs.encode())]


def test_who_asked_for_no_acknowledgement_gets_none(app, monkeypatch):
    server = app.extensions["socketio"].server
    monkeypatch.setattr(server, "_send_eio_packet", lambda *_: pytest.fail("something was sent"))
    socketio_server.acknowledge(server, "s1", "/participant", None, {"ok": True})
