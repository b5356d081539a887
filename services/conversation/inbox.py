"""The inbox: every update is stored before it is handled, and handled until it is done."""

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storage.articles import questions
from storage.conversation import effects, inbox
from storage.conversation.inbox import Arrival, Claimed, DeadUpdate, Failure
from storage.engine.database import Database, Transaction
from storage.people import invitations
from storage.reminders import outbox
from storage.upkeep.workers import notify_workers

# A messenger keeps updates for a day; their keys are kept longer than that.
KEPT = timedelta(days=3)
QUESTIONS_KEPT = timedelta(days=60)
LARGEST = 2**62  # what a column takes; no messenger counts so far
FAULT = "fault"  # the kind of message that tells a person of it
COUNTED_ON = timedelta(days=6)
BRIEF_S = 0.01


class Inbox:
    """Updates of every channel."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # How long the last turn's statements took: the more waits, the longer.
        self._took_s = BRIEF_S

    async def turn(
        self,
        worker: str,
        now: datetime,
        channels: Sequence[str],
        arrivals: Sequence[Arrival],
        finished: Sequence[int],
        failures: Sequence[Failure],
        limit: int,
    ) -> list[Claimed]:
        """Store what arrived, mark what is done, claim what is next: one commit for all of it.

        Where that leaves work over, the other workers are told; one that is busy and has nothing to
        store leaves the database alone.
        """
        if limit <= 0 and not (arrivals or finished or failures):
            return []

        async def job(tx: Transaction) -> list[Claimed]:
            began = time.perf_counter()
            if arrivals:
                await inbox.add_arrivals(tx, arrivals)
            if finished:
                await inbox.finish(tx, finished, now)
            if failures:
                await inbox.set_aside(tx, failures, now)
            claimed = []
            if limit > 0:
                claimed = await inbox.claim(tx, worker, limit, now, channels)
            if arrivals and len(claimed) >= limit:
                await notify_workers(tx)
            self._took_s = time.perf_counter() - began
            return claimed

        return await self._database.write(job, "inbox", brief=self._took_s < BRIEF_S)

    async def set_aside(self, failure: Failure, now: datetime) -> bool:
        """Set an update aside; tell whether the person will be told of it by a message.

        That message is stored together with the failure, so it is sent surely and once. A stranger,
        who has no board to say it, has none.
        """

        async def job(tx: Transaction) -> bool:
            await inbox.set_aside(tx, [failure], now)
            sender = await inbox.known_sender(tx, failure.id)
            if sender is None:
                return False
            person_id, board_id = sender
            payload = {"number": failure.fault}
            await outbox.add_message(tx, board_id, FAULT, person_id, payload, now)
            return True

        return await self._database.write(job)

    async def release(self, worker: str | None = None) -> int:
        """Make claimed updates pending again: a worker's, or all of them; return how many."""
        return await self._database.write(lambda tx: inbox.release(tx, worker))

    async def next_offset(self, channel: str, now: datetime) -> int | None:
        """Return the id after the channel's update that was stored last.

        None begins with the oldest the messenger keeps: where nothing is stored, and after almost
        a week of silence, when Telegram may begin to count anew.
        """
        last = await self._database.read(lambda tx: inbox.last_update(tx, channel))
        if last is None or now - last[1] > COUNTED_ON:
            return None
        return last[0] + 1

    async def counts(self) -> dict[str, int]:
        """Return how many updates are pending, claimed and dead."""
        return await self._database.read(inbox.count_by_state)

    async def dead(self, fault: str | None = None, limit: int = 50) -> tuple[DeadUpdate, ...]:
        """Return updates that were set aside (those of one fault's number), the newest first."""
        return await self._database.read(lambda tx: inbox.dead_updates(tx, limit, fault))

    async def revive(self, fault: str | None = None) -> int:
        """Handle set-aside updates again: one by its fault's number, or all; return how many."""
        return await self._database.write(lambda tx: inbox.revive(tx, fault))

    async def purge(self, now: datetime) -> int:
        """Forget what is long done; return how many updates."""

        async def job(tx: Transaction) -> int:
            await effects.purge_effects(tx, now - KEPT)
            await invitations.purge_wrong_codes(tx, now - KEPT)
            await questions.purge_questions(tx, now - QUESTIONS_KEPT)
            return await inbox.purge_done(tx, now - KEPT)

        return await self._database.write(job)


def arrival(channel: str, update: dict[str, Any], now: datetime) -> Arrival:
    """Return the row of a raw update in Telegram's JSON.

    The chat is the one whose order matters: that of the message or the press, else the sender's.
    An update without an integer id gets none of the platform's: its row is set aside under the
    hash of its content.
    """
    # ASCII alone: half a surrogate pair in a name could not be stored otherwise.
    payload = json.dumps(update, separators=(",", ":"))
    update_id = update.get("update_id")
    if not isinstance(update_id, int) or abs(update_id) > LARGEST:
        return Arrival(channel, _digest(payload), 0, payload, now, "no update_id")
    return Arrival(channel, update_id, _chat_id(update), payload, now)


def _digest(payload: str) -> int:
    return int.from_bytes(hashlib.sha256(payload.encode()).digest()[:6])


def _chat_id(update: dict[str, Any]) -> int:
    for content in update.values():
        if not isinstance(content, dict):
            continue
        holders = (content, content.get("message"))
        for holder in holders:
            if isinstance(holder, dict) and isinstance(holder.get("chat"), dict):
                return _integer(holder["chat"].get("id"))
        if isinstance(content.get("from"), dict):
            return _integer(content["from"].get("id"))
    return 0


def _integer(value: object) -> int:
    return value if isinstance(value, int) and abs(value) <= LARGEST else 0
