"""The web server inside the bot's event loop."""

import contextlib
import hmac
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from ipaddress import ip_address

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.inbox.dispatch import Dispatcher
from bot.version import program_version
from bot.web.metrics import CONTENT_TYPE
from bot.web.patience import PatientProtocol, say_less


class WebServer(uvicorn.Server):
    """A uvicorn server that leaves the process's signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises OSError.

    A shared port may be listened at by several processes, among which the kernel deals out.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, reuse_port=shared)


def web_server(app: Starlette, protocol: type[PatientProtocol] = PatientProtocol) -> WebServer:
    """Return a server for an app; pass its listening sockets to `serve`."""
    say_less()
    return WebServer(
        uvicorn.Config(
            app,
            http=protocol,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )


def metrics_route(page: Callable[[], Awaitable[bytes]], token: str) -> Route:
    """Return /metrics: with a token for whoever carries it, without one for this machine alone.

    A request that a proxy on this machine passes on comes from elsewhere, whether it says so in a
    header or by asking for a host that is not this machine.
    """

    async def metrics(request: Request) -> Response:
        if token:
            given = request.headers.get("Authorization", "")
            allowed = hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
        else:
            headers = request.headers
            passed_on = "X-Forwarded-For" in headers or "Forwarded" in headers
            allowed = _is_loopback(request) and _asks_loopback(request) and not passed_on
        if not allowed:
            return PlainTextResponse("not for you\n", 401 if token else 403)
        return Response(await page(), media_type=CONTENT_TYPE)

    return Route("/metrics", metrics)


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _asks_loopback(request: Request) -> bool:
    """Tell whether the Host header names this machine itself."""
    host = request.url.hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def operations_app(dispatcher: Dispatcher, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the pages for whoever watches the process, /healthz and /readyz, and any others."""

    async def health(_request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"ok tinbai {program_version()}\n")

    async def ready(_request: Request) -> PlainTextResponse:
        if dispatcher.ready:
            return PlainTextResponse("ready\n")
        # Why is in the log: the page tells strangers nothing of the database.
        state = "failing" if dispatcher.running else "starting"
        return PlainTextResponse(f"{state}\n", status_code=503)

    return Starlette(routes=[Route("/healthz", health), Route("/readyz", ready), *pages])
