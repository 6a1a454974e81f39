"""Tell only what was committed: verbs announce, a unit of work commits, then all hear."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql

log = logging.getLogger("mano_alzada.facts")


@dataclass(frozen=True)
class RunChanged:
    """A run's phase, step, round, wall or texts are no longer what they were."""

    run_id: int


@dataclass(frozen=True)
class AnswersRecorded:
    """Ballots of a round were committed."""

    run_id: int
    round_id: int


@dataclass(frozen=True)
class RosterChanged:
    """Somebody joined, arrived or left."""

    run_id: int


@dataclass(frozen=True)
class SeatsRemoved:
    """A flood was taken back: ``people`` are its participants' ids, with commas between."""

    run_id: int
    people: str


@dataclass(frozen=True)
class TableChanged:
    """Somebody sat down at a table or left it, took or passed its pen, answered or approved."""

    run_id: int
    number: int


@dataclass(frozen=True)
class PenAsked:
    """A participant wants to write for a table where somebody else does. It is never stored."""

    run_id: int
    number: int
    participant_id: str


@dataclass(frozen=True)
class DraftChanged:
    """What a table is writing in a round, as JSON. It is told and never stored."""

    run_id: int
    round_id: int
    number: int
    draft: str


@dataclass(frozen=True)
class RoundClosed:
    """A round's ballots became answers; what was kept about it in memory may go."""

    run_id: int
    round_id: int


@dataclass(frozen=True)
class RunRemoved:
    """A trial run and everything under it was deleted."""

    run_id: int


@dataclass(frozen=True)
class StaffLeft:
    """Somebody signed out of the console; ``digest`` is what was kept of their secret."""

    digest: str


@dataclass(frozen=True)
class NotTold:
    """``listener`` failed at a fact. It is committed all the same, and whoever hears may retry."""

    listener: Callable[[Any], None]
    fact: Any


# One writer at a time in this process: on SQLite a second BEGIN IMMEDIATE would wait inside the
# driver, and with it every phone. Waiting here is cooperative (the lock is green when we serve).
WRITING = threading.RLock()

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def hears(fact_type: type):
    """Register a function that is called with each committed fact of this type."""

    def register(listener):
        if listener not in _listeners[fact_type]:
            _listeners[fact_type].append(listener)
        return listener

    return register


def announce(fact) -> None:
    """Say that a fact will be true once the unit of work commits. Equal facts are told once."""
    db.session.info.setdefault("facts", {})[fact] = None


def tell_everyone(facts) -> None:
    """Hand committed facts to their listeners, in the order they were announced.

    What was committed is true: a listener that fails keeps it from nobody else, and makes no error
    of whatever committed it.
    """
    for fact in facts:
        for listener in tuple(_listeners[type(fact)]):
            try:
                listener(fact)
            except Exception:  # noqa: BLE001 - whatever it was, the others hear
                _say_that_it_failed(NotTold(listener, fact))


def _say_that_it_failed(failure: NotTold) -> None:
    hearing = tuple(_listeners[NotTold])
    log.error("%s was not told of %r", failure.listener.__name__, failure.fact, exc_info=True)
    for listener in hearing:
        listener(failure)


def one_writer(engine: Engine) -> AbstractContextManager:
    """WRITING, where the database takes one writer; PostgreSQL takes many, and locks rows."""
    return nullcontext() if is_postgresql(engine) else WRITING


@contextmanager
def unit_of_work() -> Iterator[None]:
    """All or nothing, then tell. Nothing is told of what was rolled back.

    Reads made before are dropped: what a verb decides on is read inside the write transaction.
    """
    db.session.rollback()  # before waiting: whoever writes now may need the connection it frees
    with one_writer(db.engine):
        db.session.info.pop("facts", None)
        db.session.connection(execution_options={"writing": True})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            db.session.info.pop("facts", None)
            raise
    tell_everyone(db.session.info.pop("facts", {}))


@contextmanager
def writing_transaction() -> Iterator[Connection]:
    """One plain write without the session: behind WRITING, and begun as a writer.

    Both belong together: without the lock a second BEGIN IMMEDIATE would wait inside the driver.
    """
    with one_writer(db.engine), db.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            yield connection
