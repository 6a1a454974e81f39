"""Simulated phones that behave like the real one: same outbox, same retries, same way back."""

import asyncio
import random
import time
from functools import partial

from tools.history import Op, percentile
from tools.http import request
from tools.socket_client import DOWN, FIRST_PAUSE_S, Refused, Screen

ACK_TIMEOUT_S = 4.0  # seconds for an acknowledgement, as static/js/outbox.js has it
RETRY_PAUSES_S = (1.0, 2.0, 4.0, 8.0)  # seconds between tries, ± 50 %
MAX_JOINING = 50
SENT = ("answer_id", "revision", "state", "value")


class Sign:
    """Things a person may give instead of a value."""


SKIP, WITHDRAW = Sign(), Sign()  # «Prefiero no responder», and taking it all back
PEOPLE_A_TABLE = 5  # phones at one, as domain.md §3 seats people
AGREE_SHARE = 0.85  # of the mates
STATES = {SKIP: "skip", WITHDRAW: "withdraw"}


class Phone(Screen):
    """One participant's phone."""

    def __init__(self, room: "Room", number: int):
        super().__init__(room.base, "/participant")
        self.room = room
        self.number = number
        self.saved: dict[int, Op] = {}  # by round: what the server holds
        self.pending: dict[int, Op] = {}  # by round: what it is still to be told
        self.refused: dict[int, str] = {}
        self._tried: set[str] = set()
        self._sending: dict[int, asyncio.Task] = {}

    async def join(self) -> None:
        """Enter the code, get a seat, connect."""
        while not self.online:
            try:
                if not self.auth:
                    self.auth = await self._take_seat()
                await self.come()
            except DOWN:
                await asyncio.sleep(FIRST_PAUSE_S * random.uniform(0.5, 1.5))

    def give(self, round_id: int, value=None, state: str = "answer") -> None:
        """Tap: a new revision into the outbox. A newer one takes the place of one never sent."""
        saved, pending = self.saved.get(round_id), self.pending.get(round_id)
        base = pending.revision if pending else 0
        if pending and pending.answer_id not in self._tried:
            base -= 1
        revision = max(base, saved.revision if saved else 0) + 1
        answer_id = f"{self.room.random.getrandbits(128):032x}"
        self.pending[round_id] = Op(
            time.monotonic(), self.number, "send", round_id, answer_id, revision, state, value
        )
        self._flush()

    @property
    def table(self) -> int:
        """Number of the table this phone sits at when tables answer."""
        return self.number // PEOPLE_A_TABLE + 1

    @property
    def writes(self) -> bool:
        """Is it the first of its table?"""
        return self.number % PEOPLE_A_TABLE == 0

    async def says(self, what: str, **fields) -> None:
        """One thing about its table, as the page posts it."""
        body = {"token": self.auth["token"]} | fields
        reply = await request(self.base, "POST", what, body)
        if reply.status != 204:
            raise Refused(reply.json())

    async def settled(self) -> None:
        """Wait until everything in the outbox was acknowledged or finally refused."""
        while self._sending:
            await asyncio.wait(list(self._sending.values()))

    def on_snapshot(self, snapshot: dict) -> None:
        """Take what the server holds for this phone as acknowledged, as the real one does."""
        held = (snapshot.get("personal") or {}).get("answers") or {}
        for key, stored in held.items():
            pending = self.pending.get(int(key))
            if pending and stored["answer_id"] == pending.answer_id:
                self._note("ack", pending)
                self.saved[int(key)] = self.pending.pop(int(key))
        self._flush()

    def leave(self) -> None:
        super().leave()
        for task in self._sending.values():
            task.cancel()

    async def _take_seat(self) -> dict:
        body = {"code": self.room.code, "alias": self.room.alias(self.number), "token": None}
        reply = await request(self.base, "POST", "/entrar", body)
        if reply.status != 200:
            raise Refused(reply.json())
        return {name: reply.json()[name] for name in ("run", "token")}

    def _flush(self) -> None:
        for round_id in self.pending:
            if round_id not in self._sending:
                task = self._sending[round_id] = asyncio.create_task(self._send(round_id))
                task.add_done_callback(partial(self._sent, round_id))

    def _sent(self, round_id: int, _: asyncio.Task[None]) -> None:
        self._sending.pop(round_id, None)

    async def _send(self, round_id: int) -> None:
        tries = 0
        while round_id in self.pending:
            await self.wait_online()
            pending = self.pending.get(round_id)
            if pending is None:
                return
            reply = await self._tell(pending)
            if reply is not None and (reply["ok"] or not reply.get("retry")):
                self._settle(pending, reply)
                continue
            if reply is not None or self.online:
                pause = RETRY_PAUSES_S[min(tries, len(RETRY_PAUSES_S) - 1)] * random.uniform(
                    0.5, 1.5
                )
                tries += 1
                await asyncio.sleep(pause)

    async def _tell(self, pending: Op) -> dict | None:
        if self.line is None or self.line.closed.is_set():
            await asyncio.sleep(0.01)  # the line is down and the screen is about to notice
            return None
        self._tried.add(pending.answer_id)
        self._note("send", pending)
        sent = {
            name: getattr(pending, name) for name in ("answer_id", "revision", "state", "value")
        }
        try:
            async with asyncio.timeout(ACK_TIMEOUT_S):
                return await self.line.ask("submit_answer", {"round": pending.round, **sent})
        except (TimeoutError, asyncio.CancelledError):
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            self._note("timeout", pending)
            return None

    def _settle(self, sent: Op, reply: dict) -> None:
        if reply["ok"]:
            self._note("ack", sent, value=reply["value"], state=reply["state"])
            self.room.latencies.append(time.monotonic() - sent.at)
            self.saved[sent.round] = sent
        else:
            self._note("nack", sent, code=reply["code"])
            self.refused[sent.round] = reply["code"]
        if self.pending.get(sent.round) is sent:
            del self.pending[sent.round]

    def _note(self, what: str, op: Op, **changes) -> None:
        self.room.history.append(op._replace(at=time.monotonic(), what=what, **changes))


