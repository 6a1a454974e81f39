"""Whether imagined people took part in a run."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    off = sa.Column("simulated", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("runs", off)


def downgrade_():
    op.drop_column("runs", "simulated")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
