"""Changing a logged article: its fields, withdrawing it, taking it back.

What an issued report counts is changed only by a reader of the board and with a reason.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.answers import read_reason
from domain.articles.edits import COLUMNS, REVIEWED, Field, Value, read_value, value_of, with_day
from domain.articles.records import Article, State
from domain.calls import Call
from domain.errors import Conflict, InvalidField
from domain.links import canonical_link
from domain.periods.spans import rule_month
from domain.permissions import Action, may, require, require_unit
from domain.text import search_key
from domain.units.records import Unit
from services.articles.log import EDITABLE, ArticleCard, card_of, found
from services.conversation import dialogues
from services.conversation.effects import once
from storage.articles import rows as articles
from storage.conversation.dialogues import close_dialogue, open_dialogue
from storage.engine.database import Database, Transaction
from storage.engine.transaction import OfBoard
from storage.reports import issued
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

KIND = "edit"
ACTIONS = ("withdraw", "restore", "resubmit")


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit an article may be moved to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """The new value of a field is asked for."""

    card: ArticleCard
    field: Field
    units: tuple[UnitChoice, ...] = ()
    outcome: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class ReasonAsked:
    """The change waits for a reason, because its period's report is issued."""

    number: int
    outcome: Literal["reason"] = "reason"


@dataclass(frozen=True, slots=True)
class Changed:
    """The article is changed; `again` tells that it waits for approval because of that."""

    card: ArticleCard
    field: Field | None = None
    again: bool = False
    outcome: Literal["changed"] = "changed"


EditResult = Question | ReasonAsked | Changed
_RESULTS: TypeAdapter[EditResult] = TypeAdapter(EditResult)


class Editing:
    """Corrections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, call: Call, number: int, field: Field) -> EditResult:
        """Ask for a new value of a field; the person's next text answers."""

        async def job(tx: Transaction) -> EditResult:
            article = await _editable(tx, call, number)
            await check_not_issued(tx, call, article)
            choices = await _units(tx, call) if field is Field.UNIT else ()
            content = {"asks": field.value, "number": number, "field": field.value}
            await open_dialogue(tx, call, KIND, content)
            return Question(
                await card_of(tx, call, number),
                field,
                tuple(UnitChoice(unit.id, unit.name) for unit in choices),
            )

        return await self._once(call, "edit.ask", job)

    async def choose(self, call: Call, number: int, field: Field, text: str) -> EditResult:
        """Change a field to the value of a pressed button (a name, an ISO date or a unit's id)."""

        async def job(tx: Transaction) -> EditResult:
            value: Value
            if field in {Field.UNIT, Field.TOPIC} and text.isdigit():
                value = int(text)
            else:
                value = await _read(tx, call, field, text)
            return await _change(tx, call, number, field, value, None)

        return await self._once(call, "edit.choose", job)

    async def answer(self, call: Call, text: str) -> EditResult:
        """Apply a typed answer: a new value or the reason a change waits for.

        An answer that cannot be read raises InvalidField and leaves the question open.
        """

        async def job(tx: Transaction) -> EditResult:
            content = await dialogues.opened(tx, call, KIND)
            number = int(content["number"])
            reason = read_reason(text) if content["asks"] == "reason" else None
            if "action" in content:
                return await _set_state(tx, call, number, str(content["action"]), reason)
            field = Field(content["field"])
            if reason is not None:
                return await _change(tx, call, number, field, content["value"], reason)
            value = await _read(tx, call, field, text)
            return await _change(tx, call, number, field, value, None)

        return await self._once(call, dialogues.ANSWER + KIND, job)

    async def set_state(self, call: Call, number: int, action: str) -> EditResult:
        """Withdraw an article, restore a withdrawn one, or hand a rejected one in again."""
        if action not in ACTIONS:
            raise InvalidField("old_button")
        return await self._once(
            call, f"edit.{action}", lambda tx: _set_state(tx, call, number, action, None)
        )

    async def _once(self, call: Call, use_case: str, job: dialogues.Step[EditResult]) -> EditResult:
        of_board = OfBoard(call.board.id, job)
        return await once(self._database, call.origin, call.now, use_case, _RESULTS, of_board)


async def check_link_free(tx: Transaction, article: Article, state: State) -> None:
    """Raise Conflict "link_taken" when making the article live would double a link."""
    if state not in (State.LOGGED, State.PENDING) or not article.link:
        return
    twin = await articles.find_twin_by_link(tx, article)
    if twin is not None:
        raise Conflict("link_taken", number=article.number, other=twin.number)


async def check_not_issued(tx: Transaction, call: Call, *versions: Article) -> bool:
    """Tell whether an issued report counts one of these.

    Raise Conflict "issued_article" for somebody who may not change what is issued.
    """
    for article in versions:
        if await issued.issued_between(tx, call.board.id, article.published_on):
            if not may(call, Action.REVIEW):
                raise Conflict("issued_article", date=article.published_on.isoformat())
            return True
    return False


