"""Keeps the chat page to the person at this computer.

The page listens on loopback without a password, so other web sites open in the same browser must
not be able to read it or post to it: not by a foreign address that resolves to loopback (Host),
not by a form or script of their own (Origin), and not by a frame round the page.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class LoopbackGuard:
    """Refuses with 403 what does not come from the page itself, and adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if _is_own(Headers(scope=scope), scope["method"], scope["scheme"]):
            await self.app(scope, receive, send_guarded)
        else:
            refusal = JSONResponse({"error": "foreign"}, status_code=403)
            await refusal(scope, receive, send_guarded)


def _is_own(headers: Headers, method: str, scheme: str) -> bool:
    host = headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if name.lower() not in LOOPBACK:
        return False
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        # A link on another site may open the page, but nothing else of it.
        return method in SAFE_METHODS and headers.get("sec-fetch-dest") == "document"
    return method in SAFE_METHODS or headers.get("origin") == f"{scheme}://{host}"
