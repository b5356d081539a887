"""Who is let onto people's own pages: the cookie, the origin of posts, and a limit to guessing."""

from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from services.people.my_page import SESSION_LIFE

GUESSES = 60
GUESS_WINDOW = timedelta(minutes=10)
MOST_ADDRESSES = 10_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": a form posted under it has no origin, and posts are known by theirs.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


class Cookie:
    """The session's cookie under a public address."""

    def __init__(self, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._secure = parts.scheme == "https"
        # The prefix keeps a neighbour on another name of the domain from setting the cookie.
        self._name = "__Host-tinbai" if self._secure else "tinbai"
        self._origin = _origin(public_url)

    def read(self, request: Request) -> str:
        """Return the session's token, "" where the browser has none."""
        return request.cookies.get(self._name, "")

    def give(self, response: Response, token: str) -> None:
        """Give the browser a session. Lax, so that a reminder's link opens the page."""
        self._set(response, token, int(SESSION_LIFE.total_seconds()))

    def take(self, response: Response) -> None:
        """Take the session away."""
        self._set(response, "", 0)

    def is_own(self, request: Request) -> bool:
        """Tell whether a post comes from a page of this address."""
        return request.headers.get("origin", "").lower() == self._origin

    def _set(self, response: Response, token: str, seconds: int) -> None:
        jar: SimpleCookie = SimpleCookie()
        jar[self._name] = token
        made = jar[self._name]
        made["path"], made["max-age"] = "/", seconds
        made["httponly"], made["samesite"] = True, "Lax"
        if self._secure:
            made["secure"] = True
        response.headers.append("Set-Cookie", made.OutputString())


def _origin(address: str) -> str:
    """Return an address' origin as browsers send it: in ASCII, without the scheme's own port."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    with suppress(UnicodeError):  # nor will any browser find it
        host = host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


class Guesses:
    """Counts wrong tokens by the address they come from, in this worker."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def too_many(self, request: Request, now: datetime) -> bool:
        """Tell whether an address has to wait, right or wrong."""
        since, count = self._wrong.get(_address(request), (now, 0))
        return count >= GUESSES and now - since < GUESS_WINDOW

    def note(self, request: Request, now: datetime) -> None:
        """Count a wrong token."""
        address = _address(request)
        since, count = self._wrong.pop(address, (now, 0))
        if now - since >= GUESS_WINDOW:
            since, count = now, 0
        self._wrong[address] = (since, count + 1)
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
