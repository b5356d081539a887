"""The readers' queue: approving and rejecting what waits, telling each author once."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.answers import read_reason
from domain.articles.records import Article, State
from domain.calls import Call
from domain.errors import Conflict
from domain.permissions import Action, require
from services.articles.editing import check_link_free
from services.articles.log import ArticleCard, card_of, found
from services.conversation import dialogues
from services.conversation.effects import once
from storage.articles import review
from storage.articles import rows as articles
from storage.conversation.dialogues import close_dialogue, find_dialogue, open_dialogue
from storage.engine.database import Database, Transaction
from storage.reminders import outbox
from storage.upkeep import audit

KIND = "reject"


@dataclass(frozen=True, slots=True)
class Queue:
    """The article to decide on next, None when nothing waits; `waiting` counts all."""

    card: ArticleCard | None
    waiting: int
    outcome: Literal["queue"] = "queue"


@dataclass(frozen=True, slots=True)
class Decided:
    """An article was approved or (with a reason) rejected; `then` is what comes next."""

    number: int
    title: str
    reason: str
    then: Queue
    outcome: Literal["decided"] = "decided"


_DECIDED: TypeAdapter[Decided] = TypeAdapter(Decided)


class Review:
    """Decisions on articles before they count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queue(self, call: Call, after: int = 0) -> Queue:
        """Return the first waiting article behind a number, beginning again at the end."""
        require(call, Action.REVIEW)
        return await self._database.read(lambda tx: _queue(tx, call, after))

    async def approve(self, call: Call, number: int) -> Decided:
        """Let a waiting (or a rejected) article count; its author is told once."""
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> Decided:
            article = await _open(tx, call, number, State.PENDING, State.REJECTED)
            await check_link_free(tx, article, State.LOGGED)
            return await _decide(tx, call, article, State.LOGGED, "")

        return await once(self._database, call.origin, call.now, "review.approve", _DECIDED, job)

    async def ask_reason(self, call: Call, number: int) -> ArticleCard:
        """Ask why a waiting article is rejected; the reader's next text is the reason."""
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> ArticleCard:
            await _open(tx, call, number, State.PENDING)
            await open_dialogue(tx, call, KIND, {"asks": "reason", "number": number})
            return await card_of(tx, call, number)

        return await self._database.write(job)

    async def reject(self, call: Call, text: str) -> Decided:
        """Reject the article that was asked about, for the reason given; its author is told once.

        Raise InvalidField "no_reason" or "long_reason"; the question then stays open.
        """
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> Decided:
            content = await dialogues.opened(tx, call, KIND)
            reason = read_reason(text)
            await close_dialogue(tx, call)
            article = await _open(tx, call, int(content["number"]), State.PENDING)
            return await _decide(tx, call, article, State.REJECTED, reason)

        use_case = dialogues.ANSWER + KIND
        return await once(self._database, call.origin, call.now, use_case, _DECIDED, job)


async def _queue(tx: Transaction, call: Call, after: int) -> Queue:
    number = await review.next_pending(tx, call.board.id, after)
    if number is None:
        return Queue(None, 0)
    waiting = await review.count_pending(tx, call.board.id)
    return Queue(await card_of(tx, call, number), waiting)


async def _open(tx: Transaction, call: Call, number: int, *states: State) -> Article:
    article = await found(tx, call, number, Action.REVIEW)
    if article.state not in states:
        raise Conflict("article_state", number=number, state=article.state.value)
    return article


async def _decide(
    tx: Transaction, call: Call, article: Article, state: State, reason: str
) -> Decided:
    await articles.update_article(tx, article.id, state=state.value)
    await audit.add_entry(
        tx,
        call,
        "reject" if reason else "approve",
        "article",
        article.id,
        {"state": article.state.value},
        {"state": state.value} | ({"reason": reason} if reason else {}),
    )
    asked = await find_dialogue(tx, call.person.id, call.board.id)
    if asked is not None and asked.kind == KIND and asked.content.get("number") == article.number:
        await close_dialogue(tx, call)
    if article.author_id != call.person.id:
        await outbox.add_message(
            tx,
            call.board.id,
            "review",
            article.author_id,
            {
                "board": call.board.name,
                "number": article.number,
                "title": article.title,
                "approved": state is State.LOGGED,
                "reason": reason,
            },
            call.now,
        )
    return Decided(article.number, article.title, reason, await _queue(tx, call, article.number))
