"""A long answer, sent part by part: what has arrived is not sent again when the rest is.

A part that the messenger refuses is told once, and the other parts still come; a picture that it
refuses comes as a document.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from telegram import (
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    Update,
)
from telegram.constants import ChatAction, MessageLimit
from telegram.error import BadRequest, TelegramError

from domain.errors import DomainError
from domain.text import split_text
from handlers.context import Context, handling
from handlers.problems import problem_text
from handlers.replies import acknowledge, send_parts
from handlers.reports import texts as words

PICTURE = "image/png"


class File(Protocol):
    """A finished file, freshly rendered or frozen."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def media_type(self) -> str:
        """The media type."""


Make = Callable[[], Awaitable[tuple[str, File]]]


class Parts:
    """The parts of one answer, in their order."""

    def __init__(self, update: Update, context: Context, sent: frozenset[str]) -> None:
        self._update = update
        self._context = context
        self._sent = sent

    async def text(
        self, name: str, text: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send a text, each of its messages a part of its own."""
        pieces = split_text(text, MessageLimit.MAX_TEXT_LENGTH)
        for place, piece in enumerate(pieces, start=1):
            under = keyboard if place == len(pieces) else None
            await self._once(f"{name}:{place}", partial(self._say, piece, under))

    async def file(self, name: str, make: Make) -> None:
        """Make and send a file; what cannot be made is told instead."""
        await self._once(name, lambda: self._made(make))

    async def files(self, makes: Sequence[tuple[str, Make]]) -> None:
        """Make and send files one by one, or in one message where messages are counted."""
        if not self._context.here.keeps_links:
            for name, make in makes:
                await self.file(name, make)
            return
        together = "+".join(name for name, _make in makes)
        await self._once(together, lambda: self._made_together([make for _name, make in makes]))

    async def _once(self, part: str, send: Callable[[], Awaitable[None]]) -> None:
        if part in self._sent:
            return
        await send()
        current = handling.get()
        await self._context.services.sent_parts.keep(current.origin, part, current.now)

    async def _say(self, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        message = self._update.effective_message
        if message is not None:
            await send_parts(message, text, keyboard)

    async def _made_together(self, makes: Sequence[Make]) -> None:
        made = [file for file in [await self._file(make) for make in makes] if file is not None]
        message = self._update.effective_message
        if len(made) == 1:
            await self._send(*made[0])
        elif made and isinstance(message, Message):
            media = [
                InputMediaPhoto(file.content, filename=name)
                if file.media_type == PICTURE
                else InputMediaDocument(file.content, filename=name)
                for name, file in made
            ]
            await message.reply_media_group(media, do_quote=False)

    async def _made(self, make: Make) -> None:
        made = await self._file(make)
        if made is not None:
            await self._send(*made)

    async def _file(self, make: Make) -> tuple[str, File] | None:
        """Make a file; tell what was wrong where it cannot be made."""
        try:
            return await make()
        except DomainError as error:
            text = problem_text(self._context.translate, error.code, error.values)
            await self._say(text, None)
            return None

    async def _send(self, file_name: str, file: File) -> None:
        await show_progress(
            self._update,
            ChatAction.UPLOAD_PHOTO if file.media_type == PICTURE else ChatAction.UPLOAD_DOCUMENT,
        )
        try:
            await send_file(self._update, file_name, file)
        except BadRequest:
            await self._say(words.not_taken(self._context.translate, file_name), None)


async def parts_of(update: Update, context: Context) -> Parts:
    """Return the parts of this update's answer."""
    await acknowledge(update)
    sent = await context.services.sent_parts.of(handling.get().origin)
    return Parts(update, context, sent)


async def show_progress(update: Update, action: ChatAction) -> None:
    """Show that something is being made; that it cannot be shown is no reason to stop."""
    chat = update.effective_chat
    if chat is not None:
        with suppress(TelegramError):
            await chat.send_action(action)


async def send_file(update: Update, name: str, file: File) -> None:
    """Send a picture as a photo, or as a document where it is refused; anything else as one."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    if file.media_type == PICTURE:
        with suppress(BadRequest):
            await message.reply_photo(file.content, filename=name, do_quote=False)
            return
    await message.reply_document(file.content, filename=name, do_quote=False)
