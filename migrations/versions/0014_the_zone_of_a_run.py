"""The zone whose days and hours the pages of a run show; empty: this computer's."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.add_column("runs", sa.Column("zone", sa.String(64), nullable=False, server_default=""))


def downgrade_():
    op.drop_column("runs", "zone")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
