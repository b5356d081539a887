"""A small portal on this machine: serves what a test tells it to, well or badly."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers; each chunk is sent `pause_s` after the one before."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    chunks: int = 1
    pause_s: float = 0.0
    raw: bytes | None = None


class Portal:
    """A web server; `pages` maps a path with its query to an Answer, `requests` keeps what came."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []

    def link(self, path: str = "/tin/1", host: str | None = None) -> str:
        """Return the link of a path, under another name of this machine if given."""
        name = host or self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}{path}"

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Make a path redirect and return its link."""
        self.pages[path] = Answer(status=status, headers={"Location": target})
        return self.link(path)

    async def __aenter__(self) -> Self:
        self._connections: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(head)
            await self._answer(self.pages.get(head.split()[1], Answer(status=404)), writer)
        except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            pass  # the reader went away, or the test is over
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        if answer.raw is not None:
            writer.write(answer.raw)
        else:
            lines = [f"HTTP/1.1 {answer.status} Answer", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in answer.headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode("utf-8"))
        size = max(1, -(-len(answer.body) // answer.chunks))
        for start in range(0, len(answer.body), size):
            writer.write(answer.body[start : start + size])
            await writer.drain()
            if answer.pause_s:
                await asyncio.sleep(answer.pause_s)
        await writer.drain()


@asynccontextmanager
async def portals(*hosts: str, port: int = 0) -> AsyncIterator[list[Portal]]:
    """Run one portal for each address, all on the same port."""
    running: list[Portal] = []
    try:
        for host in hosts:
            portal = Portal(host, running[0].port if running else port)
            running.append(await portal.__aenter__())
        yield running
    finally:
        for portal in running:
            await portal.__aexit__(None, None, None)
