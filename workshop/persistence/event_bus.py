"""Event bus: hands committed events to their subscribers, in the order of one list.

Each app has a bus of its own. It travels with the app's database engine: this layer knows no web
framework, and an event is published where it was committed.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Engine

from workshop.persistence.db import db

Subscriber = Callable[[Any], None]
ENGINE_OPTION = "event_bus"


class Origin(Enum):
    """The process that committed an event: this one, or another that shares its database."""

    LOCAL = "local"
    REMOTE = "remote"


class Subscription(NamedTuple):
    """A function that is called with each event of one type and of these origins."""

    event_type: type
    subscriber: Subscriber
    origins: tuple[Origin, ...] = tuple(Origin)


class FailedDelivery(NamedTuple):
    """A subscriber that raised at an event. What was committed stays true."""

    subscriber: Subscriber
    event: Any


class EventBus:
    """Subscriptions of one app, in order. ``on_failure`` is told of each subscriber that raised."""

    def __init__(
        self,
        subscriptions: Iterable[Subscription],
        on_failure: Callable[[FailedDelivery], None],
    ):
        self._subscribers: dict[tuple[type, Origin], tuple[Subscriber, ...]] = {}
        for event_type, subscriber, origins in subscriptions:
            for origin in origins:
                key = event_type, origin
                self._subscribers[key] = (*self._subscribers.get(key, ()), subscriber)
        self._on_failure = on_failure

    def publish(self, events: Iterable[Any], origin: Origin) -> None:
        """Call each event's subscribers in order. One that raises keeps it from none after it."""
        for event in events:
            for subscriber in self._subscribers.get((type(event), origin), ()):
                try:
                    subscriber(event)
                except Exception:  # noqa: BLE001 - whatever it was, the others are called
                    db.session.rollback()  # what it read may be half read
                    self._on_failure(FailedDelivery(subscriber, event))


def attach_bus(engine: Engine, bus: EventBus) -> None:
    """Make this the bus of the app whose database this is."""
    engine.update_execution_options(**{ENGINE_OPTION: bus})


def publish(events: Iterable[Any], origin: Origin = Origin.LOCAL) -> None:
    """Publish committed events on the current app's bus. Needs an app context, never raises."""
    db.engine.get_execution_options()[ENGINE_OPTION].publish(events, origin)
