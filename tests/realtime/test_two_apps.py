"""Two apps in one process, as two workshops in two houses: neither hears anything of the other."""

import shutil

import pytest

from realtime.state.cluster import ClusterPresence
from realtime.state.connections import PhoneConnections, ScreenConnections
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import OpenRounds
from tests.support.app_factory import close_databases
from tests.support.app_in_process import InProcessApp
from tests.support.cast import Phone, Room

HEARD = ("snapshot", "tally_changed", "roster_changed", "replaced", "run_removed")


@pytest.fixture
def other_app_room(tmp_path, make_app_on, fresh_data):
    """The same module with Noa in it, in a second app whose database counts its runs from one."""
    shutil.copytree(fresh_data, tmp_path / "other")
    app = make_app_on(tmp_path / "other")
    room = Room(InProcessApp(app), phones=("Noa",))
    yield room
    room.leave()
    close_databases(app)


def counts(room):
    """How often everyone in a room heard each event."""
    return [[socket.count(event) for event in HEARD] for socket in room.everyone()]


def part(room, kind):
    """A part of the memory of the app that a room is in."""
    return live_state_of(room.site.app)[kind]


def pages(room):
    """The page that everyone in a room sees."""
    return {socket.latest("snapshot")["page"] for socket in room.everyone()}


def test_a_question_opens_for_the_people_of_one_app_only(room, other_app_room):
    assert room.run.id == other_app_room.run.id
    before = counts(other_app_room)
    asked = room.asks("A1")
    assert pages(room) == {"open", "running"}
    assert pages(other_app_room) == {"lobby", "joining"}
    assert counts(other_app_room) == before
    assert part(room, OpenRounds).get(asked) is not None
    assert not part(other_app_room, OpenRounds).all()


def test_answers_to_the_same_question_are_counted_apart(room, other_app_room):
    assert room.asks("A1") == other_app_room.asks("A1")
    (noa,) = other_app_room.phones
    assert room.mateo.answer(1)["ok"]
    assert room.lucia.answer(1)["ok"]
    assert noa.answer(3)["ok"]
    for each in (room, other_app_room):
        each.site.tick_tally()
    assert room.wall.latest("tally_changed")["counts"]["answered"] == 2
    assert other_app_room.wall.latest("tally_changed")["counts"]["answered"] == 1


def test_who_is_inside_is_counted_apart(room, other_app_room):
    assert len(part(room, PhoneConnections)) == 2
    assert len(part(other_app_room, PhoneConnections)) == 1
    for each in (room, other_app_room):
        each.site.tick_tally()
    assert room.wall.latest("roster_changed") == {"inside": 2, "joined": 2}
    assert other_app_room.wall.latest("roster_changed") == {"inside": 1, "joined": 1}
    with other_app_room.site.app.app_context():
        assert part(other_app_room, ClusterPresence).inside(other_app_room.run.id) == 1


def test_walls_and_consoles_belong_to_one_app(room, other_app_room):
    other_app_room.wall.leave()
    assert part(room, ScreenConnections).how_many_walls(room.run.id) == 1
    assert part(other_app_room, ScreenConnections).how_many_walls(other_app_room.run.id) == 0
    assert (
        len(part(room, ScreenConnections).consoles)
        == len(part(other_app_room, ScreenConnections).consoles)
        == 1
    )


def test_a_token_of_one_app_opens_nothing_in_the_other(room, other_app_room):
    stray = Phone(other_app_room.site, "Mateo", run=room.run.id, token=room.mateo.token)
    stray.connect()
    assert stray.socket.refused["code"] == "seat_unknown"


def test_closing_in_one_app_leaves_the_other_open(room, other_app_room):
    room.asks("A1")
    other_app_room.asks("A1")
    room.does("cerrar")
    assert room.mateo.sees("closed")
    assert pages(other_app_room) == {"open", "running"}
    assert other_app_room.phones[0].answer(2)["ok"]


def test_deleting_a_run_sends_nobody_home_next_door(site, other_app_room):
    trial = Room(site, trial=True)
    assert trial.run.id == other_app_room.run.id
    before = counts(other_app_room)
    assert trial.do("borrar").status == 200
    assert not trial.mateo.socket.connected
    assert counts(other_app_room) == before
    assert other_app_room.phones[0].socket.connected
    trial.leave()
