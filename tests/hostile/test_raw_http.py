"""H and W rows that only bytes can show: wrong lengths, slow senders, polling, handshakes."""

import contextlib
import json
import socket
import time

import pytest

from tests.support.raw_socket import (
    SOCKET_PATH,
    request,
    send_bytes,
    status,
)

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("stays_healthy")]

JSON = "Content-Type: application/json"
POLL = "/socket.io/?EIO=4&transport=polling"
BETWEEN = "\x1e"


def post(server, *headers, body=b"", path="/entrar"):
    """POST with exactly these headers."""
    return request(server, "POST", path, body, [JSON, *headers], timeout_s=4)


def test_h_14_lengths_that_lie(arena):
    for length in ("-1", "abc", "1e3", "+5", "0x10", "99999999999999999999"):
        answer = post(arena, f"Content-Length: {length}", body=b"{}")
        assert status(answer) in (400, 413), (length, answer[:80])
    answer = post(arena, "Content-Length: 2", "Content-Length: 3", body=b"{}")
    assert status(answer) in (400, 0)
    answer = post(arena, "Content-Length: 100", body=b"{}")  # less than promised
    assert status(answer) in (400, 408, 0)


def test_h_14_two_ways_to_measure(arena):
    smuggled = b"0\r\n\r\nGET /inicio HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    headers = [f"Content-Length: {len(smuggled)}", "Transfer-Encoding: chunked"]
    for order in (headers, headers[::-1]):
        answer = post(arena, *order, body=smuggled)
        assert status(answer) == 400
        assert answer.count(b"HTTP/1.") == 1  # nothing behind it was taken for a request


def test_h_14_behind_a_length_that_is_none_nothing_is_taken_for_a_request(arena):
    behind = b"GET /salud HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for lie in ("Content-Length: +2", "Content-Length: 0_2", "Transfer-Encoding: xchunked"):
        head = f"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\n{JSON}\r\n{lie}\r\n\r\n{{}}"
        answer = send_bytes(arena, head.encode() + behind, timeout_s=4)
        assert (status(answer), answer.count(b"HTTP/1.")) == (400, 1), lie


def test_h_14_ten_megabytes(arena):
    assert status(post(arena, "Content-Length: 10000000", body=b"[" * 100_000)) == 413
    chunk = b"10000\r\n" + b"[" * 65_536 + b"\r\n"
    answer = post(arena, "Transfer-Encoding: chunked", body=chunk * 160)
    assert status(answer) in (413, 0)


def test_h_14_chunks_that_are_none(arena):
    for body in (b"zz\r\n{}\r\n0\r\n\r\n", b"-5\r\n{}\r\n", b"fffffffff\r\n{}", b"2\r\n{}"):
        answer = post(arena, "Transfer-Encoding: chunked", body=body)
        assert status(answer) in (400, 413, 0), (body, answer[:80])


def test_h_14_chunks_without_end(arena):
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", arena.port), 5) as line:
        head = f"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\n{JSON}\r\n"
        line.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 8:
                line.sendall(b"1\r\n[\r\n")
                time.sleep(0.05)  # a slow sender is the attack
    assert time.monotonic() - began < 8  # setting: 2


def test_h_18_a_path_that_is_no_path(arena):
    paths = ["/" + "a" * 20_000, "/?" + "a" * 9_000, "//", "/\x7f", "*", "/%zz", "/%"]
    paths += ["http://evil.example/"]
    for path in paths:
        assert status(request(arena, "GET", path)) in (200, 400, 404, 414, 0), path[:20]


def test_h_18_headers_that_are_none(arena):
    for head in (
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",  # TLS to a door without it
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"\r\n" * 1_000,
        b"\x00" * 10_000,
        "GÉT / HTTP/1.1\r\n\r\n".encode(),
    ):
        answer = send_bytes(arena, head, timeout_s=4)
        assert b"Traceback" not in answer


def test_h_19_the_staffs_door_believes_no_header(arena):
    link = arena.console_link.removeprefix(arena.base)
    cookie = f"Cookie: {arena.room.ines.browser.cookies()}"
    lies = [cookie, "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost"]
    for host in ("evil.example", "192.168.1.5:5000", "127.0.0.1.evil.example", "127.0.0.1@evil"):
        head = "\r\n".join(["GET /inicio HTTP/1.1", f"Host: {host}", "Connection: close", *lies])
        assert status(send_bytes(arena, head.encode() + b"\r\n\r\n")) in (400, 404), host
        head = f"GET {link} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        assert status(send_bytes(arena, head.encode())) in (400, 404), host


def test_h_31_slow_headers_are_cut(arena):
    began = time.monotonic()
    with contextlib.ExitStack() as lines:
        slow = [
            lines.enter_context(socket.create_connection(("127.0.0.1", arena.port), 8))
            for _ in range(30)
        ]
        for line in slow[:15]:
            line.sendall(b"GET / HTTP/1.1\r\nX-")
        cut = 0
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 6:
                slow[0].sendall(b"a")  # one byte at a time is no excuse
                time.sleep(0.2)
        for line in slow:
            line.settimeout(3)
            with contextlib.suppress(OSError):
                cut += line.recv(100) == b""
    assert cut >= len(slow) - 1  # the first one may have been reset while it wrote


