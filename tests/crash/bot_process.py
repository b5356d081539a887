"""The bot as an operator runs it: a process with a configuration, killed and started again."""

import asyncio
import contextlib
import hashlib
import os
import resource
import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLUG = "ban-thu"
REMINDER_MARK = "NHẮC-THỬ"

_CONFIG = """
[database]
url = "sqlite+aiosqlite:///storm.db"
[telegram]
token = "{token}"
api_url = "{api_url}"
[web]
port = 0
[board]
slug = "{slug}"
name = "Ban Biên tập thử"
quiet_hours = ""
topics = ["Kinh tế", "Văn hóa"]
{reminders}
"""
_NO_REMINDERS = "reminders = []"
_REMINDERS = f"""
[[board.reminders]]
stage = "nhac-1"
day = 1
time = 00:00:00
to = "correspondents"
text = "{REMINDER_MARK}"
"""


class BotProcess:
    """`python -m bot` over one folder; `folder/bot.log` collects what it says."""

    def __init__(self, folder: Path, api_url: str, token: str) -> None:
        self.folder = folder
        self.database = folder / "storm.db"
        self.log = folder / "bot.log"
        self._config = folder / "config.toml"
        self._values = {"api_url": api_url, "token": token, "slug": SLUG}
        self._running: asyncio.subprocess.Process | None = None
        self._readers: list[asyncio.Task[None]] = []
        self.write_config(reminders=False)

    def write_config(self, *, reminders: bool) -> None:
        """Write the configuration; with reminders, one stage is due since the month's first."""
        text = _CONFIG.format(reminders=_REMINDERS if reminders else _NO_REMINDERS, **self._values)
        self._config.write_text(text, encoding="utf-8")

    async def spawn(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a command of the program."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments, "--config", str(self._config)),
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        # Through a pipe, so that the log can be written while the disk is full for the bot.
        self._readers.append(asyncio.create_task(self._keep_log(process)))
        return process

    async def _keep_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while piece := await process.stdout.read(65536):
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
        """Start `run`."""
        self._running = await self.spawn("run")

    async def kill(self) -> None:
        """Kill `run` without a warning; raise RuntimeError when it had ended by itself."""
        assert self._running is not None
        if self._running.returncode is not None:
            raise RuntimeError(f"run ended with {self._running.returncode}: {self.log_end()}")
        self._running.kill()
        await self._running.wait()

    async def stop(self, within_s: float = 10) -> int:
        """Ask `run` to stop and return its exit code; raise TimeoutError when it does not."""
        assert self._running is not None
        with contextlib.suppress(ProcessLookupError):
            self._running.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._running.wait(), within_s)
        except TimeoutError:
            await self.kill()
            raise

    async def close(self) -> None:
        """Leave nothing running."""
        if self._running is not None and self._running.returncode is None:
            await self.kill()
        await asyncio.gather(*self._readers)

    def fill_disk(self) -> None:
        """Let every write of `run` to its database fail from now on, as on a full disk."""
        self._limit_files(4096)

    def free_disk(self) -> None:
        """Let writes succeed again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        assert self._running is not None
        with contextlib.suppress(ProcessLookupError):
            limits = (size, resource.RLIM_INFINITY)
            resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE, limits)

    def hold_lock(self, seconds: float) -> None:
        """Keep everybody else from writing to the database for a while (blocks)."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.rollback()

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
        return await asyncio.to_thread(self._invite)

    def _invite(self) -> dict[int, str]:
        # Straight into the table: a process for every code would take a minute.
        now = datetime.now(UTC).replace(tzinfo=None)
        codes = {}
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:
            rows = database.execute("SELECT id, board_id FROM units ORDER BY id").fetchall()
            for unit_id, board_id in rows:
                codes[unit_id] = _code(unit_id)
                database.execute(
                    "INSERT INTO invitations (board_id, role, unit_id, code_hash, created_at,"
                    " expires_at) VALUES (?, 'correspondent', ?, ?, ?, ?)",
                    (
                        board_id,
                        unit_id,
                        hashlib.sha256(codes[unit_id].encode()).hexdigest(),
                        now.isoformat(" ", "microseconds"),
                        (now + timedelta(days=1)).isoformat(" ", "microseconds"),
                    ),
                )
        return codes


def _code(number: int) -> str:
    letters = "ABCDEFGHIJ"
    return "MATHU" + "".join(letters[int(digit)] for digit in f"{number:05d}")
