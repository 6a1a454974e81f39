"""W rows on a real socket: frames, packets, floods and ghosts, against one program that goes on."""

import json
import secrets
import time

import pytest

from tests.support.raw_socket import RawWebSocket, frame

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("stays_healthy")]

GHOST = 20.0  # seconds in which nothing of a broken connection may be left
# one process among several may not have heard of a round yet: the phone keeps its answer
NO_SUCH_ROUND = ("round_not_open", "storage_unavailable")


@pytest.fixture
def line(arena):
    """A socket that has not said who it is."""
    line = RawWebSocket(arena)
    yield line
    line.close()


@pytest.fixture
def seated(arena):
    """A socket of a phone of its own, let in."""
    phone = new_phone(arena)
    line = RawWebSocket(arena)
    line.phone = phone
    assert line.enter("/participant", phone).startswith("40")
    line.hears("42/participant")
    yield line
    line.close()


def new_phone(server):
    """A seat in the room: {run, token}."""
    browser = server.browser()
    seat = browser.post("/entrar", json={"code": server.room.run.code}).json()
    browser.close()
    return {"run": seat["run"], "token": seat["token"]}


def inside(server):
    """How many phones the console last heard of."""
    console = server.room.console
    told = console.latest("roster_changed")
    return told["inside"] if told else None


def answer(round_id, value=1, revision=1):
    """A well-made hand-in."""
    return {
        "round": round_id,
        "answer_id": secrets.token_hex(16),
        "revision": revision,
        "state": "answer",
        "value": value,
    }


NOT_ENGINE = ["x", "9", "8", "7hola", "-1", "é", "\x00", "b4xx", "4[[[[" + "[" * 4_000, "0{}x"]
NO_PACKET = ["", "44", "4", "45", "46", "47", "48", "49", "4x", "4-1", "4\u0661", '451-["x"]']
NO_PACKET += ['459999999999-/participant,["submit_answer",{"_placeholder":true,"num":0}]']
NO_PACKET += ["42[]", "42{}", '42"abc"', '42[{"a":1}]', "42[null]", "42[1]", "42"]
NO_PACKET += ["42[", "42[1e999]"]
NO_PACKET += ["42/participant,[]", "42/participant,{}", "42/participant,[null,1]"]
NO_PACKET += ["42/participant,["]
NO_PACKET += ['42/participant,["submit_answer",NaN]', '42/participant,["submit_answer",1e999]']
NO_PACKET += ['42/participant,["submit_answer",' + "9" * 5_000 + "]"]
NO_PACKET += ['42/participant,["submit_answer",1,2]']
NO_PACKET += ['42/participant,["submit_answer",{"a":1,"a":2}]']
NO_PACKET += ['42/participant,["submit_answer",' + "[" * 4_000]
NO_PACKET += ["42/participant," + "9" * 4_000 + '["submit_answer",{}]']
LIFECYCLE = ["connect", "disconnect", "message", "__proto__", "constructor", "connect_error"]
NAMELESS = ["/admin", "/", "/participant/..", "/" + "x" * 8_000, "/Participant", "/%70", "/\u200b"]


def test_w_01_what_is_no_engine_io_ends_and_leaves_no_ghost(arena):
    phone = new_phone(arena)
    for bad in NOT_ENGINE[:3]:
        line = RawWebSocket(arena)
        line.enter("/participant", phone)
        line.say(bad)
        assert line.is_cut(), bad
        line.close()
    arena.room.console.until(lambda: inside(arena) == 2, timeout=GHOST)


def test_w_01_w_02_w_03_w_04_what_is_no_packet_ends_the_connection(arena):
    for bad in [*NOT_ENGINE[3:], *NO_PACKET]:
        line = RawWebSocket(arena)
        line.say(bad)
        assert line.is_cut(8), bad[:40]  # at once, or when it has not said who it is
        line.close()


def test_w_01_binary(arena):
    for data in (b"\x00", b"4", b"\xff" * 1_000, b""):
        line = RawWebSocket(arena)
        line.say_bytes(data)
        assert line.is_cut(), data[:10]
        line.close()


def test_w_02_a_storm_of_pongs(seated):
    seated.raw(frame(1, b"3") * 2_000)
    assert seated.is_cut()


def test_w_03_attachments_that_never_come(seated):
    seated.say('459999999999-/participant,["submit_answer",{"_placeholder":true,"num":0}]')
    assert seated.is_cut()


def test_w_05_w_07_events_that_are_not_yours_to_name(arena):
    phone = new_phone(arena)
    for name in [*LIFECYCLE, "open_round", "reveal", "tally_changed", "responder"]:
        line = RawWebSocket(arena)
        line.enter("/participant", phone)
        line.say(f"42/participant,1{json.dumps([name, {}])}")
        assert line.is_cut(), name
        line.close()
    arena.room.console.until(lambda: inside(arena) == 2, timeout=GHOST)


def test_w_06_namespaces_that_do_not_exist(arena):
    for name in NAMELESS:
        line = RawWebSocket(arena)
        line.say(f"40{name},{{}}")
        assert line.is_cut(9), name[:20]
        line.close()


def test_w_08_who_says_nothing_is_sent_away(arena):
    lines = [RawWebSocket(arena) for _ in range(10)]
    assert all(line.is_cut(9) for line in lines)
    for line in lines:
        line.close()


