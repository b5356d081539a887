"""Notices that SQLite's file was replaced or deleted while it is open.

The connections go on with the file they opened, which nobody finds any more: what is written to
it is lost, and a backup copies another.
"""

import asyncio
from pathlib import Path

from sqlalchemy.exc import OperationalError

_JOURNAL = "-wal"
_Identity = tuple[int, int]  # device and inode


class DatabaseGone(OperationalError):  # noqa: N818 - what happened to it
    """The database's file is not the one that was opened."""

    def __init__(self, path: Path) -> None:
        super().__init__("", None, FileNotFoundError(f"{path} is not the file that was opened"))


class FileIdentity:
    """The file that was opened, and its journal once there is one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._paths = () if path is None else (path, path.with_name(f"{path.name}{_JOURNAL}"))
        self._opened: tuple[_Identity | None, ...] | None = None
        self.gone = asyncio.Event()

    def forget_journal(self) -> None:
        """Expect a new journal: the last connection that had the old one is closed."""
        if self._opened is not None:
            self._opened = (self._opened[0], None)

    def check(self) -> None:
        """Raise DatabaseGone when the files are others than before, now and ever after."""
        if self._path is None:
            return
        if not self.gone.is_set():
            found = tuple(_identity(path) for path in self._paths)
            if self._opened is None or self._opened == (found[0], None):
                self._opened = found
            elif found != self._opened:
                self.gone.set()
        if self.gone.is_set():
            raise DatabaseGone(self._path)


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
