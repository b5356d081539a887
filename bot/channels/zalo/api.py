"""What is known of Zalo's Bot Platform over HTTP, each fact behind one small function.

POST of JSON to `API_URL/bot<TOKEN>/<method>`; an answer is a success only when its `ok` is true,
whatever its HTTP status. There are no buttons, uploads or edits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.channels.outbound import (
    AnswerLost,
    NeverSent,
    Refused,
    SendError,
    ServerFault,
    TokenRejected,
    TooMany,
)
from bot.channels.zalo.events import events_in

Json = dict[str, Any]

API_URL = "https://bot-api.zaloplatforms.com"
MAX_TEXT = 2000  # of a message and of a caption, counted in UTF-16 units to be on the safe side
QUOTA_PAUSE_S = 30.0  # a 429 names no delay
SECRET_LENGTH = range(8, 257)
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

_CONNECT_S = 10.0
_READ_S = 30.0
_POLL_GRACE_S = 10.0  # beyond a poll's own time: how long its answer may take to arrive
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
# Answers of what stands before Zalo that say it was never asked: a browser check, no server behind.
_KEPT_OUT = frozenset((403, 521, 523, 525, 526))


class NotKnown(Refused):
    """Zalo's 404, which means several things: no such chat, no webhook, an unreadable token."""


class _RequestTimeout(AnswerLost):
    """Zalo's 408: nothing came in while a poll waited; elsewhere the outcome is open."""


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """The bot as getMe describes it."""

    id: str
    name: str
    account_type: str


@dataclass(frozen=True, slots=True)
class ZaloSent:
    """A message that Zalo confirmed; `date` is None where the answer has none."""

    message_id: str
    date: datetime | None


class ZaloApi:
    """Calls the Bot Platform; every method raises a SendError, without the token or the address.

    The environment's proxy is used, as some offices reach the internet through one only.
    `transport` is for tests.
    """

    def __init__(
        self,
        token: str,
        api_url: str = API_URL,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}"
        self._client = httpx.AsyncClient(transport=transport)

    async def close(self) -> None:
        """Close the connections; may be called more than once."""
        await self._client.aclose()

    async def get_me(self) -> ZaloBot:
        """Return the bot; here a 404 too means that Zalo does not know the token."""
        try:
            result = _mapping(await self._call("getMe"))
        except NotKnown:
            result = None
        if result is None:
            raise TokenRejected("getMe answered 404")
        return ZaloBot(
            str(result.get("id", "")),
            str(result.get("account_name") or "Zalo"),
            str(result.get("account_type", "")),
        )

    async def get_updates(self, timeout_s: int) -> list[Json]:
        """Return the next event, which Zalo then forgets, or none when none came in time.

        One object, by all that is known; several are taken as well. There is no offset and no
        acknowledgement; an idle poll ends with a 408.
        """
        try:
            answer = await self._answer(
                "getUpdates", {"timeout": timeout_s}, timeout_s + _POLL_GRACE_S
            )
        except _RequestTimeout:
            return []
        return events_in(answer)

    async def send_message(self, chat_id: str, text: str, *, html: bool = False) -> ZaloSent:
        """Send a text of 1 to 2000 characters, plain or with Zalo's few tags."""
        payload = {"chat_id": chat_id, "text": text}
        if html:
            payload["parse_mode"] = "html"
        return _sent(await self._call("sendMessage", payload))

    async def send_photo(self, chat_id: str, photo: str, caption: str = "") -> ZaloSent:
        """Send the picture at a public URL, with at most 2000 characters below it."""
        payload = {"chat_id": chat_id, "photo": photo}
        if caption:
            payload["caption"] = caption
        return _sent(await self._call("sendPhoto", payload))

    async def send_typing(self, chat_id: str) -> None:
        """Show that the bot is writing."""
        await self._call("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events posted to an HTTPS address; polls are refused from then on."""
        if len(secret) not in SECRET_LENGTH:
            raise Refused("a webhook's secret has 8 to 256 characters")
        await self._call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Stop events from being posted; none set is no error."""
        try:
            await self._call("deleteWebhook")
        except NotKnown:
            return

    async def webhook_url(self) -> str:
        """Return where events are posted to, "" when nowhere (Zalo answers that with a 404)."""
        try:
            result = _mapping(await self._call("getWebhookInfo"))
        except NotKnown:
            return ""
        return str(result.get("url") or "")

    async def _call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        return (await self._answer(method, payload)).get("result")

    async def _answer(
        self, method: str, payload: Mapping[str, Any] | None = None, read_s: float = _READ_S
    ) -> Json:
        response: httpx.Response | None = None
        error: SendError
        try:
            response = await self._client.post(
                f"{self._base}/{method}",
                json=dict(payload or {}),
                timeout=httpx.Timeout(_CONNECT_S, read=read_s),
            )
        except _NEVER_SENT as cause:
            error = NeverSent(type(cause).__name__)
        except (httpx.TransportError, httpx.DecodingError) as cause:
            error = AnswerLost(type(cause).__name__)
        if response is None:
            # Raised out here, so that the cause, which holds the token, stays behind.
            raise error
        answer = _json_object(response)
        if answer.get("ok") is True:
            return answer
        if "ok" not in answer and response.is_success and events_in(answer):
            return answer  # an event without the envelope, as some of them come
        raise _error(response, answer)


def _error(response: httpx.Response, answer: Json) -> SendError:
    """Read an answer that is no success: its error_code counts, else its HTTP status.

    A 403 is Zalo's internal error, or a check that keeps the program out before Zalo is asked: it
    says nothing about the person. An answer that is none of Zalo's, a 502 and a 504 come from
    something in between, which cannot know whether Zalo did what was asked.
    """
    code = answer.get("error_code")
    if not isinstance(code, int):
        code = response.status_code
    if code == 408:
        return _RequestTimeout("408")
    if code == 429:
        return TooMany(_retry_after(response))
    if answer.get("ok") is not False and code in _KEPT_OUT:
        return ServerFault(f"HTTP {code}")
    if answer.get("ok") is not False or code in (502, 504):
        return AnswerLost(f"HTTP {response.status_code}")
    description = str(answer.get("description") or code)
    if code == 401:
        return TokenRejected("401")
    if code == 404:
        return NotKnown(description)
    return ServerFault(str(code)) if code == 403 or code >= 500 else Refused(description)


def _retry_after(response: httpx.Response) -> float:
    given = response.headers.get("Retry-After", "")
    return max(float(given), 1.0) if given.isascii() and given.isdigit() else QUOTA_PAUSE_S


def _json_object(response: httpx.Response) -> Json:
    try:
        return _mapping(response.json())
    except ValueError:
        return {}


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _sent(result: object) -> ZaloSent:
    """Read a confirmation: `date` is in milliseconds."""
    sent = _mapping(result)
    return ZaloSent(str(sent.get("message_id", "")), instant(sent.get("date")))


def instant(date: object) -> datetime | None:
    """Return Zalo's date, milliseconds since 1970 as a number or text, or None when it is none."""
    try:
        return datetime.fromtimestamp(int(str(date)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
