"""Keys of anonymous rounds: kept apart from backups and deleted when the round closes.

Two files cannot commit as one. So a key is committed before its round opens, and forgotten after
its round has closed: whatever instant the computer dies, an open round has its key.
"""

import secrets

from sqlalchemy import LargeBinary, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db
from workshop.persistence.events import RoundClosed
from workshop.persistence.unit_of_work import write_lock


class RoundKey(db.Model):
    """In *aula* a second file; in *servidor* a table that backups leave out (design.md §8.2)."""

    __tablename__ = "round_keys"
    __bind_key__ = "keys"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


def make_round_key(round_id: int) -> None:
    """Make and commit the key of a round; should it never open, the next one replaces it."""
    _write(
        delete(RoundKey).where(RoundKey.round_id == round_id),
        insert(RoundKey).values(round_id=round_id, key=secrets.token_bytes(32)),
    )


def round_key(round_id: int) -> bytes | None:
    """Return the key of an open anonymous round, or None."""
    return db.session.scalar(select(RoundKey.key).where(RoundKey.round_id == round_id))


def forget_round_key(event: RoundClosed) -> None:
    """After this nobody, we included, can tell whose ballot was whose."""
    _write(delete(RoundKey).where(RoundKey.round_id == event.round_id))


def _write(*statements) -> None:
    engine = db.engines["keys"]
    with write_lock(engine), engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            for statement in statements:
                connection.execute(statement)
