"""Recording the SQL statements that an app executes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from workshop.persistence.db import db


@contextmanager
def executed_queries(app, beginning: str = "") -> Iterator[list[str]]:
    """A list that grows with each executed statement that begins so."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith(beginning):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
