"""Company: who is inside in all processes together, as one of them knows it."""

import sys
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from realtime.protocol.audiences import PROJECTOR
from realtime.state import cluster
from realtime.state.cluster import FORGOTTEN_AFTER, GONE_AFTER, HEARTBEAT_INTERVAL
from realtime.state.connections import PhoneConnection
from tests.support.executed_queries import executed_queries
from tests.support.live_state import cluster_presence, phone_connections
from tests.support.other_process import NEXT_DOOR, RUN, Other
from web.clock import now
from workshop.persistence.cluster_tables import Presence, Process
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import writing_transaction


@pytest.fixture(autouse=True)
def shared(app, monkeypatch):
    """An app that may not be alone."""
    monkeypatch.setattr(cluster_presence, "is_shared", True)
    with app.app_context():
        yield


def comes_in(who, run=RUN, tab="1"):
    """A phone takes a seat here. Returns its socket."""
    sid = f"{who} {tab}"
    phone_connections.add(
        PhoneConnection(sid=sid, eio_sid=sid, run_id=run, participant_id=who, token="")
    )
    return sid


def look(**walls):
    """What this process sees of the others now."""
    return cluster_presence.synchronize(walls)


def written_here():
    """Who is inside here, as the others read it."""
    mine = select(Presence.who).where(Presence.process_id == cluster_presence.process_id)
    found = sorted(db.session.scalars(mine))
    db.session.rollback()
    return found


def time_passes(monkeypatch, seconds):
    """So much later, as this process sees it."""
    monkeypatch.setattr(cluster, "now", lambda: now() + seconds)


def test_alone_it_counts_its_own():
    comes_in("Mateo")
    comes_in("Lucía")
    assert look() == set()
    assert cluster_presence.inside(RUN) == 2
    assert cluster_presence.inside(NEXT_DOOR) == 0


def test_phones_here_and_there_are_added_up():
    comes_in("Mateo")
    Other("b").lets_in("Lucía", "Noa")
    Other("c").lets_in("Hugo").lets_in("Sofía", run=NEXT_DOOR)
    look()
    assert cluster_presence.inside(RUN) == 4
    assert cluster_presence.inside(NEXT_DOOR) == 1


def test_a_phone_with_a_tab_here_and_one_there_is_one_phone():
    comes_in("Mateo")
    Other("b").lets_in("Mateo")
    look()
    assert cluster_presence.inside(RUN) == 1


def test_it_stays_inside_when_one_of_the_two_tabs_is_closed():
    sid = comes_in("Mateo")
    other = Other("b").lets_in("Mateo")
    look()
    phone_connections.remove(sid)
    assert cluster_presence.inside(RUN) == 1
    other.lets_out("Mateo")
    look()
    assert cluster_presence.inside(RUN) == 0


def test_a_phone_with_tabs_at_two_others_is_one_phone():
    b, c = Other("b").lets_in("Mateo"), Other("c").lets_in("Mateo")
    look()
    assert cluster_presence.inside(RUN) == 1
    b.lets_out("Mateo")
    assert look() == set()  # it neither came nor went
    assert cluster_presence.inside(RUN) == 1
    c.lets_out("Mateo")
    assert look() == {RUN}
    assert cluster_presence.inside(RUN) == 0


def test_a_phone_that_changes_process_neither_comes_nor_goes():
    b, c = Other("b").lets_in("Mateo"), Other("c")
    look()
    b.lets_out("Mateo")
    c.lets_in("Mateo")
    assert look() == set()
    assert cluster_presence.inside(RUN) == 1


def test_who_leaves_elsewhere_is_not_inside():
    other = Other("b").lets_in("Mateo", "Lucía")
    look()
    other.lets_out("Mateo")
    assert look() == {RUN}
    assert cluster_presence.inside(RUN) == 1


def test_the_runs_where_somebody_came_or_went_are_told_and_no_others():
    b = Other("b").lets_in("Mateo").lets_in("Lucía", run=NEXT_DOOR)
    c = Other("c").lets_in("Hugo", run=3)
    assert look() == {RUN, NEXT_DOOR, 3}
    assert look() == set()
    b.lets_in("Noa", run=NEXT_DOOR)
    assert look() == {NEXT_DOOR}
    b.lets_out("Mateo")
    c.lets_out("Hugo")
    assert look() == {RUN, 3}


def test_who_comes_here_is_no_news_from_elsewhere():
    Other("b").lets_in("Lucía")
    look()
    comes_in("Mateo")
    assert look() == set()
    assert cluster_presence.inside(RUN) == 2


def test_what_happened_in_an_edition_that_was_never_read_is_seen_in_the_next():
    other = Other("b").lets_in("Mateo", "Lucía")
    look()
    other.lets_out("Mateo")
    other.lets_in("Noa", run=NEXT_DOOR)
    other.lets_in("Hugo")
    assert look() == {RUN, NEXT_DOOR}
    assert (cluster_presence.inside(RUN), cluster_presence.inside(NEXT_DOOR)) == (2, 1)


