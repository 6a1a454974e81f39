"""Events: published after the commit, in the order of one list, on the bus of their own app."""

import pytest

from tests.support.app_factory import close_databases, make_app
from workshop.persistence.db import db
from workshop.persistence.event_bus import EventBus, Origin, Subscription, attach_bus, publish
from workshop.persistence.events import RosterChanged, RunChanged
from workshop.persistence.unit_of_work import record, unit_of_work


class Room:
    """A bus whose subscribers write down what they are given."""

    def __init__(self):
        self.said = []
        self.failed = []

    def listener(self, name):
        """A subscriber that says its name and the run."""
        return lambda event: self.said.append((name, event.run_id))

    def connects(self, app, *subscriptions):
        """Make these the app's subscribers."""
        with app.app_context():
            attach_bus(db.engine, EventBus(subscriptions, on_failure=self.failed.append))


@pytest.fixture
def bus():
    return Room()


def slip(event):
    raise ValueError("a template that slipped")


def command_that_slips():
    with unit_of_work():
        record(RunChanged(1))
        slip(None)


def test_subscribers_are_called_in_the_order_of_the_list(app, bus):
    bus.connects(
        app,
        Subscription(RunChanged, bus.listener("first")),
        Subscription(RosterChanged, bus.listener("of another event")),
        Subscription(RunChanged, bus.listener("second")),
    )
    with app.app_context():
        publish([RunChanged(1), RunChanged(2)])
    assert bus.said == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_a_subscriber_that_fails_stops_none_after_it(app, bus):
    bus.connects(
        app, Subscription(RunChanged, slip), Subscription(RunChanged, bus.listener("second"))
    )
    with app.app_context():
        publish([RunChanged(1), RunChanged(2)])
    assert bus.said == [("second", 1), ("second", 2)]
    assert bus.failed == [(slip, RunChanged(1)), (slip, RunChanged(2))]


def test_what_another_process_committed_is_not_said_back_to_it(app, bus):
    bus.connects(
        app,
        Subscription(RunChanged, bus.listener("to the others"), (Origin.LOCAL,)),
        Subscription(RunChanged, bus.listener("on the screens")),
    )
    with app.app_context():
        publish([RunChanged(1)], Origin.REMOTE)
        assert bus.said == [("on the screens", 1)]
        publish([RunChanged(2)])
    assert bus.said[1:] == [("to the others", 2), ("on the screens", 2)]


def test_events_are_published_once_and_after_the_commit(app, bus):
    bus.connects(app, Subscription(RunChanged, bus.listener("told")))
    with app.app_context():
        with unit_of_work():
            record(RunChanged(1))
            record(RunChanged(1))
            assert bus.said == []
        assert bus.said == [("told", 1)]


def test_nothing_is_published_of_what_was_rolled_back(app, bus):
    bus.connects(app, Subscription(RunChanged, bus.listener("told")))
    with app.app_context():
        with pytest.raises(ValueError, match="slipped"):
            command_that_slips()
        with unit_of_work():
            record(RunChanged(2))
    assert bus.said == [("told", 2)]


def test_two_apps_in_one_process_do_not_hear_each_other(app, bus, tmp_path, content):
    other = make_app(tmp_path / "other", content)
    bus.connects(app, Subscription(RunChanged, bus.listener("here")))
    bus.connects(other, Subscription(RunChanged, bus.listener("there")))
    with app.app_context():
        publish([RunChanged(1)])
    with other.app_context():
        publish([RunChanged(2)])
    assert bus.said == [("here", 1), ("there", 2)]
    close_databases(other)
