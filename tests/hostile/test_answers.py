"""W rows behind the packet guard: what a seated phone may hand in, and what is left of it."""

import json
import secrets
from queue import Queue

from sqlalchemy import select

from realtime.answers import handler
from realtime.protocol.packet_guard import MAX_QUEUE_PACKETS, PacketGuard
from realtime.state.live_state import live_state_of
from realtime.state.phone_limits import TextLimiter
from tests.support.cast import Phone, Room
from tests.support.command_contract import hears_nothing
from tests.support.hostile_texts import INJECTIONS, UNUSUAL_CHARACTERS, ZALGO
from tests.support.live_state import writer
from workshop.models.ballot import Ballot
from workshop.persistence.db import db


def ballots(app):
    """What is stored: {revision, state, value}."""
    with app.app_context():
        return [(b.revision, b.state, b.value) for b in db.session.scalars(select(Ballot))]


def rested(phone):
    """A phone that has said nothing yet: these tests say much in no time."""
    from tests.support.live_state import phone_connections

    for connection in list(phone_connections._by_sid.values()):
        connection.bucket.tokens = connection.bucket.burst
        connection.bucket.refused = 0
    live_state_of(phone.site.app)[TextLimiter].clear()
    return phone


def hand_in(round_id, **other):
    """A well-made hand-in with something else in it."""
    return {
        "round": round_id,
        "answer_id": secrets.token_hex(16),
        "revision": 1,
        "state": "answer",
        "value": 1,
    } | other


ABSURD = [0, -1, 10**15, 2**53 - 1, -(10**14)]


def test_w_11_rounds_that_are_not_open(room, other_room, app):
    there = other_room.asks("A1")
    closed = room.asks("A1")
    room.does("cerrar")
    room.does("siguiente")
    for asked in [there, closed, *ABSURD]:
        reply = rested(room.mateo).answer(1, round=asked)
        assert (reply["code"], reply["retry"], reply["round"]) == ("round_not_open", False, asked)
    for asked in ("1", 1.0, True, None, [], {}, [there]):
        assert rested(room.mateo).socket.call("submit_answer", hand_in(asked))["code"] == (
            "answer_malformed"
        )
    assert ballots(app) == []


def test_w_13_verbs_out_of_their_phase(room):
    for verb in ("abrir", "cerrar", "mostrar", "anular", "prorrogar", "volver", "cerrar-al-90"):
        with hears_nothing(*room.everyone()):
            assert 400 <= room.do(verb).status < 500, verb
    room.asks("A3")  # hidden until its second round
    room.does("cerrar")
    with hears_nothing(*room.everyone()):
        assert room.do("mostrar").code == "hidden_until_second_round"


def test_w_14_options_that_are_not_there(room, app):
    room.asks("A3")
    for value in ("d", "", "A", " a", "a ", "ａ", "a\u0000", "__proto__", "a,b", "constructor"):
        assert rested(room.mateo).answer(value)["code"] == "option_unknown", value
    assert ballots(app) == []


DEEP = json.loads("[" * 50 + "]" * 50)


def test_w_15_types_are_what_they_are(room, app):
    room.asks("A1")
    for value in ("3", "", True, False, None, [], {}, [3], {"value": 3}, DEEP, 3.0, 2.0, -0.0):
        reply = rested(room.mateo).answer(value)
        assert reply["code"] in ("answer_malformed", "number_out_of_range"), value
    room.does("cerrar")
    room.asks("A3")
    for value in (1, 1.5, True, None, ["a"], {"a": 1}, DEEP):
        assert rested(room.mateo).answer(value)["code"] == "answer_malformed", value
    assert ballots(app) == []


def test_w_16_w_17_numbers(room, app):
    room.asks("A1")
    for value in (0, 4, -1, 99, 10**15, 1.5, 2.000001, 1e-300):
        reply = rested(room.mateo).answer(value)
        assert reply["code"] == "number_out_of_range", value
        assert "entre 1 y 3" in reply["message"]
    assert ballots(app) == []


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9007199254740993", "9" * 90, "1,5"]
NUMBERS += ["01", "+1", "0x1", "1_0", ".5", "1.", "١"]


