"""Processes that are forked from one that has imported the program, as asyncio's are waited for."""

import asyncio
import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGKILL
from typing import Protocol

from tests.crash.launch import run

_CONTEXT = multiprocessing.get_context("forkserver")
# The program, and what it loads only when it needs it.
_CONTEXT.set_forkserver_preload(
    [
        "tests.crash.launch",
        *("bot.commands.running.run", "bot.commands.keeping.remind"),
        *("bot.commands.keeping.imports", "apscheduler.triggers.interval", "certifi"),
        *("holidays.countries.vietnam", "httpcore", "uvicorn.protocols.websockets.auto"),
    ]
)


class Process(Protocol):
    """What a storm needs of a process, asyncio's or a forked one."""

    @property
    def pid(self) -> int:
        """The number of the process."""

    @property
    def returncode(self) -> int | None:
        """The exit code, a signal's number below 0, None while it lives."""

    def send_signal(self, signal: int) -> None:
        """Send a signal; raise ProcessLookupError when it has ended."""

    def kill(self) -> None:
        """End it without a warning."""

    async def wait(self) -> int:
        """Wait for the end and return the exit code."""


class Forked:
    """A process of multiprocessing that an event loop waits for."""

    def __init__(self, process: ForkServerProcess) -> None:
        self.pid = process.pid or 0
        self.returncode: int | None = None
        self._process = process
        self._ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._end)

    def send_signal(self, signal: int) -> None:
        """Send a signal; raise ProcessLookupError when it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, signal)

    def kill(self) -> None:
        """End it without a warning; raise ProcessLookupError when it has ended."""
        self.send_signal(SIGKILL)

    async def wait(self) -> int:
        """Wait for the end and return the exit code."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self.returncode = self._process.exitcode
        self._process.close()
        self._ended.set()


async def fork(
    arguments: Sequence[str], folder: Path, *, spoiled: bool
) -> tuple[Forked, asyncio.StreamReader]:
    """Start the program in a folder; return its process and what it says."""
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    words = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(words), ours
    )
    process = _CONTEXT.Process(
        target=run, args=(arguments, folder, theirs), kwargs={"spoiled": spoiled}
    )
    process.start()
    theirs.close()
    return Forked(process), words
