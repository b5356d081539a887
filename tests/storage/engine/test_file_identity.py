"""Nothing is called stored that went to a file which was replaced or deleted meanwhile."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import insert

from services.upkeep.backups import Backups
from storage.engine.database import Database, DatabaseGone, Transaction
from storage.engine.opening import opened
from storage.engine.tables import boards

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)
NUMBERS = count()


async def add(tx: Transaction) -> None:
    slug = f"b{next(NUMBERS)}"
    await tx.execute(insert(boards).values(slug=slug, name="B", created_at=NOW))


def delete(path: Path) -> None:
    path.unlink()


def replace_by_a_copy(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)


def move_the_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def delete_the_journal(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


FAULTS = [delete, replace_by_a_copy, move_the_folder, delete_the_journal]


@pytest.mark.parametrize("brief", [True, False])
@pytest.mark.parametrize("harm", FAULTS)
async def test_a_write_to_a_file_that_is_gone_is_no_success_now_or_later(
    tmp_path: Path, harm: Callable[[Path], None], brief: bool
) -> None:
    path = tmp_path / "data" / "tinbai.db"
    async with opened(f"sqlite+aiosqlite:///{path}") as database:
        await database.write(add, brief=brief)
        database.check_file()
        harm(path)
        together = asyncio.gather(
            *(database.write(add, brief=brief) for _ in range(3)), return_exceptions=True
        )
        assert [type(one) for one in await together] == [DatabaseGone] * 3
        async with asyncio.timeout(1):
            await database.gone()
        # What stands there by now is not looked at again: the connections have another.
        path.parent.mkdir(exist_ok=True)
        path.touch()
        with pytest.raises(DatabaseGone):
            await database.write(add)


@pytest.mark.parametrize("harm", [delete, replace_by_a_copy])
async def test_no_backup_is_made_of_a_file_that_is_not_the_one_in_use(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "tinbai.db"
    async with opened(f"sqlite+aiosqlite:///{path}") as database:
        await database.write(add)
        harm(path)
        with pytest.raises(DatabaseGone):
            await Backups(database).make(tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


async def test_what_other_programs_do_to_the_same_file_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "tinbai.db"
    async with opened(f"sqlite+aiosqlite:///{path}") as database:
        await database.write(add)
        other = Database(f"sqlite+aiosqlite:///{path}")
        await other.write(add)
        await other.close()
        await Backups(database).make(tmp_path / "backup.db")
        await database.write(add)
        database.check_file()
