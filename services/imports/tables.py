"""Imports: units and past counts from an older appendix; a second run changes nothing."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.boards import Board
from domain.calls import Call
from domain.imports.tables import Appendix, AppendixRow
from domain.language import Translator
from domain.periods.spans import Month
from domain.permissions import Action, require
from domain.text import search_key
from domain.units.records import Unit
from storage.engine.database import Database, Transaction
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit


@dataclass(frozen=True, slots=True)
class Import:
    """What an appendix would change or has changed; `changed` counts the cells that differ."""

    appendix: Appendix
    new_units: tuple[str, ...]
    known_units: int
    changed: int
    applied: bool
    outcome: Literal["import"] = "import"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups' names in the file's order."""
        return tuple(dict.fromkeys(row.group for row in self.appendix.rows))


class Imports:
    """Reads appendices and stores them as opening counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, content: bytes, file_name: str, year: int | None) -> Appendix:
        """Read an appendix from a file's bytes; raise InvalidFile."""
        from reports.appendix.reading import read_appendix

        return await asyncio.to_thread(read_appendix, content, file_name, year)

    def warnings(self, _: Translator, appendix: Appendix) -> tuple[str, ...]:
        """Return what is doubtful in an appendix, a line each with its place and unit."""
        from reports.appendix.wording import warning_text

        return tuple(warning_text(_, warning) for warning in appendix.warnings)

    async def preview(self, board: Board, appendix: Appendix) -> Import:
        """Return what the appendix would change, changing nothing."""
        return await self._database.read(
            lambda tx: self._compare(tx, board, appendix, applied=False)
        )

    async def apply(self, call: Call, appendix: Appendix) -> Import:
        """Store the appendix for a person who may import."""
        require(call, Action.IMPORT)
        return await self.apply_by_operator(call.board, appendix, call.now, call)

    async def apply_by_operator(
        self, board: Board, appendix: Appendix, now: datetime, call: Call | None = None
    ) -> Import:
        """Store the appendix's groups, units and counts in one transaction.

        A blank cell stores nothing and deletes nothing; a 0 is stored as 0.
        """

        async def job(tx: Transaction) -> Import:
            found = await self._compare(tx, board, appendix, applied=True)
            ids = await _keep_units(tx, board, appendix.rows)
            cells = _cells(appendix, ids)
            if cells and found.changed:
                await counts.keep_opening_counts(
                    tx, board.id, [(*key, count) for key, count in cells.items()], now
                )
            if found.changed or found.new_units:
                await audit.add_entry_by(
                    tx,
                    board.id,
                    call.person.id if call else None,
                    call.origin.channel if call else "cli",
                    now,
                    "import",
                    "board",
                    board.id,
                    after={"units": len(found.new_units), "cells": found.changed},
                )
            return found

        return await self._database.write(job)

    async def _compare(
        self, tx: Transaction, board: Board, appendix: Appendix, *, applied: bool
    ) -> Import:
        known = _by_key(await units.list_units(tx, board.id))
        stored = await counts.opening_counts_of(tx, board.id, appendix.months)
        ids = {
            row.unit: known[search_key(row.unit)].id
            for row in appendix.rows
            if search_key(row.unit) in known
        }
        new_cells = sum(
            count is not None
            for row in appendix.rows
            if row.unit not in ids
            for count in row.counts
        )
        changed = sum(stored.get(key) != count for key, count in _cells(appendix, ids).items())
        names = dict.fromkeys(row.unit for row in appendix.rows)
        return Import(
            appendix,
            tuple(name for name in names if name not in ids),
            len(ids),
            changed + new_cells,
            applied,
        )


def _by_key(found: tuple[Unit, ...]) -> dict[str, Unit]:
    """Return units by the search keys of their aliases and names; a name wins over an alias."""
    by_alias = {search_key(alias): unit for unit in found for alias in unit.aliases}
    return {**by_alias, **{search_key(unit.name): unit for unit in found}}


async def _keep_units(
    tx: Transaction, board: Board, rows: tuple[AppendixRow, ...]
) -> dict[str, int]:
    existing = await units.list_units(tx, board.id)
    known = _by_key(existing)
    group_ids: dict[str, int] = {}
    for name in dict.fromkeys(row.group for row in rows):
        group_ids[name] = await units.add_group(tx, board.id, name)
    positions = dict.fromkeys(group_ids.values(), 0)
    for unit in existing:
        positions[unit.group_id] = max(positions.get(unit.group_id, 0), unit.position + 1)
    new: dict[str, tuple[int, str, int]] = {}
    for row in rows:
        key = search_key(row.unit)
        if key in known or key in new:
            continue
        group_id = group_ids[row.group]
        new[key] = (group_id, row.unit, positions[group_id])
        positions[group_id] += 1
    if new:
        await units.add_units(tx, board.id, list(new.values()))
        known = _by_key(await units.list_units(tx, board.id))
    return {row.unit: known[search_key(row.unit)].id for row in rows}


def _cells(appendix: Appendix, ids: dict[str, int]) -> dict[tuple[int, Month], int]:
    """Return the filled cells by unit and month; a unit that stands twice is added up."""
    cells: dict[tuple[int, Month], int] = {}
    for row in appendix.rows:
        if row.unit not in ids:
            continue
        for month, count in zip(appendix.months, row.counts, strict=True):
            if count is not None:
                key = (ids[row.unit], month)
                cells[key] = cells.get(key, 0) + count
    return cells