def test_h_31_a_slow_body_is_cut(arena):
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", arena.port), 8) as line:
        head = f"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\n{JSON}\r\nContent-Length: 500\r\n\r\n"
        line.sendall(head.encode())
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 8:
                line.sendall(b"[")
                time.sleep(0.1)
    assert time.monotonic() - began < 7


def test_h_31_idle_lines_hold_nobody_up(arena):
    with contextlib.ExitStack() as lines:
        for _ in range(200):
            lines.enter_context(socket.create_connection(("127.0.0.1", arena.port), 5))
        body = json.dumps({"code": arena.room.run.code}).encode()
        began = time.monotonic()
        assert status(post(arena, f"Content-Length: {len(body)}", body=body)) == 200
        assert time.monotonic() - began < 3


def test_h_32_methods_of_the_socket(arena):
    for method in ("TRACE", "OPTIONS", "PUT", "DELETE", "PATCH"):
        for path in (POLL, SOCKET_PATH):
            answer = request(arena, method, path, headers=["Origin: http://evil.example"])
            assert status(answer) == 405
            assert b"access-control" not in answer.lower()


def test_w_34_a_socket_for_another_site(arena):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", "file://"):
        for path in (POLL, SOCKET_PATH):
            answer = request(arena, "GET", path, headers=[f"Origin: {origin}"])
            assert status(answer) == 400, (origin, answer[:80])
            assert b"Access-Control-Allow-Origin" not in answer


UPGRADE = ["Upgrade: websocket", "Connection: Upgrade"]
UPGRADE += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]


def upgrade(server, *headers):
    """A handshake, and the head of what comes back."""
    head = [f"GET {SOCKET_PATH} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *UPGRADE, *headers]
    with socket.create_connection(("127.0.0.1", server.port), 3) as line:
        line.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        line.settimeout(3)
        with contextlib.suppress(OSError):
            return line.recv(4_096)
    return b""


def test_w_42_compression_is_not_negotiated(arena):
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    answer = upgrade(arena, "Sec-WebSocket-Version: 13", offer)
    assert status(answer) == 101
    assert b"xtensions" not in answer


def test_w_42_old_drafts_are_history(arena):
    assert status(upgrade(arena)) == 400
    for version in ("0", "8", "12", "14", "x"):
        assert status(upgrade(arena, f"Sec-WebSocket-Version: {version}")) in (400, 426)
    assert status(upgrade(arena, "Sec-WebSocket-Key1: 1 2", "Sec-WebSocket-Key2: 3 4")) == 400


def poll(server):
    """Open a polling session; its id."""
    answer = request(server, "GET", POLL)
    return json.loads(answer[answer.index(b"0{") + 1 :])["sid"]


def push(server, sid, body):
    """POST packets to a polling session."""
    data = body.encode() if isinstance(body, str) else body
    headers = [f"Content-Length: {len(data)}", "Content-Type: text/plain"]
    return request(server, "POST", f"{POLL}&sid={sid}", data, headers)


def test_w_43_polling_by_the_rules_works(arena):
    sid, phone = poll(arena), arena.room.mateo
    auth = json.dumps({"run": phone.run, "token": phone.token})
    assert status(push(arena, sid, f"40/participant,{auth}")) == 200
    assert b"40/participant" in request(arena, "GET", f"{POLL}&sid={sid}")
    push(arena, sid, "1")


def test_w_43_polling_against_the_rules(arena):
    sid = poll(arena)
    packets = BETWEEN.join(['42/participant,1["submit_answer",{}]'] * 17)
    for body in (packets, "", BETWEEN, "x", "4" + BETWEEN, b"\xff\xfe", "9", "d=4"):
        assert status(push(arena, sid, body)) == 400, body[:20]
    assert status(push(arena, sid, "4" * 20_000)) == 413
    chunks, headers = b"1\r\n4\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"]
    assert status(request(arena, "POST", f"{POLL}&sid={sid}", chunks, headers)) == 411


def test_w_43_sessions_that_are_not_yours_to_have(arena):
    for sid in ("x", "../..", "A" * 2_000, "0" * 20, "%00"):
        assert status(request(arena, "GET", f"{POLL}&sid={sid}")) == 400
        assert status(push(arena, sid, "40/participant,")) == 400
    for query in ("?EIO=3&transport=polling", "?EIO=4&transport=polling&j=0", "?transport=polling"):
        assert status(request(arena, "GET", f"/socket.io/{query}")) == 400
    for query in ("?EIO=4&transport=flash", "?EIO=4&EIO=3&transport=polling", "?EIO=4"):
        assert status(request(arena, "GET", f"/socket.io/{query}")) in (200, 400)


def test_w_43_two_who_wait_at_once(arena):
    sid = poll(arena)
    head = f"GET {POLL}&sid={sid} HTTP/1.1\r\nHost: 127.0.0.1:{arena.port}\r\n\r\n".encode()
    with contextlib.ExitStack() as lines:
        for _ in range(3):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", arena.port), 3))
            line.sendall(head)
        assert status(push(arena, sid, "1")) == 200


def test_w_43_a_polling_session_nobody_connects_is_reaped(arena):
    sid = poll(arena)
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if status(push(arena, sid, "3")) == 400:
            return
        time.sleep(0.5)
    raise AssertionError("still there")
