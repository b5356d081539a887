"""Telegram: answers over a fast transport, the outbox over one that tells what happened.

With 64 requests in flight httpx's own pool falls behind three to six times, so answers go over
aiohttp's. There a refused connection and a lost answer look alike, so the outbox uses plain httpx.
"""

import ssl
from collections.abc import Sequence
from functools import cache
from typing import Any

import httpx
from httpx_aiohttp import AiohttpTransport
from telegram.request import HTTPXRequest

from bot.channels.base import refusal
from bot.channels.outbound import (
    AnswerLost,
    Button,
    Migrated,
    NeverSent,
    Reason,
    Refused,
    SendError,
    SentMessage,
    ServerFault,
    TokenRejected,
    TooMany,
    Unreachable,
)

API_URL = "https://api.telegram.org"
_CONNECTIONS = httpx.Limits(max_connections=256, keepalive_expiry=60)
_OUTBOX_CONNECTIONS = httpx.Limits(max_connections=64, keepalive_expiry=5)
_CONNECT_S = 10.0
_TIMEOUT = httpx.Timeout(connect=_CONNECT_S, read=30, write=10, pool=_CONNECT_S)
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
# Telegram names these only in its sentence; the code is 400 or 403 for all of them.
_REASONS = (
    ("deactivated", Reason.DEACTIVATED),
    ("bot was blocked", Reason.BLOCKED),
    ("bot was kicked", Reason.BLOCKED),
    ("chat not found", Reason.NOT_FOUND),
    ("user not found", Reason.NOT_FOUND),
    ("peer_id_invalid", Reason.NOT_FOUND),
    ("have no rights to send", Reason.NOT_ALLOWED),
    ("not enough rights", Reason.NOT_ALLOWED),
    ("chat_write_forbidden", Reason.NOT_ALLOWED),
)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom to trust with TLS; read once, for it takes a while and some memory."""
    return httpx.create_ssl_context()


class _ReopeningTransport(AiohttpTransport):
    """Opens a new session after it was closed, as PTB's request expects of its transport."""

    async def aclose(self) -> None:
        """Close the session; the next request opens another."""
        await super().aclose()
        self.client = None


class _AnswerRequest(HTTPXRequest):
    """Tells what was refused as too large from a fault of the network."""

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Send a request and return its status and body."""
        code, body = await super().do_request(*arguments, **named)
        return refusal(code), body


def answer_request(proxy: str = "") -> HTTPXRequest:
    """Return the request object for PTB's answers and polls; a proxy means httpx's own pool.

    aiohttp counts the wait for a free connection and the connecting as one, so the pool's time
    is the connection's.
    """
    if proxy:
        return _AnswerRequest(proxy=proxy, connect_timeout=_CONNECT_S, pool_timeout=_CONNECT_S)
    return _AnswerRequest(
        connect_timeout=_CONNECT_S,
        pool_timeout=_CONNECT_S,
        httpx_kwargs={"transport": _ReopeningTransport(verify=_trusted(), limits=_CONNECTIONS)},
    )


def outbox_client(proxy: str = "") -> httpx.AsyncClient:
    """Return the client for messages that the bot sends on its own; closing it is the caller's.

    Only `telegram.proxy` decides about a proxy, never the environment: answers could not follow.
    Idle connections are dropped early, for a dead one makes a message ambiguous.
    """
    transport = httpx.AsyncHTTPTransport(
        verify=_trusted(), limits=_OUTBOX_CONNECTIONS, proxy=proxy or None
    )
    return httpx.AsyncClient(transport=transport, timeout=_TIMEOUT)


async def send_raw(
    client: httpx.AsyncClient, api_url: str, token: str, method: str, payload: dict[str, Any]
) -> Any:
    """Call one method of the Bot API once and return its `result`, or raise a SendError."""
    response: httpx.Response | None = None
    error: SendError
    try:
        response = await client.post(f"{api_url.rstrip('/')}/bot{token}/{method}", json=payload)
    except _NEVER_SENT as cause:
        error = NeverSent(type(cause).__name__)
    except (httpx.TransportError, httpx.DecodingError) as cause:
        error = AnswerLost(type(cause).__name__)
    if response is None:
        # Raised out here, so that the cause, which holds the address with the token, stays behind.
        raise error
    answer = _json_object(response)
    if response.is_success and answer.get("ok") is True:
        return answer.get("result")
    raise _error(response.status_code, answer)


class TelegramOutbound:
    """Sends the outbox's messages over Telegram (implements Outbound)."""

    def __init__(self, token: str, api_url: str = API_URL, proxy: str = "") -> None:
        self._token = token
        self._api_url = api_url
        self._client = outbox_client(proxy)

    async def send(
        self, chat_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
    ) -> SentMessage:
        """Send one message of HTML, at most 4096 characters, or raise a SendError."""
        payload: dict[str, Any] = {
            "chat_id": chat_id,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if buttons:
            payload["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": one.label, "callback_data": one.data} for one in row]
                    for row in buttons
                ]
            }
        result = await send_raw(self._client, self._api_url, self._token, "sendMessage", payload)
        return SentMessage(result["message_id"])

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def bot_name(token: str, api_url: str = API_URL, proxy: str = "") -> str | None:
    """Return the bot's user name, None when Telegram cannot be asked."""
    async with outbox_client(proxy) as client:
        try:
            me = await send_raw(client, api_url, token, "getMe", {})
        except SendError:
            return None
    return str(me["username"])


def _json_object(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _error(status: int, answer: dict[str, Any]) -> SendError:
    """Read an answer that is no success (Bot API, "Making requests", ResponseParameters).

    A 500 is Telegram's own and means that nothing was done. A 502 or 504, and an answer that is
    none of Telegram's, come from something in between, which cannot know.
    """
    if answer.get("ok") is not False or status in (502, 504):
        return AnswerLost(f"HTTP {status}")
    parameters = answer.get("parameters") or {}
    description = str(answer.get("description", ""))
    if "migrate_to_chat_id" in parameters:
        return Migrated(int(parameters["migrate_to_chat_id"]))
    if status == 429:
        return TooMany(float(parameters.get("retry_after", 1)))
    if status >= 500:
        return ServerFault(f"HTTP {status}")
    if status in (401, 404):
        return TokenRejected(f"HTTP {status}")
    for words, reason in _REASONS:
        if words in description.lower():
            return Unreachable(reason)
    return Unreachable(Reason.NOT_ALLOWED) if status == 403 else Refused(description)
