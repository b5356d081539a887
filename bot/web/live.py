"""Messages of pages as the browser gets them: at once, and live as server-sent events.

The rows are looked at, so it does not matter which worker changed them.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import tzinfo
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from bot.web.bodies import PICTURES
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import WebFile, WebMessage

LOOK_S = 1.0  # another worker may have changed the chat
STILL_HERE_AFTER = 15  # looks; a proxy ends a stream that says nothing

View = Callable[[WebMessage], dict[str, Any]]


def message_view(message: WebMessage, zone: tzinfo | None, files: str) -> dict[str, Any]:
    """Return a message as a page shows it, its time in the board's zone.

    `files` is the address below which its file is found.
    """
    file = {
        "name": message.file_name,
        "size": message.size,
        "url": f"{files}/{message.id}",
        "picture": message.kind == "photo" and message.media_type in PICTURES,
    }
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "text": message.text,
        "html": message.html,
        "buttons": message.buttons,
        "file": file if message.kind else None,
        "at": message.sent_at.astimezone(zone).isoformat(timespec="minutes"),
        "alert": message.alert,
    }


def file_response(file: WebFile) -> Response:
    """Return a message's file: a picture to show, anything else to download."""
    shown = file.kind == "photo" and file.media_type in PICTURES
    disposition = "inline" if shown else "attachment"
    name = quote(file.name, safe="")
    return Response(
        file.content,
        media_type=file.media_type if shown else "application/octet-stream",
        headers={"Content-Disposition": f"{disposition}; filename*=UTF-8''{name}"},
    )


async def live_events(
    chat: WebChat, chat_ids: Sequence[int], view: View, goes_on: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """Stream what changes in some chats; ends, and says so, once `goes_on` says no."""
    with chat.watched(*chat_ids) as changed:
        chats = [_Chat(chat, one, view) for one in chat_ids]
        for one in chats:
            await one.begin()
        yield "retry: 2000\nevent: ready\ndata: {}\n\n"
        quiet = 0
        while True:
            try:
                async with asyncio.timeout(LOOK_S):
                    await changed.wait()
            except TimeoutError:
                pass
            changed.clear()
            if not await goes_on():
                yield 'data: {"kind": "end"}\n\n'
                return
            events = [event for one in chats for event in await one.changes()]
            quiet = 0 if events else quiet + 1
            if quiet >= STILL_HERE_AFTER:
                quiet = 0
                yield ": still here\n\n"
            for event in events:
                yield f"data: {json.dumps(event)}\n\n"


class _Chat:
    """One chat as a stream last saw it."""

    def __init__(self, chat: WebChat, chat_id: int, view: View) -> None:
        self._chat = chat
        self._id = chat_id
        self._view = view
        self._known: dict[int, int] = {}
        self._alerts: dict[int, str | None] = {}

    async def begin(self) -> None:
        """See what is there already: the page fetches it itself."""
        messages = await self._chat.shown(self._id)
        self._known = {message.id: message.version for message in messages}
        self._alerts = {message.id: message.alert for message in messages}

    async def changes(self) -> list[dict[str, Any]]:
        """Return what changed since."""
        now = await self._chat.versions(self._id)
        known, self._known = self._known, now
        oldest = min(now, default=0)
        events = [
            self._event("delete", {"id": one}) for one in known if one not in now and one >= oldest
        ]
        changed = [one for one, version in now.items() if known.get(one) != version]
        for message in await self._chat.some(self._id, changed) if changed else ():
            kind = "edit" if message.id in known else "message"
            events.append(self._event(kind, self._view(message)))
            if message.alert and message.alert != self._alerts.get(message.id):
                alert = {"id": message.id, "alert": message.alert}
                events.append(self._event("alert", alert))
            self._alerts[message.id] = message.alert
        return events

    def _event(self, kind: str, message: dict[str, Any]) -> dict[str, Any]:
        return {"kind": kind, "chat": self._id, "message": message}
