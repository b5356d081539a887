"""A board's own settings with their history; what was chosen for a report that is to be issued.

And what the board did with a report's generated sentences; a payment's unit and payee.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "board_settings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_board_settings_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_board_settings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_settings")),
    )
    op.create_index("ix_board_settings_board_id_key", "board_settings", ["board_id", "key", "id"])
    op.create_table(
        "issue_choices",
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signer", sa.JSON(), nullable=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_issue_choices_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_issue_choices_person_id")
        ),
        sa.PrimaryKeyConstraint("board_id", "period", name=op.f("pk_issue_choices")),
    )
    op.create_table(
        "report_scripts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("section", sa.String(length=12), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_report_scripts_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_report_scripts_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_scripts")),
        sa.UniqueConstraint(
            "board_id", "period", "section", name=op.f("uq_report_scripts_board_id_period_section")
        ),
    )
    # In one statement each: both databases take a reference with a new column.
    op.execute(
        "ALTER TABLE figure_entries ADD COLUMN unit_id BIGINT "
        "CONSTRAINT fk_figure_entries_unit_id REFERENCES units (id)"
        if op.get_bind().dialect.name == "postgresql"
        else "ALTER TABLE figure_entries ADD COLUMN unit_id INTEGER "
        "CONSTRAINT fk_figure_entries_unit_id REFERENCES units (id)"
    )
    op.add_column(
        "figure_entries", sa.Column("payee", sa.Text(), nullable=False, server_default="")
    )
