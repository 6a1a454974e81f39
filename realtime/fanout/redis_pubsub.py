"""Hints between processes, by Redis: something became true, look into the database.

Redis carries no truth and is never waited for: what is to be said lies in an outbox that a task of
its own empties. What is lost meanwhile is found by version (realtime/fanout/reconcile.py). Each
process renders and tells its own screens, so that an older page can never overtake a newer one.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from flask import current_app
from socketio import Manager, PubSubManager

from realtime.protocol.background import run_forever
from workshop.persistence.event_bus import Origin, publish
from workshop.persistence.events import (
    AnswersRecorded,
    DraftChanged,
    PenAsked,
    RosterChanged,
    RunChanged,
    RunRemoved,
    SeatsRemoved,
    StaffLeft,
    TableChanged,
)

log = logging.getLogger("mano_alzada.hints")

CHANNEL = "mano_alzada"
GATHER = 0.02  # seconds; a burst of facts is one message
BEAT = 1.0  # seconds between two words of our own, to know that we hear
DEAF = 2.5  # seconds without hearing even ourselves
PATIENCE = 2.0  # seconds for Redis to answer
MOST_WAITING = 1_000  # messages; beyond, the oldest are found by version
QUIET = 60.0  # seconds between two log lines about Redis
SHARED_EVENTS = {
    fact.__name__: fact
    for fact in (
        RunChanged,
        AnswersRecorded,
        RosterChanged,
        SeatsRemoved,
        TableChanged,
        PenAsked,
        DraftChanged,
        RunRemoved,
        StaffLeft,
    )
}


class Hints(PubSubManager):
    """The Socket.IO manager of a process among several: tells its own, and hints to the others."""

    name = "mano_alzada"
    emit = Manager.emit  # to this process's own sockets: the others tell theirs

    def __init__(self, url: str, on_fact: Callable[[Any], None]):
        super().__init__(channel=CHANNEL)
        self._url = url
        self._on_fact = on_fact
        self._facts: dict[Any, None] = {}  # in order, each once
        self._outbox: deque[dict] = deque(maxlen=MOST_WAITING)
        self._something = threading.Event()
        self._mouth: Any = None
        self._heard = 0.0
        self._beaten = 0.0
        self._said = -QUIET

    @property
    def is_deaf(self) -> bool:
        """Has nothing been heard for a while, not even ourselves?"""
        return time.monotonic() - self._heard > DEAF

    def say(self, fact) -> None:
        """Have the other processes look."""
        self._facts[fact] = None
        self._something.set()

    def send_next(self) -> None:
        """Wait for something to say, gather a little more, publish it."""
        self._something.wait(BEAT)
        self.server.sleep(GATHER)
        self._something.clear()
        facts, self._facts = self._facts, {}
        if facts or time.monotonic() - self._beaten > BEAT:
            self._beaten = time.monotonic()
            told = [[type(fact).__name__, *vars(fact).values()] for fact in facts]
            self._outbox.append({"method": "facts", "host_id": self.host_id, "facts": told})
        try:
            while self._outbox:
                self._redis().publish(CHANNEL, self.json.dumps(self._outbox[0]))
                self._outbox.popleft()
        except Exception as error:  # noqa: BLE001 - of redis, of the network: it is away
            self._outbox.clear()  # hints of a minute ago help nobody; the database knows
            self._mouth = None
            self._complain(error)
            self.server.sleep(BEAT)

    # --- helpers, in the order they are called --------------------------------------------------

    def _publish(self, data) -> None:
        self._outbox.append(data)
        self._something.set()

    def _redis(self):
        if self._mouth is None:
            self._mouth = self._connected()
        return self._mouth

    def _connected(self):
        from redis import Redis  # a third of a second that a laptop does not need to wait
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return Redis.from_url(
            self._url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )

    def _listen(self) -> Iterator[Any]:
        """What the others say, for python-socketio; facts are taken in here. Never ends."""
        while True:
            ear = None
            try:
                ear = self._connected().pubsub(ignore_subscribe_messages=True)
                ear.subscribe(CHANNEL)
                self._heard = time.monotonic()
                while not self.is_deaf:
                    message = ear.get_message(timeout=BEAT)
                    if message is not None and message["type"] == "message":
                        self._heard = time.monotonic()
                        yield from self._take_in(message["data"])
            except Exception as error:  # noqa: BLE001 - of redis, of the network: it is away
                self._complain(error)
            if ear is not None:
                with suppress(Exception):
                    ear.close()
            self.server.sleep(BEAT)

    def _take_in(self, data) -> Iterator[Any]:
        message = self.json.loads(data)
        if message.get("method") != "facts":
            yield message
        elif message.get("host_id") != self.host_id:
            for name, *values in message["facts"]:
                try:
                    self._on_fact(SHARED_EVENTS[name](*values))
                except Exception:  # noqa: BLE001 - one fact; the next may be told
                    log.exception("a hint could not be followed")

    def _complain(self, error) -> None:
        if time.monotonic() - self._said > QUIET:
            self._said = time.monotonic()
            log.warning("Redis does not answer (%s); looking into the database", error)


def manager_for(app) -> Hints | None:
    """The manager for Socket.IO's server where several processes serve; None is the stock one."""
    app.extensions["redis_pubsub"] = None
    if not app.config["REDIS_URL"]:
        return None

    def on_fact(fact):
        with app.app_context():
            publish([fact], Origin.REMOTE)

    hints = app.extensions["redis_pubsub"] = Hints(app.config["REDIS_URL"], on_fact)
    return hints


def start(app) -> None:
    """Send what is to be said to the other processes, where there may be some."""
    hints = _hints_of(app)
    if hints is not None:
        run_forever(app, hints.send_next)


def _hints_of(app) -> Hints | None:
    return app.extensions["redis_pubsub"]


def is_deaf() -> bool:
    """May facts of other processes be lost at this moment?"""
    hints = _hints_of(current_app)
    return hints is None or hints.is_deaf


def send_to_others(event) -> None:
    """Have the other processes look, where there are some."""
    hints = _hints_of(current_app)
    if hints is not None:
        hints.say(event)
