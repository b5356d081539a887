"""Is the program in a process that was forked, with a disk and a clock that a storm can spoil.

Forked, because what it imports is then imported once; most of a storm's processes live no longer
than that takes. Two files beside the configuration say what is spoiled, read again and again:
`pages` is the most pages that an SQLite database may have (`PRAGMA max_page_count`; none is no
limit), `clock` by how many seconds the clock is wrong. The program itself knows nothing of this.
"""

import contextlib
import os
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy import Engine, event

from bot.cli import main

PAGES = Path("pages")
CLOCK = Path("clock")
LOOK_S = 0.02
UNLIMITED = 2**31 - 1


def number_in(path: Path, default: float) -> float:
    """Return what a file says, the default where there is none."""
    with contextlib.suppress(OSError, ValueError):
        return float(path.read_text(encoding="ascii"))
    return default


def limit_pages(_connection: Any, cursor: Any, *_more: object) -> None:
    """Let the database grow no further than the file says; smaller than it is it never gets."""
    if isinstance(cursor, sqlite3.Cursor):
        pages = int(number_in(PAGES, UNLIMITED))
        if _limits.get(id(cursor.connection)) != pages:
            cursor.connection.execute(f"PRAGMA max_page_count = {pages}")
            _limits[id(cursor.connection)] = pages


def keep_wrong(traveller: time_machine.Traveller, wrong: float) -> None:
    """Have the clock go wrong by as much as the file says."""
    while True:
        time.sleep(LOOK_S)
        now = number_in(CLOCK, 0)
        if now != wrong:
            traveller.shift(timedelta(seconds=now - wrong))
            wrong = now


def spoil() -> None:
    """Have the disk and the clock be as the files say, from now on."""
    event.listen(Engine, "before_cursor_execute", limit_pages)
    already = number_in(CLOCK, 0)
    journey = time_machine.travel(datetime.now(UTC) + timedelta(seconds=already), tick=True)
    threading.Thread(target=keep_wrong, args=(journey.start(), already), daemon=True).start()


def run(arguments: Sequence[str], folder: Path, words: Connection, *, spoiled: bool) -> None:
    """Be the program in a folder; what it says goes to `words`, the writing end of a pipe."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(words.fileno(), stream.fileno())
    words.close()
    os.chdir(folder)
    random.seed()  # or all that are forked draw the same numbers
    sys.argv = ["tinbai", *arguments]
    if spoiled:
        spoil()
    main()


_limits: dict[int, int] = {}
