"""The messages of people's own pages: what the bot and the person wrote, with its files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from domain.channels import WEB
from storage.engine.database import Transaction
from storage.engine.tables import accounts, web_messages

Buttons = list[list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored; `kind` is "document" or "photo" where it has a file, else "".

    `text` is plain (a file's caption), `html` what the bot sent when it sent HTML.
    """

    chat_id: int
    from_bot: bool
    text: str
    sent_at: datetime
    html: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    buttons: tuple[tuple[dict[str, str], ...], ...] = ()
    kind: str = ""
    file_name: str = ""
    media_type: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class WebMessage:
    """A stored message without its file's content; `version` is 1 until it is changed."""

    id: int
    chat_id: int
    version: int
    from_bot: bool
    text: str
    html: str | None
    entities: list[dict[str, Any]]
    buttons: Buttons
    kind: str
    file_name: str
    media_type: str
    size: int
    alert: str | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class WebFile:
    """The file of a message."""

    name: str
    media_type: str
    content: bytes
    kind: str


# What is left of a message whose number must not be given again.
_EMPTY = {
    "deleted": True,
    "text": "",
    "html": None,
    "content": None,
    "buttons": [],
    "entities": [],
    "file_name": "",
    "alert": None,
}
_SHOWN = (
    web_messages.c.id,
    web_messages.c.chat_id,
    web_messages.c.version,
    web_messages.c.from_bot,
    web_messages.c.text,
    web_messages.c.html,
    web_messages.c.entities,
    web_messages.c.buttons,
    web_messages.c.kind,
    web_messages.c.file_name,
    web_messages.c.media_type,
    web_messages.c.size,
    web_messages.c.alert,
    web_messages.c.sent_at,
)


async def is_chat(tx: Transaction, chat_id: int) -> bool:
    """Tell whether a person's page can be written to."""
    found = await tx.value(
        select(accounts.c.id).where(
            accounts.c.channel == WEB,
            accounts.c.chat_id == chat_id,
            accounts.c.closed_at.is_(None),
        )
    )
    return found is not None


async def add_message(tx: Transaction, message: NewMessage) -> WebMessage:
    """Store a message."""
    (row,) = await tx.all(
        insert(web_messages)
        .values(
            chat_id=message.chat_id,
            version=1,
            from_bot=message.from_bot,
            text=message.text,
            html=message.html,
            entities=list(message.entities),
            buttons=[list(row) for row in message.buttons],
            kind=message.kind,
            file_name=message.file_name,
            media_type=message.media_type,
            size=len(message.content or b""),
            content=message.content,
            deleted=False,
            sent_at=message.sent_at,
        )
        .returning(*_SHOWN)
    )
    return WebMessage(*row)


async def find_message(tx: Transaction, chat_id: int, message_id: int) -> WebMessage | None:
    """Return a message of a chat."""
    row = await tx.first(select(*_SHOWN).where(_is(chat_id, message_id)))
    return None if row is None else WebMessage(*row)


async def find_file(tx: Transaction, message_id: int, chat_id: int | None = None) -> WebFile | None:
    """Return the file of a message, of one chat where it is named."""
    query = select(
        web_messages.c.file_name,
        web_messages.c.media_type,
        web_messages.c.content,
        web_messages.c.kind,
    ).where(
        web_messages.c.id == message_id,
        web_messages.c.content.is_not(None),
        web_messages.c.deleted.is_(False),
    )
    if chat_id is not None:
        query = query.where(web_messages.c.chat_id == chat_id)
    row = await tx.first(query)
    return None if row is None else WebFile(*row)


async def change_message(
    tx: Transaction, chat_id: int, message_id: int, values: dict[str, Any]
) -> WebMessage | None:
    """Change some columns of a message; return it, None when the chat has none of that id."""
    row = await tx.first(
        update(web_messages)
        .where(_is(chat_id, message_id))
        .values(version=web_messages.c.version + 1, **values)
        .returning(*_SHOWN)
    )
    return None if row is None else WebMessage(*row)


async def delete_message(tx: Transaction, chat_id: int, message_id: int) -> bool:
    """Take a message away; its number is never given again."""
    result = await tx.execute(update(web_messages).where(_is(chat_id, message_id)).values(_EMPTY))
    return result.rowcount > 0


async def drop_message(tx: Transaction, chat_id: int, message_id: int) -> None:
    """Forget a message that was never handed in."""
    await tx.execute(delete(web_messages).where(_is(chat_id, message_id)))


async def versions(tx: Transaction, chat_id: int, limit: int) -> dict[int, int]:
    """Return the version of each of a chat's newest messages, by id, the oldest first."""
    rows = await tx.all(
        select(web_messages.c.id, web_messages.c.version)
        .where(web_messages.c.chat_id == chat_id, web_messages.c.deleted.is_(False))
        .order_by(web_messages.c.id.desc())
        .limit(limit)
    )
    return {row.id: row.version for row in reversed(rows)}


async def messages(tx: Transaction, chat_id: int, ids: Collection[int]) -> tuple[WebMessage, ...]:
    """Return some messages of a chat, the oldest first."""
    rows = await tx.all(
        select(*_SHOWN)
        .where(
            web_messages.c.chat_id == chat_id,
            web_messages.c.id.in_(ids),
            web_messages.c.deleted.is_(False),
        )
        .order_by(web_messages.c.id)
    )
    return tuple(WebMessage(*row) for row in rows)


async def purge(tx: Transaction, before: datetime) -> None:
    """Delete the messages that were sent before an instant.

    The newest row stays, emptied: SQLite gives a deleted last row's number to the next one, which a
    page that is open would take for the message that it has.
    """
    old = web_messages.c.sent_at < before
    newest = select(func.max(web_messages.c.id)).scalar_subquery()
    await tx.execute(delete(web_messages).where(old, web_messages.c.id < newest))
    await tx.execute(update(web_messages).where(old).values(_EMPTY))


def _is(chat_id: int, message_id: int) -> Any:
    return (
        (web_messages.c.chat_id == chat_id)
        & (web_messages.c.id == message_id)
        & web_messages.c.deleted.is_(False)
    )
