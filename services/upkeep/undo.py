"""Taking back: the last own action of the last quarter of an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import TypeAdapter

from domain.articles.edits import COLUMNS, Field, value_of
from domain.articles.records import Article, State
from domain.calls import Call
from domain.errors import Conflict, NotFound
from domain.periods.spans import Month
from domain.permissions import Action, require, require_unit
from domain.units.names import match_unit
from services.articles.editing import cancel_zero, check_link_free, check_not_issued, store_value
from services.conversation.effects import once
from services.imports.undoing import UndoneImport
from services.imports.uploads import undo_import
from storage.articles import rows as articles
from storage.engine.database import Database, Transaction
from storage.reports import notes
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit
from storage.upkeep.audit import LastAction

WITHIN = timedelta(minutes=15)
# What a person does on the way; nobody means it by "take back".
_IN_PASSING = frozenset({"join", "link_account", "page_link", "page_close", "rename_person"})
_OF_UNITS = frozenset({"rename_unit", "move_unit", "close_unit", "reopen_unit", "add_alias"})


@dataclass(frozen=True, slots=True)
class Undone:
    """The person's last action was taken back; `action` is its name in the audit entries.

    `number` and `title` are an article's; a unit has its name as `title` and no number, a section
    of a report its code.
    """

    action: str
    number: int | None
    title: str = ""
    outcome: Literal["undone"] = "undone"


UndoResult = Undone | UndoneImport
_UNDONE: TypeAdapter[UndoResult] = TypeAdapter(UndoResult)


class Undo:
    """The way back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def undo(self, call: Call) -> UndoResult:
        """Take back the person's last standing action of 15 minutes; an import even days later.

        Raise NotFound "nothing_to_undo" without one and Conflict "not_undoable" for one that others
        have been told of or have built on.
        """
        require(call, Action.LOG_ARTICLE)

        async def job(tx: Transaction) -> UndoResult:
            since = call.sent - WITHIN
            steps = await audit.last_actions(tx, call.board.id, call.person.id, since, _IN_PASSING)
            last = _last_standing(steps)
            if not steps:
                last = await audit.last_action(tx, call.board.id, call.person.id, _IN_PASSING)
            if last is not None and last.action == "import" and last.subject == "import":
                return await undo_import(tx, call, last.subject_id)
            if last is None or call.sent - last.at > WITHIN:
                raise NotFound("nothing_to_undo")
            undone = await _undo(tx, call, last)
            await audit.add_entry(
                tx,
                call,
                "undo",
                last.subject,
                last.subject_id,
                before={**(last.after or {}), "action": last.action, "entry": last.id},
                after=last.before,
            )
            return undone

        return await once(self._database, call.origin, call.now, "undo", _UNDONE, job)


def _last_standing(steps: Sequence[LastAction]) -> LastAction | None:
    """Return the newest action that was not taken back, so that undoing goes step by step."""
    undone: set[object] = set()
    imports: set[int] = set()
    for step in steps:
        if step.action == "undo":
            undone.add((step.before or {}).get("entry"))
        elif step.action == "undo_import":
            imports.add(step.subject_id)
        elif step.action == "import" and step.subject_id in imports:
            continue
        elif step.id not in undone:
            return step
    return None


