"""Backups: made on request and every night, checked before they are put back."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import which

from domain.errors import Conflict
from storage.engine.database import Database
from storage.upkeep import backup, postgres_backup

NAME = "tinbai"
FAR_FEWER = 2  # times fewer rows than the night before: something was lost or mistaken
FEW = 10  # rows, below which nothing can be told
NIGHT = 2  # o'clock: after midnight's work, before anybody's morning


class Backups:
    """Copies of the whole installation's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def ending(self) -> str:
        """The ending of a backup's file name."""
        return "db" if self._database.path is not None else "dump"

    @property
    def missing_program(self) -> str | None:
        """The name of a program that backups need and that is not installed here."""
        if self._database.path is not None:
            return None
        return next((name for name in postgres_backup.PROGRAMS if which(name) is None), None)

    async def newest(self, folder: Path) -> date | None:
        """Return the day of the newest nightly backup in a folder."""
        return await asyncio.to_thread(_newest, folder, self.ending)

    async def make(self, target: Path) -> None:
        """Write a consistent copy to a file while the bot goes on writing.

        Raise a DomainError with the reason when it cannot be made.
        """
        path, url = self._database.path, self._database.url
        self._database.check_file()  # or another file would be copied
        if await asyncio.to_thread(target.is_symlink):
            target = await asyncio.to_thread(target.resolve)
        if path is None:
            await asyncio.to_thread(postgres_backup.dump_database, url, target)
        else:
            await backup.copy_database(path, target)

    async def restore(self, source: Path, folder: Path, stamp: str) -> Path | None:
        """Put a backup in the database's place; return where the old state is kept, if any.

        Nobody may use the database meanwhile. Raise a DomainError for a backup that is broken or
        newer than the program; then the database is as before.
        """
        path, url = self._database.path, self._database.url
        if path is not None:
            return await backup.restore_database(source, path, stamp)
        kept = folder / f"before-restore-{stamp}.dump"
        await asyncio.to_thread(postgres_backup.restore_dump, url, source, kept)
        return kept

    async def make_nightly(self, folder: Path, keep_days: int, local: datetime) -> Path | None:
        """Make this night's backup unless it exists, and drop old ones; return a new one's path.

        `local` is the time where the board is. The newest backup is always kept. Raise Conflict
        where the new one holds far fewer rows than the last; then no old one is dropped.
        """
        if local.hour < NIGHT:
            return None
        target = folder / f"{NAME}-{local.date().isoformat()}.{self.ending}"
        if await asyncio.to_thread(target.exists):
            return None
        before = await asyncio.to_thread(_by_day, folder, self.ending)
        await self.make(target)
        if before:
            await self._compare(max(before)[1], target)
        oldest = local.date() - timedelta(days=keep_days)
        await asyncio.to_thread(_drop_old, folder, self.ending, oldest)
        return target

    async def _compare(self, before: Path, target: Path) -> None:
        old, new = await self._count(before), await self._count(target)
        if old >= FEW and new * FAR_FEWER < old:
            raise Conflict(
                "backup_shrunk", path=str(target), rows=new, before=str(before), earlier=old
            )

    async def _count(self, path: Path) -> int:
        if self._database.path is not None:
            return await backup.count_rows(path)
        return await asyncio.to_thread(postgres_backup.count_rows, path)


def _drop_old(folder: Path, ending: str, oldest: date) -> None:
    for day, path in _by_day(folder, ending):
        if day <= oldest:
            path.unlink(missing_ok=True)


def _newest(folder: Path, ending: str) -> date | None:
    return max((day for day, _path in _by_day(folder, ending)), default=None)


def _by_day(folder: Path, ending: str) -> list[tuple[date, Path]]:
    found = []
    for path in folder.glob(f"{NAME}-????-??-??.{ending}"):
        try:
            day = date.fromisoformat(path.stem.removeprefix(f"{NAME}-"))
        except ValueError:
            continue
        found.append((day, path))
    return found
