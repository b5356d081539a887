"""Topics: which ones a title speaks for, learnt from what the board chose, and open to editing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from domain.articles import topics as scorer
from domain.articles.topics import LONGEST_WORD, TopicWord, Weights
from domain.boards import Board, Topic
from domain.calls import Call
from domain.errors import InvalidField, NotFound
from domain.permissions import Action, require
from domain.text import clean_line, nearest, search_key
from services.conversation.effects import once
from storage.articles import rows as articles
from storage.articles import topics
from storage.articles.topics import WordRow
from storage.engine.database import Database, Transaction
from storage.upkeep import audit

MOST_SUGGESTED = 3
MOST_WORDS = 60
MOST_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic's words with their weights, the strongest first; `changed` is the word just set."""

    topic: Topic
    words: tuple[TopicWord, ...]
    changed: str = ""
    outcome: Literal["topic"] = "topic"


_CARD: TypeAdapter[TopicCard] = TypeAdapter(TopicCard)
_LEARNT: TypeAdapter[int] = TypeAdapter(int)


class Topics:
    """The suggestions of topics."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._starting: dict[int, tuple[tuple[Topic, ...], Weights]] = {}

    async def suggest(self, tx: Transaction, board: Board, title: str) -> tuple[int, ...]:
        """Return the ids of the topics a title speaks for, the likeliest first."""
        if not board.topics or not title:
            return ()
        weights = await self._weights(tx, board, scorer.title_words(title))
        found = scorer.suggest(title, board.topics, weights)
        return tuple(topic_id for topic_id, _score in found[:MOST_SUGGESTED])

    async def learn(self, tx: Transaction, board: Board, title: str, topic_id: int) -> None:
        """Remember that the board chose this topic for a title."""
        weights = await self._weights(tx, board, scorer.title_words(title))
        rows = scorer.learn(title, topic_id, board.topics, weights)
        await topics.keep_words(
            tx, board.id, [WordRow(row.word, row.topic_id, row.weight) for row in rows]
        )

    async def learn_from(self, call: Call, number: int) -> None:
        """Remember the topic that an article was given after it was logged."""

        async def job(tx: Transaction) -> int:
            article = await articles.find_by_number(tx, call.board.id, number)
            if article is not None and article.topic_id is not None:
                await self.learn(tx, call.board, article.title, article.topic_id)
            return number

        await once(self._database, call.origin, call.now, "topics.learn", _LEARNT, job)

    async def show(self, call: Call, topic_id: int) -> TopicCard:
        """Return a topic's words, for an editor or a chair."""
        require(call, Action.REVIEW)
        topic = self._topic(call.board, topic_id)
        return await self._database.read(lambda tx: self._card(tx, call.board, topic))

    async def change(self, call: Call, text: str) -> TopicCard:
        """Show the topic of "Y tế", or set a weight by "Y tế: tiêm chủng 2" (0 forgets the word).

        Raise NotFound "topic" for a name nobody knows, InvalidField "topic_weight" for a weight
        that is none or beyond -4..4.
        """
        require(call, Action.REVIEW)
        name, colon, rest = text.partition(":")
        topic = self.named(call.board, name)
        if not colon:
            return await self.show(call, topic.id)
        word, weight = _read_weight(rest)

        async def job(tx: Transaction) -> TopicCard:
            weights = await self._weights(tx, call.board, [word])
            before = scorer.weight_of(weights, word, topic.id)
            await topics.keep_words(tx, call.board.id, [WordRow(word, topic.id, weight)])
            await audit.add_entry(
                tx,
                call,
                "topic_word",
                "topic",
                topic.id,
                {"word": word, "weight": before},
                {"word": word, "weight": weight},
            )
            return await self._card(tx, call.board, topic, word)

        return await once(self._database, call.origin, call.now, "topics.change", _CARD, job)

    def named(self, board: Board, name: str) -> Topic:
        """Return the board's topic of a name; raise NotFound with the nearest one."""
        key = search_key(name)
        for topic in board.topics:
            if search_key(topic.name) == key:
                return topic
        names = [topic.name for topic in board.topics]
        raise NotFound("topic", name=clean_line(name)[:60], nearest=nearest(name, names))

    def _topic(self, board: Board, topic_id: int) -> Topic:
        for topic in board.topics:
            if topic.id == topic_id:
                return topic
        raise InvalidField("old_button")

    async def _card(
        self, tx: Transaction, board: Board, topic: Topic, changed: str = ""
    ) -> TopicCard:
        weights = await self._weights(tx, board)
        rows = [
            TopicWord(word, topic.id, weight)
            for word, by_topic in weights.items()
            if (weight := by_topic.get(topic.id))
        ]
        rows.sort(key=lambda row: (-abs(row.weight), row.word))
        return TopicCard(topic, tuple(rows[:MOST_WORDS]), changed)

    async def _weights(
        self, tx: Transaction, board: Board, words: Sequence[str] | None = None
    ) -> Weights:
        """Return the starting weights with the board's own in their place.

        Where words are named, only theirs are looked up: a board teaches thousands.
        """
        known = self._starting.get(board.id)
        if known is None or known[0] is not board.topics:
            known = (board.topics, scorer.starting_weights(board.topics))
            self._starting[board.id] = known
        stored = await topics.weights_of(tx, board.id, words)
        rows = [TopicWord(row.word, row.topic_id, row.weight) for row in stored]
        return scorer.with_words(known[1], rows)


def _read_weight(text: str) -> tuple[str, float]:
    """Read "tiêm chủng 2" or "tiêm chủng -1,5" as a word's key and its weight."""
    word, _space, number = clean_line(text).rpartition(" ")
    key = search_key(word)
    try:
        weight = float(number.replace(",", "."))
    except ValueError:
        raise InvalidField("topic_weight", text=clean_line(text)[:60]) from None
    if not key or len(key) > LONGEST_WORD or not -MOST_WEIGHT <= weight <= MOST_WEIGHT:
        raise InvalidField("topic_weight", text=clean_line(text)[:60])
    return key, weight
