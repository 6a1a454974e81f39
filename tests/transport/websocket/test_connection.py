"""One connection on a real pair of sockets, with a hub that the test turns by hand."""

import select
import socket
import time

import pytest

from tests.transport.websocket.test_frames import from_client
from transport.websocket import connection as module
from transport.websocket import frames
from transport.websocket.connection import Connection


class Server:
    """A doorkeeper whose hub moves only when told to."""

    max_message_bytes = 1000

    def __init__(self):
        self.watched = set()
        self.cut_slow = 0
        self.codes = []
        self.callbacks = {}

    def add_hub_listener(self, what, fd, callback):
        self.callbacks[what] = (fd, callback)
        return what

    def remove_hub_listener(self, listener):
        self.callbacks.pop(listener, None)

    def forget(self, connection, *listeners):
        for listener in listeners:
            self.remove_hub_listener(listener)
        self.watched.discard(connection)

    def count_rejection(self, code):
        self.codes.append(code)

    def turn(self):
        """Call back whoever is ready now."""
        reading = [self.callbacks["read"][0]] if "read" in self.callbacks else []
        writing = [self.callbacks["write"][0]] if "write" in self.callbacks else []
        readable, writable, _ = select.select(reading, writing, [], 0)
        for what, ready in (("read", readable), ("write", writable)):
            if ready and what in self.callbacks:
                self.callbacks[what][1](ready[0])


class Heard:
    """The session behind the connection."""

    def __init__(self):
        self.messages = []
        self.gone = 0

    def on_message(self, message):
        self.messages.append(message)

    def on_closed(self):
        self.gone += 1


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    theirs.settimeout(2)
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.fixture
def line(pair, server, heard):
    return Connection(pair[0], heard, server)


@pytest.fixture
def phone(pair):
    return pair[1]


def everything(phone):
    """All that is there to be read, up to the end or a silence."""
    phone.settimeout(0.05)
    got = b""
    while True:
        try:
            piece = phone.recv(65_536)
        except TimeoutError:
            return got
        if not piece:
            return got
        got += piece


def test_messages_arrive_in_order(line, phone, server, heard):
    phone.sendall(from_client(frames.TEXT, b"uno") + from_client(frames.TEXT, b"dos"))
    server.turn()
    assert heard.messages == ["uno", "dos"]


def test_a_ping_gets_its_pong(line, phone, server):
    phone.sendall(from_client(frames.PING, b"hola"))
    server.turn()
    assert phone.recv(100) == frames.pack(frames.PONG, b"hola")


