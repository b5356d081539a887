"""PostgreSQL: writes of all workers in turn, board by board, in groups that share a commit.

The use cases are written for one writer at a time, as SQLite has it. Here advisory locks, held to
the end of the transaction, give the same: under READ COMMITTED every statement then sees all that
was committed before, so nothing has to be tried again after a conflict and a board's numbers have
no gap. A job of one board (OfBoard) shares the main lock and holds its board's own; any other job
holds the main lock alone. The inbox has a lane, and so a lock, of its own: storing and claiming
updates shares no rule with what the use cases write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import URL, Connection, CursorResult, Executable, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.engine.prepared import Parameters, Prepared
from storage.engine.queue import Outcome, Queue, Queued
from storage.engine.transaction import Job, OfBoard, Transaction

T = TypeVar("T")

LOCKS = {"main": 7_436_202, "inbox": 7_436_203}
BOARD_LOCKS = 7_436_204  # the class of the boards' locks
MIGRATION_LOCK = 7_436_201  # any numbers, the same in every worker
TRIES = 4
PAUSE_S = 0.1
DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
# A conflict of transactions, a deadlock, a lock that took too long.
_AGAIN = frozenset({"40001", "40P01", "55P03"})
SETTINGS = {
    "application_name": "tinbai",
    "jit": "off",  # compiling takes longer than these statements
    # A worker that hangs in a transaction would keep all others from writing.
    "idle_in_transaction_session_timeout": "20000",
    "lock_timeout": "30000",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


class PostgresStore:
    """A PostgreSQL database that any number of workers share."""

    is_shared = True
    path = None

    def __init__(self, url: URL) -> None:
        self.engine = create_async_engine(
            url,
            pool_size=8,
            max_overflow=8,
            connect_args={"server_settings": SETTINGS, "timeout": 10, "command_timeout": 300},
        )
        self._queues = {
            lane: Queue(_Lane(self, partial(_take_alone, lock=lock)))
            for lane, lock in LOCKS.items()
        }
        self._queues["boards"] = Queue(_Lane(self, _take_boards))

    async def write(self, job: Job[T], lane: str, *, brief: bool = False) -> T:
        """Run the job in a write transaction, which it may share with others, and commit."""
        if isinstance(job, OfBoard) and lane == "main":
            lane = "boards"
        return await self._queues[lane].run(job)

    async def read(self, job: Job[T], *, brief: bool = False) -> T:
        """Run the job on one consistent snapshot.

        A brief job is mostly one statement, which is a snapshot by itself: to begin and end a
        transaction round it would take two more round trips. One that has more begins again.
        """
        for attempt in range(TRIES):
            try:
                async with self.engine.connect() as connection:
                    if brief:
                        await connection.execution_options(isolation_level="AUTOCOMMIT")
                        try:
                            return await job(_OneStatement(connection))
                        except _SecondStatement:
                            brief = False
                            await connection.rollback()
                    await connection.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                    return await job(Transaction(connection))
            except (DBAPIError, *DRIVER_ERRORS) as error:
                # The server was started anew: a fresh connection will do.
                fault = _as_database_error(error)
                if attempt + 1 == TRIES or not fault.connection_invalidated:
                    raise fault from error
                await asyncio.sleep(PAUSE_S * 2**attempt)
        raise AssertionError("unreachable")

    async def migrate(self, upgrade: Callable[[Connection], T]) -> T:
        """Run a change of the schema in a transaction of its own, one worker at a time."""
        async with self.engine.begin() as connection:
            await _take(connection, MIGRATION_LOCK)
            return await connection.run_sync(upgrade)

    def check_file(self) -> None:
        """Do nothing: the server looks after its files."""

    async def gone(self) -> None:
        """Wait for ever: there is no file to lose."""
        await asyncio.Event().wait()

    async def look(self, ask: Callable[[Connection], T]) -> T:
        """Ask something of the schema in a transaction that is undone."""
        async with self.engine.connect() as connection:
            return await connection.run_sync(ask)

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        for queue in self._queues.values():
            await queue.finish()
        await self.engine.dispose()


class _SecondStatement(Exception):  # noqa: N818 - a signal to begin again, no error
    """A job that was thought to be one statement has more."""


class _OneStatement(Transaction):
    """Refuses a second statement, which might see another state of things."""

    __slots__ = ("_said",)

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._said = False

    async def execute(
        self, statement: Executable, parameters: Sequence[dict[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run the statement."""
        self._say()
        return await super().execute(statement, parameters)

    async def _run(
        self, statement: Executable | Prepared, parameters: Parameters | None
    ) -> CursorResult[Any]:
        self._say()
        return await super()._run(statement, parameters)

    def _say(self) -> None:
        if self._said:
            raise _SecondStatement
        self._said = True


