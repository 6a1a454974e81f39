"""Join codes: six digits, new for each run and not soon given again."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused

CODE_REUSE_AFTER = timedelta(hours=24)  # before a code is given to another run


def new_join_code(now: datetime) -> str:
    """Return six digits that no run uses or used in the last day, never starting with 0.

    Raises Refused("no_code_free") if a thousand tries find none.
    """
    for _ in range(1000):
        code = str(100_000 + secrets.randbelow(900_000))
        taken = db.session.scalar(
            select(Run.id).where(
                Run.code == code, (Run.phase != "ended") | (Run.ended_at > now - CODE_REUSE_AFTER)
            )
        )
        if taken is None:
            return code
    raise Refused("no_code_free")