def test_walls_elsewhere_are_counted_and_are_no_phones():
    Other("b").lets_in("a wall", "its twin", audience=PROJECTOR).lets_in("Mateo")
    Other("c").lets_in("another", audience=PROJECTOR)
    assert look(ours=RUN) == {RUN}
    assert cluster_presence.walls_elsewhere(RUN) == 3
    assert cluster_presence.walls_elsewhere(NEXT_DOOR) == 0
    assert cluster_presence.inside(RUN) == 1
    assert written_here() == ["ours"]


def test_a_wall_that_goes_dark_elsewhere_is_news():
    other = Other("b").lets_in("a wall", audience=PROJECTOR).lets_in("Mateo")
    look()
    other.lets_out("a wall")
    assert look() == {RUN}
    assert cluster_presence.walls_elsewhere(RUN) == 0
    assert cluster_presence.inside(RUN) == 1


def test_nobody_is_inside_a_process_without_a_sign_of_life():
    other = Other("b").lets_in("Mateo")
    look()
    other.was_last_seen(GONE_AFTER)
    assert look() == {RUN}
    assert cluster_presence.inside(RUN) == 0


def test_a_process_that_was_thought_dead_has_its_people_inside_again():
    other = Other("b").lets_in("Mateo")
    look()
    other.was_last_seen(GONE_AFTER)
    look()
    other.was_last_seen(timedelta(0))  # nobody came or went there, so its edition is the same
    assert look() == {RUN}
    assert cluster_presence.inside(RUN) == 1


def test_who_says_goodbye_elsewhere_takes_everyone_along():
    Other("b").lets_in("Mateo")
    look()
    with writing_transaction() as connection:
        connection.execute(delete(Process).where(Process.id == "b"))
    assert look() == {RUN}
    assert cluster_presence.inside(RUN) == 0


def test_who_comes_and_goes_here_is_written():
    sid = comes_in("Mateo")
    comes_in("Mateo", tab="2")
    comes_in("Lucía", run=NEXT_DOOR)
    look(wall=RUN)
    assert written_here() == ["Lucía", "Mateo", "wall"]
    phone_connections.remove(sid)
    look()
    assert written_here() == ["Lucía", "Mateo"]  # with its other tab
    phone_connections.remove("Mateo 2")
    look()
    assert written_here() == ["Lucía"]


def test_buried_by_the_others_it_writes_itself_anew(monkeypatch):
    comes_in("Mateo")
    look()
    with writing_transaction() as connection:
        connection.execute(delete(Process).where(Process.id == cluster_presence.process_id))
    assert written_here() == []
    comes_in("Lucía")
    time_passes(monkeypatch, HEARTBEAT_INTERVAL)
    look()
    assert written_here() == ["Lucía", "Mateo"]
    assert db.session.get(Process, cluster_presence.process_id) is not None


def test_whoever_comes_first_buries_the_dead():
    Other("b").lets_in("Mateo")
    Other("c").was_last_seen(FORGOTTEN_AFTER + HEARTBEAT_INTERVAL)
    look()
    assert sorted(db.session.scalars(select(Process.id))) == sorted(
        ["b", cluster_presence.process_id]
    )


def test_after_its_goodbye_nobody_is_inside_here():
    comes_in("Mateo")
    look()
    cluster_presence.withdraw()
    assert db.session.scalar(select(func.count()).select_from(Presence)) == 0


def test_while_nobody_moves_one_question_is_asked(app):
    for name in "bcd":
        Other(name).lets_in(f"a phone of {name}")
    look()
    with executed_queries(app, "SELECT") as asked:
        look()
    assert len(asked) == 1


def test_only_lists_that_changed_are_read_again(app):
    others = [Other(name).lets_in(f"a phone of {name}") for name in "bcd"]
    look()
    others[1].lets_in("Mateo")
    with executed_queries(app, "SELECT") as asked:
        look()
    assert len(asked) == 2
    assert cluster_presence.inside(RUN) == 4


def test_what_others_hold_costs_a_run_nothing():
    other = Other("b").lets_in("Mateo").lets_in("a wall", audience=PROJECTOR)
    look()
    few = work(cluster_presence.inside, RUN), work(cluster_presence.walls_elsewhere, RUN)
    for run in range(NEXT_DOOR, 50):
        other.lets_in(*(f"{run}:{n}" for n in range(10)), run=run)
    other.lets_in(*(f"{n}" for n in range(100)))
    look()
    assert cluster_presence.inside(RUN) == 101
    assert (work(cluster_presence.inside, RUN), work(cluster_presence.walls_elsewhere, RUN)) == few


def work(what, *about):
    """How many steps Python takes for it: a count that no busy machine changes."""
    steps = 0

    def trace(frame, event, _):
        nonlocal steps
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        what(*about)
    finally:
        sys.settrace(before)
    return steps