async def _undo(tx: Transaction, call: Call, last: LastAction) -> Undone:
    before = last.before or {}
    if last.action == "confirm_zero":
        code = str((last.after or {})["month"])
        month = Month.of_code(code)
        await counts.delete_confirmed_zero(tx, call.board.id, last.subject_id, month)
        return Undone(last.action, None)
    if last.action in _OF_UNITS:
        return await _undo_unit(tx, call, last, before)
    if last.action == "note":
        return await _undo_note(tx, call, last, before)
    article = await articles.find_by_id(tx, call.board.id, last.subject_id)
    if last.subject != "article" or article is None:
        raise Conflict("not_undoable")
    require_unit(call, article.unit_id, Action.LOG_ARTICLE)
    if not _is_as_left(article, last):
        raise Conflict("article_state", number=article.number, state=article.state.value)
    # What is issued changes with a reason only, which an undo has not.
    if await check_not_issued(tx, call, article, _as_before(article, before)):
        raise Conflict("not_undoable")
    if last.action == "edit":
        await _undo_edit(tx, call, article, before)
        restored = await articles.find_by_id(tx, call.board.id, article.id) or article
        return Undone(last.action, restored.number, restored.title)
    state = {
        "log": State.WITHDRAWN,
        "withdraw": State(before.get("state", State.LOGGED)),
        "restore": State.WITHDRAWN,
        "resubmit": State.REJECTED,
    }.get(last.action)
    if state is None:
        raise Conflict("not_undoable")
    await check_link_free(tx, article, state)
    await articles.update_article(tx, article.id, state=state.value)
    return Undone(last.action, article.number, article.title)


def _as_before(article: Article, before: Mapping[str, Any]) -> Article:
    """Return the article on the day it would be given back."""
    day = before.get("published_on")
    return replace(article, published_on=date.fromisoformat(day)) if day else article


def _is_as_left(article: Article, last: LastAction) -> bool:
    """Tell whether nobody has changed since what the action changed."""
    after = last.after or {}
    if last.action == "log":
        return article.state in (State.LOGGED, State.PENDING)
    if "state" in after and article.state.value != after["state"]:
        return False
    return all(
        value_of(article, field) == after[COLUMNS[field]]
        for field in Field
        if COLUMNS[field] in after
    )


async def _undo_edit(
    tx: Transaction, call: Call, article: Article, before: Mapping[str, Any]
) -> None:
    for field in Field:
        if COLUMNS[field] in before:
            await store_value(tx, article, field, before[COLUMNS[field]])
    if "state" in before:
        await articles.update_article(tx, article.id, state=before["state"])
    restored = await articles.find_by_id(tx, call.board.id, article.id)
    if restored is not None and restored.state in (State.LOGGED, State.PENDING):
        await cancel_zero(tx, call, restored)


async def _undo_note(
    tx: Transaction, call: Call, last: LastAction, before: Mapping[str, Any]
) -> Undone:
    """Give a section of a report its words of before, where nobody has changed them since."""
    require(call, Action.KEEP_NOTES)
    board, after = call.board.id, last.after or {}
    period, section = str(before["period"]), str(before["section"])
    paragraphs = (await notes.notes_of(tx, board, [period])).get((period, section), ())
    script = (await notes.scripts_of(tx, board, period)).get(section)
    if list(paragraphs) != after["paragraphs"] or (script and script != after["script"]):
        raise Conflict("not_undoable")
    own, now = call.person.id, call.now
    await notes.keep_notes(tx, board, period, section, before["paragraphs"], own, now)
    await notes.keep_script(tx, board, period, section, before["script"], own, now)
    return Undone(last.action, None, section)


async def _undo_unit(
    tx: Transaction, call: Call, last: LastAction, before: Mapping[str, Any]
) -> Undone:
    require(call, Action.KEEP_UNITS)
    unit_id = last.subject_id
    values = {
        name: before[name]
        for name in ("name", "group_id", "position", "successor_id")
        if name in before
    }
    if "valid_to" in before:
        day = before["valid_to"]
        values["valid_to"] = date.fromisoformat(day) if day else None
    if last.action == "add_alias":
        await units.delete_alias(tx, unit_id, str((last.after or {})["alias"]))
    if "name" in values:
        others = await units.list_units(tx, call.board.id)
        others = tuple(other for other in others if other.id != unit_id)
        if match_unit(values["name"], others).unit is not None:
            raise Conflict("not_undoable")
        # The name comes back from among the aliases.
        await units.delete_alias(tx, unit_id, values["name"])
    if values:
        await units.update_unit(tx, unit_id, **values)
    unit = await units.find_unit(tx, call.board.id, unit_id)
    if unit is None:
        raise Conflict("not_undoable")
    return Undone(last.action, None, unit.name)
