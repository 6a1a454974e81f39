"""A run is read once for a change, as plain values; every audience's page is made of those."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest
from sqlalchemy.orm import Session

from realtime.protocol.audiences import AUDIENCES, FACILITATOR, PARTICIPANT
from realtime.views import moderation_queue, rounds, run_reader
from realtime.views.live_tally import on_the_wire
from realtime.views.run_reader import RunReader, read_picture
from realtime.views.snapshots import STAGE_OF, snapshot
from tests.support.executed_queries import executed_queries
from workshop.models.run import Run
from workshop.persistence.db import db

WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN")
ALL_THREE = ("abrir", "cerrar", "mostrar")
READ = (  # what a change reads, and the module that asks for it
    (run_reader, "run_view"),
    (rounds, "read_ballots"),
    (moderation_queue, "read_ballots"),
    (rounds, "count_ballots"),
    (rounds, "tally_ballots"),
    (rounds, "compare"),
    (run_reader, "comparisons_of"),
    (run_reader, "splits_of"),
    (run_reader, "turnouts_of"),
    (run_reader, "act_before"),
    (run_reader, "show_plan"),
)


@pytest.fixture
def read(monkeypatch):
    """How often each fact was read or computed."""
    calls = Counter()

    def counted(module, name):
        whole = getattr(module, name)

        def count(*given, **named):
            calls[name] += 1
            return whole(*given, **named)

        monkeypatch.setattr(module, name, count)

    for module, name in READ:
        counted(module, name)
    return calls


def reads_of(room, verb):
    """The statements that a verb reads with, once it is committed and everyone is told."""
    with executed_queries(room.site.app) as asked:
        room.does(verb)
    last_write = max(at for at, each in enumerate(asked) if each.startswith(WRITES[:3]))
    return [each for each in asked[last_write + 1 :] if not each.startswith(WRITES)]


def picture_of(room, *audiences):
    """The run of a room as it is now."""
    with room.site.app.test_request_context():
        db.session.rollback()
        return read_picture(db.session.get(Run, room.run.id), *audiences)


@pytest.mark.parametrize(("label", "statements"), [("A1", 3), ("A2", 3), ("A4", 4)])
def test_opening_a_question_reads_each_fact_once(room, read, label, statements):
    """Who ever joined, a flood of seats, the ballots; where texts are piled, their piles too."""
    room.goes_to(label)
    read.clear()
    assert len(reads_of(room, "abrir")) <= statements
    assert read.pop("run_view") == 1
    assert set(read.values()) == {1}


@pytest.mark.parametrize("verb", ["cerrar", "mostrar", "pausar", "codigo"])
def test_every_change_reads_each_fact_once(room, read, verb):
    room.asks("A1")
    room.mateo.answer(2)
    for before in ("cerrar",) if verb == "mostrar" else ():
        room.does(before)
    read.clear()
    reads_of(room, verb)
    assert read.pop("run_view") == 1
    assert set(read.values()) == {1}


def test_a_room_without_wall_and_console_is_neither_counted_nor_tallied(room, read):
    room.goes_to("A1")
    room.wall.leave()
    room.console.close()
    read.clear()
    assert reads_of(room, "abrir") == []
    assert not {"read_ballots", "count_ballots", "tally_ballots"} & read.keys()


def test_a_wall_without_a_console_counts_without_reading_what_was_said(room, read):
    room.goes_to("A1")
    room.console.close()
    read.clear()
    reads_of(room, "abrir")
    assert (read["count_ballots"], read["read_ballots"]) == (1, 0)


def test_a_picture_that_goes_on_is_the_one_that_was_read_at_once(room):
    room.asks("A4")
    room.mateo.answer("Mejor por la mañana")
    with room.site.app.test_request_context():
        db.session.rollback()
        reader = RunReader(db.session.get(Run, room.run.id))
        reader.picture(PARTICIPANT)
        after = reader.picture(PARTICIPANT, FACILITATOR)
    assert timeless(after) == timeless(picture_of(room, PARTICIPANT, FACILITATOR))


@pytest.mark.parametrize("label", ["A1", "A2", "A4", "A6"])
@pytest.mark.parametrize(
    "verbs", [(), ("abrir",), ("abrir", "cerrar"), ("abrir", "cerrar", "mostrar")]
)
def test_pages_are_made_of_a_picture_without_a_database(room, monkeypatch, label, verbs):
    room.goes_to(label)
    for verb in verbs:
        room.do(verb)
    picture = picture_of(room, *AUDIENCES)
    assert rows_in(picture) == []

    def no_database(*_, **__):
        raise AssertionError("a projection asked the database")

    for name in ("execute", "scalar", "scalars", "get", "connection", "flush"):
        monkeypatch.setattr(Session, name, no_database)
    with room.site.app.test_request_context():
        pages = {audience: STAGE_OF[audience](picture) for audience in AUDIENCES}
    monkeypatch.undo()
    for audience, stage in pages.items():
        assert rows_in(stage) == []
        with room.site.app.test_request_context():
            fresh = snapshot(db.session.get(Run, room.run.id), audience)
        assert (stage.page, stage.run.version) == (fresh["page"], fresh["version"])
        tally = on_the_wire(stage.step.activity, stage.round.tally) if stage.round else None
        assert tally == fresh["tally"]


def test_a_picture_for_all_tells_phones_no_more_than_one_for_phones(room):
    room.asks("A1")
    room.mateo.answer(3)
    one, all_of_them = picture_of(room, PARTICIPANT), picture_of(room, *AUDIENCES)
    stages = [STAGE_OF[PARTICIPANT](picture) for picture in (one, all_of_them)]
    assert timeless(stages[0].run) == timeless(stages[1].run)
    assert [stage.round.tally for stage in stages] == [None, None]
    assert stages[0].round.counts == stages[1].round.counts
    assert all_of_them.step.round.tally is not None  # hers


def test_an_open_anonymous_round_is_tallied_for_nobody(room, read):
    room.asks("A2")
    room.mateo.answer("b")
    picture = picture_of(room, *AUDIENCES)
    assert picture.step.round.tally is None
    assert picture.step.round.view.counts.answered == 1
    assert not {"read_ballots", "tally_ballots"} & read.keys()


# --- helpers ------------------------------------------------------------------------------------


def rows_in(value, path=""):
    """Paths to rows of the database within a value and all that hangs on it."""
    if isinstance(value, db.Model):
        return [path]
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
    elif isinstance(value, dict):
        parts = value
    elif isinstance(value, list | tuple):
        parts = dict(enumerate(value))
    else:
        return []
    return [found for name, part in parts.items() for found in rows_in(part, f"{path}.{name}")]


def timeless(value):
    """The same without what moves by itself."""
    return re.sub(r"(remaining_ms|minutes_\w+)=[\d.-]+", "", repr(value))
