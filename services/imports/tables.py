"""Imports: units, past counts and articles from files; each has a number and can be taken back."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.articles.records import Kind, State
from domain.boards import Board
from domain.calls import Call
from domain.errors import NotFound
from domain.imports.tables import Appendix
from domain.language import Translator
from domain.permissions import Action, require
from domain.text import clean_line, search_key
from domain.units.names import name_key
from reports.rendered import Rendered
from services.imports.plans import Choices, NewArticleRow, Plan, draw_plan
from services.imports.reading import read_file
from services.imports.undoing import UndoneImport, take_back
from services.reports.rendering import in_own_process
from storage.engine.database import Database, Transaction
from storage.imports import rows as imports
from storage.imports.rows import ImportRow, NewImport
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

NO_AUTHOR = "Không ghi tác giả"
OPERATOR = "cli"


class Imports:
    """Reads files of other people, plans what they change, stores it and takes it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(
        self, content: bytes, file_name: str, year: int | None, sheet: str | None = None
    ) -> Appendix:
        """Read a table or a list from a file's bytes; raise InvalidFile."""
        return await read_file(content, file_name, year, sheet)

    def warnings(self, _: Translator, appendix: Appendix) -> tuple[str, ...]:
        """Return what is doubtful in a file, a line each with its place and unit."""
        from reports.appendix.wording import warning_text

        return tuple(warning_text(_, warning) for warning in appendix.warnings)

    def left_out(self, _: Translator, appendix: Appendix) -> tuple[str, ...]:
        """Return what of a file was not read, a line each."""
        from reports.appendix.wording import left_out_text

        return tuple(left_out_text(_, left) for left in appendix.left_out)

    async def preview(
        self, board: Board, appendix: Appendix, now: datetime, choices: Choices | None = None
    ) -> Plan:
        """Return what a file would change, changing nothing."""
        today = now.astimezone(board.zone).date()
        return await self._database.read(
            lambda tx: draw_plan(tx, board, appendix, choices or Choices(), today)
        )

    async def apply(
        self,
        call: Call,
        appendix: Appendix,
        choices: Choices,
        file_name: str,
        content: bytes,
        tx: Transaction | None = None,
    ) -> Plan:
        """Store a file for a person who may import; within a transaction where one is given."""
        require(call, Action.IMPORT)
        job = _Storing(call.board, appendix, choices, call.now, file_name, content, call)
        return await (job(tx) if tx is not None else self._database.write(job))

    async def apply_by_operator(
        self,
        board: Board,
        appendix: Appendix,
        now: datetime,
        choices: Choices | None = None,
        file_name: str = "",
        content: bytes = b"",
    ) -> Plan:
        """Store a file for the operator, in one transaction, unless something is to be asked.

        A blank cell stores nothing and deletes nothing; a 0 is stored as 0.
        """
        return await self._database.write(
            _Storing(board, appendix, choices or Choices(), now, file_name, content, None)
        )

    async def preview_table(self, plan: Plan) -> Rendered:
        """Return what a file was understood as, units by months, as a workbook."""
        from reports.sheets.import_preview import import_preview

        counted = {unit: dict(row) for unit, row in plan.counted.items()}
        return await in_own_process(import_preview, counted, plan.months, plan.new_units)

    async def sample(self) -> Rendered:
        """Return the table that a board may fill in, as a workbook."""
        from reports.sheets.sample_table import sample_table

        return await asyncio.to_thread(sample_table)

    async def list(self, board: Board) -> tuple[ImportRow, ...]:
        """Return a board's imports, the newest last."""
        return await self._database.read(lambda tx: imports.list_imports(tx, board.id))

    async def undo_by_operator(self, board: Board, number: int, now: datetime) -> UndoneImport:
        """Take an import back whole.

        Raise NotFound "unknown_import", Conflict "import_undone" a second time and
        "import_issued" once its period is issued.
        """

        async def job(tx: Transaction) -> UndoneImport:
            found = await imports.find_import(tx, board.id, number=number)
            if found is None:
                raise NotFound("unknown_import", number=number)
            return await take_back(tx, board, found, now, None, OPERATOR)

        return await self._database.write(job)


