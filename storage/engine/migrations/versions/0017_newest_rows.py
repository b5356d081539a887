"""Find the newest rows of a chat, an author and a board by an index instead of a scan."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_index("ix_inbox_chat", "inbox", ["channel", "chat_id", "id"])
    op.create_index("ix_audit_entries_board_id", "audit_entries", ["board_id", "id"])
    op.drop_index("ix_articles_author_id", "articles")
    op.create_index("ix_articles_author_id", "articles", ["author_id", "board_id", "id"])
