"""Pings, silence, lanes and limits, with a clock and an engineio that the test holds."""

import pytest
from engineio import packet

from transport.websocket import handshake
from transport.websocket.engineio_socket import MAX_QUEUED_MESSAGES, EngineIOSocket, frame_of
from transport.websocket.handshake import accept_key, kept_environ
from transport.websocket.server import WebSocketServer


class Engine:
    """As much of engineio's server as a session needs."""

    max_http_buffer_size = 1000
    ping_interval = 10
    ping_timeout = 8
    ping_interval_grace_period = 0

    class reason:  # noqa: N801 - engineio's name
        PING_TIMEOUT = "ping timeout"
        TRANSPORT_CLOSE = "transport close"
        CLIENT_DISCONNECT = "client disconnect"
        SERVER_DISCONNECT = "server disconnect"

    def __init__(self):
        self.sockets = {}
        self.events = []

    def _handle_connect(self, environ, start_response, transport, jsonp_index=None):
        return "stock"

    def _trigger_event(self, event, *args, run_async=False):
        self.events.append((event, *args))


class Line:
    """A connection that only remembers."""

    def __init__(self):
        self.sent = []
        self.ended = None

    def send(self, frame):
        self.sent.append(frame)

    def cork(self):
        self.held = len(self.sent)

    def uncork(self):
        self.together = self.sent[self.held :]

    def close(self, code=1000):
        self.ended = code

    def cut(self):
        self.ended = "cut"


@pytest.fixture
def server():
    server = WebSocketServer(Engine(), max_connections=10)
    server.handled = []
    server.spawned = []
    server.on_message = lambda sid, message: server.handled.append(message)
    server.spawn = lambda function, *args: server.spawned.append((function, args))
    return server


@pytest.fixture
def session(server):
    session = EngineIOSocket(server, "s1")
    session.connection = Line()
    server.engineio.sockets["s1"] = session
    return session


def run_spawned(server):
    """Let the greenlets run that were asked for."""
    while server.spawned:
        function, args = server.spawned.pop(0)
        function(*args)


def due(server):
    """When the next ping is due."""
    return server._pings[0][0]


def test_a_phone_is_asked_once_an_interval_while_it_answers(server, session):
    server.schedule_next_ping(session)
    for _ in range(3):
        server.check(due(server))
        session.handle("3")
    assert session.connection.sent == [b"\x81\x012"] * 3
    server.check(due(server) - 0.1)
    assert len(session.connection.sent) == 3
    assert not server.spawned


def test_a_phone_that_does_not_answer_is_let_go(server, session):
    server.schedule_next_ping(session)
    asked = due(server)
    server.check(asked)
    server.check(asked + 7.9)
    assert not server.spawned
    server.check(asked + 8)
    run_spawned(server)
    assert session.connection.ended == "cut"
    assert server.engineio.events == [("disconnect", "s1", "ping timeout")]
    assert "s1" not in server.engineio.sockets


def test_nobody_is_let_go_for_seconds_in_which_nobody_was_heard(server, session):
    server.schedule_next_ping(session)
    asked = due(server)
    server.check(asked)
    server.extend_deadlines(30)  # the computer slept, or had no processor for us
    server.check(asked + 37.9)
    assert not server.spawned
    session.handle("3")
    server.check(asked + 38)
    assert not server.spawned


def test_who_is_silent_after_that_too_is_let_go(server, session):
    server.schedule_next_ping(session)
    asked = due(server)
    server.check(asked)
    server.extend_deadlines(30)
    server.check(asked + 38)
    assert server.spawned


def test_a_pong_nobody_asked_for_buys_no_time(server, session):
    server.schedule_next_ping(session)
    asked = due(server)
    session.handle("3")
    session.handle("3")
    server.check(asked)
    assert len(server._pings) == 0
    server.check(asked + 8)
    assert server.spawned


def test_events_are_handled_at_once_and_in_order(server, session):
    session.handle('42/participant,["submit_answer",{}]')
    session.handle('42/participant,["submit_answer",{"round":1}]')
    assert server.handled[0] == '2/participant,["submit_answer",{}]'
    assert len(server.handled) == 2
    assert not server.spawned


def test_what_follows_a_connect_waits_for_it(server, session):
    session.handle("40/participant,{}")
    session.handle('42/participant,["submit_answer",{}]')
    assert server.handled == []
    run_spawned(server)
    assert [event[2] for event in server.engineio.events] == [
        "0/participant,{}",
        '2/participant,["submit_answer",{}]',
    ]
    session.handle('42/participant,["submit_answer",{}]')
    assert len(server.handled) == 1


