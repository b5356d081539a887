"""People who try a board at this computer: each writes on a page of the channel `web`.

The demo's cast and the trial's people are personas. Nobody's account has such a number, until the
persona joins the board with it.
"""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.web.intake import PageIntake, Writer
from bot.clock.now import Clock
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import WebFile, WebMessage

# Far beyond the numbers of people, which are the chats of their own pages.
FIRST_PERSONA = 1 << 40


@dataclass(frozen=True, slots=True)
class Persona:
    """A person of this computer."""

    user_id: int
    name: str
    language: str


class Personas:
    """Writes, presses and reads for them, as their browsers would."""

    def __init__(self, chat: WebChat, intake: PageIntake, clock: Clock) -> None:
        self._chat = chat
        self._intake = intake
        self._clock = clock
        self._known: dict[int, Persona] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The chats of all personas."""
        return tuple(self._known)

    def add_user(self, user_id: int, name: str, language: str = "vi") -> None:
        """Create or rename a persona, whom the bot can write to from then on."""
        self._known[user_id] = Persona(user_id, name, language)
        self._chat.welcome(user_id)

    async def send_text(self, user_id: int, text: str) -> None:
        """Type a text; raises Refusal when it is empty or too long."""
        await self._intake.text(self._writer(user_id), text)

    async def send_file(self, user_id: int, name: str, content: bytes, caption: str = "") -> None:
        """Send a file."""
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        writer = self._writer(user_id)
        await self._intake.file(writer, "document", name, media_type, content, caption)

    async def send_photo(
        self, user_id: int, caption: str, content: bytes, name: str, media_type: str
    ) -> None:
        """Send a picture."""
        writer = self._writer(user_id)
        await self._intake.file(writer, "photo", name, media_type, content, caption)

    async def press(self, user_id: int, message_id: int, data: str) -> None:
        """Press a button; raises Refusal when there is no such message."""
        await self._intake.press(self._writer(user_id), message_id, data)

    async def press_label(self, user_id: int, label: str) -> None:
        """Press the newest button that reads `label`.

        Raises LookupError, naming the buttons on show, when none reads so.
        """
        shown = []
        for message in reversed(await self.messages(user_id)):
            for button in (button for row in message.buttons for button in row):
                if button["label"] == label and "data" in button:
                    await self.press(user_id, message.id, button["data"])
                    return
                shown.append(button["label"])
        raise LookupError(f"no button {label!r} among {shown}")

    async def messages(self, user_id: int) -> Sequence[WebMessage]:
        """Return what a persona sees, the oldest first."""
        return await self._chat.shown(user_id)

    async def file(self, message: WebMessage) -> WebFile | None:
        """Return the file of a message."""
        return await self._chat.file(message.id, message.chat_id)

    def _writer(self, user_id: int) -> Writer:
        who = self._known[user_id]
        return Writer(user_id, who.name, who.language, self._clock())
