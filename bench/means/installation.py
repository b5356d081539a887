"""Installations to measure: a configuration, boards with units and people, running processes.

People are put straight into the tables: joining with a code is not what is measured.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Table, insert, text

from bot.app import foundation
from bot.config.loading import load
from storage.engine import tables
from storage.engine.database import Database, Job, Transaction
from tests.fakes.bot_api.server import TOKEN

ROOT = Path(__file__).parents[2]
FIRST_CHAT = 1001
CHUNK = 20_000
READY_WITHIN_S = 60

_CONFIG = """
flood_limit = 0
log_level = "warning"
boards_dir = "boards"
[database]
url = "{database}"
backup_dir = ""
[telegram]
token = "{token}"
api_url = "{api_url}"
mode = "{mode}"
[web]
port = {port}
public_url = "{public_url}"
"""
_BOARD = """
slug = "ban-{number}"
name = "Ban thử {number}"
quiet_hours = ""
working_days_only = false
"""
_STAGE = """
[[reminders]]
stage = "nhac-1"
day = 1
time = 00:00:00
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with a configuration; each unit has one correspondent with a chat of its own."""

    folder: Path
    database: str
    api_url: str
    boards: int = 1
    units: int = 25
    webhook: bool = False
    port: int = 0
    reminders: bool = False

    @property
    def config(self) -> Path:
        """The configuration's file."""
        return self.folder / "config.toml"

    @property
    def chats(self) -> list[int]:
        """Return the correspondents' chats, those of a board in a row."""
        return list(range(FIRST_CHAT, FIRST_CHAT + self.boards * self.units))

    def write(self) -> None:
        """Write the configuration; the first board is in the main file, as ever."""
        (self.folder / "boards").mkdir(exist_ok=True)
        stage = _STAGE if self.reminders else ""
        none = "" if self.reminders else "reminders = []\n"
        head = _CONFIG.format(
            database=self.database,
            token=TOKEN,
            api_url=self.api_url,
            mode="webhook" if self.webhook else "polling",
            port=self.port,
            public_url="https://127.0.0.1" if self.webhook else "",
        )
        own = _BOARD.format(number=0) + none + stage.replace("[[", "[[board.")
        self.config.write_text(f"{head}[board]{own}", encoding="utf-8")
        for number in range(1, self.boards):
            file = self.folder / "boards" / f"{number:05d}.toml"
            file.write_text(_BOARD.format(number=number) + none + stage, encoding="utf-8")

    async def settle(self) -> tuple[int, ...]:
        """Create the database with boards, units and people; return the boards' ids."""
        self.write()
        async with foundation(load(self.config)) as base:
            ids = tuple(board.id for board in base.services.boards)
            await populate(base.database, ids, self.units, FIRST_CHAT)
        return ids


async def populate(
    database: Database, board_ids: Sequence[int], units: int, first_chat: int
) -> None:
    """Give each board a group of units and each unit a correspondent, numbered alike.

    The n-th unit over all has the id n, and so have its correspondent, their account and role.
    """
    now = datetime.now(UTC)
    total = len(board_ids) * units

    def board_of(number: int) -> int:
        return board_ids[(number - 1) // units]

    async def groups(tx: Transaction) -> None:
        rows = [
            {"id": n, "board_id": board, "name": "Các đơn vị", "key": "cac don vi", "position": 1}
            for n, board in enumerate(board_ids, 1)
        ]
        await tx.execute(insert(tables.unit_groups), rows)

    await database.write(groups)
    for first in range(1, total + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, total + 1))
        await database.write(_people(numbers, board_of, units, first_chat, now))
    if not database.is_sqlite:
        await database.write(_follow_ids)


def _people(
    numbers: range, board_of: Callable[[int], int], units: int, first_chat: int, now: datetime
) -> Job[None]:
    async def job(tx: Transaction) -> None:
        await tx.execute(
            insert(tables.units),
            [
                {
                    "id": n,
                    "board_id": board_of(n),
                    "group_id": (n - 1) // units + 1,
                    "name": f"Đơn vị thử {(n - 1) % units + 1:04d}",
                    "key": f"don vi thu {(n - 1) % units + 1:04d}",
                    "position": (n - 1) % units + 1,
                }
                for n in numbers
            ],
        )
        await tx.execute(
            insert(tables.people),
            [{"id": n, "name": f"Người {n}", "language": "vi", "created_at": now} for n in numbers],
        )
        await tx.execute(
            insert(tables.accounts),
            [
                {
                    "id": n,
                    "person_id": n,
                    "channel": "telegram",
                    "chat_id": first_chat + n - 1,
                    "active": True,
                    "created_at": now,
                    "last_used_at": now,
                }
                for n in numbers
            ],
        )
        await tx.execute(
            insert(tables.memberships),
            [
                {
                    "id": n,
                    "board_id": board_of(n),
                    "person_id": n,
                    "role": "correspondent",
                    "unit_id": n,
                    "created_at": now,
                }
                for n in numbers
            ],
        )

    return job


async def _follow_ids(tx: Transaction) -> None:
    """Let PostgreSQL count on after the ids that were given."""
    filled: tuple[Table, ...] = (
        tables.unit_groups,
        tables.units,
        tables.people,
        tables.accounts,
        tables.memberships,
    )
    for table in filled:
        await tx.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                f" (SELECT max(id) FROM {table.name}))"
            )
        )


@asynccontextmanager
async def running(
    installation: Installation, workers: int = 1
) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    """Let `tinbai run` run, as many workers as wanted, until the context ends."""
    processes = []
    log = installation.folder / "bot.log"
    try:
        for _ in range(workers):
            with log.open("ab") as sink:
                processes.append(
                    await asyncio.create_subprocess_exec(
                        *(sys.executable, "-m", "bot", "run"),
                        *("--config", str(installation.config)),
                        cwd=ROOT,
                        env={**os.environ, "PYTHONPATH": str(ROOT)},
                        stdout=sink,
                        stderr=sink,
                    )
                )
        try:
            yield processes
        finally:
            ended = [process for process in processes if process.returncode is not None]
            if ended:
                print(f"tinbai run ended with {ended[0].returncode}: {_end(log)}", file=sys.stderr)
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                await asyncio.wait_for(process.wait(), 15)
            except TimeoutError:
                process.kill()
                await process.wait()


def _end(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]
