"""Rates, and answers that fail or get lost: what a network and a busy Telegram do to a bot."""

import random
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import StrEnum

SENDS = frozenset(("sendmessage", "editmessagetext", "senddocument", "sendphoto", "sendmediagroup"))


class Fault(StrEnum):
    """What goes wrong with one call."""

    SERVER_ERROR = "500"
    TOO_MANY = "429"
    DROPPED = "dropped"  # the connection closes before anything is done
    LOST = "lost"  # it is done, then the connection closes


@dataclass
class Faults:
    """How often calls fail: shares of 1, a latency in seconds, and faults written down ahead.

    They strike every method but getUpdates, or only `methods` (any case). `rates` enforces
    Telegram's own limits: 30 messages a second over all, 1 a second in a chat, 20 a minute in a
    group.
    """

    server_error: float = 0
    too_many: float = 0
    dropped: float = 0
    lost: float = 0
    latency: float = 0
    retry_after: int = 1
    rates: bool = False
    methods: frozenset[str] | None = None
    seed: int = 0
    _random: random.Random = field(init=False)
    _script: dict[str, deque[Fault]] = field(init=False)
    _all: deque[float] = field(init=False)
    _chats: dict[int, deque[float]] = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._script = defaultdict(deque)
        self._all = deque()
        self._chats = defaultdict(deque)
        if self.methods is not None:
            self.methods = frozenset(method.lower() for method in self.methods)

    def script(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self._script[method.lower()].extend(faults)

    def strike(self, method: str) -> Fault | None:
        """Return the fault that a call meets, or None."""
        if self._script[method]:
            return self._script[method].popleft()
        if method == "getupdates" if self.methods is None else method not in self.methods:
            return None
        dice = self._random.random()
        for fault, share in (
            (Fault.SERVER_ERROR, self.server_error),
            (Fault.TOO_MANY, self.too_many),
            (Fault.DROPPED, self.dropped),
            (Fault.LOST, self.lost),
        ):
            if dice < share:
                return fault
            dice -= share
        return None

    def delay(self, method: str, chat_id: int, now: float) -> int | None:
        """Return the `retry_after` of a message that passes a rate, or None and count it."""
        if not self.rates or method not in SENDS:
            return None
        chat = self._chats[chat_id]
        for times, span, most in (
            (self._all, 1.0, 30),
            (chat, 60.0 if chat_id < 0 else 1.0, 20 if chat_id < 0 else 1),
        ):
            while times and times[0] <= now - span:
                times.popleft()
            if len(times) >= most:
                return max(1, round(times[0] + span - now + 0.5))
        self._all.append(now)
        chat.append(now)
        return None
