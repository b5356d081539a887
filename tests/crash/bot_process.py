"""The bot as an operator runs it: a process with a configuration, killed and started again."""

import asyncio
import contextlib
import hashlib
import os
import random
import resource
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
from sqlalchemy import insert, select

from storage.engine.database import Transaction
from storage.engine.opening import opened
from storage.engine.postgres import LOCKS
from storage.engine.tables import invitations, units, zalo_ids
from tests.crash.forking import Process, fork
from tests.crash.launch import CLOCK, PAGES

ROOT = Path(__file__).parents[2]
SLUG = "ban-thu"
REMINDER_MARK = "NHẮC-THỬ"

_CONFIG = """
# Nobody talks as fast as a storm's people do.
flood_limit = 0
[database]
url = "{url}"
[{channel}]
token = "{token}"
api_url = "{api_url}"
mode = "{mode}"
[web]
port = {port}
public_url = "{public_url}"
[board]
slug = "{slug}"
name = "Ban Biên tập thử"
quiet_hours = ""
working_days_only = false
topics = ["Kinh tế", "Văn hóa"]
{reminders}
"""
_NO_REMINDERS = "reminders = []"
_REMINDERS = """
[[board.reminders]]
stage = "{stage}"
day = 1
time = 00:00:00
to = "correspondents"
text = "{mark}"
"""


def stage_of(round_number: int) -> str:
    """Return the stage of a storm's reminder round; rounds count from 1."""
    return f"nhac-{round_number}"


def reminder_mark(stage: str) -> str:
    """Return the words by which a stage's reminders are known."""
    return f"{REMINDER_MARK} {stage}."


