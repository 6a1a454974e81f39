"""Subscribers of every event, in the order in which they are called."""

from collections.abc import Iterable

from realtime.fanout import broadcasts, group_tables, join_flood, redis_pubsub
from realtime.fanout.event_retries import RetryQueue
from workshop.models import round_key, staff_sessions
from workshop.persistence import events
from workshop.persistence.db import db
from workshop.persistence.event_bus import EventBus, Origin, Subscription, attach_bus

LOCAL_ONLY = (Origin.LOCAL,)  # what another process said is not said back to it

SUBSCRIBERS = (
    # The key goes before the logs are emptied: emptied first, its bytes would stay in the file.
    Subscription(events.RoundClosed, round_key.forget_round_key),
    Subscription(events.RoundClosed, broadcasts.empty_the_log),
    # A secret is worth nothing before its consoles are closed: they try to come in again.
    Subscription(events.StaffLeft, staff_sessions.forget),
    Subscription(events.StaffLeft, broadcasts.close_consoles),
    # Other processes are told before anything is drawn here: they draw at the same time.
    *(
        Subscription(event_type, redis_pubsub.send_to_others, LOCAL_ONLY)
        for event_type in redis_pubsub.SHARED_EVENTS.values()
    ),
    Subscription(events.RunChanged, broadcasts.show_run),
    Subscription(events.AnswersRecorded, broadcasts.count_answers),
    Subscription(events.RosterChanged, broadcasts.count_room),
    Subscription(events.SeatsRemoved, join_flood.disconnect_removed),
    Subscription(events.TableChanged, group_tables.show_table),
    Subscription(events.PenAsked, group_tables.show_asking),
    Subscription(events.DraftChanged, group_tables.show_draft),
    Subscription(events.RunRemoved, broadcasts.disconnect_run),
)


def init_app(app, subscriptions: Iterable[Subscription] = SUBSCRIBERS) -> None:
    """Give ``app`` an event bus of its own, and a queue for what fails on it."""
    retries = app.extensions["event_retries"] = RetryQueue()
    with app.app_context():
        attach_bus(db.engine, EventBus(subscriptions, on_failure=retries.add))
