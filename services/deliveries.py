"""The outbox: messages are claimed, sent by the one sender, and settled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.calls import Call
from domain.errors import Conflict
from domain.people import Account
from domain.periods import Month
from domain.permissions import Action, require
from domain.reminders import retry_delay
from services.reminders import Reminders
from storage import outbox, people
from storage.database import Database, Transaction
from storage.outbox import Outgoing, Undelivered

GAP = timedelta(seconds=1) / 30  # 30 messages a second over all
MAX_ATTEMPTS = 12
CLAIM_LIFE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message with the account it goes to and the instant it may be sent."""

    message: Outgoing
    account: Account
    send_at: datetime


class Deliveries:
    """What was sent, what was not, and what nobody knows."""

    def __init__(self, database: Database, reminders: Reminders) -> None:
        self._database = database
        self._reminders = reminders

    async def claim(
        self,
        worker: str,
        now: datetime,
        channels: Collection[str],
        limit: int = 30,
        only: Collection[int] | None = None,
    ) -> tuple[Ready, ...]:
        """Claim due messages and reserve their sending slots.

        A reminder whose units have all answered meanwhile is dropped; a person without an account
        that can be written to is recorded as failed.
        """

        async def job(tx: Transaction) -> tuple[Ready, ...]:
            claimed = await outbox.claim_due(tx, worker, now, limit, only)
            current = await self._still_needed(tx, claimed, now)
            ready: list[Ready] = []
            for message in current:
                account = next(
                    (
                        account
                        for account in message.accounts
                        if account.channel in channels and account.id not in message.tried
                    ),
                    None,
                )
                if account is None:
                    await outbox.settle(tx, message.id, "failed", now, "no_account")
                else:
                    ready.append(Ready(message, account, now))
            return await self._with_slots(tx, ready, now)

        return await self._database.write(job)

    async def sent(self, ready: Ready, message_id: int, now: datetime) -> None:
        """Record that the platform confirmed the message."""
        await self._settle(ready, "sent", now, message_id=message_id)

    async def unknown(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that the message may have arrived or not; the board decides."""
        await self._settle(ready, "unknown", now, error=error)

    async def refused(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that the platform does not take the message."""
        await self._settle(ready, "failed", now, error=error)

    async def unreachable(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that an account cannot be written to and go on with the person's next one."""

        async def job(tx: Transaction) -> None:
            message = ready.message
            await people.deactivate_account(tx, ready.account.id)
            await outbox.record_delivery(
                tx, message.board_id, message.id, ready.account.id, "failed", now, error=error
            )
            if len(message.accounts) > 1:
                await outbox.settle(tx, message.id, "due", now, error, now)
            else:
                await outbox.settle(tx, message.id, "failed", now, error)

        await self._database.write(job)

    async def migrated(self, ready: Ready, chat_id: int, now: datetime) -> None:
        """Follow a chat to its new id and send there."""

        async def job(tx: Transaction) -> None:
            await people.move_account(tx, ready.account.id, chat_id)
            await outbox.settle(tx, ready.message.id, "due", now, "migrated", now)

        await self._database.write(job)

    async def postpone(
        self, ready: Ready, error: str, now: datetime, after: timedelta | None = None
    ) -> None:
        """Send again later: after the time the platform named, else with growing pauses.

        What never connected for good (`MAX_ATTEMPTS`) is recorded as failed.
        """
        if after is None and ready.message.attempts >= MAX_ATTEMPTS:
            await self._settle(ready, "failed", now, error=error)
            return
        due_at = now + (retry_delay(ready.message.attempts) if after is None else after)
        await self._database.write(
            lambda tx: outbox.settle(tx, ready.message.id, "due", now, error, due_at)
        )

    async def doubt(self, now: datetime) -> int:
        """Mark as unknown what was claimed longer ago than a claim lives; return how many."""
        return await self._database.write(lambda tx: outbox.doubt_claims(tx, now - CLAIM_LIFE, now))

    async def doubt_all(self, now: datetime, kind: str) -> int:
        """Mark as unknown what workers of a kind claimed, none of which lives any more."""
        return await self._database.write(lambda tx: outbox.doubt_claims(tx, None, now, kind))

    async def undelivered(self, call: Call, limit: int = 20) -> tuple[Undelivered, ...]:
        """Return the board's failed and unknown messages, the newest first."""
        require(call, Action.SEE_BOARD)
        return await self._database.read(lambda tx: outbox.undelivered(tx, call.board.id, limit))

    async def send_again(self, call: Call, outbox_id: int) -> None:
        """Make a failed or unknown message due again; raise Conflict when it is not such a one."""
        require(call, Action.REMIND)
        done = await self._database.write(
            lambda tx: outbox.send_again(tx, call.board.id, outbox_id, call.now)
        )
        if not done:
            raise Conflict("not_undelivered")

    async def states(self, ids: Collection[int]) -> Mapping[int, str]:
        """Return messages' states by id."""
        return await self._database.read(lambda tx: outbox.states_of(tx, ids))

    async def next_due(self) -> datetime | None:
        """Return when the next message is due, None when none waits."""
        return await self._database.read(outbox.next_due)

    async def _settle(
        self,
        ready: Ready,
        state: str,
        now: datetime,
        message_id: int | None = None,
        error: str | None = None,
    ) -> None:
        async def job(tx: Transaction) -> None:
            message = ready.message
            await outbox.record_delivery(
                tx, message.board_id, message.id, ready.account.id, state, now, message_id, error
            )
            await outbox.settle(tx, message.id, state, now, error)

        await self._database.write(job)

    async def _still_needed(
        self, tx: Transaction, claimed: Collection[Outgoing], now: datetime
    ) -> list[Outgoing]:
        silent: dict[tuple[int, str], frozenset[int]] = {}
        needed: list[Outgoing] = []
        for message in claimed:
            if message.kind != "reminder":
                needed.append(message)
                continue
            code = str(message.payload["month"])
            key = (message.board_id, code)
            if key not in silent:
                month = Month(int(code[:4]), int(code[5:]))
                silent[key] = await self._reminders.still_silent(tx, message.board_id, month)
            left = [unit for unit in message.payload["units"] if unit[0] in silent[key]]
            if left:
                payload = {**message.payload, "units": left}
                needed.append(replace(message, payload=payload))
            else:
                await outbox.settle(tx, message.id, "dropped", now, "answered")
        return needed

    async def _with_slots(
        self, tx: Transaction, ready: list[Ready], now: datetime
    ) -> tuple[Ready, ...]:
        slotted: list[Ready] = []
        for channel in dict.fromkeys(item.account.channel for item in ready):
            own = [item for item in ready if item.account.channel == channel]
            first = await outbox.take_slots(tx, channel, len(own), now, GAP)
            slotted += [
                replace(item, send_at=first + GAP * place) for place, item in enumerate(own)
            ]
        return tuple(sorted(slotted, key=lambda item: item.send_at))
