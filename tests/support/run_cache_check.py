"""Compare a cached run with what the database stores of it."""

from sqlalchemy import inspect, select

from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db

NOT_ASKED = {"served_at"}  # of a round: a heartbeat, read after a crash only


def differences(run):
    """Columns of a known run, its steps and its rounds that are not as they are stored."""
    rounds = [round for step in run.steps for round in step.rounds]
    found = []
    for kind, rows in ((Run, [run]), (Step, run.steps), (Round, rounds)):
        stored = {row["id"]: row for row in stored_of(kind, run.id)}
        if set(stored) != {row.id for row in rows}:
            found.append((kind.__name__, sorted(stored), sorted(row.id for row in rows)))
        for row in rows:
            found += [
                (kind.__name__, row.id, name, known, stored[row.id][column])
                for name, column, known in columns_of(row)
                if row.id in stored and known != stored[row.id][column]
            ]
    return found


def stored_of(kind, run_id):
    """Rows of the run, without anybody's memory."""
    table = kind.__table__
    mine = table.c.id if kind is Run else table.c.run_id
    return db.session.connection().execute(select(table).where(mine == run_id)).mappings()


def columns_of(row):
    """(name, column, value) of what is known; what is to be read again is not known."""
    for attribute in inspect(type(row)).column_attrs:
        if attribute.key in vars(row) and attribute.key not in NOT_ASKED:
            yield attribute.key, attribute.columns[0], vars(row)[attribute.key]
