"""Keep whether the portal said the day of an item; what is there counts as dated."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column(
        "portal_items",
        sa.Column("dated", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
