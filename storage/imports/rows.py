"""Imports: what each brought in, so that it can be listed and taken back whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update

from domain.articles.records import State
from storage.engine.counters import next_number
from storage.engine.database import Transaction
from storage.engine.tables import (
    accounts,
    articles,
    confirmed_zeros,
    imports,
    invitations,
    issued_reports,
    memberships,
    opening_counts,
    people,
    portal_misses,
    title_changes,
    twin_pairs,
    unit_aliases,
    unit_groups,
    units,
)

PIECE = 500  # ids a statement names at once
_COLUMNS = (
    imports.c.id,
    imports.c.number,
    imports.c.imported_at,
    imports.c.channel,
    imports.c.file_name,
    imports.c.sha256,
    imports.c.first_month,
    imports.c.last_month,
    imports.c.units,
    imports.c.cells,
    imports.c.articles,
    imports.c.total,
    imports.c.overlap,
    imports.c.undone_at,
)


@dataclass(frozen=True, slots=True)
class NewImport:
    """What is stored of an import besides its number; `changes` takes it back."""

    board_id: int
    person_id: int | None
    channel: str
    imported_at: datetime
    file_name: str
    sha256: str
    first_month: str
    last_month: str
    units: int
    cells: int
    articles: int
    total: int
    overlap: str | None
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import without what takes it back; `person` is empty for the operator."""

    id: int
    number: int
    imported_at: datetime
    channel: str
    file_name: str
    sha256: str
    first_month: str
    last_month: str
    units: int
    cells: int
    articles: int
    total: int
    overlap: str | None
    undone_at: datetime | None
    person: str


async def add_import(tx: Transaction, new: NewImport) -> tuple[int, int]:
    """Store an import under the board's next number; return its id and number."""
    number = await next_number(tx, new.board_id, "import")
    import_id: int = await tx.value(
        insert(imports)
        .values(
            board_id=new.board_id,
            number=number,
            person_id=new.person_id,
            channel=new.channel,
            imported_at=new.imported_at,
            file_name=new.file_name,
            sha256=new.sha256,
            first_month=new.first_month,
            last_month=new.last_month,
            units=new.units,
            cells=new.cells,
            articles=new.articles,
            total=new.total,
            overlap=new.overlap,
            changes=new.changes,
        )
        .returning(imports.c.id)
    )
    return import_id, number


async def list_imports(tx: Transaction, board_id: int) -> tuple[ImportRow, ...]:
    """Return a board's imports, the newest last."""
    rows = await tx.all(
        select(*_COLUMNS, func.coalesce(people.c.name, ""))
        .outerjoin(people, people.c.id == imports.c.person_id)
        .where(imports.c.board_id == board_id)
        .order_by(imports.c.number)
    )
    return tuple(ImportRow(*row) for row in rows)


async def find_import(
    tx: Transaction, board_id: int, *, number: int | None = None, import_id: int | None = None
) -> ImportRow | None:
    """Return the board's import of this number or id."""
    chosen = imports.c.number == number if number is not None else imports.c.id == import_id
    row = await tx.first(
        select(*_COLUMNS, func.coalesce(people.c.name, ""))
        .outerjoin(people, people.c.id == imports.c.person_id)
        .where(imports.c.board_id == board_id, chosen)
    )
    return None if row is None else ImportRow(*row)


async def changes_of(tx: Transaction, import_id: int) -> dict[str, Any]:
    """Return what takes an import back."""
    found: dict[str, Any] = await tx.value(
        select(imports.c.changes).where(imports.c.id == import_id)
    )
    return found


async def set_changes(tx: Transaction, import_id: int, changes: dict[str, Any]) -> None:
    """Store what takes an import back anew."""
    await tx.execute(update(imports).where(imports.c.id == import_id).values(changes=changes))


