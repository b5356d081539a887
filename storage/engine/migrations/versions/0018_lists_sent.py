"""Keep when Zalo sent a numbered list, so that a number typed before it does not choose from it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("zalo_menus", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