def test_w_16_what_is_no_number_ends_the_connection(room):
    for text in NUMBERS:
        phone = Phone(room.site, "Hugo").enter(room.run)
        phone.socket.say(f'2/participant,1["submit_answer",{{"round":{text}}}]')
        phone.socket.until(
            lambda phone=phone: not phone.socket.connected or phone.socket.count("acknowledged")
        )
        if phone.socket.connected:  # 2^53 + 1 is a number, if not one of JavaScript's
            assert phone.socket.latest("acknowledged")[1]["code"] == "answer_malformed"
        phone.leave()


def test_w_20_lengths_of_text(room, app):
    room.asks("A4")  # 140
    assert rested(room.mateo).answer("x")["ok"]
    assert rested(room.mateo).answer("ñ" * 140)["ok"]
    for text, length in (("x" * 141, 141), ("\U0001f600" * 600, 600)):
        reply = rested(room.mateo).answer(text)
        assert reply["code"] == "text_too_long"
        assert f"El texto tiene {length} caracteres; el máximo es 140." in reply["message"]
    for text in ("", "   ", "\n\t", "\u200b", "\u0000", "\u3164", "\u0301"):
        assert rested(room.mateo).answer(text)["code"] == "text_empty", text
    assert len(ballots(app)) == 1


def test_w_21_w_22_w_23_letters_that_are_hard_to_keep(room):
    room.asks("A4")
    for typed, kept in UNUSUAL_CHARACTERS:
        reply = rested(room.mateo).answer(typed)
        assert (reply["ok"], reply["value"]) == (True, kept), ascii(typed)
    assert len(rested(room.mateo).answer(ZALGO)["value"]) < 10


def test_w_24_orders_are_stored_as_they_were_typed(room):
    room.asks("A4")
    for text in INJECTIONS:
        assert rested(room.mateo).answer(text)["value"] == text


def test_w_25_what_looks_personal_waits(room, app):
    room.asks("A4")
    room.mateo.answer("llámame al +34 612 345 678 o a ana@example.com")
    with app.app_context():
        assert db.session.scalar(select(Ballot)).moderation == "held"
    room.site.tick_tally()
    assert "612" not in str(room.wall.latest("tally_changed"))


def test_w_27_texts_in_a_row_are_asked_to_wait(room, app):
    round_id = room.asks("A4")
    said = [room.mateo.answer(f"texto {number}") for number in range(8)]
    assert [reply.get("code") for reply in said] == [None] * 6 + ["too_fast"] * 2
    assert said[-1]["message"] in (
        "Demasiado rápido. Hay que esperar 10 s.",
        "Demasiado rápido. Hay que esperar 9 s.",
    )
    assert said[-1]["retry"] is True
    tab = Phone(room.site, "Mateo", run=room.run.id, token=room.mateo.token)
    tab.connect()
    assert tab.answer("otra pestaña", round=round_id, revision=20)["code"] == "too_fast"
    assert room.lucia.answer("la mía")["ok"]  # hers is another phone
    assert room.mateo.answer(state="withdraw")["ok"]  # taking back is always possible
    assert len(ballots(app)) == 2
    tab.leave()


def test_w_28_the_same_one_a_hundred_times(room, app):
    room.asks("A1")
    said = [rested(room.mateo).answer(2, revision=1, answer_id="ab" * 16) for _ in range(100)]
    assert all(reply["ok"] and reply["value"] == 2 for reply in said)
    assert ballots(app) == [(1, "answer", 2)]


def test_w_29_the_same_id_with_another_value(room, app):
    room.asks("A1")
    room.mateo.answer(2, revision=1, answer_id="ab" * 16)
    again = room.mateo.answer(3, revision=1, answer_id="ab" * 16)
    assert again["value"] == 2  # the first one stands, and the phone is told so
    assert ballots(app) == [(1, "answer", 2)]


