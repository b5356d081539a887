"""Who writes too much is told once and then not read until it calms down."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

WINDOW = timedelta(minutes=1)
MOST_CHATS = 10_000


class Verdict(Enum):
    """What becomes of an update."""

    READ = auto()
    TELL = auto()
    IGNORE = auto()


@dataclass(slots=True)
class _Chat:
    arrived: deque[datetime] = field(default_factory=deque)
    last_update: int | None = None
    last_verdict: Verdict = Verdict.READ
    told: bool = False


class FloodGate:
    """Counts each chat's updates of the last minute; a limit of 0 lets everything through.

    The count lives in memory: a restart forgives, and several workers are as many times as patient.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def judge(self, chat_id: int, update_id: int, now: datetime) -> Verdict:
        """Return what becomes of an update; asked again for the same one, say the same."""
        if not self._limit:
            return Verdict.READ
        chat = self._chats.setdefault(chat_id, _Chat())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        if chat.last_update == update_id:
            return chat.last_verdict
        while chat.arrived and not now - WINDOW < chat.arrived[0] <= now:
            chat.arrived.popleft()
        chat.last_update = update_id
        chat.last_verdict = self._verdict(chat, now)
        return chat.last_verdict

    def _verdict(self, chat: _Chat, now: datetime) -> Verdict:
        # What is not read counts too: it calms down when the person stops, not in between.
        chat.arrived.append(now)
        if len(chat.arrived) > self._limit:
            chat.arrived.popleft()
            verdict = Verdict.IGNORE if chat.told else Verdict.TELL
            chat.told = True
            return verdict
        chat.told = False
        return Verdict.READ
