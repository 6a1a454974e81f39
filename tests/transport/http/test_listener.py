"""Connections before they have said what they want: kept, split, hurried, half closed, upgraded."""

import contextlib
import json
import os
import signal
import socket
import time

import pytest

from tests.support.cast import Phone, Trainer
from tests.support.server import Server

pytestmark = pytest.mark.live
REQUEST_TIMEOUT_S = 2  # seconds: the setting
CAPACITY, MARGIN = 20, 500  # the setting, and what the program adds to it
MOST = CAPACITY + MARGIN  # connections
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="


@pytest.fixture(scope="module")
def site(tmp_path_factory, content):
    """The program, with little patience."""
    settings = {"CONTENT": content, "TRANSPORT": "lean", "REQUEST_TIMEOUT": REQUEST_TIMEOUT_S}
    server = Server(tmp_path_factory.mktemp("listener") / "data", **settings).start()
    yield server
    server.stop()
    assert "Traceback" not in server.errors()


@pytest.fixture(scope="module")
def run(site):
    """A run that everyone here knows the code of."""
    ines = Trainer(site)
    yield ines.new_run("un-taller-breve")
    ines.leave()


@pytest.fixture(scope="module")
def narrow(tmp_path_factory, content):
    """A program with few places, and a run in it."""
    settings = {"CONTENT": content, "TRANSPORT": "lean", "REQUEST_TIMEOUT": 8}
    data = tmp_path_factory.mktemp("narrow") / "data"
    server = Server(data, CAPACITY_PROCESS=CAPACITY, **settings).start()
    ines = Trainer(server)
    yield server, ines.new_run("un-taller-breve")
    ines.leave()
    server.stop()
    assert "Traceback" not in server.errors()


class Line:
    """One connection, and what is read from it answer by answer."""

    def __init__(self, site):
        self.port = site.port
        self.socket = socket.create_connection(("127.0.0.1", site.port), 5)
        self.rest = b""

    def say(self, text):
        self.socket.sendall(text if isinstance(text, bytes) else text.encode())

    def answer(self):
        """(status, head, body) of the next one; (0, …) where the line ended."""
        while b"\r\n\r\n" not in self.rest:
            if not self._more():
                return 0, b"", b""
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(self.rest) < length and self._more():
            pass
        body, self.rest = self.rest[:length], self.rest[length:]
        return int(head.split()[1]), head, body

    def _more(self):
        more = b""
        with contextlib.suppress(ConnectionResetError):
            more = self.socket.recv(65_536)
        self.rest += more
        return bool(more)


@pytest.fixture
def line(site):
    line = Line(site)
    yield line
    line.socket.close()


def get(line, path, *headers):
    """A GET as a browser writes it."""
    head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{line.port}", *headers]
    return "\r\n".join(head) + "\r\nAccept-Encoding: gzip\r\n\r\n"


def post(line, fields, *headers):
    """A join as a phone writes it."""
    body = json.dumps(fields)
    head = ["POST /entrar HTTP/1.1", f"Host: 127.0.0.1:{line.port}", *headers]
    head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(head) + "\r\n\r\n" + body


def test_page_seat_and_socket_on_one_connection(site, run, line):
    line.say(get(line, f"/{run.code}"))
    status, head, page = line.answer()
    assert (status, b"Content-Encoding: gzip" in head) == (200, True)
    line.say(get(line, f"/{run.code}"))  # from the response cache now
    status, again, same = line.answer()
    assert (status, same) == (200, page)
    dateless = [[x for x in h.split(b"\r\n") if not x.startswith(b"Date:")] for h in (head, again)]
    assert sorted(dateless[0]) == sorted(dateless[1])  # the same, whoever answers
    line.say(post(line, {"code": run.code}))
    status, _, body = line.answer()
    assert (status, json.loads(body)["code"]) == (200, run.code)
    headers = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", KEY]
    line.say(get(line, "/socket.io/?EIO=4&transport=websocket", *headers))
    status, head, _ = line.answer()
    assert status == 101
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head
    while b'0{"sid"' not in line.rest:
        assert line._more()


def test_a_request_that_comes_byte_by_byte_and_its_body_later(run, line):
    text = post(line, {"code": run.code})
    head, _, body = text.partition("\r\n\r\n")
    for letter in head + "\r\n\r\n":
        line.say(letter)
    time.sleep(0.05)
    line.say(body[:5])
    time.sleep(0.05)
    line.say(body[5:])
    assert line.answer()[0] == 200


def test_who_asks_ahead_is_answered_in_order(run, line):
    line.say(
        post(line, {"code": run.code})
        + get(line, f"/{run.code}")
        + get(line, "/nada")
        + get(line, f"/{run.code}")
        + post(line, {"code": "x"})
    )
    assert [line.answer()[0] for _ in range(5)] == [200, 200, 404, 200, 400]


