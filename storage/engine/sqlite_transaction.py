"""A transaction whose statements run at once, and how a job is run on it.

A job awaits its transaction as it would await PostgreSQL's; here nothing is waited for, as the job
runs in the connection's own thread or is brief. That thread has no event loop, so the job's
coroutine is driven from one end to the other by hand.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable

from storage.engine.own_thread import Held
from storage.engine.prepared import AnyRow, Parameters, Prepared, SqliteStatement
from storage.engine.transaction import Job, Ran, Transaction

T = TypeVar("T")


class SqliteTransaction(Transaction):
    """Runs statements at once, on a connection that its job has to itself.

    What was prepared is given to the driver, everything else to SQLAlchemy.
    """

    __slots__ = ("driver", "synchronous")

    def __init__(self, held: Held) -> None:
        super().__init__(held.connection)
        self.driver = held.own.driver
        self.synchronous = held.synchronous

    async def execute(
        self, statement: Executable, parameters: Sequence[dict[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement; with parameters, once for each of them."""
        return self.synchronous.execute(statement, parameters)

    async def all(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Sequence[AnyRow]:
        """Return every row."""
        if isinstance(statement, Prepared):
            return self._rows(statement, parameters or {})
        return self.synchronous.execute(statement, parameters).all()

    async def first(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> AnyRow | None:
        """Return the first row or None."""
        if isinstance(statement, Prepared):
            rows = self._rows(statement, parameters or {})
            return rows[0] if rows else None
        return self.synchronous.execute(statement, parameters).first()

    async def value(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.first(statement, parameters)
        return None if row is None else row[0]

    async def each(
        self, statement: Prepared, parameters: Iterable[Parameters]
    ) -> AsyncGenerator[Sequence[AnyRow]]:
        """Yield the rows for each of the parameters in turn."""
        for one in parameters:
            yield self._rows(statement, one)

    async def run(self, statement: Prepared, parameters: Parameters) -> Ran:
        """Run a statement and tell how many rows it changed."""
        return self._given(statement, parameters).run(self.driver, parameters)

    async def run_many(self, statement: Prepared, parameters: Sequence[Parameters]) -> None:
        """Run a statement once for each of the parameters."""
        if parameters:
            self._given(statement, parameters[0]).run_many(self.driver, parameters)

    def _rows(self, statement: Prepared, parameters: Parameters) -> list[AnyRow]:
        given = self._given(statement, parameters)
        return given.rows(given.run(self.driver, parameters))

    def _given(self, statement: Prepared, parameters: Parameters) -> SqliteStatement:
        return statement.for_sqlite(tuple(parameters), self.synchronous.dialect)


def drive(job: Job[T], tx: Transaction) -> T:
    """Run a job to its end; its statements return at once, so it never has to wait."""
    running = _await(job, tx)
    try:
        running.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    running.close()
    raise RuntimeError("a job awaits nothing but its transaction")


async def _await(job: Job[T], tx: Transaction) -> T:
    return await job(tx)