async def cancel_zero(tx: Transaction, call: Call, article: Article) -> None:
    """Drop the confirmed zero of the month an article now counts in."""
    board = call.board
    month = rule_month(article.published_on, board.period_rule, board.closing_day).month
    await counts.delete_confirmed_zero(tx, board.id, article.unit_id, month)


async def store_value(tx: Transaction, article: Article, field: Field, value: Value) -> None:
    """Store a field's value with the columns that follow from it.

    Raise InvalidField "link_known" when another live article has the link.
    """
    values: dict[str, object] = {COLUMNS[field]: value}
    if field is Field.TITLE:
        values["title_key"] = search_key(str(value))
    if field is Field.DATE:
        values["published_on"] = date.fromisoformat(str(value))
    if field is Field.LINK:
        canonical = canonical_link(str(value)) if value else None
        values["canonical_link"] = canonical
        known = canonical and await articles.find_by_link(tx, article.board_id, canonical)
        if known and known.id != article.id:
            raise InvalidField("link_known", number=known.number, title=known.title)
    await articles.update_article(tx, article.id, **values)


async def _editable(tx: Transaction, call: Call, number: int) -> Article:
    require(call, Action.LOG_ARTICLE)
    article = await found(tx, call, number, Action.LOG_ARTICLE)
    if article.state not in EDITABLE:
        raise Conflict("article_state", number=number, state=article.state.value)
    return article


async def _units(tx: Transaction, call: Call) -> tuple[Unit, ...]:
    ids = None if may(call, Action.LOG_FOR_ANY_UNIT) else call.unit_ids
    return await units.list_units(tx, call.board.id, ids)


async def _read(tx: Transaction, call: Call, field: Field, text: str) -> Value:
    known = await _units(tx, call) if field is Field.UNIT else ()
    return read_value(field, text, call.today, call.board.topics, known)


async def _change(
    tx: Transaction, call: Call, number: int, field: Field, value: Value, reason: str | None
) -> EditResult:
    article = await _editable(tx, call, number)
    before = value_of(article, field)
    if before == value:
        raise InvalidField("same_value", number=number)
    if field is Field.TOPIC and value not in {None, *(topic.id for topic in call.board.topics)}:
        raise InvalidField("old_button")
    if field is Field.UNIT and isinstance(value, int):
        require_unit(call, value, Action.LOG_ARTICLE)
    changed = with_day(article, field, value)
    if field in {Field.UNIT, Field.DATE}:
        await _check_unit(tx, call, changed)
    if await check_not_issued(tx, call, article, changed) and reason is None:
        content = {"asks": "reason", "number": number, "field": field.value, "value": value}
        await open_dialogue(tx, call, KIND, content)
        return ReasonAsked(number)
    await store_value(tx, article, field, value)
    again = (
        call.board.review_required
        and field in REVIEWED
        and article.state is State.LOGGED
        and not may(call, Action.REVIEW)
    )
    old, new = {COLUMNS[field]: before}, {COLUMNS[field]: value}
    if again:
        await articles.update_article(tx, article.id, state=State.PENDING.value)
        old, new = old | {"state": State.LOGGED.value}, new | {"state": State.PENDING.value}
    if reason is not None:
        new["reason"] = reason
    await audit.add_entry(tx, call, "edit", "article", article.id, old, new)
    if field in {Field.UNIT, Field.DATE} and article.state is not State.REJECTED:
        await cancel_zero(tx, call, changed)
    await close_dialogue(tx, call)
    return Changed(await card_of(tx, call, number), field, again)


async def _check_unit(tx: Transaction, call: Call, article: Article) -> None:
    unit = await units.find_unit(tx, call.board.id, article.unit_id)
    if unit is None:
        raise InvalidField("old_button")
    day = article.published_on
    if not unit.exists_between(day, day):
        raise InvalidField("unit_closed", unit=unit.name, date=day.isoformat())


async def _set_state(
    tx: Transaction, call: Call, number: int, action: str, reason: str | None
) -> EditResult:
    require(call, Action.LOG_ARTICLE)
    article = await found(tx, call, number, Action.LOG_ARTICLE)
    waits = call.board.review_required and not may(call, Action.REVIEW)
    live = State.PENDING if waits else State.LOGGED
    allowed, state = {
        "withdraw": ((State.LOGGED, State.PENDING), State.WITHDRAWN),
        "restore": ((State.WITHDRAWN,), live),
        "resubmit": ((State.REJECTED,) if call.board.review_required else (), State.PENDING),
    }[action]
    if article.state not in allowed:
        raise Conflict("article_state", number=number, state=article.state.value)
    await check_link_free(tx, article, state)
    if await check_not_issued(tx, call, article) and reason is None:
        content = {"asks": "reason", "number": number, "action": action}
        await open_dialogue(tx, call, KIND, content)
        return ReasonAsked(number)
    await articles.update_article(tx, article.id, state=state.value)
    after = {"state": state.value} | ({"reason": reason} if reason else {})
    before = {"state": article.state.value}
    await audit.add_entry(tx, call, action, "article", article.id, before, after)
    if state is not State.WITHDRAWN:
        await cancel_zero(tx, call, article)
    if reason is not None:
        await close_dialogue(tx, call)
    return Changed(await card_of(tx, call, number))
