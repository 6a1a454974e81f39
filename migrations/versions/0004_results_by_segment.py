"""Whether the wall tells a step's result by segment."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    off = sa.Column("by_segment", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("steps", off)


def downgrade_():
    with op.batch_alter_table("steps") as batch_op:
        batch_op.drop_column("by_segment")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
