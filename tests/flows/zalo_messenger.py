"""People who write over Zalo, to be spoken to and read exactly as those of the messenger in memory.

A person's texts go through a Zalo server on loopback, the channel's own calls and the inbox; what
the person received is read back as messages: a numbered list as buttons, a link as the file behind
it. A button is pressed by typing its number.
"""

import re
from urllib.parse import unquote

import httpx
from starlette.applications import Starlette

from bot.app import Foundation
from bot.channels.base import ApiFile
from bot.channels.configured import ZALO
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.ids import message_number
from bot.channels.zalo.intake import ZaloIntake
from bot.channels.zalo.menus import is_open
from bot.inbox.dispatch import Dispatcher
from bot.web.file_links import file_routes
from domain.language import LANGUAGES, translator
from storage.engine.database import Transaction
from storage.engine.tables import zalo_ids
from tests.fakes.messenger.request import Button, LocalMessage, LocalMessenger
from tests.fakes.zalo_api import ZaloMessage, ZaloServer

SITE = "https://tinbai.example"
_HINTS = tuple(translator(code)("Trả lời bằng số để chọn.") for code in LANGUAGES)
BOT_NUMBER = 1 << 40  # beyond the ids of the tests' people
_CHOICE = re.compile(r"(\d+)\. (.*)")
_FILE = re.compile(rf"^(?:Tệp|File) .+: ({re.escape(SITE)}/files/\S+)$", re.MULTILINE)


class _Blocked(set[int]):
    """The people whom the bot cannot write to: for Zalo they are not there."""

    def __init__(self, server: ZaloServer) -> None:
        super().__init__()
        self._server = server

    def add(self, user_id: int) -> None:
        """Let a person go away."""
        super().add(user_id)
        self._server.people.discard(_zalo_id(user_id))

    def discard(self, user_id: object) -> None:
        """Let a person come back."""
        assert isinstance(user_id, int)
        super().discard(user_id)
        self._server.people.add(_zalo_id(user_id))


