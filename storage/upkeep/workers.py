"""Who works on the database: one worker on SQLite, any number on PostgreSQL.

A worker is known by an advisory lock that it holds as long as its session lives. The server gives
the lock back the moment the process is gone, however it went, so what a dead worker had claimed
is found at once, without clocks to compare. One more lock makes one worker the leader.
"""

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select, text, union, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.engine.database import Database, Transaction
from storage.engine.tables import in_words, inbox, outbox
from storage.reminders.claims import end_claims
from storage.reminders.outbox import OPEN

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = structlog.get_logger(__name__)

KIND = "run"
_WORKERS = 7_436_210  # the class of the workers' locks; any number, the same in every worker
_LEADER = 7_436_211
_CHANNEL = "tinbai_inbox"


class Worker:
    """A worker's presence; on SQLite it is alone and leads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._number = secrets.randbelow(2**31 - 1) + 1
        shared = not database.is_sqlite
        self.name = f"{KIND}:{self._number if shared else os.getpid()}"
        self._engine: AsyncEngine | None = None
        if shared:
            self._engine = _engine(database)
        self._session: AsyncConnection | None = None
        self._wake: Callable[[], None] = lambda: None
        self._leading = False

    async def arrive(self, wake: Callable[[], None]) -> None:
        """Be there, before anything is claimed; `wake` is called when another leaves work over."""
        self._wake = wake
        if self._engine is not None:
            await self._open()

    async def lead(self) -> bool:
        """Tell whether this worker leads, becoming the leader where nobody is.

        A session that broke is opened anew first; until then nobody is led.
        """
        if self._engine is None:
            return True
        try:
            if self._session is None:
                await self._open()
            self._leading = await self._lock(_LEADER, 0)
        except _faults() as error:
            log.warning("session_lost", worker=self.name, error=type(error).__name__)
            await self._drop()
        return self._leading

    async def leave(self) -> None:
        """Give up all locks."""
        if self._engine is not None:
            await self._drop()
            await self._engine.dispose()

    async def release_dead(self, now: datetime) -> tuple[int, int]:
        """Free what dead workers had claimed, to be handled or sent again.

        Return how many updates, and how many messages had left whose fate nobody knows.
        """
        if self._engine is None:
            return 0, 0
        return await self._database.write(lambda tx: _release_dead(tx, now))

    async def _open(self) -> None:
        assert self._engine is not None  # noqa: S101 - only a shared database has sessions
        session = await self._engine.connect()
        driver: Any = (await session.get_raw_connection()).driver_connection
        await driver.add_listener(_CHANNEL, lambda *_: self._wake())
        self._session = session
        if not await self._lock(_WORKERS, self._number):
            raise RuntimeError("another worker has this worker's number")

    async def _lock(self, kind: int, number: int) -> bool:
        """Take a lock for the session's life; held twice it stays one lock for our purpose."""
        assert self._session is not None  # noqa: S101
        if kind == _LEADER and self._leading:
            await self._session.execute(text("SELECT 1"))
            return True
        taken = await self._session.scalar(
            text("SELECT pg_try_advisory_lock(:kind, :number)"), {"kind": kind, "number": number}
        )
        return bool(taken)

    async def _drop(self) -> None:
        session, self._session, self._leading = self._session, None, False
        if session is None:
            return
        try:
            await session.invalidate()
            await session.close()
        except _faults() as error:
            log.debug("session_not_closed", error=type(error).__name__)


async def _release_dead(tx: Transaction, now: datetime) -> tuple[int, int]:
    claims = union(
        select(inbox.c.worker).where(inbox.c.state == "claimed"),
        select(outbox.c.worker).where(
            in_words(outbox.c.state, *OPEN),
            outbox.c.state == "claimed",
            outbox.c.worker.startswith(f"{KIND}:"),
        ),
    )
    # The claims are read before the locks: whoever has claimed holds its lock already, so a
    # worker that has just come is never taken for a dead one. A dead one's name never comes back.
    claimants = {row[0] for row in await tx.all(claims)}
    if not claimants:
        return 0, 0
    living = await tx.all(
        text(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = :kind"
        ).bindparams(kind=_WORKERS)
    )
    dead = claimants - {f"{KIND}:{row.objid}" for row in living}
    if not dead:
        return 0, 0
    updates = await tx.execute(
        update(inbox)
        .where(inbox.c.state == "claimed", inbox.c.worker.in_(dead))
        .values(state="pending", worker=None)
    )
    _freed, doubtful = await end_claims(tx, outbox.c.worker.in_(dead), now)
    await notify_workers(tx)
    return updates.rowcount, doubtful


async def notify_workers(tx: Transaction) -> None:
    """Tell every worker, when this transaction is committed, that there is work."""
    if tx.dialect == "postgresql":
        await tx.execute(text("SELECT pg_notify(:channel, '')").bindparams(channel=_CHANNEL))


# What PostgreSQL needs is loaded where it is used: a start on SQLite need not wait for it.
def _engine(database: Database) -> "AsyncEngine":
    from sqlalchemy.ext.asyncio import create_async_engine

    from storage.engine.postgres import SETTINGS

    return create_async_engine(
        database.url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        # The session is idle nearly always, and its end is what tells of our own.
        connect_args={"server_settings": SETTINGS, "timeout": 5, "command_timeout": 5},
    )


def _faults() -> tuple[type[Exception], ...]:
    from storage.engine.postgres import DRIVER_ERRORS

    return (DBAPIError, *DRIVER_ERRORS)
