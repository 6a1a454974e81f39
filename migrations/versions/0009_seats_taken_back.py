"""Moment a seat was taken back: its phone is known no more, its earlier answers stay counted."""

import sqlalchemy as sa
from alembic import op

from workshop.persistence.db import Moment

revision = "0009"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    op.add_column("participants", sa.Column("removed_at", Moment(timezone=True), nullable=True))


def downgrade_():
    op.drop_column("participants", "removed_at")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
