"""How long the web server waits for whom: half a request must not keep others out.

uvicorn waits for a head or a body without end and counts only whole requests, so its protocol gets
a deadline, a bound on connections, and no way to hide one request in another.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

WITHIN_S = 10.0  # for a request's head and body
MOST_CONNECTIONS = 200  # well below the files a process may open
SAID_EVERY_S = 60.0
# What a peer sends of a request it does not finish is little; bodies are bounded by their readers.
_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_READING = (h11.IDLE, h11.SEND_BODY)


class _Strict(h11.Connection):
    """A connection on which a request has one length: RFC 9112, 6.1, lets nobody have two."""

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request):
            names = [name for name, _value in event.headers]
            if b"content-length" in names and b"transfer-encoding" in names:
                raise h11.RemoteProtocolError("a request has one length", error_status_hint=400)
        return event


class PatientProtocol(H11Protocol):
    """Gives a peer some seconds for a request, and its place to the next one if it takes longer.

    Where all places are taken, the peer that has been waited for longest has to go.
    """

    def __init__(
        self, *args: Any, within_s: float = WITHIN_S, most: int = MOST_CONNECTIONS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _Strict(h11.SERVER, 65536)
        self._within_s = within_s
        self._most = most
        self._deadline: asyncio.TimerHandle | None = None
        self._waited_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a peer in, in the place of another where there is no room."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self._most:
            waiting = [
                one
                for one in self.connections
                if isinstance(one, PatientProtocol)
                and one._deadline is not None
                and one is not self
            ]
            longest = min(waiting, key=lambda one: one._waited_since, default=self)
            longest._give_up(_FULL)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a peer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; a whole request ends the wait, the beginning of another starts one."""
        super().data_received(data)
        if self.conn.their_state not in _READING:
            self._stop_waiting()
        elif self._deadline is None and not self.transport.is_closing():
            self._wait()

    def on_response_complete(self) -> None:
        """Answer; what came of the next request meanwhile has its own time."""
        super().on_response_complete()
        reading = self.conn.their_state in _READING and bool(self.conn.trailing_data[0])
        if reading and self._deadline is None and not self.transport.is_closing():
            self._wait()

    def _wait(self) -> None:
        self._waited_since = time.monotonic()
        self._deadline = self.loop.call_later(self._within_s, self._give_up, _TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self, answer: bytes) -> None:
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(answer)
        self.transport.close()


class OnceAMinute(logging.Filter):
    """Lets a message of a logger through once a minute, with how often it came meanwhile."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written."""
        kind = type(record.exc_info[1]).__name__ if record.exc_info else ""
        # The first line names the fault; the others name a socket, another one each time.
        key = f"{record.msg.partition(chr(10))[0] if isinstance(record.msg, str) else ''}{kind}"
        now = self._clock()
        since, kept_back = self._said.get(key, (now - SAID_EVERY_S, 0))
        if now - since < SAID_EVERY_S:
            self._said[key] = (since, kept_back + 1)
            return False
        self._said[key] = (now, 0)
        if kept_back:
            record.msg, record.args = f"{record.getMessage()} (and {kept_back} times before)", ()
        return True


def say_less() -> None:
    """Have what peers can repeat at will in the log once a minute."""
    for name in ("asyncio", "uvicorn.error"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, OnceAMinute) for one in logger.filters):
            logger.addFilter(OnceAMinute())
