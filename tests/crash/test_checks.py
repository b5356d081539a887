"""The storm's checks see each kind of damage; otherwise a calm storm would prove nothing."""

# ruff: noqa: S608 - every statement is a constant of this file

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from storage.engine.tables import metadata
from tests.crash.bot_process import reminder_mark, stage_of
from tests.crash.checks import Findings, examine, open_work, reminder_states
from tests.crash.talk import Piece
from tests.fakes.bot_api import Sent

TALKER, SILENT, ZERO = 1001, 1002, 1003
UPDATES = (1, 2, 3, 4)
STAGE = stage_of(1)
PIECE = Piece(TALKER, "https://xamau.gov.vn/tin/1.html", "Phiên chợ vùng cao")
AT = "2021-06-15 08:00:00.000000"
SEEDS = f"""
INSERT INTO boards (id, slug, name, created_at) VALUES (1, 'ban-thu', 'Ban thử', '{AT}');
INSERT INTO unit_groups (id, board_id, name, key, position) VALUES (1, 1, 'Nhóm', 'nhom', 1);
INSERT INTO units
 (id, board_id, group_id, name, key, position, valid_from, valid_to, successor_id)
 VALUES (1, 1, 1, 'Đơn vị', 'don vi', 1, NULL, NULL, NULL);
INSERT INTO people
 (id, name, language, current_board_id, created_at)
 VALUES (1, 'A', 'vi', 1, '{AT}'), (2, 'B', 'vi', 1, '{AT}'),
 (3, 'C', 'vi', 1, '{AT}');
INSERT INTO accounts
 (id, person_id, channel, chat_id, active, created_at, last_used_at)
 VALUES (1, 1, 'telegram', {TALKER}, 1, '{AT}', '{AT}'),
 (2, 2, 'telegram', {SILENT}, 1, '{AT}', '{AT}'), (3, 3, 'telegram', {ZERO}, 1, '{AT}', '{AT}');
INSERT INTO memberships
 (id, board_id, person_id, role, unit_id, created_at, ended_at)
 VALUES (1, 1, 1, 'correspondent', 1, '{AT}', NULL),
 (2, 1, 2, 'correspondent', 1, '{AT}', NULL), (3, 1, 3, 'correspondent', 1, '{AT}', NULL);
INSERT INTO inbox (channel, update_id, chat_id, payload, state, attempts, received_at) VALUES
 ('telegram', 1, 1, '', 'done', 1, '{AT}'), ('telegram', 2, 1, '', 'done', 1, '{AT}'),
 ('telegram', 3, 1, '', 'done', 1, '{AT}'), ('telegram', 4, 1, '', 'done', 1, '{AT}');
INSERT INTO articles (id, board_id, number, unit_id, author_id, title, title_key, link,
 published_on, kind, state, logged_at) VALUES
 (7, 1, 1, 1, 1, '{PIECE.title}', '', '{PIECE.link}', '2021-06-15', 'news', 'logged', '{AT}');
INSERT INTO audit_entries (board_id, at, channel, action, subject, subject_id) VALUES
 (1, '{AT}', 'telegram', 'log', 'article', 7);
INSERT INTO confirmed_zeros
 (id, board_id, unit_id, month, reason, person_id, created_at)
 VALUES (1, 1, 1, '2021-06', 'không', 3, '{AT}');
INSERT INTO outbox (id, board_id, kind, person_id, payload, state, attempts, due_at) VALUES
 (1, 1, 'reminder', 2, '{{}}', 'sent', 1, '{AT}');
INSERT INTO reminders
 (id, board_id, month, stage, scope, person_id, outbox_id, created_at)
 VALUES (1, 1, '2021-06', '{STAGE}', 'correspondents', 2, 1, '{AT}');
"""


def sent(chat_id: int, text: str) -> Sent:
    return Sent(1, 0.0, "sendMessage", chat_id, 1, text, text, (), None, False)


RECORD = (
    sent(TALKER, f"Đã ghi bài #1.\n{PIECE.title}"),
    sent(SILENT, f"{reminder_mark(STAGE)} Nộp tin"),
)


