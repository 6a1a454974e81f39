"""Whether the phones and the wall of a run say «usted»."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_():
    off = sa.Column("usted", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("runs", off)


def downgrade_():
    with op.batch_alter_table("runs") as batch_op:
        batch_op.drop_column("usted")


def upgrade_keys():
    """Keys have no part in this."""


def downgrade_keys():
    """Keys have no part in this."""
