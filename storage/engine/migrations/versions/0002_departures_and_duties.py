"""When a message left, so that one that never did is sent again after a crash; when duties ran.

And the newest buttons of each chat, for people who type what a button says; an index for the titles
that a board has got since an article, and one for what a board taught of a word.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("outbox", sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True))
    # A claim from before may have left or not.
    op.execute("UPDATE outbox SET departed_at = claimed_at WHERE state = 'claimed'")
    op.create_table(
        "duties",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duties")),
    )
    op.create_table(
        "offers",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "chat_id", name=op.f("pk_offers")),
    )
    op.create_index("ix_articles_board_id", "articles", ["board_id", "id"])
    op.drop_index("ix_topic_words_board_id", "topic_words")
    op.create_index("ix_topic_words_board_id", "topic_words", ["board_id", "word"])