async def standing_since(
    tx: Transaction, board_id: int, number: int, first_month: str, last_month: str
) -> tuple[tuple[int, int, dict[str, Any]], ...]:
    """Return (id, number, changes) of imports not undone with a higher number and a month of these.

    The earliest comes first.
    """
    rows = await tx.all(
        select(imports.c.id, imports.c.number, imports.c.changes)
        .where(
            imports.c.board_id == board_id,
            imports.c.number > number,
            imports.c.undone_at.is_(None),
            imports.c.first_month <= last_month,
            imports.c.last_month >= first_month,
        )
        .order_by(imports.c.number)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


async def mark_undone(
    tx: Transaction, import_id: int, now: datetime, person_id: int | None
) -> None:
    """Mark an import as taken back."""
    await tx.execute(
        update(imports).where(imports.c.id == import_id).values(undone_at=now, undone_by=person_id)
    )


async def issued_since(
    tx: Transaction, board_id: int, first: date, last: date, since: datetime
) -> str | None:
    """Return the period of a report in force over first..last that was issued after an instant."""
    period: str | None = await tx.value(
        select(issued_reports.c.period)
        .where(
            issued_reports.c.board_id == board_id,
            issued_reports.c.state == "issued",
            issued_reports.c.first <= last,
            issued_reports.c.last >= first,
            issued_reports.c.issued_at >= since,
        )
        .order_by(issued_reports.c.first)
        .limit(1)
    )
    return period


async def delete_count(tx: Transaction, board_id: int, unit_id: int, month: str) -> None:
    """Make an opening count blank again."""
    await tx.execute(
        delete(opening_counts).where(
            opening_counts.c.board_id == board_id,
            opening_counts.c.unit_id == unit_id,
            opening_counts.c.month == month,
        )
    )


async def delete_articles(tx: Transaction, board_id: int, ids: Sequence[int]) -> int:
    """Take articles out of the log as if they had never been in it; return how many there were.

    Articles that were merged into one of them count again.
    """
    gone = 0
    going = set(ids)
    for start in range(0, len(ids), PIECE):
        some = ids[start : start + PIECE]
        merged = await tx.all(
            select(articles.c.id, articles.c.canonical_link)
            .where(articles.c.duplicate_of.in_(some))
            .order_by(articles.c.id)
        )
        for table in (title_changes, portal_misses):
            await tx.execute(delete(table).where(table.c.article_id.in_(some)))
        await tx.execute(
            delete(twin_pairs).where(
                or_(twin_pairs.c.article_id.in_(some), twin_pairs.c.other_id.in_(some))
            )
        )
        await tx.execute(
            update(articles)
            .where(articles.c.duplicate_of.in_(some))
            .values(duplicate_of=None, state=State.WITHDRAWN.value)
        )
        result = await tx.execute(
            delete(articles).where(articles.c.id.in_(some), articles.c.board_id == board_id)
        )
        gone += result.rowcount
        heirs: dict[str, int] = {}
        for article_id, link in merged:
            if article_id in going:
                continue
            first = heirs.setdefault(link, article_id) if link else article_id
            values: dict[str, Any] = (
                {"state": State.LOGGED.value}
                if first == article_id
                else {"state": State.DUPLICATE.value, "duplicate_of": first}
            )
            await tx.execute(update(articles).where(articles.c.id == article_id).values(**values))
    return gone


async def delete_unused_units(
    tx: Transaction, board_id: int, ids: Collection[int]
) -> tuple[int, ...]:
    """Drop those of the units that nothing else uses, with their aliases; return who stays."""
    used = or_(
        *(
            exists().where(table.c.unit_id == units.c.id)
            for table in (articles, opening_counts, confirmed_zeros, memberships, invitations)
        )
    )
    heirs = units.alias("heirs")
    rows = await tx.all(
        select(units.c.id).where(
            units.c.board_id == board_id,
            units.c.id.in_(ids),
            ~used,
            ~exists().where(heirs.c.successor_id == units.c.id),
        )
    )
    free = [row[0] for row in rows]
    if free:
        await tx.execute(delete(unit_aliases).where(unit_aliases.c.unit_id.in_(free)))
        await tx.execute(delete(units).where(units.c.id.in_(free)))
    return tuple(each for each in ids if each not in set(free))


async def delete_unused_groups(tx: Transaction, board_id: int, ids: Collection[int]) -> None:
    """Drop those of the groups that have no unit."""
    await tx.execute(
        delete(unit_groups).where(
            unit_groups.c.board_id == board_id,
            unit_groups.c.id.in_(ids),
            ~exists().where(units.c.group_id == unit_groups.c.id),
        )
    )


async def delete_aliases(tx: Transaction, board_id: int, ids: Collection[int]) -> None:
    """Forget aliases by their ids."""
    await tx.execute(
        delete(unit_aliases).where(unit_aliases.c.board_id == board_id, unit_aliases.c.id.in_(ids))
    )


async def delete_unused_people(tx: Transaction, ids: Collection[int]) -> None:
    """Drop those of the people who stand for nothing but articles that are gone."""
    await tx.execute(
        delete(people).where(
            people.c.id.in_(ids),
            ~exists().where(articles.c.author_id == people.c.id),
            ~exists().where(memberships.c.person_id == people.c.id),
            ~exists().where(accounts.c.person_id == people.c.id),
        )
    )


async def first_known(tx: Transaction, unit_id: int) -> date | None:
    """Return the first day that counts, confirmed zeros or articles tell of a unit."""
    month: str | None = await tx.value(
        select(func.min(opening_counts.c.month)).where(opening_counts.c.unit_id == unit_id)
    )
    zero: str | None = await tx.value(
        select(func.min(confirmed_zeros.c.month)).where(confirmed_zeros.c.unit_id == unit_id)
    )
    day: date | None = await tx.value(
        select(func.min(articles.c.published_on)).where(articles.c.unit_id == unit_id)
    )
    told = [date.fromisoformat(f"{code}-01") for code in (month, zero) if code]
    return min([*told, *([day] if day else [])], default=None)


async def alias_ids(tx: Transaction, board_id: int, keys: Collection[str]) -> tuple[int, ...]:
    """Return the ids of aliases by their keys."""
    rows = await tx.all(
        select(unit_aliases.c.id).where(
            unit_aliases.c.board_id == board_id, unit_aliases.c.key.in_(keys)
        )
    )
    return tuple(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class LoggedTitle:
    """What tells a logged article again: its link, else its title, unit and day."""

    id: int
    number: int
    canonical_link: str | None
    title_key: str
    unit_id: int
    published_on: date
    state: str


async def logged_titles(
    tx: Transaction, board_id: int, first: date, last: date
) -> tuple[LoggedTitle, ...]:
    """Return the live and merged articles published in first..last (inclusive)."""
    return await _titles(
        tx, and_(articles.c.board_id == board_id, articles.c.published_on.between(first, last))
    )


async def titles_with_links(
    tx: Transaction, board_id: int, links: Sequence[str]
) -> tuple[LoggedTitle, ...]:
    """Return the live and merged articles of canonical links."""
    found: list[LoggedTitle] = []
    for start in range(0, len(links), PIECE):
        some = links[start : start + PIECE]
        found += await _titles(
            tx, and_(articles.c.board_id == board_id, articles.c.canonical_link.in_(some))
        )
    return tuple(found)


async def _titles(tx: Transaction, where: Any) -> tuple[LoggedTitle, ...]:
    states = (State.LOGGED.value, State.PENDING.value, State.DUPLICATE.value)
    rows = await tx.all(
        select(
            articles.c.id,
            articles.c.number,
            articles.c.canonical_link,
            articles.c.title_key,
            articles.c.unit_id,
            articles.c.published_on,
            articles.c.state,
        ).where(where, articles.c.state.in_(states))
    )
    return tuple(LoggedTitle(*row) for row in rows)


async def add_authors(
    tx: Transaction, names: Sequence[str], language: str, now: datetime
) -> dict[str, int]:
    """Store people who have no account: authors that a list names; return their ids by name."""
    ids: dict[str, int] = {}
    for name in names:
        ids[name] = await tx.value(
            insert(people)
            .values(name=name, language=language, created_at=now)
            .returning(people.c.id)
        )
    return ids


async def authors_of(tx: Transaction, board_id: int) -> tuple[tuple[int, str, int | None], ...]:
    """Return (person, name, unit) of everybody who has or had a role or an article on the board.

    Who has a role in a unit comes before who has none.
    """
    rows = await tx.all(
        select(people.c.id, people.c.name, memberships.c.unit_id)
        .join(memberships, memberships.c.person_id == people.c.id)
        .where(memberships.c.board_id == board_id)
        .order_by(memberships.c.unit_id.is_(None), memberships.c.id)
    )
    written = await tx.all(
        select(people.c.id, people.c.name)
        .join(articles, articles.c.author_id == people.c.id)
        .where(articles.c.board_id == board_id)
        .distinct()
        .order_by(people.c.id)
    )
    return (*((row[0], row[1], row[2]) for row in rows), *((r[0], r[1], None) for r in written))


_ADD_ARTICLES = insert(articles)


async def add_articles(
    tx: Transaction, board_id: int, rows: Sequence[dict[str, Any]]
) -> tuple[int, ...]:
    """Store logged articles under the board's next numbers; return their ids."""
    numbers: list[int] = []
    for start in range(0, len(rows), PIECE):
        some = [
            {**row, "board_id": board_id, "number": await next_number(tx, board_id, "article")}
            for row in rows[start : start + PIECE]
        ]
        await tx.execute(_ADD_ARTICLES, some)
        numbers += [row["number"] for row in some]
    ids: list[int] = []
    for start in range(0, len(numbers), PIECE):
        found = await tx.all(
            select(articles.c.id)
            .where(
                articles.c.board_id == board_id,
                articles.c.number.in_(numbers[start : start + PIECE]),
            )
            .order_by(articles.c.number)
        )
        ids += [row[0] for row in found]
    return tuple(ids)


_KNOW = update(units).where(units.c.id == bindparam("unit")).values(known_from=bindparam("known"))


async def set_known_from(tx: Transaction, days: Sequence[tuple[int, date | None]]) -> None:
    """Store from which day on units are known."""
    if days:
        await tx.execute(_KNOW, [{"unit": unit_id, "known": day} for unit_id, day in days])
