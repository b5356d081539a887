"""The indexes that 0002 got after it had landed, for databases that were made in between."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _index("ix_articles_board_id", "articles", ["board_id", "id"])
    _index("ix_topic_words_board_id", "topic_words", ["board_id", "word"])


def _index(name: str, table: str, columns: Sequence[str]) -> None:
    """Have an index over just these columns."""
    indexes = sa.inspect(op.get_bind()).get_indexes(table)
    found = {index["name"]: index["column_names"] for index in indexes}
    if found.get(name) == columns:
        return
    if name in found:
        op.drop_index(name, table)
    op.create_index(name, table, columns)
