"""A room in which anything happens in any order: what was acknowledged counts, once, as last said.

Hypothesis drives the real guard, handler, writer, closing and recovery on real database files, and
keeps a small model beside them. After a close nothing stored may lead from an anonymous answer to
a phone.
"""

import json
import os
import secrets
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from realtime.fanout.tally_ticker import tally_ticker
from realtime.jobs import startup_recovery
from realtime.protocol.packet_guard import EVENTS_AT_ONCE, EVENTS_PER_S
from realtime.views.live_tally import count_ballots, read_ballots
from tests.support.app_in_process import InProcessApp
from tests.support.live_state import forget_everything, open_rounds, phone_connections
from web.rate_limit import TokenBucket
from workshop.commands import agenda, rounds
from workshop.commands.join import JoinRequest, admit_phones
from workshop.commands.plan_run import plan_run
from workshop.models.answer import Answer
from workshop.models.ballot import Attendance, Ballot
from workshop.models.closing import ELIGIBLE_AFTER_S
from workshop.models.round import Round
from workshop.models.round_key import RoundKey
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint
from workshop.persistence.unit_of_work import unit_of_work

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PHONES = 4
EXAMPLES = int(os.environ.get("ROOM_MACHINE_EXAMPLES", "8"))  # nightly: a thousand
VALUES = {"a1": (1, 2, 3), "a2": ("a", "b", "c"), "a3": ("a", "b", "c")}
phones = st.integers(0, PHONES - 1)


