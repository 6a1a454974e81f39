"""Tables that answer together: places, pens and approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.create_table(
        "seatings",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("writer_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_seatings_run_id_runs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"],
            ["participants.id"],
            name=op.f("fk_seatings_writer_id_participants"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_seatings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "approvals",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_approvals_round_id_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "approver", name=op.f("pk_approvals")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_approvals_answer_id"), "approvals", ["answer_id"], unique=False)
    op.add_column("participants", sa.Column("table_number", sa.Integer(), nullable=True))
    op.add_column("answers", sa.Column("table_number", sa.Integer(), nullable=True))
    op.add_column("rounds", sa.Column("tables", sa.JSON(), nullable=True))


def downgrade_():
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.drop_column("tables")
    with op.batch_alter_table("answers") as batch_op:
        batch_op.drop_column("table_number")
    with op.batch_alter_table("participants") as batch_op:
        batch_op.drop_column("table_number")
    op.drop_table("approvals")
    op.drop_table("seatings")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
