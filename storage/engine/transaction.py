"""What storage functions run their statements on, whichever database is below."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.prepared import AnyRow, Parameters, Prepared

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


class Ran(Protocol):
    """What is told of a statement that ran."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""


class Transaction:
    """A transaction in progress.

    A statement that was prepared is given with its parameters.
    """

    __slots__ = ("_connection", "dialect")

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def execute(
        self, statement: Executable, parameters: Sequence[dict[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement; with parameters, once for each of them in one round trip."""
        return await self._connection.execute(statement, parameters)

    async def all(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Sequence[AnyRow]:
        """Return every row."""
        return (await self._run(statement, parameters)).all()

    async def first(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> AnyRow | None:
        """Return the first row or None."""
        return (await self._run(statement, parameters)).first()

    async def value(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Any:
        """Return the first column of the first row, or None."""
        return (await self._run(statement, parameters)).scalar()

    async def each(
        self, statement: Prepared, parameters: Iterable[Parameters]
    ) -> AsyncGenerator[Sequence[AnyRow]]:
        """Yield the rows for each of the parameters in turn.

        The database works on the next rows while whoever asks works on these.
        """
        following: asyncio.Task[Sequence[AnyRow]] | None = None
        try:
            for one in parameters:
                rows = None if following is None else await following
                following = asyncio.create_task(self.all(statement, one))
                # A task begins in the loop's next round: the statement is sent before its rows are
                # waited for. Nothing is waited for here.
                await asyncio.sleep(0)
                if rows is not None:
                    yield rows
            if following is not None:
                yield await following
        finally:
            if following is not None:
                # A statement that is given up half-way would take the connection with it.
                await asyncio.gather(following, return_exceptions=True)

    async def run(self, statement: Prepared, parameters: Parameters) -> Ran:
        """Run a statement and tell how many rows it changed."""
        return await self._run(statement, parameters)

    async def run_many(self, statement: Prepared, parameters: Sequence[Parameters]) -> None:
        """Run a statement once for each of the parameters, in one round trip."""
        if parameters:
            await self.execute(statement.of(self.dialect), [dict(one) for one in parameters])

    async def _run(
        self, statement: Executable | Prepared, parameters: Parameters | None
    ) -> CursorResult[Any]:
        if isinstance(statement, Prepared):
            statement = statement.of(self.dialect)
        return await self._connection.execute(statement, parameters)

    def insert(self, table: Table) -> Insert:
        """Return an INSERT that knows ON CONFLICT in this database's dialect."""
        return insert_into(table, self.dialect)


def insert_into(table: Table, dialect: str) -> Insert:
    """Return an INSERT that knows ON CONFLICT in a dialect."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    # Loaded where it is used: a start on SQLite need not wait for it.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


Job = Callable[[Transaction], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class OfBoard(Generic[T]):
    """A job that reads what it likes and writes nothing but what belongs to one board.

    The board's rows, its people's drafts and dialogues with it, and the result of the update that
    asked: nothing that a job of another board reads to decide. So, where a database can do that,
    jobs of different boards are written side by side, and only those of one board in turn.
    """

    board_id: int
    job: Job[T]

    async def __call__(self, tx: Transaction) -> T:
        """Run the job."""
        return await self.job(tx)
