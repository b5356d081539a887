"""Finding articles without accents: by number, or by words of title, unit and topic."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.articles.records import Article, State
from domain.calls import Call
from domain.errors import InvalidField
from domain.permissions import Action, may, require
from domain.text import search_key
from services.articles.log import PAGE, SHOWN, unit_names
from storage.articles import rows as articles
from storage.articles import search
from storage.articles.search import Word
from storage.engine.database import Database, Transaction
from storage.units import rows as units

# A page's button carries the words, and a button's data has 64 bytes.
WORDS_BYTES = 48
MOST_DIGITS = 9  # of an article's number


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the newest first; `page` counts from 0.

    `words` are those that were looked for; `more` tells that there are more than `total`. `visible`
    are the numbers of the articles whose card this person may see.
    """

    words: str
    articles: tuple[Article, ...]
    unit_names: dict[int, str]
    visible: frozenset[int]
    page: int
    pages: int
    total: int
    more: bool = False


class Finder:
    """Looks through a board's articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, call: Call, text: str, page: int = 0) -> Found:
        """Return the articles that have a number or every word of a text.

        Whoever may find sees the whole board's counted articles; an editor also those that do not
        count. Raise InvalidField "no_words" for a text without letters and digits.
        """
        require(call, Action.FIND)
        words = search_words(text)
        if not words:
            raise InvalidField("no_words")
        sees_all = may(call, Action.SEE_BOARD)
        states = SHOWN if sees_all else (State.LOGGED,)

        async def job(tx: Transaction) -> Found:
            board = call.board
            names = await units.list_units(tx, board.id)
            by_unit = {
                unit.id: _words_of(known for known in (unit.name, *unit.aliases)) for unit in names
            }
            by_topic = {topic.id: _words_of([topic.name]) for topic in board.topics}
            looked_for = [
                Word(word, _having(word, by_unit), _having(word, by_topic))
                for word in words.split()
            ]
            found, total = await search.search_articles(
                tx, board.id, looked_for, states, PAGE, page * PAGE
            )
            number = words
            if page == 0 and number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
                exact = await articles.find_by_number(tx, board.id, int(number))
                if exact is not None and exact.state in states:
                    others = tuple(article for article in found if article.id != exact.id)
                    total += len(others) == len(found)
                    found = (exact, *others)
            return Found(
                words,
                found,
                await unit_names(tx, call, {article.unit_id for article in found}),
                frozenset(
                    article.number
                    for article in found
                    if sees_all or article.unit_id in call.seen_unit_ids
                ),
                page,
                max(1, -(-total // PAGE)),
                total,
                total >= search.MOST,
            )

        return await self._database.read(job)


def search_words(text: str) -> str:
    """Return the words to look for: search keys, as many whole ones as a button's data holds."""
    kept: list[str] = []
    for word in search_key(text).split():
        if not any(char.isalnum() for char in word):
            continue
        cut = word.lstrip("#").encode()[:WORDS_BYTES].decode(errors="ignore")
        if len(" ".join([*kept, cut]).encode()) > WORDS_BYTES:
            break
        kept.append(cut)
    return " ".join(kept)


def _words_of(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for name in names for word in search_key(name).split())


def _having(word: str, names: dict[int, tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(
        thing for thing, words in names.items() if any(known.startswith(word) for known in words)
    )
