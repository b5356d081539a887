"""What must be true after a storm, read from the database and from what the chats received."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.crash.bot_process import reminder_mark
from tests.crash.talk import Piece
from tests.databases import stored_rows
from tests.fakes.bot_api import Sent

LISTED = frozenset(("unknown", "failed"))


@dataclass(frozen=True, slots=True)
class Findings:
    """Sentences about what went wrong, by kind; all empty when all is well."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that went wrong."""
        return self.lost + self.doubled + self.unanswered


def open_work(database: str) -> int:
    """Return how many updates and messages are still to be handled or sent."""
    updates = stored_rows(
        database, "SELECT count(*) FROM inbox WHERE state IN ('pending', 'claimed')"
    )
    messages = stored_rows(
        database, "SELECT count(*) FROM outbox WHERE state IN ('due', 'claimed')"
    )
    return int(updates[0][0]) + int(messages[0][0])


def examine(
    database: str,
    updates: Iterable[int],
    pieces: Sequence[Piece],
    silent: Sequence[int],
    zeros: Sequence[int],
    record: Sequence[Sent],
    stages: Sequence[str],
) -> Findings:
    """Compare what people did with what is stored and what they received.

    `updates` are the ids of all updates, `silent` the chats that are due a reminder of each of the
    `stages`, `zeros` those that confirmed a zero.
    """
    lost: list[str] = []
    doubled: list[str] = []
    unanswered: list[str] = []
    _check_updates(database, set(updates), lost)
    _check_articles(database, pieces, record, lost, doubled, unanswered)
    _check_people(database, {*silent, *zeros, *(p.chat_id for p in pieces)}, lost, doubled)
    _check_zeros(database, zeros, lost, doubled)
    for stage in stages:
        _check_reminders(database, stage, silent, record, lost, doubled)
    return Findings(tuple(lost), tuple(doubled), tuple(unanswered))


def _check_updates(database: str, updates: set[int], lost: list[str]) -> None:
    rows = stored_rows(database, "SELECT update_id, state, attempts, fault_text FROM inbox")
    lost += [f"update {one} is not stored" for one in sorted(updates - {row[0] for row in rows})]
    for update_id, state, attempts, text in rows:
        if state != "done":
            why = (text or "").strip().rpartition("\n")[2]
            lost.append(f"update {update_id} is {state} after {attempts} claims {why}".rstrip())


def _check_articles(
    database: str,
    pieces: Sequence[Piece],
    record: Sequence[Sent],
    lost: list[str],
    doubled: list[str],
    unanswered: list[str],
) -> None:
    rows = stored_rows(
        database, "SELECT link, title, number, state, id FROM articles ORDER BY number"
    )
    copies = Counter(link for link, *_ in rows)
    stored = {link: rest for link, *rest in rows}
    doubled += [f"{link} is logged {n} times" for link, n in copies.items() if n > 1]
    logs = Counter(
        row[0]
        for row in stored_rows(
            database, "SELECT subject_id FROM audit_entries WHERE action = 'log'"
        )
    )
    texts: dict[int, list[str]] = {}
    for sent in record:
        texts.setdefault(sent.chat_id, []).append(sent.text)
    for piece in pieces:
        if piece.link not in stored:
            lost.append(f"{piece.link} is not logged")
            continue
        title, number, state, article_id = stored[piece.link]
        if (title, state) != (piece.title, "logged"):
            lost.append(f"{piece.link} is {state} as {title!r}, not {piece.title!r}")
        if logs[article_id] != 1:
            doubled.append(f"#{number} has {logs[article_id]} audit entries of its logging")
        told = texts.get(piece.chat_id, ())
        if not any(f"#{number}" in text and piece.title in text for text in told):
            unanswered.append(f"{piece.link}: nobody was told its number #{number}")
    numbers = [rest[1] for rest in stored.values()]
    if numbers != list(range(1, len(numbers) + 1)):
        doubled.append(f"the numbers have gaps: {numbers}")
    for chat_id, title in stored_rows(
        database,
        "SELECT accounts.chat_id, drafts.content FROM drafts"
        " JOIN accounts ON accounts.person_id = drafts.person_id",
    ):
        doubled.append(f"chat {chat_id} is left with a draft: {title}")


def _check_people(database: str, chats: set[int], lost: list[str], doubled: list[str]) -> None:
    rows = stored_rows(
        database,
        "SELECT accounts.chat_id, count(memberships.id) FROM accounts"
        " LEFT JOIN memberships ON memberships.person_id = accounts.person_id"
        " GROUP BY accounts.id",
    )
    seen = Counter(chat_id for chat_id, _ in rows)
    lost += [f"chat {chat_id} has not joined" for chat_id in sorted(chats - seen.keys())]
    doubled += [f"chat {chat_id} has {n} accounts" for chat_id, n in seen.items() if n > 1]
    doubled += [f"chat {chat_id} has {n} memberships" for chat_id, n in rows if n != 1]


def _check_zeros(database: str, zeros: Sequence[int], lost: list[str], doubled: list[str]) -> None:
    rows = stored_rows(
        database,
        "SELECT accounts.chat_id FROM confirmed_zeros"
        " JOIN accounts ON accounts.person_id = confirmed_zeros.person_id",
    )
    found = Counter(row[0] for row in rows)
    lost += [f"chat {chat_id} confirmed a zero in vain" for chat_id in set(zeros) - found.keys()]
    doubled += [f"chat {chat_id} has {n} zeros" for chat_id, n in found.items() if n > 1]


def _check_reminders(
    database: str,
    stage: str,
    silent: Sequence[int],
    record: Sequence[Sent],
    lost: list[str],
    doubled: list[str],
) -> None:
    mark = reminder_mark(stage)
    arrived = Counter(sent.chat_id for sent in record if mark in sent.text)
    doubled += [
        f"chat {chat_id} was reminded {n} times of {stage}"
        for chat_id, n in arrived.items()
        if n > 1
    ]
    states = dict(
        stored_rows(
            database,
            "SELECT accounts.chat_id, outbox.state FROM reminders"
            " JOIN outbox ON outbox.id = reminders.outbox_id"
            " JOIN accounts ON accounts.person_id = reminders.person_id"
            " WHERE reminders.stage = ?",
            (stage,),
        )
    )
    for chat_id in silent:
        state = states.get(chat_id)
        if state is None:
            lost.append(f"chat {chat_id} has no reminder of {stage}")
        elif state == "sent" and not arrived[chat_id]:
            lost.append(f"chat {chat_id} is said to be reminded of {stage} and is not")
        elif state != "sent" and state not in LISTED:
            lost.append(f"the reminder of {stage} of chat {chat_id} is {state}")


def reminder_states(database: str) -> dict[str, int]:
    """Return how many reminders there are of each state."""
    rows = stored_rows(
        database,
        "SELECT outbox.state, count(*) FROM reminders"
        " JOIN outbox ON outbox.id = reminders.outbox_id GROUP BY outbox.state",
    )
    return dict(rows)