class BotProcess:
    """The program over one folder; `folder/bot.log` collects what it says.

    `database` is an SQLAlchemy URL, SQLite in the folder by default. With several `workers` as
    many `run` share it. With a `web_port` the channel posts its updates there, else they are asked
    for. Each process is forked from one that has imported everything, unless it is `real`: then it
    is `python -m bot`. A `spoiled` one has the disk and the clock of tests/crash/launch.py.
    """

    def __init__(
        self,
        folder: Path,
        api_url: str,
        token: str,
        database: str = "",
        workers: int = 1,
        *,
        channel: str = "telegram",
        web_port: int = 0,
        spoiled: bool = False,
        real: bool = False,
    ) -> None:
        self.folder = folder
        self.database = database or f"sqlite+aiosqlite:///{folder / 'storm.db'}"
        self.log = folder / "bot.log"
        self._workers = workers
        self._spoiled = spoiled
        self._real = real
        self._config = folder / "config.toml"
        self._values = {
            "api_url": api_url,
            "token": token,
            "slug": SLUG,
            "url": self.database,
            "channel": channel,
            "mode": "webhook" if web_port else "polling",
            "port": web_port,
            "public_url": f"https://127.0.0.1:{web_port}" if web_port else "",
        }
        self._running: list[Process] = []
        self._readers: list[asyncio.Task[None]] = []
        self.kills = 0
        self.write_config()

    def write_config(self, round_number: int = 0) -> None:
        """Write the configuration; a round's stage is due since the month's first, 0 has none."""
        reminders = _NO_REMINDERS
        if round_number:
            stage = stage_of(round_number)
            reminders = _REMINDERS.format(stage=stage, mark=reminder_mark(stage))
        text = _CONFIG.format(reminders=reminders, **self._values)
        self._config.write_text(text, encoding="utf-8")

    async def spawn(self, *arguments: str) -> Process:
        """Start a command of the program."""
        words = (*arguments, "--config", str(self._config))
        # Through a pipe, so that the log can be written while the disk is full for the bot.
        process: Process
        if self._real:
            process = real = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *words),
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            assert real.stdout is not None
            said = real.stdout
        else:
            process, said = await fork(words, self.folder, spoiled=self._spoiled)
        self._readers.append(asyncio.create_task(self._keep_log(said)))
        return process

    async def _keep_log(self, said: asyncio.StreamReader) -> None:
        while piece := await said.read(65536):
            with self.log.open("ab") as log:
                log.write(piece)

    async def command(self, *arguments: str) -> None:
        """Run a command to its end; raise RuntimeError with the log's end when it fails."""
        process = await self.spawn(*arguments)
        code = await process.wait()
        await asyncio.gather(*self._readers)
        if code:
            raise RuntimeError(f"{arguments} failed: {self.log_end()}")

    async def start(self) -> None:
        """Start `run`, as many as are missing."""
        while len(self._running) < self._workers:
            self._running.append(await self.spawn("run"))

    async def kill(self, rng: random.Random | None = None) -> None:
        """Kill `run` without a warning, of several one by `rng` or all without.

        Raises RuntimeError when one had ended by itself.
        """
        victims = self._running if rng is None else [rng.choice(self._running)]
        self._running = [process for process in self._running if process not in victims]
        for process in victims:
            if process.returncode is not None:
                raise RuntimeError(f"run ended with {process.returncode}: {self.log_end()}")
            process.kill()
            self.kills += 1
            await process.wait()

    async def stop(self, within_s: float = 10) -> int:
        """Ask every `run` to stop and return the worst exit code; raise TimeoutError when one
        does not.
        """
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(within_s):
                codes = [await process.wait() for process in self._running]
        except TimeoutError:
            await self.kill()
            raise
        # One that was still loading has no handler yet and ends by the signal itself.
        return max((code for code in codes if code != -signal.SIGTERM), key=abs, default=0)

    async def close(self) -> None:
        """Leave nothing running."""
        self._running = [process for process in self._running if process.returncode is None]
        await self.kill()
        await asyncio.gather(*self._readers)

    def fill_disk(self) -> None:
        """Let the database (of a spoiled bot, SQLite's) grow no further."""
        (self.folder / PAGES).write_text("1", encoding="ascii")

    def free_disk(self) -> None:
        """Let it grow again."""
        (self.folder / PAGES).unlink()

    def set_clock(self, wrong_s: float) -> None:
        """Let a spoiled bot's clock be wrong by so many seconds."""
        new = self.folder / f"{CLOCK}.new"
        new.write_text(str(wrong_s), encoding="ascii")
        new.replace(self.folder / CLOCK)

    def forbid_writes(self) -> None:
        """Let every write of `run` to any file fail from now on."""
        self._limit_files(4096)

    def allow_writes(self) -> None:
        """Let writes succeed again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                limits = (size, resource.RLIM_INFINITY)
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)

    def hold_lock(self, seconds: float) -> None:
        """Keep everybody else from writing to the database for a while (blocks)."""
        if not self.database.startswith("sqlite"):
            asyncio.run(self._hold_lock(seconds))
            return
        path = self.database.partition(":///")[2]
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.rollback()

    async def _hold_lock(self, seconds: float) -> None:
        connection = await asyncpg.connect(self.database.replace("+asyncpg", ""))
        async with connection.transaction():
            for lock in LOCKS.values():
                await connection.execute("SELECT pg_advisory_xact_lock($1)", lock)
            await asyncio.sleep(seconds)
        await connection.close()

    def log_end(self) -> str:
        """Return the last lines of the log."""
        if not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-25:])

    def logged(self, text: str) -> bool:
        """Tell whether the log contains a text."""
        return self.log.exists() and text in self.log.read_text(encoding="utf-8", errors="replace")

    async def settle_in(self, units: int) -> dict[int, str]:
        """Create the database with units; return an invitation code for each unit's id."""
        table = self.folder / "units.csv"
        lines = [f"Nhóm thử,{n},Đơn vị thử {n:03d},1,1" for n in range(1, units + 1)]
        table.write_text("\n".join(["group,stt,unit,2021-01,total", *lines, ""]), encoding="utf-8")
        await self.command("import", str(table))
        return await self._invite()

    async def know_chats(self, zalo_ids_of: Mapping[int, str]) -> None:
        """Let chats of Zalo have the numbers that a storm knows them by."""
        rows = [
            {"id": number, "kind": "user", "zalo_id": known}
            for number, known in zalo_ids_of.items()
        ]
        async with opened(self.database) as database:
            await database.write(lambda tx: tx.execute(insert(zalo_ids), rows))

    async def _invite(self) -> dict[int, str]:
        # Straight into the table: a process for every code would take a minute.
        now = datetime.now(UTC)

        async def job(tx: Transaction) -> dict[int, str]:
            rows = await tx.all(select(units.c.id, units.c.board_id).order_by(units.c.id))
            codes = {row.id: _code(row.id) for row in rows}
            await tx.execute(
                insert(invitations),
                [
                    {
                        "board_id": row.board_id,
                        "role": "correspondent",
                        "unit_id": row.id,
                        "code_hash": hashlib.sha256(codes[row.id].encode()).hexdigest(),
                        "created_at": now,
                        "expires_at": now + timedelta(days=1),
                    }
                    for row in rows
                ],
            )
            return codes

        async with opened(self.database) as database:
            return await database.write(job)


def free_port() -> int:
    """Return a loopback port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _code(number: int) -> str:
    letters = "ABCDEFGHIJ"
    return "MATHU" + "".join(letters[int(digit)] for digit in f"{number:05d}")