def test_w_30_revisions(room, app):
    room.asks("A1")
    assert room.mateo.answer(2, revision=5)["ok"]
    old = room.mateo.answer(3, revision=4)
    assert (old["code"], old["stored"]["revision"]) == ("revision_old", 5)
    for revision in (0, -1, 10_001, 2**31, 10**15, 1.5, True, "6", None, []):
        asked = hand_in(old["round"], revision=revision)
        assert rested(room.mateo).socket.call("submit_answer", asked)["code"] == "answer_malformed"
    assert ballots(app) == [(5, "answer", 2)]


def test_w_31_anothers_packet_is_not_anothers_answer(room, other_room, app):
    round_id = room.asks("A1")
    packet = hand_in(round_id, value=3)
    assert room.mateo.socket.call("submit_answer", packet)["ok"]
    mine = rested(room.lucia).socket.call("submit_answer", packet | {"value": 1})
    assert mine["ok"]  # it is her own answer, whoever wrote it first
    assert sorted(value for _, _, value in ballots(app)) == [1, 3]
    far = other_room.phones[0].socket.call("submit_answer", packet)
    assert far["code"] == "round_not_open"


FORGED = [{"participant_id": 1}, {"ballot_key": "x"}, {"role": "facilitator"}, {"is_host": True}]
FORGED += [{"__proto__": {"admin": True}}, {"constructor": 1}, {"run": 1}, {"token": "x"}, {"": 1}]


def test_w_32_forged_fields(room, app):
    round_id = room.asks("A1")
    for extra in FORGED:
        reply = rested(room.mateo).socket.call("submit_answer", hand_in(round_id, **extra))
        assert reply["code"] == "answer_malformed", extra
    for state in ("close", "ANSWER", "", "reveal", None, 1, ["answer"], {}):
        reply = rested(room.mateo).socket.call("submit_answer", hand_in(round_id, state=state))
        assert reply["code"] == "answer_malformed", state
    for answer_id in ("", "g" * 32, "A" * 32, "a" * 33, "a" * 31 + "\n", 1, None, [], "١" * 32):
        asked = hand_in(round_id, answer_id=answer_id)
        assert rested(room.mateo).socket.call("submit_answer", asked)["code"] == "answer_malformed"
    assert ballots(app) == []


def test_w_44_who_does_not_read_is_cut(room, app):
    guard: PacketGuard = app.extensions["packet_guard"]
    room.mateo.socket.queue, room.lucia.socket.queue = Queue(), Queue()
    for _ in range(MAX_QUEUE_PACKETS + 1):
        room.mateo.socket.queue.put("packet")
    guard.cut_idle_and_slow()
    room.mateo.socket.until(lambda: not room.mateo.socket.connected)
    assert room.lucia.socket.connected


def test_w_45_after_the_end_nothing_counts(room, app):
    round_id = room.asks("A1")
    room.does("terminar")
    assert room.mateo.answer(1, round=round_id)["code"] == "round_not_open"
    assert room.mateo.latest("snapshot")["page"] == "ended"
    assert ballots(app) == []
    trial = Room(room.site, phones=("Noa",), trial=True)
    assert trial.ines.post(f"/sesiones/{trial.run.id}/borrar").status == 200
    noa = trial.phones[0].socket
    noa.until(lambda: not noa.connected)
    key = {"run": trial.run.id, "token": trial.phones[0].token}
    assert room.site.socket("/participant", key).refused["code"] == "seat_unknown"
    trial.leave()


def test_w_48_a_fault_of_ours_is_said_and_can_be_tried_again(room, app, monkeypatch):
    room.asks("A1")

    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(handler, "value_of", broken)
    reply = room.mateo.answer(1)
    assert (reply["code"], reply["retry"]) == ("server_error", True)
    assert "secret" not in str(reply)
    monkeypatch.undo()
    monkeypatch.setattr("realtime.answers.writer.commit_newest", broken)
    reply = room.mateo.answer(1)
    assert (reply["code"], reply["retry"]) == ("server_error", True)
    monkeypatch.undo()
    assert room.mateo.answer(1)["ok"]
    assert not writer.waiting()