class Room:
    """``n`` phones in one run, and everything they sent and heard."""

    def __init__(self, base: str, code: str, n: int, seed: int = 1, alias=lambda number: ""):
        self.base = base
        self.code = code
        self.alias = alias
        self.random = random.Random(seed)  # noqa: S311 - answers of a simulation
        self.history: list[Op] = []
        self.latencies: list[float] = []  # seconds from tap to acknowledgement
        self.join_seconds: list[float] = []
        self.phones = [Phone(self, number) for number in range(n)]
        self._seated = False

    async def join(self, at_once: int = MAX_JOINING) -> None:
        """Let everyone come in, ``at_once`` at a time."""
        turn = asyncio.Semaphore(at_once)

        async def one(phone: Phone):
            async with turn:
                began = time.monotonic()
                await phone.join()
                await phone.until(lambda snapshot: True)
                self.join_seconds.append(time.monotonic() - began)

        await asyncio.gather(*(one(phone) for phone in self.phones))

    async def sees(self, test, patience: float = 20.0) -> None:
        """Wait until every phone shows a snapshot that passes ``test``."""
        await asyncio.gather(*(phone.until(test, patience) for phone in self.phones))

    async def answer_all(
        self, value_for, over_seconds: float = 0.0, patience: float = 60.0
    ) -> None:
        """Every phone gives ``value_for(phone)`` in the open round; returns when all are settled.

        ``value_for`` may return None for someone who says nothing, SKIP or WITHDRAW.
        """
        await self.take_places()
        await self.begin_answering(value_for, over_seconds)
        async with asyncio.timeout(patience):
            await self.settled()
        await self.approve()

    async def take_places(self) -> None:
        """Seat people where tables answer: five to a table, in their order; the first writes."""
        if not self.by_table or self._seated:
            return
        self._seated = True
        for phone in self.phones[::PEOPLE_A_TABLE]:
            await phone.says("/mesa", number=phone.table)
        rest = [phone for phone in self.phones if not phone.writes]
        await asyncio.gather(*(phone.says("/mesa", number=phone.table) for phone in rest))

    async def approve(self) -> None:
        """Most agree with what their table has sent."""
        if not self.by_table:
            return
        round_id = self.open_round(self.phones[0])
        for phone in self.phones:
            sent = self.phones[phone.number // PEOPLE_A_TABLE * PEOPLE_A_TABLE].saved.get(
                round_id or 0
            )
            if phone.writes or sent is None or sent.state != "answer":
                continue
            if self.random.random() < AGREE_SHARE:
                await phone.says("/mesa/acuerdo", answer_id=sent.answer_id, agrees=True)

    @property
    def by_table(self) -> bool:
        """Is it tables that are asked now?"""
        return "data-by-table" in (self.phones[0].snapshot.get("html") or "")

    async def begin_answering(self, value_for, over_seconds: float = 0.0) -> None:
        """The taps alone, spread at random over the time."""
        began = time.monotonic()
        moments = sorted(self.random.uniform(0, over_seconds) for _ in self.phones)
        order = self.random.sample(self.phones, len(self.phones))
        for moment, phone in zip(moments, order, strict=True):
            wait = began + moment - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            if self.by_table and not phone.writes:
                continue
            value = value_for(phone)
            round_id = self.open_round(phone)
            if value is not None and round_id is not None:
                state = STATES.get(value) if isinstance(value, Sign) else None
                phone.give(round_id, None if state else value, state or "answer")

    async def settled(self) -> None:
        """Wait until no phone has anything left to send."""
        await asyncio.gather(*(phone.settled() for phone in self.phones))

    def open_round(self, phone: Phone) -> int | None:
        """The round this phone can answer now."""
        round = phone.snapshot.get("round")
        return round["id"] if round and round["phase"] == "open" else None

    def p(self, share: float) -> float:
        """A percentile of the seconds from tap to acknowledgement."""
        return percentile(self.latencies, share)

    def leave(self) -> None:
        """Disconnect everyone."""
        for phone in self.phones:
            phone.leave()
