"""The people of `tinbai chat` write over the channel `web`: their accounts go with them."""

from alembic import op

revision = "0016"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    # 2^40: beyond the numbers of people, which are the chats of their own pages.
    op.execute(
        "UPDATE accounts SET channel = 'web', chat_id = chat_id + 1099511627776"
        " WHERE channel = 'local' AND chat_id > 0"
    )