def test_the_snapshot_follows_the_welcome_in_one_write(server, session, caplog):
    def connect(event, *args, run_async=False):
        assert session.after_response(
            lambda: session.send(packet.Packet(packet.MESSAGE, data="snapshot"))
        )
        session.send(packet.Packet(packet.MESSAGE, data="welcome"))

    server.engineio._trigger_event = connect
    assert not session.after_response(print)  # nothing is being handled: there is nothing to follow
    session.handle("40/participant,{}")
    run_spawned(server)
    assert [frame[3:] for frame in session.connection.together] == [b"welcome", b"snapshot"]


def test_what_fails_after_a_welcome_holds_up_nobody(server, session, caplog):
    def connect(event, *args, run_async=False):
        server.handled.append(args[1])
        session.after_response(lambda: 1 / 0)

    server.engineio._trigger_event = connect
    session.handle("40/participant,{}")
    session.handle('42/participant,["submit_answer",{}]')
    run_spawned(server)
    assert len(server.handled) == 2
    assert len(caplog.records) == 2
    assert not session.connection.ended


def test_a_lane_has_an_end(server, session):
    for _ in range(MAX_QUEUED_MESSAGES + 2):
        session.handle("40/participant,{}")
    assert session.connection.ended == "cut"


@pytest.mark.parametrize("text", ["", "x", "9", "b4AAAA", "²", b"\x04", b""])
def test_what_is_no_packet_ends_the_connection(server, session, text):
    session.handle(text)
    assert session.connection.ended == 1008
    assert server.refused == 1


def test_a_client_that_says_goodbye_is_gone(server, session):
    session.handle("1")
    run_spawned(server)
    assert server.engineio.events == [("disconnect", "s1", "client disconnect")]
    session.on_closed()
    assert not server.spawned


def test_ours_is_said_before_the_connection_ends(server, session):
    session.close()
    session.close()
    assert session.connection.sent == [b"\x81\x011"]
    assert session.connection.ended == 1000
    assert len(server.engineio.events) == 1


def test_a_broadcast_is_packed_once():
    pkt = packet.Packet(packet.MESSAGE, data='2/participant,["snapshot",{}]')
    assert frame_of(pkt) is frame_of(pkt)
    assert frame_of(pkt)[2:] == b'42/participant,["snapshot",{}]'


def test_a_whole_room_is_told_whatever_its_phones_speak(server, session):
    gone = EngineIOSocket(server, "s2")
    gone.connection, gone.closed = Line(), True
    server.engineio.sockets |= {"s2": gone, "polling": object()}
    server.engineio.send_packet = lambda sid, pkt: sent.append((sid, pkt))
    sent = []
    pkt = packet.Packet(packet.MESSAGE, data='2/participant,["snapshot",{}]')
    for sid in ("s1", "s2", "polling"):
        server.send(sid, pkt)
    assert session.connection.sent == [frame_of(pkt)]
    assert gone.connection.sent == []
    assert sent == [("polling", pkt)]


def test_polling_stays_engineios(server):
    assert server.connect({}, None, "polling") == "stock"
    assert server.connect({"eventlet.input": object()}, None, "websocket") == "stock"


def test_keys_and_what_is_kept_of_a_handshake():
    assert accept_key("dGhlIHNhbXBsZSBub25jZQ==") == b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert accept_key("c2hvcnQ=") is None
    assert accept_key("ñ") is None
    kept = kept_environ({"HTTP_ORIGIN": "http://a", "wsgi.input": object(), "HTTP_X": "y"})
    assert kept == {"HTTP_ORIGIN": "http://a"}


def test_d10_what_strangers_say_is_kept_no_longer_than_they_stay():
    cookie = "".join(["mano=", "x" * 400])
    again = "".join(["mano=", "x" * 400])
    assert kept_environ({"HTTP_COOKIE": cookie})["HTTP_COOKIE"] is cookie
    assert kept_environ({"HTTP_COOKIE": again})["HTTP_COOKIE"] is again  # too long to be shared
    for number in range(1_000):
        kept_environ({"HTTP_ORIGIN": f"http://{number}.example"})
    assert handshake._shared.cache_info().currsize <= 256


def test_equal_strings_of_a_room_are_one():
    first = kept_environ({"HTTP_HOST": "".join(["aula", ":5000"])})["HTTP_HOST"]
    assert kept_environ({"HTTP_HOST": "".join(["aula:", "5000"])})["HTTP_HOST"] is first
