"""Zalo's ids are strings and the Bot API's are integers: one way to turn each into the other.

A private chat has its person's number, a group a negative one. Only chats and people can be
turned back: nothing on Zalo is done to a message that was sent.
"""

import hashlib

from bot.channels.outbound import Reason, Unreachable
from bot.channels.zalo.store import ZaloStore

_ID_BYTES = 6  # below 2^52, which JSON's numbers and the Bot API's ids hold


async def private_number(store: ZaloStore, zalo_id: str) -> int:
    """Return the number of a person, which is that of the private chat too."""
    return await store.map_id("user", zalo_id)


async def group_number(store: ZaloStore, zalo_id: str) -> int:
    """Return the number of a group, below 0."""
    return -await store.map_id("group", zalo_id)


async def zalo_chat_id(store: ZaloStore, number: int) -> str:
    """Return Zalo's id of a chat; raise Unreachable for a number that was never given out."""
    try:
        return await store.zalo_id("group" if number < 0 else "user", abs(number))
    except LookupError:
        raise Unreachable(Reason.NOT_FOUND) from None


def message_number(zalo_chat: str, message_id: str) -> int:
    """Return the number of a message in a chat, the same whenever it comes."""
    digest = hashlib.sha256(f"{zalo_chat}\0{message_id}".encode())
    return int.from_bytes(digest.digest()[:_ID_BYTES])
