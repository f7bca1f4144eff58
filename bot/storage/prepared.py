"""Statements that every event needs. SQLAlchemy puts them together, and on SQLite the driver carries them out directly:
what SQLAlchemy does around each takes eight times as long as the database itself.

Whoever listens to what a connection carries out (`before_cursor_execute`) hears these too: then, and on PostgreSQL,
they go the usual way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.engine import meaning

Values = Mapping[str, Any]
Row = dict[str, Any]
Statement = Select[Any] | Insert | Update | Delete
_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement for SQLite's driver: its text, for each `?` the name, what stands there unless it is given and how it
    is written, and for each column the name and how it is read."""

    text: str
    given: tuple[tuple[str, Any, _Convert], ...]
    columns: tuple[tuple[str, _Convert], ...]

    def bound(self, values: Values) -> list[Any]:
        """The values as the driver takes them."""
        return [
            values.get(name, otherwise) if write is None else write(values.get(name, otherwise))
            for name, otherwise, write in self.given
        ]

    def read(self, found: tuple[Any, ...]) -> Row:
        """What the driver found, as SQLAlchemy would give it."""
        return {
            name: value if read is None else read(value)
            for (name, read), value in zip(self.columns, found, strict=True)
        }


class Prepared:
    """One statement.

    Args:
        statement: with a name for each value, and no list of values.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        """What it finds, in order.

        Raises:
            Unusable: see `Store.transaction`.
        """
        driver = _driver(connection)
        if driver is None:
            return [dict(row) for row in connection.execute(self.statement, values).mappings()]
        compiled = self._for(connection, values)
        return [compiled.read(row) for row in _carried_out(connection, driver, compiled, values).fetchall()]

    def first(self, connection: Connection, values: Values) -> Row | None:
        """The first that it finds; None when there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def changes(self, connection: Connection, values: Values) -> int:
        """Carry it out. Gives how many rows it changed.

        Raises:
            Unusable: see `Store.transaction`.
        """
        driver = _driver(connection)
        if driver is None:
            return connection.execute(self.statement, values).rowcount
        return _carried_out(connection, driver, self._for(connection, values), values).rowcount

    def _for(self, connection: Connection, values: Values) -> _Compiled:
        names = tuple(values)
        if (known := self._compiled.get(names)) is None:
            known = self._compiled[names] = _compile(self.statement, connection, names)
        return known


def plainly(connection: Connection, text: str) -> None:
    """Carry out a few words without values, on SQLite."""
    driver = _driver(connection)
    if driver is None:
        connection.exec_driver_sql(text)
    else:
        driver.execute(text)


def _driver(connection: Connection) -> sqlite3.Connection | None:
    """SQLite's driver, unless somebody listens."""
    if connection.dispatch.before_cursor_execute:
        return None
    driver = connection.connection.driver_connection
    return driver if isinstance(driver, sqlite3.Connection) else None


def _carried_out(
    connection: Connection, driver: sqlite3.Connection, compiled: _Compiled, values: Values
) -> sqlite3.Cursor:
    try:
        return driver.execute(compiled.text, compiled.bound(values))
    except sqlite3.Error as error:
        if (means := meaning(error, connection)) is not None:
            raise means from error
        raise DBAPIError.instance(compiled.text, None, error, sqlite3.Error, hide_parameters=True) from error


def _compile(statement: Statement, connection: Connection, names: tuple[str, ...]) -> _Compiled:
    dialect = connection.dialect
    made = statement.compile(dialect=dialect, column_keys=list(names))
    if not isinstance(made, SQLCompiler) or made.post_compile_params or made.literal_execute_params:
        raise ValueError("a list of values is another text each time")
    if left_out := [name for name, bind in made.binds.items() if bind.required and name not in names]:
        raise ValueError(f"no value for {', '.join(left_out)}")
    usual = made.params
    given = tuple(
        (name, usual[name], made.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in made.positiontup or ()
    )
    found = statement.selected_columns if isinstance(statement, Select) else ()
    columns = tuple(
        (str(column.name), column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in found
    )
    return _Compiled(str(made), given, columns)