def test_a_flood_of_pings_is_turned_away(line, phone, server, heard):
    line._window = int(time.monotonic() / module.RATE_WINDOW_S)
    phone.sendall(
        from_client(frames.PING, b"")
        * (module.MAX_FRAMES_PER_WINDOW // module.CONTROL_FRAME_WEIGHT + 1)
    )
    got = b""
    for _ in range(10):
        server.turn()
        got += everything(phone)
    assert server.codes == [frames.POLICY_VIOLATION]
    assert got.endswith(frames.pack_close(frames.POLICY_VIOLATION))


def test_a_close_is_answered_with_its_code(line, phone, server, heard):
    phone.sendall(from_client(frames.CLOSE, b"\x03\xe9") + from_client(frames.TEXT, b"late"))
    server.turn()
    assert everything(phone) == frames.pack_close(1001)
    assert heard.gone == 1
    assert heard.messages == []
    assert not server.callbacks


def test_a_bad_frame_is_closed_with_its_code(line, phone, server, heard):
    phone.sendall(frames.pack(frames.TEXT, b"not masked"))
    server.turn()
    assert everything(phone) == frames.pack_close(1002)
    assert server.codes == [1002]
    phone.sendall(from_client(frames.TEXT, b"but add_hub_listener"))
    server.turn()
    phone.close()
    server.turn()
    assert heard.messages == []
    assert heard.gone == 1


def test_our_goodbye_waits_for_theirs(line, phone, server, heard):
    line.close()
    assert phone.recv(100) == frames.pack_close(1000)
    phone.sendall(from_client(frames.TEXT, b"too late"))
    server.turn()
    assert heard.messages == []
    assert heard.gone == 0
    phone.sendall(from_client(frames.CLOSE, b"\x03\xe8"))
    server.turn()
    assert heard.gone == 1


def test_who_does_not_answer_a_goodbye_is_cut(line, server, heard):
    line.close()
    since = line._since
    line.check(since + module.CLOSE_TIMEOUT_S / 2)
    assert heard.gone == 0
    line.check(since + module.CLOSE_TIMEOUT_S + 0.1)
    assert heard.gone == 1
    assert not server.watched


def test_a_phone_out_of_reach_is_gone_once(line, phone, server, heard):
    phone.close()
    server.turn()
    line.cut()
    line.send(frames.pack(frames.TEXT, b"nobody"))
    line.close()
    assert heard.gone == 1
    assert not server.callbacks


def test_what_a_slow_client_has_not_taken_waits_and_arrives_whole(line, phone, server):
    sent = [frames.pack(frames.TEXT, bytes([65 + i]) * 900) for i in range(26)]
    for frame in sent:
        line.send(frame)
    assert 0 < line.waiting <= 26
    assert line in server.watched
    got = b""
    for _ in range(1000):
        got += everything(phone)
        server.turn()
        if not line.waiting:
            break
    got += everything(phone)
    assert got == b"".join(sent)
    assert line._waiting_bytes == 0
    assert line not in server.watched
    assert "write" not in server.callbacks


def test_a_goodbye_comes_after_what_waits(line, phone, server):
    sent = [frames.pack(frames.TEXT, b"a" * 900)] * 26
    for frame in sent:
        line.send(frame)
    line.close()
    got = b""
    for _ in range(200):
        got += everything(phone)
        server.turn()
    assert got == b"".join(sent) + frames.pack_close(1000)


def test_a_client_that_does_not_read_has_two_seconds(line, server, heard):
    for _ in range(module.MAX_WAITING_FRAMES + 50):
        line.send(frames.pack(frames.TEXT, b"a" * 900))
    line.check(100.0)
    line.check(100.0 + module.SLOW_CLIENT_S - 0.1)
    assert heard.gone == 0
    line.check(100.0 + module.SLOW_CLIENT_S)
    assert heard.gone == 1
    assert server.cut_slow == 1


def test_a_client_that_catches_up_keeps_its_connection(line, phone, server, heard):
    for _ in range(module.MAX_WAITING_FRAMES + 50):
        line.send(frames.pack(frames.TEXT, b"a" * 900))
    line.check(100.0)
    for _ in range(1000):
        everything(phone)
        server.turn()
        if not line.waiting:
            break
    line.check(200.0)
    assert heard.gone == 0


def test_beyond_four_megabytes_it_is_cut_at_once(line, server, heard):
    frame = frames.pack(frames.TEXT, b"a" * 500_000)
    for _ in range(12):
        line.send(frame)
    assert heard.gone == 1
    assert server.cut_slow == 1


def test_bytes_that_came_too_early_count(line, heard):
    line.feed(from_client(frames.TEXT, b"early"))
    assert heard.messages == ["early"]


def test_what_is_held_is_sent_in_one_write(line, phone):
    welcome, snapshot = frames.pack(frames.TEXT, b"uno"), frames.pack(frames.TEXT, b"dos")
    line.cork()
    line.send(welcome)
    line.send(snapshot)
    assert everything(phone) == b""
    line.uncork()
    line.send(welcome)
    assert everything(phone) == welcome + snapshot + welcome


def test_a_goodbye_comes_after_what_was_held(line, phone):
    said = frames.pack(frames.TEXT, b"uno")
    line.cork()
    line.send(said)
    line.close()
    line.uncork()
    assert everything(phone) == said + frames.pack_close(frames.NORMAL)


def test_who_is_cut_is_told_nothing_that_was_held(line, phone, heard):
    line.cork()
    line.send(frames.pack(frames.TEXT, b"uno"))
    line.cut()
    line.uncork()
    assert everything(phone) == b""
    assert heard.gone == 1


def test_a_listener_that_is_there_already_is_taken_over(pair, heard):
    class Listener:
        cb = None

    class Alone(Server):
        def add_hub_listener(self, what, fd, callback):
            raise AssertionError("the hub has one")

    listener = Listener()
    pair[1].sendall(from_client(frames.TEXT, b"uno"))
    Connection(pair[0], heard, Alone(), listener)
    listener.cb(pair[0].fileno())
    assert heard.messages == ["uno"]
