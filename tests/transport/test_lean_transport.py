"""The real program on the lean transport: raw clients, rude ones, and the official one."""

import contextlib
import json
import queue
import socket
import time

import pytest
import socketio
import websocket
from websocket import ABNF

from tests.support.cast import (
    Phone,
    Room,
    Trainer,
    Wall,
)
from tests.support.server import Server

PATH = "/socket.io/?EIO=4&transport=websocket"
pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def lean(tmp_path_factory, content):
    """The program with the setting on, whatever the default is."""
    data = tmp_path_factory.mktemp("lean") / "data"
    server = Server(data, CONTENT=content, TRANSPORT="lean").start()
    yield server
    server.stop()
    assert "stock transport" not in server.errors()
    assert "Traceback" not in server.errors()


@pytest.fixture
def raw(lean):
    """A raw WebSocket with the Engine.IO greeting already heard."""
    line = websocket.create_connection(f"ws://127.0.0.1:{lean.port}{PATH}", timeout=5)
    assert line.recv().startswith("0{")
    yield line
    with contextlib.suppress(OSError, websocket.WebSocketException):
        line.close()
    line.shutdown()


def seated(lean):
    """A run, and a phone's auth for it."""
    ines = Trainer(lean)
    run = ines.new_run("un-taller-breve")
    phone = Phone(lean)
    assert phone.join(run).status == 200
    return ines, run, {"run": phone.run, "token": phone.token}


def closed_with(line):
    """The code in the server's close frame, or None for a cut."""
    while True:
        try:
            opcode, data = line.recv_data()
        except (OSError, websocket.WebSocketException):
            return None
        if opcode == ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big")


def test_fragments_and_pings_of_a_raw_client(lean, raw):
    ines, run, auth = seated(lean)
    packet = "40/participant," + json.dumps(auth)
    raw.send_frame(ABNF.create_frame(packet[:9], ABNF.OPCODE_TEXT, fin=0))
    raw.ping("still there")
    raw.send_frame(ABNF.create_frame(packet[9:], ABNF.OPCODE_CONT, fin=1))
    heard = []
    while not any(text.startswith('42/participant,["snapshot"') for text in heard):
        _, data = raw.recv_data(control_frame=True)
        heard.append(data.decode())
    assert "still there" in heard
    assert any(text.startswith("40/participant,") for text in heard)
    ines.leave()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (ABNF(1, 1, 0, 0, ABNF.OPCODE_TEXT, 1, "rsv"), 1002),
        (ABNF(1, 0, 0, 0, ABNF.OPCODE_TEXT, 1, "a" * 17_000), 1009),
        (ABNF(1, 0, 0, 0, ABNF.OPCODE_TEXT, 1, b"\xff\xff"), 1007),
        (ABNF(1, 0, 0, 0, ABNF.OPCODE_TEXT, 1, "x"), 1008),
        (ABNF(1, 0, 0, 0, ABNF.OPCODE_TEXT, 1, ""), 1008),
    ],
)
def test_bad_frames_are_closed_with_a_code(raw, frame, code):
    raw.sock.sendall(frame.format())
    assert closed_with(raw) == code


def test_bad_packets_are_the_gates_business(raw):
    raw.send("4[[[[")
    assert closed_with(raw) is None


def test_who_never_says_who_they_are_is_cut(raw):
    began = time.monotonic()
    assert closed_with(raw) is None
    assert time.monotonic() - began < 15


def test_a_key_that_is_none_is_refused(lean):
    with socket.create_connection(("127.0.0.1", lean.port), 5) as line:
        line.sendall(
            f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{lean.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: short\r\n\r\n".encode()
        )
        assert b" 400 " in line.recv(1000).split(b"\r\n")[0]


def test_a_foreign_page_gets_no_socket(lean):
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(
            f"ws://127.0.0.1:{lean.port}{PATH}", origin="http://evil.example", timeout=5
        )


def test_the_official_client_walks_a_round(lean):
    room = Room(lean, "un-taller-breve")
    try:
        room.asks("A1")
        assert room.mateo.answer(1)["ok"]
        assert room.lucia.answer(2)["ok"]
        room.wall.hears("tally_changed", lambda t: t["counts"]["answered"] == 2)
        room.does("cerrar")
        assert room.mateo.sees("closed")
    finally:
        room.leave()


def test_a_phone_that_begins_by_polling_goes_over_to_a_websocket(lean):
    room = Room(lean)
    phone = Phone(lean, "Hugo")
    assert phone.join(room.run).status == 200
    client = socketio.Client(reconnection=False, websocket_extra_options={"suppress_origin": True})
    seen = queue.Queue()
    client.on("snapshot", seen.put, namespace="/participant")
    here = f"http://127.0.0.1:{lean.port}"  # of two workers one: no proxy keeps polling to it
    client.connect(
        here,
        namespaces=["/participant"],
        auth={"run": phone.run, "token": phone.token},
        transports=["polling", "websocket"],
        headers={"Origin": here},
    )
    assert seen.get(timeout=10)["page"] == "lobby"
    give_up = time.monotonic() + 10
    while client.transport() != "websocket" and time.monotonic() < give_up:
        time.sleep(0.02)
    assert client.transport() == "websocket"
    round_id = room.asks("A1")
    while (shown := seen.get(timeout=10))["page"] != "open":
        pass
    assert shown["round"]["id"] == round_id
    answer = {"round": round_id, "answer_id": "ab" * 16, "revision": 1, "state": "answer"}
    assert client.call("submit_answer", answer | {"value": 1}, namespace="/participant")["ok"]
    assert room.wall.hears("roster_changed", lambda told: told["inside"] == 3)
    client.disconnect()
    client.shutdown()
    assert room.wall.hears("roster_changed", lambda told: told["inside"] == 2, timeout=20)
    room.leave()


def test_the_others_hear_that_a_phone_left(lean):
    ines, run, _ = seated(lean)
    wall = Wall(lean, run)
    phone = Phone(lean).enter(run)
    wall.hears("roster_changed", lambda heard: heard["inside"] == 1)
    phone.leave()
    wall.hears("roster_changed", lambda heard: heard["inside"] == 0)
    wall.leave()
    ines.leave()
