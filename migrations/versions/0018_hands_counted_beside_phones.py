"""Raised hands that the trainer counted beside what phones answered; none in earlier rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.add_column("rounds", sa.Column("hand_counts", sa.JSON(), nullable=True))


def downgrade_():
    op.drop_column("rounds", "hand_counts")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