class _Storing:
    """One import on its way into the database."""

    def __init__(
        self,
        board: Board,
        appendix: Appendix,
        choices: Choices,
        now: datetime,
        file_name: str,
        content: bytes,
        call: Call | None,
    ) -> None:
        self._board = board
        self._appendix = appendix
        self._choices = choices
        self._now = now
        self._file_name = file_name
        self._content = content
        self._call = call

    async def __call__(self, tx: Transaction) -> Plan:
        """Store what the plan changes, unless something has to be asked first."""
        board = self._board
        today = self._now.astimezone(board.zone).date()
        plan = await draw_plan(tx, board, self._appendix, self._choices, today)
        if plan.blocked:
            return plan
        if not plan.changes_something:
            return replace(plan, applied=True)
        group_ids = await self._keep_groups(tx, plan)
        ids, unit_ids = await self._keep_units(tx, plan, group_ids)
        known = await self._know_since(tx, plan, ids, set(unit_ids))
        aliases = await self._keep_aliases(tx, plan, ids)
        if plan.cells:
            rows = [(ids[cell.unit], cell.month, cell.after) for cell in plan.cells]
            await counts.keep_opening_counts(tx, board.id, rows, self._now)
        article_ids, people_ids = await self._keep_articles(tx, plan, ids)
        changes: dict[str, Any] = {
            "counts": [
                [ids[cell.unit], cell.month.code, cell.before, cell.after] for cell in plan.cells
            ],
            "units": unit_ids,
            "groups": [group_id for group_id, new in group_ids.values() if new],
            "aliases": aliases,
            "articles": list(article_ids),
            "people": people_ids,
            "known": known,
        }
        import_id, number = await self._keep_import(tx, plan, changes)
        return replace(plan, applied=True, number=number, import_id=import_id)

    async def _keep_groups(self, tx: Transaction, plan: Plan) -> dict[str, tuple[int, bool]]:
        """Return the id of each group of a new unit by the file's name, and whether it is new."""
        before = await units.list_groups(tx, self._board.id)
        found: dict[str, tuple[int, bool]] = {}
        for name in self._groups_of_new(plan).values():
            if name in found:
                continue
            if not name and len(before) == 1:
                found[name] = before[0].id, False
                continue
            group_id = await units.add_group(tx, self._board.id, name)
            found[name] = group_id, group_id not in {group.id for group in before}
        return found

    def _groups_of_new(self, plan: Plan) -> dict[str, str]:
        """Return the group of each new unit."""
        pairs = [(row.unit, row.group) for row in self._appendix.rows]
        pairs += [(row.unit, row.group) for row in self._appendix.articles]
        found: dict[str, str] = {}
        for unit, group in pairs:
            found.setdefault(plan.naming.official.get(unit, unit), group)
        return {name: found.get(name, "") for name in plan.new_units}

    async def _keep_units(
        self, tx: Transaction, plan: Plan, groups: Mapping[str, tuple[int, bool]]
    ) -> tuple[dict[str, int], list[int]]:
        """Add the new units behind those of their groups; return ids by name, and the new ones."""
        board_id = self._board.id
        positions: dict[int, int] = {}
        for unit in await units.list_units(tx, board_id):
            positions[unit.group_id] = max(positions.get(unit.group_id, 0), unit.position + 1)
        by_day: dict[date | None, list[tuple[int, str, int]]] = {}
        for name, group in self._groups_of_new(plan).items():
            group_id = groups[group][0]
            place = positions.get(group_id, 0)
            positions[group_id] = place + 1
            by_day.setdefault(plan.known_since.get(name), []).append((group_id, name, place))
        for day, rows in by_day.items():
            await units.add_units(tx, board_id, rows, day)
        ids = dict(plan.naming.ids)
        new_keys = {name_key(name): name for name in plan.new_units}
        added: list[int] = []
        for unit in await units.list_units(tx, board_id):
            name = new_keys.get(name_key(unit.name), "")
            if name:
                ids[name] = unit.id
                added.append(unit.id)
        return ids, added

    async def _know_since(
        self, tx: Transaction, plan: Plan, ids: Mapping[str, int], new: set[int]
    ) -> list[list[Any]]:
        """Let units be known from the file's first month on; return what was stored before."""
        present = {unit.id: unit for unit in await units.list_units(tx, self._board.id)}
        earlier: list[tuple[int, date | None]] = []
        before: list[list[Any]] = []
        for name, day in plan.known_since.items():
            unit = present.get(ids.get(name, 0))
            if unit and unit.id not in new and unit.known_from and day < unit.known_from:
                earlier.append((unit.id, day))
                before.append([unit.id, unit.known_from.isoformat()])
        await imports.set_known_from(tx, earlier)
        return before

    async def _keep_aliases(self, tx: Transaction, plan: Plan, ids: Mapping[str, int]) -> list[int]:
        """Store the spellings that somebody chose a unit for; return the ids of the new ones."""
        board_id = self._board.id
        keys = [name_key(name) for name in plan.naming.aliases]
        before = set(await imports.alias_ids(tx, board_id, keys))
        for name, unit in plan.naming.aliases.items():
            await units.add_alias(tx, board_id, ids[unit], clean_line(name))
        return [each for each in await imports.alias_ids(tx, board_id, keys) if each not in before]

    async def _keep_articles(
        self, tx: Transaction, plan: Plan, ids: Mapping[str, int]
    ) -> tuple[tuple[int, ...], list[int]]:
        """Store a list's articles; return their ids and those of authors nobody knew."""
        if not plan.articles:
            return (), []
        board = self._board
        names = list(plan.new_authors)
        if any(not clean_line(new.row.author) for new in plan.articles):
            names.append(NO_AUTHOR)
        known = await imports.authors_of(tx, board.id)
        people = {(name_key(name), unit): person for person, name, unit in reversed(known)}
        anywhere = {name_key(name): person for person, name, _unit in reversed(known)}
        new = [name for name in names if name_key(name) not in anywhere]
        added = await imports.add_authors(tx, new, "vi", self._now)
        anywhere |= {name_key(name): person for name, person in added.items()}
        topics = {search_key(topic.name): topic.id for topic in board.topics}
        rows = []
        for each in plan.articles:
            author = name_key(clean_line(each.row.author) or NO_AUTHOR)
            unit_id = ids[each.unit]
            rows.append(
                {
                    "unit_id": unit_id,
                    "author_id": people.get((author, unit_id), anywhere[author]),
                    "topic_id": topics.get(search_key(each.row.topic)),
                    **_columns(each),
                    "logged_at": self._now,
                }
            )
        return await imports.add_articles(tx, board.id, rows), list(added.values())

    async def _keep_import(
        self, tx: Transaction, plan: Plan, changes: dict[str, Any]
    ) -> tuple[int, int]:
        call, board = self._call, self._board
        person_id = call.person.id if call else None
        channel = call.origin.channel if call else OPERATOR
        months = plan.months
        import_id, number = await imports.add_import(
            tx,
            NewImport(
                board_id=board.id,
                person_id=person_id,
                channel=channel,
                imported_at=self._now,
                file_name=self._file_name,
                sha256=hashlib.sha256(self._content).hexdigest(),
                first_month=months[0].code,
                last_month=months[-1].code,
                units=len(plan.counted),
                cells=plan.changed,
                articles=len(plan.articles),
                total=plan.total,
                overlap=plan.choices.overlap if plan.overlaps else None,
                changes=changes,
            ),
        )
        after = {"number": number, "units": len(plan.new_units), "cells": plan.changed}
        await audit.add_entry_by(
            tx, board.id, person_id, channel, self._now, "import", "import", import_id, after=after
        )
        return import_id, number


