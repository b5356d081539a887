"""The tables: board data carries its board; people, accounts and the inbox serve all boards."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _read_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read SQLite's text in one step: a large report has tens of thousands of instants.

        PostgreSQL's driver gives aware instants in UTC.
        """
        return _read_utc if dialect.name == "sqlite" else None


def in_words(column: Column[Any], *values: str) -> TextClause:
    """Return `column IN ('a', 'b')` with the values written out.

    A database uses a partial index only where the statement itself shows that it holds; a bound
    parameter shows nothing, and for its sake SQLite plans the statement anew at every execution.
    """
    listed = ", ".join(f"'{value}'" for value in values)
    return text(f"{column.table.name}.{column.name} IN ({listed})")


BigId = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True)


def _board() -> Column[int]:
    return Column("board_id", ForeignKey("boards.id"), nullable=False)


boards = Table(
    "boards",
    metadata,
    _id(),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Links to the board's page carry this number; a higher one makes them worthless.
    Column("links_version", Integer, nullable=False, default=0, server_default="0"),
)

# What the installation made up for itself, such as the key that signs links.
secrets = Table(
    "secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    _id(),
    _board(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    UniqueConstraint("board_id", "key"),
)

unit_groups = Table(
    "unit_groups",
    metadata,
    _id(),
    _board(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("board_id", "key"),
)

units = Table(
    "units",
    metadata,
    _id(),
    _board(),
    Column("group_id", ForeignKey("unit_groups.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("successor_id", ForeignKey("units.id")),
    # The first day of which anything knows the unit: it is not silent before. None is always.
    Column("known_from", Date),
    UniqueConstraint("board_id", "key"),
)

unit_aliases = Table(
    "unit_aliases",
    metadata,
    _id(),
    _board(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    UniqueConstraint("board_id", "key"),
)
Index("ix_unit_aliases_unit_id", unit_aliases.c.unit_id)

people = Table(
    "people",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("current_board_id", ForeignKey("boards.id")),
    Column("created_at", UtcDateTime, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime, nullable=False),
    # A closed account was replaced by another: whoever writes from it is a stranger.
    Column("closed_at", UtcDateTime),
    UniqueConstraint("channel", "chat_id"),
)
Index("ix_accounts_person_id", accounts.c.person_id)

memberships = Table(
    "memberships",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("unit_id", ForeignKey("units.id")),
    Column("created_at", UtcDateTime, nullable=False),
    # A stand-in's role is given with its end, which then lies in the future.
    Column("ended_at", UtcDateTime),
    Column("stands_in_for", ForeignKey("people.id")),
)
Index("ix_memberships_person_id", memberships.c.person_id)
Index("ix_memberships_board_id_unit_id", memberships.c.board_id, memberships.c.unit_id)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    _board(),
    Column("role", String(16), nullable=False),
    Column("unit_id", ForeignKey("units.id")),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created_by", ForeignKey("people.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("used_by", ForeignKey("people.id")),
    Column("revoked_at", UtcDateTime),
)

account_codes = Table(
    "account_codes",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("replaces", Boolean, nullable=False),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created_by", ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)
Index("ix_account_codes_person_id", account_codes.c.person_id)

absences = Table(
    "absences",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("until", Date, nullable=False),
    Column("stand_in_id", ForeignKey("people.id")),
    Column("created_by", ForeignKey("people.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)
Index("ix_absences_board_id_person_id", absences.c.board_id, absences.c.person_id)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_wrong_codes_at", wrong_codes.c.at)

articles = Table(
    "articles",
    metadata,
    _id(),
    _board(),
    Column("number", Integer, nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("canonical_link", Text),
    Column("published_on", Date, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("topic_id", ForeignKey("topics.id")),
    Column("state", String(10), nullable=False),
    Column("logged_at", UtcDateTime, nullable=False),
    Column("duplicate_of", ForeignKey("articles.id")),
    UniqueConstraint("board_id", "number"),
)
# One live article a link: a withdrawn or rejected one frees its link.
Index(
    "uq_articles_board_id_canonical_link",
    articles.c.board_id,
    articles.c.canonical_link,
    unique=True,
    sqlite_where=text("state IN ('logged', 'pending') AND canonical_link IS NOT NULL"),
)
# Everything a report counts, so that it is answered from the index alone.
Index(
    "ix_articles_report",
    articles.c.board_id,
    articles.c.state,
    articles.c.published_on,
    articles.c.unit_id,
    articles.c.topic_id,
    articles.c.kind,
)
Index("ix_articles_unit", articles.c.unit_id, articles.c.state, articles.c.published_on)
Index("ix_articles_author_id", articles.c.author_id, articles.c.board_id, articles.c.id)
# What was logged on a board after an article, at every submission, however long the log.
Index("ix_articles_board_id", articles.c.board_id, articles.c.id)

opening_counts = Table(
    "opening_counts",
    metadata,
    _id(),
    _board(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("count", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "month", "unit_id"),
)
Index("ix_opening_counts_unit_id", opening_counts.c.unit_id)

# One table or list that was brought in; `changes` is what takes it back whole.
imports = Table(
    "imports",
    metadata,
    _id(),
    _board(),
    Column("number", Integer, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("channel", String(16), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("first_month", String(7), nullable=False),
    Column("last_month", String(7), nullable=False),
    Column("units", Integer, nullable=False),
    Column("cells", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("overlap", String(5)),
    Column("changes", JSON, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", ForeignKey("people.id")),
    UniqueConstraint("board_id", "number"),
)

# A file that somebody sent and what they have answered about it so far.
uploads = Table(
    "uploads",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("file_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("import_id", ForeignKey("imports.id")),
)
Index("ix_uploads_board_id_person_id", uploads.c.board_id, uploads.c.person_id)

confirmed_zeros = Table(
    "confirmed_zeros",
    metadata,
    _id(),
    _board(),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("reason", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "month", "unit_id"),
)
Index("ix_confirmed_zeros_unit_id", confirmed_zeros.c.unit_id)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("board_id", ForeignKey("boards.id"), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("content", JSON, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

# A question that is no article's: the person's next text answers it.
dialogues = Table(
    "dialogues",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("board_id", ForeignKey("boards.id"), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

# The newest buttons under a message to a chat, for people who type what they say.
# Which message of the bot asked about which draft, and what became of it.
questions = Table(
    "questions",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", Integer, nullable=False),
    Column("board_id", Integer, nullable=False),
    Column("about", String(40), nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
)
Index(
    "ix_questions_person_id_board_id_about",
    questions.c.person_id,
    questions.c.board_id,
    questions.c.about,
)
offers = Table(
    "offers",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("used_by", BigInteger),
)

counters = Table(
    "counters",
    metadata,
    Column("board_id", ForeignKey("boards.id"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("value", Integer, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    _id(),
    _board(),
    Column("at", UtcDateTime, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("channel", String(16), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)
Index(
    "ix_audit_entries_subject",
    audit_entries.c.board_id,
    audit_entries.c.subject,
    audit_entries.c.subject_id,
)
Index("ix_audit_entries_person", audit_entries.c.board_id, audit_entries.c.person_id)
Index("ix_audit_entries_board_id", audit_entries.c.board_id, audit_entries.c.id)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    # How often a process died while this alone was in work.
    Column("deaths", Integer, nullable=False, server_default="0"),
    Column("worker", String(40)),
    Column("received_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("fault", String(12)),
    Column("fault_text", Text),
    UniqueConstraint("channel", "update_id"),
)
# Only what is still to be handled: done rows never slow the claim.
Index(
    "ix_inbox_open",
    inbox.c.channel,
    inbox.c.chat_id,
    inbox.c.id,
    sqlite_where=text("state IN ('pending', 'claimed')"),
)
Index("ix_inbox_state_finished_at", inbox.c.state, inbox.c.finished_at)
# What came from a chat last, for an edit.
Index("ix_inbox_chat", inbox.c.channel, inbox.c.chat_id, inbox.c.id)

effects = Table(
    "effects",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("use_case", String(40), primary_key=True),
    Column("result", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_effects_at", effects.c.at)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _board(),
    Column("kind", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime),
    # Set just before it leaves: until then it certainly has not arrived.
    Column("departed_at", UtcDateTime),
    Column("worker", String(40)),
    Column("finished_at", UtcDateTime),
    Column("error", Text),
    Column("stands_in_for", ForeignKey("outbox.id")),
)
Index("ix_outbox_stands_in_for", outbox.c.stands_in_for)
Index("ix_outbox_person_id", outbox.c.person_id)
Index(
    "ix_outbox_open",
    outbox.c.due_at,
    sqlite_where=text("state IN ('due', 'claimed')"),
)
Index("ix_outbox_board_id_state", outbox.c.board_id, outbox.c.state)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    _board(),
    Column("month", String(7), nullable=False),
    Column("stage", String(40), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "month", "stage", "scope", "person_id"),
)

stage_runs = Table(
    "stage_runs",
    metadata,
    _board(),
    Column("month", String(7), nullable=False),
    Column("stage", String(40), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("ran_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "month", "stage"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _board(),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False),
    Column("account_id", ForeignKey("accounts.id")),
    Column("state", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("message_id", BigInteger),
    Column("error", Text),
)
Index("ix_deliveries_outbox_id", deliveries.c.outbox_id)

paces = Table(
    "paces",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("next_at", UtcDateTime, nullable=False),
)

chat_paces = Table(
    "chat_paces",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("next_at", UtcDateTime, nullable=False),
)
Index("ix_chat_paces_next_at", chat_paces.c.next_at)

# A group is written to like a person: a recipient with an account, but without any role.
digest_groups = Table(
    "digest_groups",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("changed_by", ForeignKey("people.id"), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "person_id"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    _board(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
)

# A ledger: an entry is withdrawn, never changed or deleted.
figure_entries = Table(
    "figure_entries",
    metadata,
    _id(),
    _board(),
    Column("code", String(20), nullable=False),
    Column("entry", String(8), nullable=False),
    Column("day", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("whole", Integer),
    Column("name", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    # Whose articles a payment is for, and who received it: only where it was said.
    Column("unit_id", ForeignKey("units.id")),
    Column("payee", Text, nullable=False, default="", server_default=""),
)
Index(
    "ix_figure_entries_kept",
    figure_entries.c.board_id,
    figure_entries.c.code,
    figure_entries.c.day,
)

report_notes = Table(
    "report_notes",
    metadata,
    _id(),
    _board(),
    Column("period", String(24), nullable=False),
    Column("section", String(12), nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "period", "section"),
)

# What the board did with a section's generated sentences: dropped, edited, put in order.
report_scripts = Table(
    "report_scripts",
    metadata,
    _id(),
    _board(),
    Column("period", String(24), nullable=False),
    Column("section", String(12), nullable=False),
    Column("script", JSON, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("board_id", "period", "section"),
)

# A history: the newest row of a key holds, no value is config.toml's; no person is the operator.
board_settings = Table(
    "board_settings",
    metadata,
    _id(),
    _board(),
    Column("key", String(40), nullable=False),
    Column("value", JSON(none_as_null=True)),
    Column("person_id", ForeignKey("people.id")),
    Column("set_at", UtcDateTime, nullable=False),
)
Index(
    "ix_board_settings_board_id_key",
    board_settings.c.board_id,
    board_settings.c.key,
    board_settings.c.id,
)

# What was chosen on the card of a report that is to be issued; what is null was not.
issue_choices = Table(
    "issue_choices",
    metadata,
    Column("board_id", ForeignKey("boards.id"), primary_key=True),
    Column("period", String(24), primary_key=True),
    Column("number", Integer),
    Column("signed_on", Date),
    Column("signer", JSON(none_as_null=True)),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
)

shown_reports = Table(
    "shown_reports",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("board_id", ForeignKey("boards.id"), primary_key=True),
    Column("period", String(24), nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
)

issued_reports = Table(
    "issued_reports",
    metadata,
    _id(),
    _board(),
    Column("period", String(24), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("mode", String(10), nullable=False),
    Column("state", String(9), nullable=False),
    Column("corrects_id", ForeignKey("issued_reports.id")),
    Column("dataset", Text, nullable=False),
    Column("issued_by", ForeignKey("people.id"), nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("cancelled_by", ForeignKey("people.id")),
    Column("cancelled_at", UtcDateTime),
    Column("reason", Text),
    UniqueConstraint("board_id", "year", "number"),
)
# One report in force a period.
Index(
    "uq_issued_reports_board_id_period",
    issued_reports.c.board_id,
    issued_reports.c.period,
    unique=True,
    sqlite_where=text("state = 'issued'"),
)

issued_files = Table(
    "issued_files",
    metadata,
    _id(),
    Column("issued_id", ForeignKey("issued_reports.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Index("ix_issued_files_issued_id", issued_files.c.issued_id)

# Articles whose title or state was changed, so that every worker's index of titles follows.
title_changes = Table(
    "title_changes",
    metadata,
    _id(),
    _board(),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
)
Index("ix_title_changes_board_id", title_changes.c.board_id, title_changes.c.id)

# Likely the same article twice: `article_id` is the later one. A claim is what its author said.
twin_pairs = Table(
    "twin_pairs",
    metadata,
    _id(),
    _board(),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("other_id", ForeignKey("articles.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("claim", String(12)),
    Column("claimed_by", ForeignKey("people.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decision", String(12)),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", UtcDateTime),
    UniqueConstraint("article_id", "other_id"),
)
Index(
    "ix_twin_pairs_open",
    twin_pairs.c.board_id,
    twin_pairs.c.id,
    sqlite_where=text("decision IS NULL"),
)
Index("ix_twin_pairs_other_id", twin_pairs.c.other_id)

topic_words = Table(
    "topic_words",
    metadata,
    Column("topic_id", ForeignKey("topics.id"), primary_key=True),
    Column("word", String(80), primary_key=True),
    _board(),
    Column("weight", Float, nullable=False),
)
Index("ix_topic_words_board_id", topic_words.c.board_id, topic_words.c.word)

# One check of the portal a board and day: running, done or failed (tried again at `next_at`).
portal_checks = Table(
    "portal_checks",
    metadata,
    _id(),
    _board(),
    Column("day", Date, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("error", Text),
    UniqueConstraint("board_id", "day"),
)

# What the portal ever listed; an ignored item is no article of the board's. Its page is read once
# for its byline and its first paragraphs.
portal_items = Table(
    "portal_items",
    metadata,
    _id(),
    _board(),
    Column("canonical_link", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    # False where the portal says no day: published_on is when the item was found.
    Column("dated", Boolean, nullable=False, default=True, server_default=true()),
    Column("ignored", Boolean, nullable=False, default=False),
    Column("told", Boolean, nullable=False, default=False),
    Column("byline", Text, nullable=False, default="", server_default=""),
    Column("opening", Text, nullable=False, default="", server_default=""),
    Column("page_read", Boolean, nullable=False, default=False, server_default=false()),
    Column("found_at", UtcDateTime),
    UniqueConstraint("board_id", "canonical_link"),
)
Index("ix_portal_items_published_on", portal_items.c.board_id, portal_items.c.published_on)

# Logged, but the portal has nothing at the link ("dead") or another title there ("title").
portal_misses = Table(
    "portal_misses",
    metadata,
    _id(),
    _board(),
    Column("article_id", ForeignKey("articles.id"), nullable=False, unique=True),
    Column("reason", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("ignored", Boolean, nullable=False, default=False),
)
Index("ix_portal_misses_board_id", portal_misses.c.board_id)

# What the Zalo channel keeps. Zalo's ids are strings; `id` is the number tinbai knows one by.
zalo_ids = Table(
    "zalo_ids",
    metadata,
    _id(),
    Column("kind", String(8), nullable=False),
    Column("zalo_id", Text, nullable=False),
    UniqueConstraint("kind", "zalo_id"),
)

# The numbered lists that stand for buttons: the newest of each slot of a chat.
zalo_menus = Table(
    "zalo_menus",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("slot", String(8), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("first", Integer, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("used_by", BigInteger),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("chat_id", "slot"),
)

zalo_use = Table(
    "zalo_use",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("sent", Integer, nullable=False),
)

# Files for people of a channel that takes no uploads, reached by a signed link until their end.
shared_files = Table(
    "shared_files",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
Index("ix_shared_files_expires_at", shared_files.c.expires_at)

# What a person's own page shows; the chat has the person's number. A file stands in its row.
web_messages = Table(
    "web_messages",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    # Rises with each change, so that a page that looks again sees what to show anew.
    Column("version", Integer, nullable=False),
    Column("from_bot", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text),
    Column("entities", JSON, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary),
    Column("alert", Text),
    Column("deleted", Boolean, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
)
Index("ix_web_messages_chat_id_id", web_messages.c.chat_id, web_messages.c.id)
Index("ix_web_messages_sent_at", web_messages.c.sent_at)


def _page_tokens(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("token_hash", String(64), primary_key=True),
        Column("person_id", ForeignKey("people.id"), nullable=False),
        Column("expires_at", UtcDateTime, nullable=False),
    )


# A link opens the page once and is then gone; a session is a browser that is let in.
page_links = _page_tokens("page_links")
Index("ix_page_links_person_id", page_links.c.person_id)
page_sessions = _page_tokens("page_sessions")
Index("ix_page_sessions_person_id", page_sessions.c.person_id)

# What the operator was last told of, so that every worker knows it.
alarms = Table(
    "alarms",
    metadata,
    Column("fault", String(200), primary_key=True),
    Column("raised_at", UtcDateTime, nullable=False),
)

# When a duty was last begun, whichever worker did it.
duties = Table(
    "duties",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("begun_at", UtcDateTime, nullable=False),
)


def add_postgresql_conditions() -> None:
    """Let PostgreSQL's indexes be as partial as SQLite's, for whoever drafts a migration.

    Named beside SQLite's they would load PostgreSQL's dialect at every start.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            condition = index.dialect_options["sqlite"]["where"]
            if condition is not None:
                index.dialect_options["postgresql"]["where"] = condition
