"""Measure one-line /submit beside the bot that a user would write.

That is python-telegram-bot with aiosqlite as the tutorials have it: one connection, look the link
up, insert the article, commit, answer; the journal and synchronous=FULL are as tinbai has them. It
checks no person, looks for no twins, has no inbox and no audit. Both get the same messages from the
same local messenger in one process. Rounds take turns; the median of the rounds' ratios counts, for
what else the machine does changes from round to round, and less within one.

    python -m bench.peer [--rounds N] [--messages N] [-o FILE.json]
"""

import asyncio
import gc
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from statistics import median

import aiosqlite
from telegram import Update
from telegram.ext import CommandHandler, ContextTypes

from bench.means.measure import Figure, parser, report
from bench.submit import Side, bare_side, tinbai_side
from bot.collecting import short_collections
from bot.logs import configure_logs

GOALS = {1: 0.5, 64: 0.4}
_TABLE = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    link TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
)
"""


@asynccontextmanager
async def peer_side(chats: int, path: str) -> AsyncIterator[Side]:
    """A user's own bot: an article is a row."""
    async with aiosqlite.connect(path) as database:
        await database.execute("PRAGMA journal_mode = WAL")
        await database.execute("PRAGMA synchronous = FULL")
        await database.execute(_TABLE)
        await database.commit()

        async def submit(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.effective_message
            assert message is not None
            words = (message.text or "").partition(" ")[2]
            link, title, topic = (part.strip() for part in words.split("|"))
            query = "SELECT id, title FROM articles WHERE link = ?"
            async with database.execute(query, (link,)) as cursor:
                known = await cursor.fetchone()
            if known is not None:
                await message.reply_text(f"Already there: #{known[0]} {known[1]}")
                return
            cursor = await database.execute(
                "INSERT INTO articles (chat_id, link, title, topic) VALUES (?, ?, ?, ?)",
                (message.chat_id, link, title, topic),
            )
            await database.commit()
            await message.reply_text(f"Saved #{cursor.lastrowid}: {title}\nTopic: {topic}\n{link}")

        async with bare_side(chats, CommandHandler("nop", submit)) as side:
            yield side


async def measure(chats: int, rounds: int, messages: int, folder: str) -> list[Figure]:
    """Return the rates of both and their CPU times; each round begins with an empty log."""
    found: dict[str, list[tuple[float, float]]] = {"Saved": [], "Đã ghi": []}
    for number in range(rounds):
        place = f"{folder}/{chats}-{number}"
        url = f"sqlite+aiosqlite:///{place}.db"
        async with peer_side(chats, f"{place}-peer.db") as peer, tinbai_side(chats, url) as tinbai:
            sides = {"Saved": peer, "Đã ghi": tinbai}
            for answer, side in sides.items():
                await side.rate(chats, messages // 4, _says(answer))
            gc.collect()
            with short_collections():  # as `tinbai run` has it
                for answer in sides if number % 2 else reversed(sides):
                    found[answer].append(await sides[answer].rate(chats, messages, _says(answer)))
    talk = f"one-line /submit, {chats} chat{'s' if chats > 1 else ''}"
    (rates, costs), (peer_rates, peer_costs) = (
        zip(*found[answer], strict=True) for answer in ("Đã ghi", "Saved")
    )
    return [
        _figure(f"{talk}: messages a second", chats, rates, peer_rates, rates, peer_rates, "/s"),
        _figure(f"{talk}: CPU a message", chats, peer_costs, costs, costs, peer_costs, "ms"),
    ]


def _says(words: str) -> Callable[[str], bool]:
    return lambda text: words in text


def _figure(
    measure: str,
    chats: int,
    share: Sequence[float],
    of: Sequence[float],
    ours: Sequence[float],
    peer: Sequence[float],
    unit: str,
) -> Figure:
    """Return the table's line: what part of the peer's speed tinbai reaches."""
    return Figure(
        measure,
        "PTB with aiosqlite",
        median(one / other for one, other in zip(share, of, strict=True)),
        GOALS[chats],
        way="at least",
        ours=median(ours),
        floor=median(peer),
        unit=unit,
        rounds={"ours": list(ours), "floor": list(peer)},
    )


def main() -> None:
    """Measure with one chat and with 64, and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--messages", type=int, default=1000)
    chosen = arguments.parse_args()
    configure_logs((), level=40)
    figures = []
    for chats in GOALS:
        with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
            figures += asyncio.run(measure(chats, chosen.rounds, chosen.messages, folder))
    report(figures, chosen.output)


if __name__ == "__main__":
    main()
