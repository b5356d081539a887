"""Measure how long the command line takes to answer and `tinbai run` to be ready.

`tinbai --help` stands beside a Python that imports Typer; `tinbai run`, up to the line of its log
that says it is running, beside one that imports python-telegram-bot, SQLAlchemy, pydantic and
APScheduler. The database exists, Telegram is a server on the loopback. Memory is what each process
holds then. As in an installation, Python keeps what it compiled: the first runs, which count for
nothing, write it.

    python -m bench.start_up [--rounds N] [-o FILE]
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.means.measure import Figure, Pair, paired, paired_async, parser, report, seconds
from bench.means.processes import resident_mb
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.server import TOKEN

READY_WITHIN_S = 60
# Of one command several runs are taken together, for each takes but a fraction of a second.
TOGETHER = 3
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(Path(__file__).parents[1]),
}
_CONFIG = """
[database]
url = "sqlite+aiosqlite:///bench.db"
backup_dir = ""
[telegram]
token = "{token}"
api_url = "{url}"
[web]
port = 0
"""
_LIBRARIES = """
import telegram.ext, sqlalchemy, pydantic, apscheduler.schedulers.asyncio
print(open("/proc/self/statm").read().split()[1])
"""


def command_line(rounds: int) -> Figure:
    """Return the time of `tinbai --help`."""
    tinbai = Path(sys.executable).with_name("tinbai")

    def several(*command: str | Path) -> None:
        for _ in range(TOGETHER):
            subprocess.run(command, check=True, capture_output=True, env=_ENVIRONMENT)

    pair = paired(
        seconds(lambda: several(tinbai, "--help")),
        seconds(lambda: several(sys.executable, "-c", "import typer")),
        rounds,
    )
    return pair.figure("tinbai --help", "python -c 'import typer'", 1.5, scale=1000 / TOGETHER)


async def until_ready(config: Path) -> tuple[float, float]:
    """Start `tinbai run`, wait for it to be ready, stop it; return seconds and MB."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--config", str(config)),
        env=_ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        said = b""
        async with asyncio.timeout(READY_WITHIN_S):
            while b"running" not in (line := await process.stderr.readline()):
                said += line
                if not line:
                    raise RuntimeError(f"tinbai run ended: {said.decode()}")
        took = time.perf_counter() - began
        return took, resident_mb(process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.communicate()


def libraries() -> tuple[float, float]:
    """Import the libraries in a fresh Python; return seconds and MB."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _LIBRARIES],
        check=True,
        capture_output=True,
        text=True,
        env=_ENVIRONMENT,
    )
    took = time.perf_counter() - began
    return took, int(done.stdout) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def program(rounds: int) -> list[Figure]:
    """Return the time until `tinbai run` is ready, and its memory then."""
    mine: list[float] = []
    beside: list[float] = []
    async with BotApi() as api:
        with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
            config = Path(folder) / "config.toml"
            config.write_text(_CONFIG.format(token=TOKEN, url=api.url), encoding="utf-8")

            async def ours() -> float:
                took, memory = await until_ready(config)
                mine.append(memory)
                return took

            async def floor() -> float:
                took, memory = await asyncio.to_thread(libraries)
                beside.append(memory)
                return took

            pair = await paired_async(ours, floor, rounds)
    memory = Pair(_last(mine, rounds), _last(beside, rounds))
    libraries_named = "importing PTB, SQLAlchemy, pydantic, APScheduler"
    return [
        pair.figure("tinbai run until ready", libraries_named, 1.8),
        memory.figure("tinbai run, memory when ready", libraries_named, 1.6, unit="MB", scale=1),
    ]


def _last(values: Sequence[float], count: int) -> tuple[float, ...]:
    return tuple(values[-count:])


def main() -> None:
    """Measure and report."""
    chosen = parser(__doc__).parse_args()
    figures = [command_line(chosen.rounds), *asyncio.run(program(chosen.rounds))]
    report(figures, chosen.output)


if __name__ == "__main__":
    main()
