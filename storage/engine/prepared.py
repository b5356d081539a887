"""Statements that are built once and asked with every message.

SQLAlchemy writes a statement and knows how its parameters and its rows are converted; both are the
same at every execution. What it does anew each time takes up to ten times as long as SQLite takes
to find a row by an index, and the event loop waits for it. So SQLite's driver is given such a
statement directly, with the text and the conversions that SQLAlchemy made for it.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    Dialect,
    Executable,
    Row,
    Select,
    bindparam,
    func,
    select,
)
from sqlalchemy import any_ as any_of
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

AnyRow = Row[*tuple[Any, ...]]
Parameters = Mapping[str, Any]
_Convert = Callable[[Any], Any]


class Prepared:
    """A statement that is built once, or once a dialect where its form differs."""

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        self._statement = statement
        self._built: dict[str, Executable] = {}
        self._sqlite: dict[tuple[str, ...], SqliteStatement] = {}

    def of(self, dialect: str) -> Executable:
        """Return the statement in a dialect."""
        built = self._built.get(dialect)
        if built is None:
            statement = self._statement
            built = statement if isinstance(statement, Executable) else statement(dialect)
            self._built[dialect] = built
        return built

    def for_sqlite(self, names: tuple[str, ...], dialect: Dialect) -> "SqliteStatement":
        """Return the statement with parameters of these names for SQLite's driver."""
        found = self._sqlite.get(names)
        if found is None:
            found = self._sqlite[names] = SqliteStatement(self.of(dialect.name), names, dialect)
        return found


class SqliteStatement:
    """A statement as SQLite's driver takes it."""

    __slots__ = ("_dialect", "_given", "_keys", "_meta", "_readers", "text")

    def __init__(self, statement: Executable, names: Sequence[str], dialect: Dialect) -> None:
        # What every statement has, but its type does not tell: compile and exported_columns.
        built: Any = statement
        compiled: Any = built.compile(dialect=dialect, column_keys=list(names))
        if not _is_plain(compiled):
            raise TypeError(f"not to be prepared: {compiled}")
        self._dialect = dialect
        self.text = str(compiled)
        # For each question mark: the parameter that fills it or None, a fixed value, a conversion.
        self._given = tuple(
            _given(compiled.binds[name], dialect, is_named=name in names)
            for name in compiled.positiontup
        )
        columns = list(built.exported_columns)
        readers = [_kind(column, dialect).result_processor(dialect, None) for column in columns]
        self._readers = readers if any(readers) else None
        self._meta = SimpleResultMetaData([column.key for column in columns])
        self._keys = self._meta._key_to_index

    def values(self, parameters: Parameters) -> list[Any]:
        """Return what stands for the question marks."""
        values = []
        for name, fixed, write in self._given:
            value = fixed if name is None else parameters[name]
            values.append(value if write is None else write(value))
        return values

    def run(self, driver: sqlite3.Connection, parameters: Parameters) -> sqlite3.Cursor:
        """Run the statement; raise SQLAlchemy's DBAPIError of the driver's error."""
        try:
            return driver.execute(self.text, self.values(parameters))
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def run_many(self, driver: sqlite3.Connection, parameters: Sequence[Parameters]) -> None:
        """Run the statement once for each of the parameters."""
        try:
            driver.executemany(self.text, [self.values(one) for one in parameters])
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def rows(self, cursor: sqlite3.Cursor) -> list[AnyRow]:
        """Return every row of what was run."""
        meta, readers, keys = self._meta, self._readers, self._keys
        try:
            return [Row(meta, readers, keys, row) for row in cursor]
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def _wrapped(self, error: sqlite3.Error) -> Exception:
        wrapped = DBAPIError.instance(
            self.text, None, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
        )
        # Its type allows what is no Exception, which an sqlite3.Error never becomes.
        assert isinstance(wrapped, Exception)  # noqa: S101
        return wrapped


def among(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Return `column` being one of the values of the parameter `name`, a list of any length.

    An IN with a question mark for each value would be another statement for each length.
    """
    if dialect == "sqlite":
        values = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
        return column.in_(select(values.c.value))
    return column == any_of(bindparam(name, type_=ARRAY(column.type)))


def prepared_among(statement: Select[Any], column: Column[Any], name: str) -> Prepared:
    """Prepare a statement with `column` among the values of the parameter `name`."""
    return Prepared(lambda dialect: statement.where(among(dialect, column, name)))


def _is_plain(compiled: Any) -> bool:
    """Tell that nothing of the statement is left to be worked out at its execution."""
    return isinstance(compiled, SQLCompiler) and not (
        compiled.post_compile_params
        or compiled.literal_execute_params
        or compiled.insert_prefetch
        or compiled.update_prefetch
    )


def _given(
    bind: Any, dialect: Dialect, *, is_named: bool
) -> tuple[str | None, Any, _Convert | None]:
    write: _Convert | None = _kind(bind, dialect).bind_processor(dialect)
    if is_named:
        return bind.key, None, write
    if bind.required:
        raise TypeError(f"no value for {bind.key}")
    return None, bind.effective_value if write is None else write(bind.effective_value), None


def _kind(element: Any, dialect: Dialect) -> Any:
    return element.type.dialect_impl(dialect)