def test_who_asks_without_end_and_does_not_listen_holds_nobody_up(site, run):
    with contextlib.closing(Line(site).socket) as rude:
        rude.settimeout(0.5)
        asked = get(site, f"/{run.code}").encode() * 100
        with contextlib.suppress(OSError):
            for _ in range(1_000):  # 15 MB, for 700 MB of answers
                rude.sendall(asked)
        phone = Phone(site)
        began = time.monotonic()
        assert phone.join(run).status == 200
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1\r\nExpect: 100-continue"])
def test_what_is_not_written_as_browsers_do_is_answered_too(run, line, version):
    line.say(post(line, {"code": run.code}).replace("HTTP/1.1", version, 1))
    status, head, _ = line.answer()
    if status == 100:
        status, head, _ = line.answer()
    assert status == 200


def test_behind_a_body_in_chunks_the_next_request_is_found(run, line):
    body = json.dumps({"code": run.code})
    head = post(line, {}).partition("Content-Length")[0]
    chunk = f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    line.say(head + chunk + get(line, f"/{run.code}"))
    assert [line.answer()[0] for _ in range(2)] == [400, 200]  # Flask asks for a length


def test_lines_that_end_as_unix_has_them(run, line):
    line.say(get(line, f"/{run.code}").replace("\r\n", "\n"))
    assert line.answer()[0] == 200


@pytest.mark.parametrize(("version", "status"), [("1.1", 400), ("1.0", 200)])
def test_only_http_1_0_may_leave_out_whom_it_asks(line, version, status):
    line.say(f"GET /salud HTTP/{version}\r\n\r\n")
    assert line.answer()[0] == status


@pytest.mark.parametrize("transport", ["lean", "stock"])
def test_a_head_that_is_none_is_told_in_one_line(tmp_path, content, transport):
    site = Server(tmp_path / "data", CONTENT=content, TRANSPORT=transport).start()
    try:
        for _ in range(20):
            with contextlib.closing(Line(site).socket) as rude:
                rude.sendall(b"GET / HTTP/1.1\r\nsecret\r\n\r\n")
                assert rude.recv(100).startswith(b"HTTP/1.1 400")
    finally:
        site.stop()
    assert site.errors().count("broken requests so far: 1") == 1
    assert "secret" not in site.errors()


def test_who_says_close_is_closed_on_after_the_answer(run, line):
    line.say(get(line, f"/{run.code}", "Connection: close"))
    status, head, body = line.answer()
    assert (status, b"Connection: close" in head) == (200, True)
    assert body
    assert not line._more()


def test_who_says_nothing_more_still_hears_every_answer(run, line):
    line.say(post(line, {"code": run.code}) * 2)
    line.socket.shutdown(socket.SHUT_WR)
    assert [line.answer()[0] for _ in range(2)] == [200, 200]
    assert not line._more()


@pytest.mark.parametrize("said", ["", "GET", "GET / HTTP/1.1\r\nHost: x\r\nX-", "body"])
def test_whoever_takes_too_long_is_closed_on(run, line, said):
    if said == "body":
        said = post(line, {"code": run.code})[:-1]
    line.say(said)
    began = time.monotonic()
    assert not line._more()
    assert REQUEST_TIMEOUT_S - 1 < time.monotonic() - began < REQUEST_TIMEOUT_S + 2


def test_who_rests_between_two_requests_has_the_same_time_again(run, line):
    for _ in range(3):
        line.say(get(line, f"/{run.code}"))
        assert line.answer()[0] == 200
        time.sleep(REQUEST_TIMEOUT_S * 0.6)


def test_who_spoke_while_the_computer_slept_is_heard(site, run, line):
    whole = get(line, f"/{run.code}")
    line.say(whole[:20])
    time.sleep(0.3)  # until it is read
    os.kill(site.pid, signal.SIGSTOP)
    try:
        line.say(whole[20:])
        time.sleep(REQUEST_TIMEOUT_S + 1.5)
    finally:
        os.kill(site.pid, signal.SIGCONT)
    assert line.answer()[0] == 200


def test_a_large_file_reaches_a_slow_reader_whole(site, line):
    line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.say(get(line, "/"))
    page = line.answer()[2]
    asked = get(line, "/")
    line.say(asked * 30)
    time.sleep(0.5)
    assert [line.answer()[2] == page for _ in range(30)] == [True] * 30


def test_who_says_nothing_makes_room_for_who_comes(narrow):
    site, run = narrow
    half = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
    with contextlib.ExitStack() as lines:
        for said in (b"", half[:30], half):
            for _ in range(MOST // 2):
                lines.enter_context(Line(site).socket).sendall(said)
        began = time.monotonic()
        assert Phone(site).join(run).status == 200
        assert time.monotonic() - began < REQUEST_TIMEOUT_S / 2


def test_nor_do_those_whom_eventlet_serves_take_every_place(narrow):
    site, run = narrow
    rests = b"GET /salud HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    with contextlib.ExitStack() as lines:
        said = []
        for _ in range(MOST + 50):  # one after the other: who has said nothing yet has to go
            line = Line(site)
            lines.enter_context(line.socket).sendall(rests)
            said.append(line.answer()[0])
        assert said.count(200) == MOST // 2
        assert set(said) == {200, 503}
        began = time.monotonic()
        assert Phone(site).join(run).status == 200
        assert time.monotonic() - began < REQUEST_TIMEOUT_S / 2
