"""Organisations, of which every run is one's, and the company's register with its history."""

import sqlalchemy as sa
from alembic import op

from workshop.persistence.db import Moment

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None

RUNS_OF_THE_FIRST = (  # both databases take a reference in the column's own words
    "ALTER TABLE runs ADD COLUMN organisation_id INTEGER DEFAULT 1 NOT NULL"
    " CONSTRAINT fk_runs_organisation_id_organisations REFERENCES organisations (id)"
)


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    organisations = op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.bulk_insert(organisations, [{"name": "", "profile": {}, "k": 5, "zone": ""}])  # number 1
    op.execute(RUNS_OF_THE_FIRST)
    op.add_column(
        "rounds",
        sa.Column("for_register", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "register_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("effect", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("responsible", sa.String(length=80), nullable=False),
        sa.Column("first_step", sa.String(length=280), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=280), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("card", sa.String(length=16), nullable=True),
        sa.Column("module_code", sa.String(length=10), nullable=False),
        sa.Column("session_title", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_register_entries_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
            name=op.f("fk_register_entries_run_id_runs"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_register_entries_round_id_rounds"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entries")),
        sa.UniqueConstraint("card", name=op.f("uq_register_entries_card")),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "run_id"):
        op.create_index(op.f(f"ix_register_entries_{column}"), "register_entries", [column])
    op.create_table(
        "register_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entries.id"],
            name=op.f("fk_register_history_entry_id_register_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_history")),
    )
    op.create_index(op.f("ix_register_history_entry_id"), "register_history", ["entry_id"])


def downgrade_():
    op.drop_table("register_history")
    op.drop_table("register_entries")
    op.drop_column("rounds", "for_register")
    op.drop_column("runs", "organisation_id")
    op.drop_table("organisations")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