class ZaloMessenger(LocalMessenger):
    """People who write over Zalo, and what they see."""

    def __init__(self, base: Foundation, server: ZaloServer, api: ZaloApi) -> None:
        super().__init__(None, base.clock)
        self._base = base
        self.server = server
        self._api = api
        self._store = base.services.zalo
        self._known: set[int] = set()
        self._read: dict[int, int] = {}
        self._numbers: dict[int, dict[int, tuple[str, str]]] = {}
        self.blocked = _Blocked(server)
        files = Starlette(routes=file_routes(base.services.shared_files, base.clock))
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(files))
        self.dispatcher: Dispatcher | None = None

    async def send_text(self, user_id: int, text: str, *, chat_id: int | None = None) -> int:
        """Type a text."""
        self.server.inject_text(await self.know(user_id), text, self._user(user_id).name)
        return await self.deliver()

    async def forward_text(self, user_id: int, text: str, sender_name: str) -> int:
        """Forward a text; Zalo does not tell the bot that it was forwarded."""
        return await self.send_text(user_id, text)

    async def send_photo(
        self, user_id: int, caption: str = "", content: bytes = b"", name: str = ""
    ) -> int:
        """Send a picture."""
        self.server.inject_image(await self.know(user_id), caption=caption)
        return await self.deliver()

    async def send_sticker(self, user_id: int, emoji: str = "") -> int:
        """Send a sticker."""
        self.server.inject_sticker(await self.know(user_id))
        return await self.deliver()

    async def press(
        self, user_id: int, message_id: int, data: str, *, chat_id: int | None = None
    ) -> str:
        """Type the number that stands for `data` in a message, if it still may be chosen.

        Else hand in a press that nobody on Zalo could make, for the services have to refuse it all
        the same.
        """
        await self.know(user_id)
        menus = await self._store.menus(user_id)
        if any(menu.message_id == message_id and is_open(menu) for menu in menus):
            for choice, (_label, offered) in self._numbers[message_id].items():
                if offered == data:
                    await self.send_text(user_id, str(choice))
                    return ""
        user = {"id": user_id, "is_bot": False, "first_name": "Người", "language_code": "vi"}
        number = self.next_id()
        query = {
            "id": f"{user_id}:{number}",
            "from": user,
            "chat_instance": str(user_id),
            "data": data,
            "message": {
                "message_id": message_id,
                "date": 1,
                "chat": {"id": user_id, "type": "private", "first_name": "Người"},
            },
        }
        assert self.dispatcher is not None
        await self.dispatcher.accept(ZALO, [{"update_id": number, "callback_query": query}])
        return ""

    async def press_label(self, user_id: int, label: str, *, chat_id: int | None = None) -> str:
        """Type the number of the newest choice that reads `label`."""
        shown = []
        for message in reversed(self.messages(user_id)):
            for number, (offered, _data) in self._numbers.get(message.id, {}).items():
                if offered == label:
                    await self.send_text(user_id, str(number))
                    return ""
                shown.append(offered)
        raise LookupError(f"no choice {label!r} among {shown}")

    async def receive(self) -> None:
        """Read what the server has for people."""
        for user_id in list(self.users):
            zalo_id = _zalo_id(user_id)
            sent = self.server.sent(zalo_id)
            for message in sent[self._read.get(user_id, 0) :]:
                await self._show(user_id, message_number(zalo_id, message.id), message)
            self._read[user_id] = len(sent)

    async def _show(self, user_id: int, message_id: int, message: ZaloMessage) -> None:
        text, choices = _parts(message.text)
        menus = {menu.message_id: menu for menu in await self._store.menus(user_id)}
        menu = menus.get(message_id)
        data = {menu.first + i: one for i, one in enumerate(menu.choices)} if menu else {}
        numbers = {number: (label, data.get(number, "")) for number, label in choices}
        self._numbers[message_id] = numbers
        links = _FILE.findall(text)
        files = [await self._fetch(link) for link in links]
        photo = await self._fetch(message.photo) if message.photo else None
        # A picture with the links of other files below it is several things to look at.
        own, others = ([], files) if photo else (files[:1], files[1:])
        self.put(
            LocalMessage(
                message_id,
                user_id,
                from_bot=True,
                text=text,
                date=self.clock(),
                buttons=tuple((Button(label, one),) for label, one in numbers.values()),
                document=own[0] if own else None,
                photo=photo,
            )
        )
        for file in others:
            extra = LocalMessage(self.next_id(), user_id, True, "", self.clock(), document=file)
            self.put(extra)

    async def _fetch(self, link: str) -> ApiFile:
        answer = await self.browser.get(link)
        assert answer.status_code == 200, link
        name = unquote(answer.headers["Content-Disposition"].partition("UTF-8''")[2])
        return ApiFile(name, answer.content, answer.headers["Content-Type"])

    async def know(self, user_id: int, zalo_id: str = "") -> str:
        """Return a person's Zalo id; its number is the person's id, as in the other chat."""
        zalo_id = zalo_id or _zalo_id(user_id)

        async def job(tx: Transaction) -> None:
            kind = "bot" if user_id == BOT_NUMBER else "user"
            row = tx.insert(zalo_ids).values(id=user_id, kind=kind, zalo_id=zalo_id)
            await tx.execute(row.on_conflict_do_nothing(index_elements=["kind", "zalo_id"]))

        if user_id not in self._known:
            await self._base.database.write(job)
            self._known.add(user_id)
        return zalo_id

    async def deliver(self) -> int:
        """Poll until the server has nothing more."""
        assert self.dispatcher is not None
        intake = ZaloIntake(self._store, self.dispatcher.accept)
        while events := await self._api.get_updates(1):
            await intake.receive(events)
        return 0


def _zalo_id(user_id: int) -> str:
    return f"{user_id:020x}"


def _parts(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a message's own text and its numbered choices."""
    blocks = text.split("\n\n")
    if blocks[-1] not in _HINTS:
        return text, []
    lines = blocks[-2].split("\n")
    found = [_CHOICE.fullmatch(line) for line in lines]
    choices = [(int(match[1]), match[2]) for match in found if match]
    # A button that is nothing but a link has no number: it stays in the text.
    links = [line for line, match in zip(lines, found, strict=True) if not match]
    return "\n\n".join([*blocks[:-2], *links]), choices
