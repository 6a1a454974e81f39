"""Redis pub/sub between processes: an event happened elsewhere, read it in the database.

Redis carries no truth and is never waited for: what is to be sent lies in an outbox that a task of
its own empties. What is lost meanwhile is found by version (realtime/fanout/reconcile.py). Each
process renders and sends its own screens, so that an older page can never overtake a newer one.
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

log = logging.getLogger("mano_alzada.redis_pubsub")

CHANNEL = "mano_alzada"
BATCH_DELAY_S = 0.02  # a burst of events is one message
ECHO_INTERVAL_S = 1.0  # between two messages of our own, which we must receive again
MAX_SILENCE_S = 2.5  # without a message, not even our own: then events may be lost
REDIS_TIMEOUT_S = 2.0
MAX_OUTBOX = 1_000  # messages; beyond, what the oldest say is found by version
LOG_INTERVAL_S = 60.0  # between two log lines about Redis
SHARED_EVENTS = {
    event_type.__name__: event_type
    for event_type in (
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


class RedisPubSub(PubSubManager):
    """Socket.IO's client manager of a process among several.

    It emits to this process's sockets only, and publishes events for the others to emit to theirs.
    """

    name = "mano_alzada"
    emit = Manager.emit

    def __init__(self, url: str, on_remote_event: Callable[[Any], None]):
        super().__init__(channel=CHANNEL)
        self._url = url
        self._on_remote_event = on_remote_event
        self._events: dict[Any, None] = {}  # to be sent: in order, each once
        self._outbox: deque[dict] = deque(maxlen=MAX_OUTBOX)
        self._has_something = threading.Event()
        self._publisher: Any = None
        self._received_at = 0.0
        self._sent_at = 0.0
        self._logged_at = -LOG_INTERVAL_S

    @property
    def is_receiving(self) -> bool:
        """Say whether messages arrive, at least our own."""
        return time.monotonic() - self._received_at <= MAX_SILENCE_S

    def send(self, event) -> None:
        """Queue an event for the other processes."""
        self._events[event] = None
        self._has_something.set()

    def send_next(self) -> None:
        """Wait for events, gather a few more, publish them in one message."""
        self._has_something.wait(ECHO_INTERVAL_S)
        self.server.sleep(BATCH_DELAY_S)
        self._has_something.clear()
        events, self._events = self._events, {}
        if events or time.monotonic() - self._sent_at > ECHO_INTERVAL_S:
            self._sent_at = time.monotonic()
            rows = [[type(event).__name__, *vars(event).values()] for event in events]
            # «facts» is what processes of the version before, still running, understand
            self._outbox.append({"method": "facts", "host_id": self.host_id, "facts": rows})
        try:
            while self._outbox:
                self._redis().publish(CHANNEL, self.json.dumps(self._outbox[0]))
                self._outbox.popleft()
        except Exception as error:  # noqa: BLE001 - of redis, of the network: it is away
            self._outbox.clear()  # events of a minute ago help nobody; the database knows
            self._publisher = None
            self._log_outage(error)
            self.server.sleep(ECHO_INTERVAL_S)

    # --- helpers, in the order they are called --------------------------------------------------

    def _publish(self, data) -> None:
        self._outbox.append(data)
        self._has_something.set()

    def _redis(self):
        if self._publisher is None:
            self._publisher = self._connected()
        return self._publisher

    def _connected(self):
        from redis import Redis  # a third of a second that a laptop does not need to wait
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return Redis.from_url(
            self._url,
            socket_timeout=REDIS_TIMEOUT_S,
            socket_connect_timeout=REDIS_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
        )

    def _listen(self) -> Iterator[Any]:
        """Yield what python-socketio handles; our events are handled here. Never ends."""
        while True:
            subscription = None
            try:
                subscription = self._connected().pubsub(ignore_subscribe_messages=True)
                subscription.subscribe(CHANNEL)
                self._received_at = time.monotonic()
                while self.is_receiving:
                    message = subscription.get_message(timeout=ECHO_INTERVAL_S)
                    if message is not None and message["type"] == "message":
                        self._received_at = time.monotonic()
                        yield from self._receive(message["data"])
            except Exception as error:  # noqa: BLE001 - of redis, of the network: it is away
                self._log_outage(error)
            if subscription is not None:
                with suppress(Exception):
                    subscription.close()
            self.server.sleep(ECHO_INTERVAL_S)

    def _receive(self, data) -> Iterator[Any]:
        message = self.json.loads(data)
        if message.get("method") != "facts":
            yield message
        elif message.get("host_id") != self.host_id:
            for name, *values in message["facts"]:
                try:
                    self._on_remote_event(SHARED_EVENTS[name](*values))
                except Exception:  # noqa: BLE001 - one event; the next may be published
                    log.exception("an event of another process could not be published")

    def _log_outage(self, error) -> None:
        if time.monotonic() - self._logged_at > LOG_INTERVAL_S:
            self._logged_at = time.monotonic()
            log.warning("Redis does not answer (%s); looking into the database", error)


def client_manager(app) -> RedisPubSub | None:
    """Make the client manager of ``app``'s Socket.IO server; None, the stock one, without Redis."""
    app.extensions["redis_pubsub"] = None
    if not app.config["REDIS_URL"]:
        return None

    def on_remote_event(event):
        with app.app_context():
            publish([event], Origin.REMOTE)

    manager = app.extensions["redis_pubsub"] = RedisPubSub(app.config["REDIS_URL"], on_remote_event)
    return manager


def start(app) -> None:
    """Send events to the other processes, where there are some."""
    manager = _manager_of(app)
    if manager is not None:
        run_forever(app, manager.send_next)


def _manager_of(app) -> RedisPubSub | None:
    return app.extensions["redis_pubsub"]


def is_receiving() -> bool:
    """Say whether events of other processes arrive at the moment."""
    manager = _manager_of(current_app)
    return manager is not None and manager.is_receiving


def send_to_others(event) -> None:
    """Send a local event to the other processes, where there are some."""
    manager = _manager_of(current_app)
    if manager is not None:
        manager.send(event)
