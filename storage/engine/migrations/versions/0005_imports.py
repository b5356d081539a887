"""Imports that can be taken back, files that wait for answers, and names that differ by a mark.

A unit is expected from the first month that anything knows of it. Its key keeps the marks from now
on, so that two names that differ by one mark can stand side by side. An update remembers how often
a process died while it alone was in work.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# What first tells of a unit, as text that begins with a day.
_KNOWN = """
UPDATE units SET known_from = (
    SELECT {day} FROM (
        SELECT min(month) || '-01' AS said FROM opening_counts WHERE unit_id = units.id
        UNION ALL
        SELECT min(month) || '-01' FROM confirmed_zeros WHERE unit_id = units.id
        UNION ALL
        SELECT min(CAST(published_on AS text)) FROM articles WHERE unit_id = units.id
        UNION ALL
        SELECT min(substr(CAST(at AS text), 1, 10)) FROM audit_entries
            WHERE subject = 'unit' AND subject_id = units.id AND action = 'add_unit'
        UNION ALL
        SELECT min(substr(CAST(created_at AS text), 1, 10)) FROM memberships
            WHERE unit_id = units.id
    ) AS told
)
"""


def _key(name: str) -> str:
    words = []
    for word in " ".join(name.split()).lower().split():
        decomposed = unicodedata.normalize("NFD", word)
        tone = "".join(_TONES[char] for char in decomposed if char in _TONES)[:1]
        letters = "".join(char for char in decomposed if char not in _TONES)
        words.append(unicodedata.normalize("NFC", letters) + tone)
    return " ".join(words)


def upgrade() -> None:
    """Apply the change."""
    op.add_column("inbox", sa.Column("deaths", sa.Integer(), server_default="0", nullable=False))
    op.add_column("units", sa.Column("known_from", sa.Date(), nullable=True))
    connection = op.get_bind()
    # SQLite keeps a day as text, which a CAST would make a number.
    day = "min(said)" if connection.dialect.name == "sqlite" else "CAST(min(said) AS date)"
    connection.execute(sa.text(_KNOWN.format(day=day)))
    for table in ("units", "unit_aliases"):
        rows = connection.execute(sa.text(f"SELECT id, name FROM {table}")).all()  # noqa: S608
        for row_id, name in rows:
            connection.execute(
                sa.text(f"UPDATE {table} SET key = :key WHERE id = :id"),  # noqa: S608
                {"key": _key(name), "id": row_id},
            )
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("overlap", sa.String(length=5), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name="fk_imports_board_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_imports_person_id"),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name="fk_imports_undone_by"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.UniqueConstraint("board_id", "number", name="uq_imports_board_id_number"),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name="fk_uploads_board_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_uploads_person_id"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_uploads_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_board_id_person_id", "uploads", ["board_id", "person_id"])
