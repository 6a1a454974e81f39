"""The one list of subscribers: nobody is forgotten, and the orders that matter hold."""

import inspect

from realtime.fanout import broadcasts, redis_pubsub
from realtime.fanout.subscribers import SUBSCRIBERS
from workshop.models import round_key
from workshop.persistence import events
from workshop.persistence.event_bus import Origin

EVENTS = {each for _, each in inspect.getmembers(events, inspect.isclass)}


def subscribers_of(event_type, origin=Origin.LOCAL):
    """The functions that are called with such an event, in order."""
    return [each.subscriber for each in SUBSCRIBERS if each[0] is event_type and origin in each[2]]


def test_every_event_has_a_subscriber():
    assert {each.event_type for each in SUBSCRIBERS} == EVENTS


def test_the_key_is_forgotten_before_the_log_is_emptied():
    order = subscribers_of(events.RoundClosed)
    assert order.index(round_key.forget_round_key) < order.index(broadcasts.empty_the_log)


def test_other_processes_are_told_first_and_never_told_back():
    for event_type in redis_pubsub.SHARED_EVENTS.values():
        assert redis_pubsub.send_to_others in subscribers_of(event_type)
        assert redis_pubsub.send_to_others not in subscribers_of(event_type, Origin.REMOTE)
    assert subscribers_of(events.RunChanged)[0] is redis_pubsub.send_to_others


def test_what_happens_in_one_process_only_is_not_said_to_others():
    assert EVENTS - set(redis_pubsub.SHARED_EVENTS.values()) == {events.RoundClosed}
