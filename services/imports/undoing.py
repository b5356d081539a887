"""Taking an import back whole, even days later, until its period is issued."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from domain.boards import Board
from domain.errors import Conflict
from domain.periods.months import named_month
from domain.periods.spans import Month
from storage.engine.database import Transaction
from storage.imports import rows as imports
from storage.imports.rows import ImportRow
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """An import was taken back: how many counts and articles went and how many units.

    `kept` are the units it brought that something else uses by now.
    """

    number: int
    file_name: str
    cells: int
    articles: int
    units: int
    kept: tuple[str, ...] = ()
    outcome: Literal["undone_import"] = "undone_import"


async def take_back(
    tx: Transaction,
    board: Board,
    found: ImportRow,
    now: datetime,
    person_id: int | None,
    channel: str,
) -> UndoneImport:
    """Make everything as if the import had never been.

    What was blank is blank again; where a later import has stored a cell anew, that one stays and
    only forgets this one. Raise Conflict "import_undone" or "import_issued".
    """
    if found.undone_at is not None:
        raise Conflict("import_undone", number=found.number)
    first, last = _month(found.first_month), _month(found.last_month)
    issued = await imports.issued_since(
        tx,
        board.id,
        named_month(first, board.period_rule, board.closing_day).first,
        named_month(last, board.period_rule, board.closing_day).last,
        found.imported_at,
    )
    if issued is not None:
        raise Conflict("import_issued", number=found.number, period=issued)
    changes = await imports.changes_of(tx, found.id)
    cells = await _take_back_counts(tx, board, found, changes["counts"], now)
    articles = await imports.delete_articles(tx, board.id, changes["articles"])
    await imports.delete_aliases(tx, board.id, changes["aliases"])
    kept = await imports.delete_unused_units(tx, board.id, changes["units"])
    await imports.delete_unused_groups(tx, board.id, changes["groups"])
    await imports.delete_unused_people(tx, changes["people"])
    await _know_as_before(tx, kept, changes["known"])
    await imports.mark_undone(tx, found.id, now, person_id)
    await audit.add_entry_by(
        tx,
        board.id,
        person_id,
        channel,
        now,
        "undo_import",
        "import",
        found.id,
        after={"number": found.number},
    )
    names = {unit.id: unit.name for unit in await units.list_units(tx, board.id)}
    return UndoneImport(
        found.number,
        found.file_name,
        cells,
        articles,
        len(changes["units"]) - len(kept),
        tuple(names[unit_id] for unit_id in kept if unit_id in names),
    )


async def _take_back_counts(
    tx: Transaction, board: Board, found: ImportRow, cells: list[list[Any]], now: datetime
) -> int:
    """Give cells back; return how many changed. A later import's cell keeps its value."""
    later = await imports.standing_since(
        tx, board.id, found.number, found.first_month, found.last_month
    )
    owners: dict[tuple[int, str], tuple[int, list[Any]]] = {}
    for import_id, _number, changes in reversed(later):
        for cell in changes["counts"]:
            owners[cell[0], cell[1]] = import_id, cell
    restored: list[tuple[int, Month, int]] = []
    touched: set[int] = set()
    changed = 0
    for unit_id, code, before, after in cells:
        owner = owners.get((unit_id, code))
        if owner is not None:
            owner[1][2] = before
            touched.add(owner[0])
            continue
        changed += before != after
        if before is None:
            await imports.delete_count(tx, board.id, unit_id, code)
        elif before != after:
            restored.append((unit_id, _month(code), before))
    if restored:
        await counts.keep_opening_counts(tx, board.id, restored, now)
    for import_id, _number, changes in later:
        if import_id in touched:
            await imports.set_changes(tx, import_id, changes)
    return changed


async def _know_as_before(tx: Transaction, kept: tuple[int, ...], known: list[list[Any]]) -> None:
    """Let the units that stay be known from the first day that still tells of them."""
    days: list[tuple[int, date | None]] = []
    for unit_id, before in known:
        told = await imports.first_known(tx, unit_id)
        day = date.fromisoformat(before)
        days.append((unit_id, min(day, told) if told else day))
    for unit_id in kept:
        told = await imports.first_known(tx, unit_id)
        if told is not None:
            days.append((unit_id, told))
    await imports.set_known_from(tx, days)


def _month(code: str) -> Month:
    return Month.of_code(code)
