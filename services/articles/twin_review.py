"""Pairs of articles that are likely one: an editor merges them, keeps both or rejects one."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.answers import read_reason
from domain.articles.records import Article, State
from domain.boards import Board
from domain.calls import Call
from domain.errors import Conflict, NotFound
from domain.permissions import Action, require
from domain.twins.pairs import Pair, Side
from services.articles.editing import check_link_free
from services.conversation import dialogues
from services.conversation.effects import once
from storage.articles import rows as articles
from storage.conversation.dialogues import close_dialogue, open_dialogue
from storage.engine.database import Database, Transaction
from storage.reminders import outbox
from storage.twins import pairs as twins
from storage.upkeep import audit

KIND = "pair"


@dataclass(frozen=True, slots=True)
class PairQueue:
    """The pair to decide on next, None when there is none; `waiting` counts all."""

    pair: Pair | None
    waiting: int


@dataclass(frozen=True, slots=True)
class PairDecided:
    """What an editor made of an article; `decision` is merged, kept, rejected or split.

    `of` is the other article's number; `then` is the pair that comes next.
    """

    decision: str
    number: int
    title: str
    of: int
    reason: str
    then: PairQueue
    outcome: Literal["pair"] = "pair"


_DECIDED: TypeAdapter[PairDecided] = TypeAdapter(PairDecided)


class TwinReview:
    """Decisions on pairs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queue(self, call: Call, after: int = 0) -> PairQueue:
        """Return the first open pair behind an id, beginning again at the end."""
        require(call, Action.REVIEW)
        return await self._database.read(lambda tx: _queue(tx, call, after))

    async def open_by_operator(self, board: Board, limit: int) -> tuple[Pair, ...]:
        """Return a board's open pairs, the oldest first, for the command line."""
        return await self._database.read(lambda tx: twins.open_pairs(tx, board.id, limit))

    async def merge(self, call: Call, pair_id: int, *, keep_later: bool = False) -> PairDecided:
        """Make one of a pair the other's duplicate: the later one, or else the earlier.

        It no longer counts; its author is told once.
        """

        async def job(tx: Transaction) -> PairDecided:
            pair = await _open(tx, call, pair_id)
            lost, kept = pair.article, pair.other
            if keep_later:
                lost, kept = kept, lost
            await twins.decide(tx, pair_id, "merged", call.person.id, call.now)
            article = await _article(tx, call, lost.number)
            await articles.update_article(
                tx, lost.id, state=State.DUPLICATE.value, duplicate_of=kept.id
            )
            await audit.add_entry(
                tx,
                call,
                "merge",
                "article",
                lost.id,
                {"state": article.state.value},
                {"state": State.DUPLICATE.value, "reason": f"trùng bài #{kept.number}"},
            )
            await _tell(tx, call, lost, "merged", {"of": kept.number, "of_title": kept.title})
            return await _decided(tx, call, "merged", lost, kept.number, "", pair_id)

        return await self._once(call, "pairs.merge", job)

    async def keep(self, call: Call, pair_id: int) -> PairDecided:
        """Decide that both of a pair count; the pair never comes back."""

        async def job(tx: Transaction) -> PairDecided:
            pair = await _open(tx, call, pair_id)
            await twins.decide(tx, pair_id, "kept", call.person.id, call.now)
            return await _decided(tx, call, "kept", pair.article, pair.other.number, "", pair_id)

        return await self._once(call, "pairs.keep", job)

    async def ask_reason(self, call: Call, pair_id: int) -> Pair:
        """Ask why the later of a pair is rejected; the editor's next text is the reason."""
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> Pair:
            pair = await _open(tx, call, pair_id)
            await open_dialogue(tx, call, KIND, {"asks": "reason", "pair": pair_id})
            return pair

        return await self._database.write(job)

    async def reject(self, call: Call, text: str) -> PairDecided:
        """Reject the later article of the pair that was asked about; its author is told once.

        Raise InvalidField "no_reason" or "long_reason"; the question then stays open.
        """

        async def job(tx: Transaction) -> PairDecided:
            content = await dialogues.opened(tx, call, KIND)
            reason = read_reason(text)
            await close_dialogue(tx, call)
            pair_id = int(content["pair"])
            pair = await _open(tx, call, pair_id)
            lost = pair.article
            await twins.decide(tx, pair_id, "rejected", call.person.id, call.now)
            article = await _article(tx, call, lost.number)
            await articles.update_article(tx, lost.id, state=State.REJECTED.value)
            await audit.add_entry(
                tx,
                call,
                "reject",
                "article",
                lost.id,
                {"state": article.state.value},
                {"state": State.REJECTED.value, "reason": reason},
            )
            await _tell(tx, call, lost, "review", {"approved": False, "reason": reason})
            return await _decided(tx, call, "rejected", lost, pair.other.number, reason, pair_id)

        return await self._once(call, dialogues.ANSWER + KIND, job)

    async def split(self, call: Call, number: int) -> PairDecided:
        """Let an article that was merged count again."""

        async def job(tx: Transaction) -> PairDecided:
            article = await _article(tx, call, number)
            if article.state is not State.DUPLICATE:
                raise Conflict("article_state", number=number, state=article.state.value)
            await check_link_free(tx, article, State.LOGGED)
            kept = await articles.find_by_id(tx, call.board.id, article.duplicate_of or 0)
            await articles.update_article(
                tx, article.id, state=State.LOGGED.value, duplicate_of=None
            )
            await audit.add_entry(
                tx,
                call,
                "split",
                "article",
                article.id,
                {"state": State.DUPLICATE.value},
                {"state": State.LOGGED.value},
            )
            return PairDecided(
                "split",
                number,
                article.title,
                kept.number if kept else 0,
                "",
                await _queue(tx, call, 0),
            )

        return await self._once(call, "pairs.split", job)

    async def _once(
        self, call: Call, use_case: str, job: dialogues.Step[PairDecided]
    ) -> PairDecided:
        require(call, Action.REVIEW)
        return await once(self._database, call.origin, call.now, use_case, _DECIDED, job)


async def _queue(tx: Transaction, call: Call, after: int) -> PairQueue:
    board_id = call.board.id
    found = await twins.open_pairs(tx, board_id, 1, after)
    if not found and after:
        found = await twins.open_pairs(tx, board_id, 1)
    if not found:
        return PairQueue(None, 0)
    return PairQueue(found[0], await twins.count_open(tx, board_id))


async def _open(tx: Transaction, call: Call, pair_id: int) -> Pair:
    pair = await twins.find_open_pair(tx, call.board.id, pair_id)
    if pair is None:
        raise Conflict("pair_decided")
    return pair


async def _article(tx: Transaction, call: Call, number: int) -> Article:
    article = await articles.find_by_number(tx, call.board.id, number)
    if article is None:
        raise NotFound("article", number=number)
    return article


async def _tell(
    tx: Transaction, call: Call, article: Side, kind: str, payload: dict[str, object]
) -> None:
    if article.author_id == call.person.id:
        return
    about = {"board": call.board.name, "number": article.number, "title": article.title}
    await outbox.add_message(tx, call.board.id, kind, article.author_id, about | payload, call.now)


async def _decided(
    tx: Transaction, call: Call, decision: str, article: Side, of: int, reason: str, pair_id: int
) -> PairDecided:
    then = await _queue(tx, call, pair_id)
    return PairDecided(decision, article.number, article.title, of, reason, then)
