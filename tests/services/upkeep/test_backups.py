"""Backups: made under load, checked, put back; and what an export and a removal hold."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import Foundation, foundation
from domain.errors import Conflict, DomainError, InvalidFile, NotFound
from services.upkeep.backups import Backups
from storage.engine.database import Database, Transaction
from storage.people.rows import add_person
from tests.flows.conftest import BOARD, loaded, still_clock

NIGHT = datetime(2021, 6, 15, 2, 30)  # noqa: DTZ001 - a local time, as the backups take it


@pytest.fixture
async def base(tmp_path: Path) -> AsyncIterator[Foundation]:
    """A board's database in an SQLite file."""
    (tmp_path / "live").mkdir()
    section = loaded(tmp_path / "live", BOARD)
    async with foundation(section, still_clock()) as found:
        if not found.database.is_sqlite:
            pytest.skip("about SQLite's files; PostgreSQL has its own test")
        yield found


def content(path: Path) -> dict[str, list[Any]]:
    """Return every table's rows."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            for (name,) in names.fetchall()
        }


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_backup_under_load_is_whole_and_restores_to_the_same(
    base: Foundation, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    written = 0

    async def write_pairs() -> None:
        nonlocal written

        async def job(tx: Transaction) -> None:
            for half in ("trái", "phải"):
                await add_person(tx, f"{written} {half}", "vi", datetime.now(UTC))

        while not stop.is_set():
            await base.database.write(job)
            written += 1

    writers = [asyncio.create_task(write_pairs()) for _ in range(4)]
    copies = []
    for number in range(5):
        before = written
        copy = tmp_path / f"copy-{number}.db"
        await base.services.backups.make(copy)
        copies.append((before, copy))
        await asyncio.sleep(0)
    stop.set()
    await asyncio.gather(*writers)
    for before, copy in copies:
        names = [row[1] for row in content(copy)["people"]]
        assert len(names) % 2 == 0
        assert before * 2 <= len(names) <= written * 2 + 8
    assert not [path for path in await asyncio.to_thread(_names, tmp_path) if "partial" in path]
    wanted = content(copies[2][1])
    await base.database.close()
    live = tmp_path / "live" / "tinbai.db"
    newest = content(live)
    fresh = Database(f"sqlite+aiosqlite:///{live}")
    kept = await Backups(fresh).restore(copies[2][1], tmp_path, "20210615-090000")
    await fresh.close()
    assert content(live) == wanted
    assert kept == live.with_name("tinbai.db.before-restore-20210615-090000")
    assert content(kept) == newest


async def test_a_broken_copy_is_refused_and_the_database_left_alone(
    base: Foundation, tmp_path: Path
) -> None:
    live = base.database.path
    assert live is not None
    before = content(live)
    copy = tmp_path / "copy.db"
    await base.services.backups.make(copy)
    middle = copy.stat().st_size // 2
    with copy.open("r+b") as file:
        file.seek(middle)
        file.write(b"\xff" * 8192)
    torn, text, orphan = tmp_path / "torn.db", tmp_path / "text.db", tmp_path / "orphan.db"
    torn.write_bytes(copy.read_bytes()[:middle])
    text.write_text("không phải cơ sở dữ liệu")
    await base.services.backups.make(orphan)
    with closing(sqlite3.connect(orphan)) as connection:
        connection.execute("UPDATE topics SET board_id = 99")
        connection.commit()
    for broken in (copy, torn, text, orphan):
        with pytest.raises(InvalidFile) as refused:
            await base.services.backups.restore(broken, tmp_path, "x")
        assert refused.value.code == "broken_backup"
    with pytest.raises(NotFound):
        await base.services.backups.restore(tmp_path / "none.db", tmp_path, "x")
    assert content(live) == before
    assert not list(live.parent.glob("*before-restore*"))


async def test_another_programs_database_is_refused(base: Foundation, tmp_path: Path) -> None:
    live = base.database.path
    assert live is not None
    before = content(live)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    with pytest.raises(InvalidFile) as refused:
        await base.services.backups.restore(other, tmp_path, "x")
    assert refused.value.code == "broken_backup"
    assert content(live) == before


async def test_a_copy_of_a_newer_program_is_refused(base: Foundation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    await base.services.backups.make(copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(Conflict) as refused:
        await base.services.backups.restore(copy, tmp_path, "x")
    assert refused.value.code == "newer_schema"


async def test_the_database_itself_is_no_copy_to_restore_or_write(
    base: Foundation, tmp_path: Path
) -> None:
    live = base.database.path
    assert live is not None
    for attempt in (
        base.services.backups.restore(live, tmp_path, "x"),
        base.services.backups.make(live),
    ):
        with pytest.raises(DomainError) as refused:
            await attempt
        assert refused.value.code == "same_file"


async def test_a_restore_into_an_empty_folder_keeps_nothing(
    base: Foundation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    await base.services.backups.make(copy)
    place = tmp_path / "new.db"
    fresh = Database(f"sqlite+aiosqlite:///{place}")
    assert await Backups(fresh).restore(copy, tmp_path, "x") is None
    await fresh.close()
    assert content(place) == content(copy)


async def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    base: Foundation, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    target.mkdir()
    with pytest.raises((DomainError, OSError)):
        await base.services.backups.make(target)
    assert target.is_dir()


async def test_one_backup_a_night_is_kept_for_some_days(base: Foundation, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backups = base.services.backups
    assert await backups.make_nightly(folder, 2, NIGHT.replace(hour=1)) is None
    made = await backups.make_nightly(folder, 2, NIGHT)
    assert made == folder / "tinbai-2021-06-15.db"
    assert await backups.make_nightly(folder, 2, NIGHT.replace(hour=9)) is None
    (folder / "tinbai-khac-lam-ro.db").touch()
    (folder / "tinbai-2021-99-99.db").touch()
    for day in (16, 17):
        await backups.make_nightly(folder, 2, NIGHT.replace(day=day))
    assert sorted(path.name for path in folder.iterdir()) == [
        "tinbai-2021-06-16.db",
        "tinbai-2021-06-17.db",
        "tinbai-2021-99-99.db",
        "tinbai-khac-lam-ro.db",
    ]


async def test_a_night_with_far_fewer_rows_is_told_and_drops_no_old_copy(
    base: Foundation, tmp_path: Path
) -> None:
    folder, backups = tmp_path / "backups", base.services.backups
    folder.mkdir()
    full = folder / "tinbai-2021-06-12.db"
    await backups.make(full)
    with closing(sqlite3.connect(full)) as copy:
        for name in range(20):
            copy.execute(
                "INSERT INTO people (name, language, created_at) VALUES (?, 'vi', '2021-06-01')",
                (str(name),),
            )
        copy.commit()
    with pytest.raises(DomainError, match="backup_shrunk"):
        await backups.make_nightly(folder, 2, NIGHT)
    assert full.exists()
    assert (folder / "tinbai-2021-06-15.db").exists()
    assert await backups.make_nightly(folder, 2, NIGHT) is None
