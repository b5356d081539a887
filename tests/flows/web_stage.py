"""The program over people's own pages, used exactly as over the messenger in memory.

A test's people are personas of the channel `web`: what they write is stored and handed in as by a
browser, and what they see is read back from the rows.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.app import foundation
from bot.channels.base import ApiError, ApiFile
from bot.channels.web.messages import Button
from bot.channels.web.personas import Personas
from bot.channels.web.rows import RowsRequest
from bot.clock.now import Clock
from bot.config.loading import LoadedConfig
from bot.demo.stage import MovableClock, persona_chat
from bot.web.bodies import Refusal
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import WebMessage
from tests.fakes.messenger.people import PIXEL, LocalMessenger
from tests.fakes.messenger.request import LocalMessage
from tests.flows.local_stage import Stage


class WatchedRequest(RowsRequest):
    """Counts how often each press is answered, and fails when a test orders it."""

    def __init__(self, chat: WebChat, clock: Clock) -> None:
        super().__init__(chat, clock)
        self.answered: Counter[str] = Counter()
        self.messenger: LocalMessenger | None = None

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer one Bot API method."""
        if method == "answerCallbackQuery":
            self.answered[str(parameters["callback_query_id"])] += 1
        if self.messenger is None:  # getMe comes before anybody writes
            return await super().call(method, parameters, files)
        if parameters.get("chat_id") in self.messenger.blocked:
            raise ApiError(400, "Bad Request: chat not found")
        failure = self.messenger.take_failure(method)
        if failure is not None and not failure.after:
            raise failure.error
        result = await super().call(method, parameters, files)
        if failure is not None:
            raise failure.error
        return result


class WebMessenger(LocalMessenger):
    """People who write on their own pages, and what they see."""

    def __init__(
        self, personas: Personas, chat: WebChat, request: WatchedRequest, clock: Clock
    ) -> None:
        super().__init__(None, clock)
        self._personas = personas
        self._chat = chat
        self.answered = request.answered
        self._versions: dict[int, int] = {}

    def add_user(self, user_id: int, name: str = "", language_code: str = "vi") -> Any:
        """Create or rename a person."""
        user = super().add_user(user_id, name, language_code)
        self._personas.add_user(user_id, user.name, language_code)
        return user

    async def send_text(self, user_id: int, text: str, *, chat_id: int | None = None) -> int:
        """Type a text."""
        assert chat_id is None, "a page has no groups"
        self._user(user_id)
        await self._personas.send_text(user_id, text)
        return 0

    async def forward_text(self, user_id: int, text: str, sender_name: str) -> int:
        """Paste what somebody else wrote: a page has nothing to forward."""
        return await self.send_text(user_id, text)

    async def send_file(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        """Send a file."""
        self._user(user_id)
        await self._personas.send_file(user_id, name, content, caption)
        return 0

    async def send_photo(
        self, user_id: int, caption: str = "", content: bytes = PIXEL, name: str = "photo.png"
    ) -> int:
        """Send a picture."""
        self._user(user_id)
        await self._personas.send_photo(user_id, caption, content, name, "image/png")
        return 0

    async def press(
        self, user_id: int, message_id: int, data: str, *, chat_id: int | None = None
    ) -> str:
        """Press a button that sends `data`."""
        self._user(user_id)
        try:
            await self._personas.press(user_id, message_id, data)
        except Refusal:
            raise LookupError(f"no message {message_id}") from None
        return ""

    async def receive(self) -> None:
        """Read what the pages show."""
        for user_id in list(self.users):
            versions = await self._chat.versions(user_id)
            chat = self._chats[user_id]
            for gone in [one for one in chat if one not in versions]:
                del chat[gone]
            fresh = [one for one, n in versions.items() if self._versions.get(one) != n]
            for message in await self._chat.some(user_id, fresh):
                self._versions[message.id] = message.version
                chat[message.id] = await self._shown(message)

    async def _shown(self, message: WebMessage) -> LocalMessage:
        found = await self._personas.file(message) if message.kind else None
        file = ApiFile(found.name, found.content, found.media_type) if found else None
        return LocalMessage(
            message.id,
            message.chat_id,
            message.from_bot,
            message.text,
            message.sent_at,
            html=message.html,
            entities=tuple(message.entities),
            buttons=tuple(tuple(Button(**button) for button in row) for row in message.buttons),
            document=file if message.kind == "document" else None,
            photo=file if message.kind == "photo" else None,
            file_id=f"page-{message.id}" if file else None,
            edited=message.version > 1,
            alert=message.alert,
        )


@dataclass(frozen=True, slots=True)
class WebStage(Stage):
    """A running program whose people write on their own pages."""

    async def settled(self) -> None:
        """Wait until everything is handled and sent, then read what was received."""
        # Not super(): a dataclass with slots is made anew, and super() would mean the old class.
        await Stage.settled(self)
        assert isinstance(self.messenger, WebMessenger)
        await self.messenger.receive()


@asynccontextmanager
async def web_stage(config: LoadedConfig, clock: MovableClock) -> AsyncIterator[Stage]:
    """Run the program over a fresh database until the context ends."""
    async with foundation(config, clock) as base:
        chat = base.services.web_chat
        request = WatchedRequest(chat, clock)
        async with persona_chat(base, request=request) as (runtime, personas):
            messenger = WebMessenger(personas, chat, request, clock)
            request.messenger = messenger
            yield WebStage(runtime, messenger, clock)
