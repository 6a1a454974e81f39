"""Keys of anonymous rounds, kept apart from what is backed up, and gone when the round closes."""

import secrets

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import db


class RoundKey(db.Model):
    """In *aula* a second file; in *servidor* a table that backups leave out (design.md §8.2)."""

    __tablename__ = "round_keys"
    __bind_key__ = "keys"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


def make_round_key(round_id: int) -> None:
    """Give a round its key, within the unit of work that opens it."""
    db.session.merge(RoundKey(round_id=round_id, key=secrets.token_bytes(32)))


def round_key(round_id: int) -> bytes | None:
    """The key of a round that is still open, or None."""
    row = db.session.get(RoundKey, round_id)
    return row.key if row else None


def forget_round_key(round_id: int) -> None:
    """After this nobody, we included, can tell whose ballot was whose."""
    row = db.session.get(RoundKey, round_id)
    if row:
        db.session.delete(row)
