"""A stream of server-sent events, read as the server sends it; httpx would wait for its end."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp


class Stream:
    """One open request for the events, read as the server sends them."""

    def __init__(
        self, app: ASGIApp, address: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        parts = urlsplit(address)
        sent = {"host": parts.netloc} | dict(headers or {})
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "method": "GET",
            "scheme": parts.scheme,
            "path": parts.path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        }
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self._sent.put_nowait(message)

    async def next(self) -> str:
        """Return the next piece of the body."""
        while (message := await self._sent.get())["type"] != "http.response.body":
            pass
        return bytes(message["body"]).decode()

    async def event(self) -> dict[str, Any]:
        """Return the next event."""
        return dict(json.loads((await self.next()).removeprefix("data: ")))

    async def leave(self) -> None:
        """Close the tab."""
        self._gone.set()
        await self.task
