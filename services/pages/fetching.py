"""Reads from the board's portal, and from nowhere else.

A link comes from a chat, and a redirect or a DNS answer from a server: none of them may choose
which machine this program talks to. So the host is checked against the board's list at every step,
the name is resolved here, every address of the answer is checked, and the connection goes to an
address that was checked (resolving again while connecting would let a second answer lead inside).
"""

import asyncio
import functools
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

import httpx

from services.pages.hosts import Address, HostList, as_address, host_of

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

TIMEOUT_S = 5.0
MAX_BYTES = 2_000_000
_MAX_REDIRECTS = 5
_CONNECT_S = 2.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "User-Agent": "tinbai",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi",
    # The one coding whose output zlib can bound chunk by chunk.
    "Accept-Encoding": "gzip",
}


class FetchError(Exception):
    """The link was not read; `reason` is a word for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body as it arrived, the link it came from in the end, and its declared type."""

    link: str
    content: bytes
    content_type: str
    charset: str | None


class Fetcher:
    """Fetches listed links within a time and a size."""

    def __init__(
        self,
        hosts: Collection[str],
        *,
        resolver: Resolver | None = None,
        timeout_s: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._hosts = HostList(hosts)
        self._resolver = resolver or resolve
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes

    def covers(self, link: str) -> bool:
        """Say whether the link is one that may be read, without asking anyone."""
        try:
            _checked_url(link, self._hosts)
        except FetchError:
            return False
        return True

    async def fetch(self, link: str, *, types: Collection[str] = ()) -> Fetched:
        """Return what the link leads to, at most `max_bytes` after decompression.

        `types` are the content types taken (all when empty; a missing one is taken). Redirects are
        followed inside the list only. Raises FetchError; the whole takes at most `timeout_s`.
        """
        url = _checked_url(link, self._hosts)
        try:
            async with asyncio.timeout(self._timeout_s):
                tls = await asyncio.to_thread(_tls_context)
                transport = _PinnedTransport(self._hosts, self._resolver, tls)
                async with transport:
                    for _ in range(_MAX_REDIRECTS + 1):
                        answer = await self._get(transport, url, types)
                        if isinstance(answer, Fetched):
                            return answer
                        url = answer
        except TimeoutError:
            raise FetchError("too_slow") from None
        except (httpx.HTTPError, OSError) as error:
            raise FetchError(type(error).__name__) from error
        raise FetchError("too_many_redirects")

    async def _get(
        self, transport: httpx.AsyncHTTPTransport, url: httpx.URL, types: Collection[str]
    ) -> Fetched | httpx.URL:
        # A client would keep cookies and follow the environment's proxies; a bare request does not.
        timeouts = dict.fromkeys(("read", "write", "pool"), self._timeout_s)
        timeouts["connect"] = min(_CONNECT_S, self._timeout_s)
        request = httpx.Request("GET", url, headers=_HEADERS, extensions={"timeout": timeouts})
        response = await transport.handle_async_request(request)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _checked_url(_joined(url, response.headers["location"]), self._hosts)
            if response.status_code != 200:
                raise FetchError(f"status_{response.status_code}")
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if types and kind and kind not in types:
                raise FetchError("content_type")
            content = await self._body(response)
        finally:
            await response.aclose()
        return Fetched(str(url), content, kind, response.charset_encoding)

    async def _body(self, response: httpx.Response) -> bytes:
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip", "deflate"):
            raise FetchError("content_encoding")
        inflater = None if coding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
        received = 0
        body = bytearray()
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if inflater is None:
                body += chunk
            else:
                try:
                    body += inflater.decompress(chunk, self._max_bytes - len(body) + 1)
                except zlib.error as error:
                    raise FetchError("content_encoding") from error
            if max(received, len(body)) > self._max_bytes:
                raise FetchError("too_big")
        return bytes(body)


class _PinnedTransport(httpx.AsyncHTTPTransport):
    """Connects to a checked address; Host header and TLS name stay the link's name."""

    def __init__(self, hosts: HostList, resolver: Resolver, tls: ssl.SSLContext) -> None:
        # A kept connection would serve another name of the same address under the first one's TLS.
        limits = httpx.Limits(max_keepalive_connections=0)
        super().__init__(verify=tls, trust_env=False, limits=limits)
        self._hosts = hosts
        self._resolver = resolver

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = host_of(request.url)
        failure: httpx.TransportError | None = None
        for address in await self._addresses(host, _port(request.url)):
            extensions = dict(request.extensions)
            if as_address(host) is None:
                extensions["sni_hostname"] = host
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                extensions=extensions,
            )
            try:
                return await super().handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or FetchError("no_address")

    async def _addresses(self, host: str, port: int) -> list[Address]:
        literal = as_address(host)
        answers = [host] if literal else await self._resolver(host, port)
        addresses = []
        for answer in answers:
            address = as_address(answer)
            # One closed address among open ones is an attack or a fault: none is used.
            if address is None or not self._hosts.permits(host, port, address):
                raise FetchError("closed_address")
            addresses.append(address)
        return addresses


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name, as the system's resolver orders them; raises OSError."""
    loop = asyncio.get_running_loop()
    try:
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is too long
        raise OSError(f"no such name: {host}") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@functools.cache
def _tls_context() -> ssl.SSLContext:
    # Loading the authorities takes tens of milliseconds: once, and never in the event loop.
    return httpx.create_ssl_context(trust_env=False)


def _checked_url(link: str, hosts: HostList) -> httpx.URL:
    try:
        url = httpx.URL(link)
    except httpx.InvalidURL:
        raise FetchError("bad_link") from None
    if url.scheme not in _PORTS or not url.raw_host:
        raise FetchError("bad_link")
    if url.userinfo:
        raise FetchError("password_in_link")
    if not hosts.covers(host_of(url), _port(url)):
        raise FetchError("host_not_listed")
    return url.copy_with(fragment=None)


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except httpx.InvalidURL:
        raise FetchError("bad_link") from None


def _port(url: httpx.URL) -> int:
    return url.port or _PORTS.get(url.scheme, 0)