_KINDS = (
    (Kind.VIDEO, re.compile(r"\b(?:video|clip|phim|truyen hinh)\b")),
    (Kind.PHOTO, re.compile(r"\b(?:(?<!phan )anh|(?<!dien )(?<!thong )hinh|infographic)\b")),
    (Kind.FEATURE, re.compile(r"\b(?:bai|phong su|ky su|ghi chep|phan anh|dien hinh)\b|^b$")),
    (Kind.NEWS, re.compile(r"\b(?:tin|news|post|article)\b|^t$")),
)
_EITHER = re.compile(r"\btin\W+(?:va |hoac )?bai\b")


def read_kind_of_list(text: str) -> Kind:
    """Return the kind that a list's own word means; what says none, or both, is a news item."""
    key = search_key(text)
    key = _EITHER.sub("tin", key.split("(")[0].strip() or key)
    if not key:
        return Kind.NEWS
    return next((kind for kind, pattern in _KINDS if pattern.search(key)), Kind.OTHER)


def _columns(new: NewArticleRow) -> dict[str, Any]:
    title = clean_line(new.row.title)
    return {
        "title": title,
        "title_key": search_key(title),
        "link": new.link,
        "canonical_link": new.canonical_link,
        "published_on": new.row.published_on,
        "kind": read_kind_of_list(new.row.kind).value,
        "state": State.LOGGED.value,
    }
