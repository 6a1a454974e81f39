"""Return codes: digests in a table of their own; commitments hold none in clear any more."""

import hashlib
import hmac
import re

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
KIND = "commitment"

# As they were at this revision.
rounds = sa.table("rounds", sa.column("id"), sa.column("run_id"), sa.column("content", sa.JSON))
answers = sa.table(
    "answers", *map(sa.column, ("id", "round_id", "participant_id")), sa.column("value", sa.JSON)
)
ballots = sa.table(
    "ballots", *map(sa.column, ("card", "round_id", "ballot_key")), sa.column("value", sa.JSON)
)
return_codes = sa.table(
    "return_codes", *map(sa.column, ("code_hash", "run_id", "participant_id", "answer_id"))
)


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.create_table(
        "return_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.String(length=16), nullable=True),
        sa.Column("answer_id", sa.String(length=16), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_return_codes_run_id_runs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_return_codes_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_return_codes")),
        sqlite_with_rowid=False,
    )
    for column in ("run_id", "participant_id"):
        op.create_index(op.f(f"ix_return_codes_{column}"), "return_codes", [column])
    _move_codes()


def downgrade_():
    op.drop_table("return_codes")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""


def _move_codes():
    """Take each code out of its commitment, and keep its digest with the way to that answer."""
    line = op.get_bind()
    moved = {}
    asked = line.execute(sa.select(rounds.c.id, rounds.c.run_id, rounds.c.content)).all()
    for round_id, run_id in [(r.id, r.run_id) for r in asked if _is_commitment(r.content)]:
        for table, key in ((answers, "id"), (ballots, "card")):
            found = sa.select(table.c[key], table.c.value).where(table.c.round_id == round_id)
            for card, value in line.execute(found).all():
                if not isinstance(value, dict) or "code" not in value:
                    continue
                code = value.pop("code")
                line.execute(
                    sa.update(table)
                    .where(table.c.round_id == round_id, table.c[key] == card)
                    .values(value=value)
                )
                if isinstance(code, str) and CODE.fullmatch(code):
                    row = {"run_id": run_id, "participant_id": None, "answer_id": card}
                    moved.setdefault(_digest(code), row)
    if moved:
        line.execute(return_codes.insert(), [{"code_hash": d} | row for d, row in moved.items()])


def _is_commitment(content):
    return isinstance(content, dict) and content.get("kind") == KIND


def _digest(code):
    """As workshop/models/return_code.py makes it."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, b"return code digest " + code.encode(), hashlib.sha256).hexdigest()
