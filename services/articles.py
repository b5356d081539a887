"""Articles after they are logged: the unit's list, withdrawing, taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.articles import Article, State
from domain.calls import Call
from domain.errors import Conflict, NotAllowed, NotFound
from domain.periods import Month
from domain.permissions import Action, may, require, require_unit
from services.effects import once
from storage import articles, audit, counts, units
from storage.audit import LastAction
from storage.database import Database, Transaction

PAGE = 8
UNDO_WITHIN = timedelta(minutes=15)
SHOWN = (State.LOGGED, State.PENDING, State.REJECTED, State.DUPLICATE, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of articles, the newest first; `page` counts from 0."""

    articles: tuple[Article, ...]
    unit_names: dict[int, str]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Changed:
    """An article has another state now."""

    article: Article
    unit: str
    outcome: Literal["changed"] = "changed"


@dataclass(frozen=True, slots=True)
class Undone:
    """The person's last action was taken back; `action` is its name in the audit entries."""

    action: str
    number: int | None
    title: str = ""
    outcome: Literal["undone"] = "undone"


_CHANGED: TypeAdapter[Changed] = TypeAdapter(Changed)
_UNDONE: TypeAdapter[Undone] = TypeAdapter(Undone)


class Articles:
    """A board's articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, call: Call, page: int = 0) -> ArticlePage:
        """Return a page of the person's units' articles (of the whole board for an editor)."""
        require(call, Action.SEE_UNIT)
        ids: Sequence[int] | None = call.seen_unit_ids
        if not ids:
            if not may(call, Action.SEE_BOARD):
                raise NotAllowed("no_unit")
            ids = None

        async def job(tx: Transaction) -> ArticlePage:
            found, total = await articles.list_articles(
                tx, call.board.id, ids, SHOWN, PAGE, page * PAGE
            )
            names = await units.list_units(tx, call.board.id, {a.unit_id for a in found})
            return ArticlePage(
                found,
                {unit.id: unit.name for unit in names},
                page,
                max(1, -(-total // PAGE)),
                total,
            )

        return await self._database.read(job)

    async def show(self, call: Call, number: int) -> Changed:
        """Return one article with its unit's name; raise NotFound or NotAllowed."""
        return await self._database.read(lambda tx: self._found(tx, call, number, Action.SEE_UNIT))

    async def withdraw(self, call: Call, number: int) -> Changed:
        """Withdraw a logged or pending article of the person's units."""
        return await self._set_state(
            call, number, "withdraw", (State.LOGGED, State.PENDING), State.WITHDRAWN
        )

    async def restore(self, call: Call, number: int) -> Changed:
        """Make a withdrawn article count again."""
        state = State.PENDING if call.board.review_required else State.LOGGED
        return await self._set_state(call, number, "restore", (State.WITHDRAWN,), state)

    async def undo(self, call: Call) -> Undone:
        """Take back the person's last action of the last 15 minutes; raise NotFound without one."""

        async def job(tx: Transaction) -> Undone:
            last = await audit.last_action(tx, call.board.id, call.person.id)
            if last is None or call.now - last.at > UNDO_WITHIN:
                raise NotFound("nothing_to_undo")
            undone = await self._undo(tx, call, last)
            await audit.add_entry(
                tx, call, "undo", last.subject, last.subject_id, before={"action": last.action}
            )
            return undone

        return await once(self._database, call.origin, call.now, "articles.undo", _UNDONE, job)

    async def _undo(self, tx: Transaction, call: Call, last: LastAction) -> Undone:
        if last.action == "confirm_zero":
            code = str((last.after or {})["month"])
            month = Month(int(code[:4]), int(code[5:]))
            await counts.delete_confirmed_zero(tx, call.board.id, last.subject_id, month)
            return Undone(last.action, None)
        target = {
            "log": State.WITHDRAWN,
            "withdraw": State((last.before or {}).get("state", State.LOGGED)),
            "restore": State.WITHDRAWN,
        }.get(last.action)
        article = await articles.find_by_id(tx, call.board.id, last.subject_id)
        if last.subject != "article" or target is None or article is None:
            raise NotFound("nothing_to_undo")
        await self._check_link_free(tx, article, target)
        await articles.update_article(tx, article.id, state=target.value)
        return Undone(last.action, article.number, article.title)

    async def _set_state(
        self, call: Call, number: int, action: str, allowed: Sequence[State], state: State
    ) -> Changed:
        async def job(tx: Transaction) -> Changed:
            found = await self._found(tx, call, number, Action.LOG_ARTICLE)
            article = found.article
            if article.state not in allowed:
                raise Conflict("article_state", number=number, state=article.state.value)
            await self._check_link_free(tx, article, state)
            await articles.update_article(tx, article.id, state=state.value)
            await audit.add_entry(
                tx,
                call,
                action,
                "article",
                article.id,
                {"state": article.state.value},
                {"state": state.value},
            )
            changed = await articles.find_by_id(tx, call.board.id, article.id)
            return Changed(changed or article, found.unit)

        return await once(
            self._database, call.origin, call.now, f"articles.{action}", _CHANGED, job
        )

    async def _check_link_free(self, tx: Transaction, article: Article, state: State) -> None:
        if state not in (State.LOGGED, State.PENDING) or not article.link:
            return
        twin = await articles.find_twin_by_link(tx, article)
        if twin is not None:
            raise Conflict("link_taken", number=article.number, other=twin.number)

    async def _found(self, tx: Transaction, call: Call, number: int, action: Action) -> Changed:
        article = await articles.find_by_number(tx, call.board.id, number)
        if article is None:
            raise NotFound("article", number=number)
        require_unit(call, article.unit_id, action)
        unit = await units.find_unit(tx, call.board.id, article.unit_id)
        return Changed(article, unit.name if unit else "")
