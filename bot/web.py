"""The web server inside the bot's event loop."""

import contextlib
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from bot.dispatch import Dispatcher


class WebServer(uvicorn.Server):
    """A uvicorn server that leaves the process's signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def web_server(app: Starlette) -> WebServer:
    """Return a server for an app; pass its listening sockets to `serve`."""
    return WebServer(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )


def operations_app(dispatcher: Dispatcher, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the pages for whoever watches the process, /healthz and /readyz, and any others."""

    async def health(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    async def ready(_request: Request) -> PlainTextResponse:
        if dispatcher.running:
            return PlainTextResponse("ready\n")
        return PlainTextResponse("starting\n", status_code=503)

    return Starlette(routes=[Route("/healthz", health), Route("/readyz", ready), *pages])
