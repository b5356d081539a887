"""Serves an application on a loopback port within a test's own event loop, gone at once."""

import asyncio
from typing import Self

import httpx
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


class Loopback:
    """A served application: `async with Loopback(app) as server: ... server.url`.

    A request's `state.transport` is its connection, so that an application can break it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port; 0 takes a free one."""
        config = uvicorn.Config(self._app, lifespan="off", ws="none", log_config=None)
        config.load()
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Protocol(config, self._state, {}), "127.0.0.1", port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and break every connection."""
        assert self._server is not None
        self._server.close()
        for connection in list(self._state.connections):
            connection.transport.abort()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()


class _Protocol(H11Protocol):
    """Lets a request reach its connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {"transport": transport}


def plain_transport() -> httpx.AsyncHTTPTransport:
    """Return a way to loopback ports; it need not load the certificates of the Web."""
    return httpx.AsyncHTTPTransport(verify=False)
