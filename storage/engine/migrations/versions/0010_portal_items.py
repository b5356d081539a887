"""What a portal's page says of whose article it is: its byline and its first paragraphs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    for column in (
        sa.Column("byline", sa.Text(), nullable=False, server_default=""),
        sa.Column("opening", sa.Text(), nullable=False, server_default=""),
        sa.Column("page_read", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("portal_items", column)
