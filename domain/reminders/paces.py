"""How fast a channel lets the bot speak on its own, and which instant each message gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# A clock that jumped back must not leave a pace in the future for longer than this.
LONGEST_HOLD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pace:
    """The shortest time between two messages: over all, to one person, to one group."""

    overall: timedelta
    chat: timedelta
    group: timedelta

    def gap(self, chat_id: int) -> timedelta:
        """Return the shortest time between two messages to a chat; groups have negative ids."""
        return self.group if chat_id < 0 else self.chat


# 30 messages a second over all, 1 a second to a chat, 20 a minute to a group (Bots FAQ, "My bot is
# hitting limits"); 33,334 µs, so that no second has 31. Zalo documents no limit; it gets the same.
_CAREFUL = Pace(timedelta(microseconds=33_334), timedelta(seconds=1), timedelta(seconds=3))
# Our own page has no limits.
_PACES: Mapping[str, Pace | None] = {"web": None}


def pace_of(channel: str) -> Pace | None:
    """Return a channel's limits, None where it has none."""
    return _PACES.get(channel, _CAREFUL)


@dataclass(frozen=True, slots=True)
class Slots:
    """The instants of some messages by their ids, and the paces afterwards.

    `sent_at` may be sent then, one `put_back` asks again then: its chat had a message just before.
    """

    sent_at: Mapping[int, datetime]
    put_back: Mapping[int, datetime]
    next_at: datetime
    chats: Mapping[int, datetime]


def take_slots(
    wanted: Sequence[tuple[int, int]],
    pace: Pace,
    now: datetime,
    next_at: datetime | None,
    chats: Mapping[int, datetime],
) -> Slots:
    """Give each wanted message (its id and its chat) an instant, in order.

    `next_at` and `chats` are when the channel and each chat are free again.
    """
    latest = now + LONGEST_HOLD
    free = now if next_at is None or next_at > latest else max(now, next_at)
    busy = {chat: at for chat, at in chats.items() if at <= latest}
    taken: dict[int, datetime] = {}
    sent_at: dict[int, datetime] = {}
    put_back: dict[int, datetime] = {}
    for message_id, chat_id in wanted:
        if busy.get(chat_id, now) > free:
            put_back[message_id] = busy[chat_id]
            continue
        sent_at[message_id] = free
        taken[chat_id] = busy[chat_id] = free + pace.gap(chat_id)
        free += pace.overall
    return Slots(sent_at, put_back, free, taken)
