"""Hand-outs, piles and the texts in them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.create_table(
        "handouts",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ballot_key", sa.String(length=32), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_handouts_round_id_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "ballot_key", name=op.f("pk_handouts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "piles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("option", sa.String(length=12), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_piles_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["steps.id"], name=op.f("fk_piles_step_id_steps"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piles")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_piles_round_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("piles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piles_round_id"), ["round_id"], unique=False)

    op.create_table(
        "piled",
        sa.Column("card", sa.String(length=16), nullable=False),
        sa.Column("pile_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pile_id"], ["piles.id"], name=op.f("fk_piled_pile_id_piles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_piled")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("piled", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piled_pile_id"), ["pile_id"], unique=False)


def downgrade_():
    op.drop_table("piled")
    op.drop_table("piles")
    op.drop_table("handouts")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