class RoomMachine(RuleBasedStateMachine):
    """One run with four phones and a console; ``given`` is what each phone was promised."""

    site: InProcessApp

    @initialize()
    def everyone_joins(self):
        self.app = self.site.app
        self.clock = START
        self.ears = {}
        self.given = {}  # phone → payload of its latest acknowledged revision, in the open round
        self.sent = {}  # phone → every payload it sent in the open round
        self.attended = {}  # phone → seconds, in the open round
        self.revision = 0
        self.round_id = None
        self.secrets = set()  # bytes that must be nowhere once no round is open
        with self.app.app_context(), unit_of_work():
            module = self.app.extensions["library"]["un-taller-breve"]
            run = plan_run(module, START, hold_texts=False)
            db.session.flush()
            asking = [JoinRequest(run.code, "") for _ in range(PHONES)]
            admit_phones(db.session.connection(), asking, START, has_room=lambda _: True)
            self.tokens = [each.token for each in asking]
            self.run_id = run.id
        self.verb(agenda.start_run)
        for phone in range(PHONES):
            self.connect(phone)

    def teardown(self):
        for ear in getattr(self, "ears", {}).values():
            ear.close()
        if getattr(self, "round_id", None) is not None:
            self.verb(rounds.close_open_round)

    # --- what the trainer does ------------------------------------------------------------------

    @precondition(lambda self: self.round_id is None and self.can_be_asked())
    @rule()
    def open(self):
        self.verb(rounds.open_round)
        with self.app.app_context():
            live = open_rounds.of_run(self.run_id)
            self.round_id, self.mode, self.ref = live.id, live.mode, live.activity.ref
            if live.mode == "A":
                assert live.key
                self.secrets.add(live.key)
                people = {s.token: s.participant_id for s in phone_connections.phones(self.run_id)}
                for token, participant in people.items():
                    self.secrets.add(live.key_of(participant, token).encode())
        self.given, self.sent, self.attended = {}, {}, {}

    @precondition(lambda self: self.round_id is not None)
    @rule()
    def close(self):
        self.verb(rounds.close_open_round)
        self.check_closed()
        self.the_round_is_over()

    @precondition(lambda self: self.round_id is not None)
    @rule()
    def annul(self):
        self.verb(rounds.annul_round)
        with self.app.app_context():
            assert db.session.get(Round, self.round_id).phase == "annulled"
            assert not db.session.scalars(
                select(Answer).where(Answer.round_id == self.round_id)
            ).all()
        self.the_round_is_over()

    @precondition(lambda self: self.round_id is None and self.step_ref() not in (None, "a7"))
    @rule()
    def next_step(self):
        self.verb(agenda.next_step)

    @precondition(lambda self: self.round_id is None and self.step_ref() not in (None, "a1"))
    @rule()
    def previous_step(self):
        self.verb(agenda.previous_step)

    # --- what phones do -------------------------------------------------------------------------

    @precondition(lambda self: self.round_id is not None)
    @rule(phone=phones, choice=st.integers(0, 2))
    def answer(self, phone, choice):
        self.hand_in(phone, "answer", VALUES[self.ref][choice])

    @precondition(lambda self: self.round_id is not None)
    @rule(phone=phones)
    def skip(self, phone):
        self.hand_in(phone, "skip", None)

    @precondition(lambda self: self.round_id is not None)
    @rule(phone=phones)
    def withdraw(self, phone):
        self.hand_in(phone, "withdraw", None)

    @precondition(lambda self: self.round_id is not None)
    @rule(phone=phones, nonsense=st.sampled_from([None, "z", 99, True, [], {"a": 1}, 1.0]))
    def nonsense(self, phone, nonsense):
        if phone in self.ears:
            verdict = self.say(phone, self.payload(phone, "answer", nonsense))
            assert not verdict["ok"]

    @precondition(lambda self: any(self.sent.values()))
    @rule(data=st.data())
    def an_old_packet_comes_again(self, data):
        phone = data.draw(st.sampled_from(sorted(p for p, sent in self.sent.items() if sent)))
        old = data.draw(st.sampled_from(self.sent[phone]))
        if phone not in self.ears:
            return
        verdict = self.say(phone, old)
        if old == self.given[phone]:
            assert verdict["ok"]
            assert verdict["dup"]
        else:
            assert verdict["code"] == "revision_old"
            assert verdict["stored"]["revision"] == self.given[phone]["revision"]

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def a_second_tab_overwrites_nothing(self, data):
        phone = data.draw(st.sampled_from(sorted(self.given)))
        if phone not in self.ears:
            return
        kept = self.given[phone]
        verdict = self.say(
            phone, kept | {"answer_id": secrets.token_hex(16), "state": "skip", "value": None}
        )
        assert verdict["code"] == "revision_taken"
        assert verdict["stored"]["answer_id"] == kept["answer_id"]

    @rule(phone=phones)
    def disconnect(self, phone):
        if phone in self.ears:
            self.ears.pop(phone).close()

    @rule(phone=phones)
    def connect(self, phone):
        if phone in self.ears:
            return
        auth = {"run": self.run_id, "token": self.tokens[phone]}
        ear = self.ears[phone] = self.site.socket("/participant", auth)
        ear.until(lambda: ear.count("snapshot"))
        own = ear.latest("snapshot")["personal"]["answers"]
        if self.round_id is not None and phone in self.given:
            stored = own[str(self.round_id)]
            for name in ("answer_id", "revision", "state", "value"):
                assert stored[name] == self.given[phone][name]

    @rule(seconds=st.sampled_from([1.0, 4.0, 5.0]))
    def time_passes(self, seconds):
        self.site.add_presence(seconds)
        if self.round_id is not None:
            for phone in self.ears:
                if self.attended.get(phone, 0.0) < ELIGIBLE_AFTER_S:
                    self.attended[phone] = self.attended.get(phone, 0.0) + seconds

    @rule()
    def restart(self):
        """The process dies and comes back: memory is empty, the files are not."""
        for ear in self.ears.values():
            ear.close()
        self.ears = {}
        forget_everything()
        startup_recovery.recover(self.app)
        with self.app.app_context():
            live = open_rounds.of_run(self.run_id)
        assert (live.id if live else None) == self.round_id

    # --- what must hold after every step --------------------------------------------------------

    @invariant()
    def the_latest_acknowledged_revision_is_stored_once(self):
        if getattr(self, "round_id", None) is None:
            return
        with self.app.app_context():
            rows = db.session.scalars(select(Ballot).where(Ballot.round_id == self.round_id)).all()
            stored = sorted((row.answer_id, row.revision, row.state, row.value) for row in rows)
        promised = sorted(
            (each["answer_id"], each["revision"], each["state"], each["value"])
            for each in self.given.values()
        )
        assert [row[:3] for row in stored] == [row[:3] for row in promised]
        assert stored == promised or len({row[0] for row in stored}) == len(stored)

    @invariant()
    def the_room_adds_up_and_the_count_is_a_recount(self):
        if getattr(self, "round_id", None) is None:
            return
        with self.app.app_context():
            live = open_rounds.get(self.round_id)
            counts = count_ballots(live, read_ballots(live.id))
            tally_ticker.sender.send_tally(live)
        assert counts.answered + counts.skipped + counts.silent == counts.eligible
        states = [each["state"] for each in self.given.values()]
        assert (counts.answered, counts.skipped) == (states.count("answer"), states.count("skip"))
        here = set(self.ears) | {p for p, s in self.attended.items() if s >= ELIGIBLE_AFTER_S}
        assert counts.eligible == len(here | self.who_gave())

    # --- helpers --------------------------------------------------------------------------------

    def verb(self, command):
        self.clock += timedelta(seconds=1)
        with self.app.app_context(), unit_of_work():
            command(db.session.get(Run, self.run_id), self.clock)

    def step_ref(self):
        with self.app.app_context():
            run = db.session.get(Run, self.run_id)
            return run.step.ref if run.step else None

    def can_be_asked(self):
        return self.step_ref() in ("a1", "a2", "a3", "a5.1")

    def payload(self, phone, state, value):
        self.revision += 1
        return {
            "round": self.round_id,
            "answer_id": secrets.token_hex(16),
            "revision": self.revision,
            "state": state,
            "value": value,
        }

    def hand_in(self, phone, state, value):
        if phone not in self.ears:
            return
        payload = self.payload(phone, state, value)
        verdict = self.say(phone, payload)
        assert verdict["ok"], verdict
        self.given[phone] = payload
        self.sent.setdefault(phone, []).append(payload)
        if self.mode == "A":
            self.secrets.add(payload["answer_id"].encode())

    def say(self, phone, payload):
        ear = self.ears[phone]
        for seat in phone_connections.sockets(self.run_id):
            # the machine is faster than any thumb
            seat.bucket = TokenBucket(EVENTS_PER_S, EVENTS_AT_ONCE)
        return ear.call("submit_answer", payload)

    def who_gave(self):
        return {phone for phone, each in self.given.items() if each["state"] != "withdraw"}

    def the_round_is_over(self):
        """Late ones are refused, and nothing of it is expected any more."""
        for phone, sent in self.sent.items():
            if phone in self.ears:
                again = self.say(phone, sent[-1])  # its acknowledgement may have been lost
                assert again.get("code", "ok") in ("ok", "round_not_open")
                late = self.say(phone, sent[-1] | {"revision": 9_999})
                assert late["code"] == "round_not_open"
        self.round_id, self.given, self.sent = None, {}, {}

    def check_closed(self):
        kept = [each for each in self.given.values() if each["state"] != "withdraw"]
        values = sorted(json.dumps(each["value"]) for each in kept if each["state"] == "answer")
        there = {phone for phone, seconds in self.attended.items() if seconds >= ELIGIBLE_AFTER_S}
        with self.app.app_context():
            round = db.session.get(Round, self.round_id)
            answers = db.session.scalars(select(Answer).where(Answer.round_id == round.id)).all()
            assert round.answered == len(values)
            assert round.skipped == len(kept) - len(values)
            assert round.eligible == len(there | self.who_gave())
            assert round.answered + round.skipped + round.silent == round.eligible
            assert (
                sorted(json.dumps(row.value) for row in answers if row.state == "answer") == values
            )
            assert round.tally["n"] == len(values)
            assert not db.session.scalars(select(Ballot)).all()
            assert not db.session.scalars(select(Attendance)).all()
            assert not db.session.scalars(select(RoundKey)).all()
            if self.mode == "A":
                assert {row.participant_id for row in answers} <= {None}
                self.nothing_leads_back()

    def nothing_leads_back(self):
        """No ballot key, round key, answer id or token in any byte of either database."""
        db.session.rollback()  # our own reading would keep the log from being emptied
        for engine in db.engines.values():
            # the server empties it too, in a thread of its own: two at once are one too many
            assert any(checkpoint(engine) or time.sleep(0.1) for _ in range(100))
        folder = self.app.config["DATA"]
        stored = b"".join(
            path.read_bytes()
            for path in folder.iterdir()
            if path.name.startswith(("mano_alzada.db", "keys.db")) and path.suffix != ".db-shm"
        )
        for secret in self.secrets | {token.encode() for token in self.tokens}:
            assert secret not in stored


@pytest.mark.timeout(300)
def test_a_room_where_anything_happens(app):
    machine = type("Machine", (RoomMachine,), {"site": InProcessApp(app)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