class _Lane:
    """Runs groups of jobs under their locks."""

    def __init__(self, store: PostgresStore, take: "_Take") -> None:
        self._store = store
        self._take = take

    async def __call__(self, group: Sequence[Queued]) -> Sequence[Outcome]:
        if len(group) > 1:
            try:
                return await self._together(group)
            except (DBAPIError, *DRIVER_ERRORS):
                # The transaction is lost, innocent jobs with it.
                pass
        return [await self._alone(queued) for queued in group]

    async def _together(self, group: Sequence[Queued]) -> list[Outcome]:
        outcomes = []
        async with self._store.engine.begin() as connection:
            await self._take(connection, group)
            driver: Any = (await connection.get_raw_connection()).driver_connection
            transaction = Transaction(connection)
            command = "SAVEPOINT job"
            for queued in group:
                await driver.execute(command)
                try:
                    outcome = Outcome(await _run(queued, transaction))
                except Exception as error:
                    if isinstance(error, DBAPIError) and (
                        error.connection_invalidated or _state(error) in _AGAIN
                    ):
                        raise
                    await driver.execute("ROLLBACK TO SAVEPOINT job")
                    outcome = Outcome(error=error)
                outcomes.append(outcome)
                command = "RELEASE SAVEPOINT job; SAVEPOINT job"
        return outcomes

    async def _alone(self, queued: Queued) -> Outcome:
        for attempt in range(TRIES):
            committing = False
            try:
                async with self._store.engine.connect() as connection:
                    await connection.begin()
                    await self._take(connection, [queued])
                    value = await _run(queued, Transaction(connection))
                    committing = True
                    await connection.commit()
                return Outcome(value)
            except (DBAPIError, *DRIVER_ERRORS) as error:
                fault = _as_database_error(error)
                lost = fault.connection_invalidated and not committing
                if attempt + 1 == TRIES or not (lost or _state(fault) in _AGAIN):
                    return Outcome(error=fault)
                await asyncio.sleep(PAUSE_S * 2**attempt)
            except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
                return Outcome(error=error)
        raise AssertionError("unreachable")


async def _run(queued: Queued, transaction: Transaction) -> Any:
    """Run a job in the context of whoever asked for it."""

    async def run() -> Any:
        return await queued.job(transaction)

    return await asyncio.get_running_loop().create_task(run(), context=queued.context)


_Take = Callable[[AsyncConnection, Sequence[Queued]], Awaitable[None]]


async def _take_alone(connection: AsyncConnection, _group: Sequence[Queued], lock: int) -> None:
    await _take(connection, lock)


async def _take_boards(connection: AsyncConnection, group: Sequence[Queued]) -> None:
    """Take the locks of the group's boards, in the order in which everybody takes them.

    The main lock comes first: whoever waits for it alone keeps nobody who has a board's lock.
    """
    boards = {queued.job.board_id for queued in group if isinstance(queued.job, OfBoard)}
    await connection.execute(
        text("SELECT pg_advisory_xact_lock_shared(:main)"), {"main": LOCKS["main"]}
    )
    await connection.execute(
        text("SELECT pg_advisory_xact_lock(:kind, id) FROM unnest(CAST(:ids AS int[])) AS id"),
        {"kind": BOARD_LOCKS, "ids": sorted(boards)},
    )


async def _take(connection: AsyncConnection, lock: int) -> None:
    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _as_database_error(error: BaseException) -> DBAPIError:
    """Return an error as SQLAlchemy's; the driver's own come from making a connection."""
    if isinstance(error, DBAPIError):
        return error
    return OperationalError("connect", None, error, connection_invalidated=True)


def _state(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
