"""Signs of personal data: found once in each text, kept with its ballot and its answer."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    for table in ("ballots", "answers"):  # NULL: nobody has looked yet
        op.add_column(table, sa.Column("flags", sa.String(60), nullable=True))


def downgrade_():
    for table in ("answers", "ballots"):
        op.drop_column(table, "flags")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