def test_w_09_w_31_keys_that_do_not_fit(arena):
    phone = new_phone(arena)
    other = arena.room.ines.new_run(module="un-taller-breve")
    wrong = [None, [], 5, "x", True, {}, {"run": phone["run"]}, {"token": phone["token"]}]
    wrong += [{"run": other.id, "token": phone["token"]}, {"run": 0, "token": phone["token"]}]
    wrong += [{"run": str(phone["run"]), "token": phone["token"]}, {"run": True, "token": 1}]
    tokens = ("", "x", "x" * 4_000, None, [], {})
    wrong += [{"run": phone["run"], "token": token} for token in tokens]
    wrong += [{"run": phone["run"], "token": arena.room.run.wall_token}]
    for auth in wrong:
        line = RawWebSocket(arena)
        said = line.enter("/participant", auth)
        assert said is None or said.startswith("44"), auth
        if said and isinstance(auth, dict):
            assert json.loads(said[said.index("{") :])["data"]["code"] == "seat_unknown", auth
        line.close()
    big = RawWebSocket(arena)
    assert big.enter("/participant", {"run": phone["run"], "token": "x" * 9_000}) is None
    big.close()


def test_w_10_connecting_twice_on_one_socket(seated):
    seated.say(f"40/participant,{json.dumps(seated.phone)}")
    said = seated.hears("44")
    assert said is None or said.startswith("44")
    seated.close()


def test_w_10_coming_and_going_on_one_socket(seated):
    for _ in range(200):
        seated.say("41/participant,")
        seated.say(f"40/participant,{json.dumps(seated.phone)}")
    assert seated.is_cut()


def test_w_33_nobody_speaks_on_anothers_channel(arena):
    phone = new_phone(arena)
    for namespace, auth in (
        ("/facilitator", phone),
        ("/projector", phone),
        ("/facilitator", {"run": phone["run"]}),
        ("/projector", {"token": arena.room.run.code}),
    ):
        line = RawWebSocket(arena)
        said = line.enter(namespace, auth)
        assert said.startswith("44"), namespace
        line.close()
    wall = RawWebSocket(arena)
    assert wall.enter("/projector", {"token": arena.room.run.wall_token}).startswith("40")
    for number in range(1, 4):
        wall.say(f"42/projector,{number}{json.dumps(['submit_answer', answer(1)])}")
    assert wall.is_cut()
    wall.close()


def test_w_34_a_console_needs_its_cookie_and_its_origin(arena):
    cookie = arena.room.ines.browser.cookies()
    auth = {"run": arena.room.run.id}
    line = RawWebSocket(arena, Cookie=cookie)
    assert line.enter("/facilitator", auth).startswith("40")
    line.close()
    line = RawWebSocket(arena)
    assert line.enter("/facilitator", auth).startswith("44")
    line.close()
    line = RawWebSocket(arena, origin=False, Cookie=cookie)  # as no browser does it
    assert line.enter("/facilitator", auth).startswith("44")
    line.close()


def test_w_35_a_flood_drowns_only_itself(arena, seated):
    other = RawWebSocket(arena)
    other.enter("/participant", new_phone(arena))
    flood = json.dumps(["submit_answer", answer(1)])
    frames = frame(1, f"42/participant,1{flood}".encode())
    for _ in range(100):
        seated.raw(frames * 200)
        if "cut" in seated.heard:
            break
    began = time.monotonic()
    assert other.ask(answer(1))["code"] in NO_SUCH_ROUND
    assert time.monotonic() - began < 1.5
    assert seated.is_cut()
    again = RawWebSocket(arena)
    said = again.enter("/participant", seated.phone)
    assert "too_fast" in said  # and it has to rest before it comes back
    for line in (other, again):
        line.close()


def test_w_41_frames_that_break_the_protocol(arena):
    broken = [
        frame(1, b"3", masked=False),
        frame(1, b"3", reserved=4),
        frame(3, b"3"),
        frame(11, b""),
        frame(9, b"x" * 126),
        frame(9, b"x", final=False),
        frame(8, b"\x00"),
        frame(8, b"\x03\xe8\xff\xff"),
        frame(0, b"3"),
        frame(1, b"4" + b"x" * 20_000),
        frame(1, b"4", length=2**40),
        frame(1, b"\xff\xfe"),
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 500,
        frame(1, b"4", final=False) + frame(1, b"2"),
    ]
    for data in broken:
        line = RawWebSocket(arena)
        line.raw(data)
        assert line.is_cut(9), data[:16]
        line.close()


def test_w_41_messages_that_never_end(seated):
    seated.raw(frame(1, b"4", final=False))
    for _ in range(200):
        seated.raw(frame(0, b"x" * 8_000, final=False))
        if "cut" in seated.heard:
            break
    assert seated.is_cut()


def test_w_41_a_flood_of_crumbs(seated):
    seated.raw(frame(1, b"4", final=False) + frame(0, b"", final=False) * 2_000)
    assert seated.is_cut(3)


def test_w_41_a_flood_of_pings(arena, seated):
    other = RawWebSocket(arena)
    other.enter("/participant", new_phone(arena))
    seated.raw(frame(9, b"hola") * 10_000)
    assert other.ask(answer(1))["code"] in NO_SUCH_ROUND
    assert seated.is_cut()
    other.close()