@pytest.fixture(scope="module")
def _calm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing went wrong."""
    path = tmp_path_factory.mktemp("calm") / "storm.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    change(path, SEEDS)
    return path


@pytest.fixture
def database(tmp_path: Path, _calm: Path) -> Path:
    return Path(shutil.copy(_calm, tmp_path))


def change(database: Path, statements: str) -> None:
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript(statements)


def findings(database: Path, record: tuple[Sent, ...] = RECORD) -> Findings:
    url = f"sqlite:///{database}"
    return examine(url, UPDATES, [PIECE], [SILENT], [ZERO], record, [STAGE])


def test_a_calm_storm_has_no_findings(database: Path) -> None:
    assert findings(database).all == ()
    assert open_work(f"sqlite:///{database}") == 0
    assert reminder_states(f"sqlite:///{database}") == {"sent": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM inbox WHERE update_id = 2",
        "UPDATE inbox SET state = 'dead' WHERE update_id = 2",
        "UPDATE inbox SET state = 'pending' WHERE update_id = 2",
        "DELETE FROM articles",
        "UPDATE articles SET title = 'Tên khác'",
        "UPDATE articles SET state = 'withdrawn'",
        "DELETE FROM memberships WHERE person_id = 2; DELETE FROM accounts WHERE person_id = 2",
        "DELETE FROM confirmed_zeros",
        "DELETE FROM reminders",
        "UPDATE outbox SET state = 'due'",
        "UPDATE outbox SET state = 'claimed'",
        "UPDATE outbox SET state = 'dropped'",
    ],
)
def test_what_is_lost_is_found(database: Path, statement: str) -> None:
    change(database, statement)
    assert findings(database).lost


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO articles SELECT 8, board_id, 2, unit_id, author_id, title, title_key, link,"
        " canonical_link, published_on, kind, topic_id, state, logged_at, duplicate_of"
        " FROM articles",
        "UPDATE articles SET number = 2",
        "INSERT INTO audit_entries (board_id, at, channel, action, subject, subject_id)"
        f" VALUES (1, '{AT}', 'telegram', 'log', 'article', 7)",
        "INSERT INTO memberships (id, board_id, person_id, role, unit_id, created_at)"
        f" VALUES (4, 1, 2, 'correspondent', 1, '{AT}')",
        "INSERT INTO accounts (id, person_id, channel, chat_id, active, created_at, last_used_at)"
        f" VALUES (4, 2, 'zalo', {SILENT}, 1, '{AT}', '{AT}')",
        "INSERT INTO confirmed_zeros (id, board_id, unit_id, month, reason, person_id, created_at)"
        f" VALUES (2, 1, 1, '2021-07', 'không', 3, '{AT}')",
        "INSERT INTO drafts (person_id, board_id, revision, content, updated_at)"
        f" VALUES (1, 1, 1, '{{}}', '{AT}')",
    ],
)
def test_what_is_doubled_is_found(database: Path, statement: str) -> None:
    change(database, statement)
    assert findings(database).doubled


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (lambda: RECORD[:1], "lost"),
        (lambda: (*RECORD, RECORD[1]), "doubled"),
        (lambda: RECORD[1:], "unanswered"),
        (lambda: (sent(TALKER, f"Đã ghi bài #2.\n{PIECE.title}"), RECORD[1]), "unanswered"),
    ],
)
def test_what_the_chats_received_is_compared(
    database: Path, record: Callable[[], tuple[Sent, ...]], kind: str
) -> None:
    assert getattr(findings(database, record()), kind)


@pytest.mark.parametrize("state", ["unknown", "failed"])
def test_a_reminder_that_is_listed_for_the_board_is_not_lost(database: Path, state: str) -> None:
    change(database, f"UPDATE outbox SET state = '{state}'")
    assert findings(database).all == ()
    assert findings(database, RECORD[:1]).all == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE inbox SET state = 'claimed'", "UPDATE outbox SET state = 'due'"]
)
def test_open_work_is_counted(database: Path, statement: str) -> None:
    change(database, statement)
    assert open_work(f"sqlite:///{database}")
