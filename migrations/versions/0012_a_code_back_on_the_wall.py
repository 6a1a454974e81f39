"""Whether the wall shows how to get in, over what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    off = sa.Column("code_on_wall", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("runs", off)


def downgrade_():
    op.drop_column("runs", "code_on_wall")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
