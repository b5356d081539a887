"""The outbox: messages are claimed, sent by the one sender, and settled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from domain.calls import Call
from domain.channels import WEB, ZALO, closed_after_days, pushes
from domain.conversation.zalo_quota import NEARLY_SPENT, quota_month
from domain.errors import Conflict
from domain.people.records import Account
from domain.periods.spans import Month
from domain.permissions import Action, require
from domain.reminders.paces import LONGEST_HOLD, pace_of, take_slots
from domain.reminders.rules import UNIT_SCOPES, retry_delay
from services.conversation.effects import once
from services.people.joining import ASKS_NAME
from services.reminders.due import Reminders
from storage.articles import drafts, review
from storage.conversation import dialogues, offers, zalo
from storage.engine.database import Database, Transaction
from storage.people import accounts
from storage.reminders import claims as outbox_claims
from storage.reminders import duties, outbox, paces
from storage.reminders.outbox import Outgoing, SentReminder, Undelivered
from storage.upkeep import audit

MAX_ATTEMPTS = 12
CLAIM_LIFE = timedelta(minutes=2)
ADJUSTED = timedelta(seconds=5)  # a clock set back by less is being adjusted
# How often a channel that cannot be reached is tried before the person's other account.
TRIES_EACH = 2
# What an account says that cannot be written to (`Reason` of the channels).
_REFUSALS = ("blocked", "deactivated", "not_found", "not_allowed")
# Days are counted where the people are, whichever board writes.
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message with the account it goes to and the instant it may be sent.

    `another` tells that the person has an account at which it was not refused yet.
    """

    message: Outgoing
    account: Account
    send_at: datetime
    another: bool = False


@dataclass(frozen=True, slots=True)
class ClockSetBack:
    """By how much the clock was set back, and how many messages waited for what comes again."""

    by: timedelta
    messages: int


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
        limit: int,
        only: Collection[int] | None = None,
    ) -> tuple[Ready, ...]:
        """Claim due messages and reserve their sending slots, the earliest first.

        A reminder whose units have all answered meanwhile is dropped; a person without an account
        that can be written to is recorded as failed; a chat that had a message just before has to
        wait.
        """

        async def job(tx: Transaction) -> tuple[Ready, ...]:
            claimed = await outbox_claims.claim_due(tx, worker, now, limit, only)
            if not claimed:
                return ()
            again = [message.id for message in claimed if message.attempts > 1]
            refused = await outbox.refusals(tx, again) if again else {}
            ready: list[Ready] = []
            for message in await self._still_needed(tx, claimed, now):
                usable = [a for a in message.accounts if a.channel in channels]
                if len(usable) > 1:
                    usable = await _likeliest_first(tx, usable, now)
                fresh = [a for a in usable if a.id not in refused.get(message.id, ())]
                if usable:
                    # The account used last comes first, the others when that one is out of reach.
                    place = (message.attempts - 1) // TRIES_EACH
                    account = (fresh or usable)[place % len(fresh or usable)]
                    ready.append(Ready(message, account, now, len(fresh) > 1))
                else:
                    await self._fail(tx, message, None, "no_account", now)
            return await _with_slots(tx, ready, now)

        return await self._database.write(job)

    async def sent(
        self,
        ready: Ready,
        message_id: int,
        now: datetime,
        choices: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Record that the platform confirmed the message."""
        await self._settle(ready, "sent", now, message_id=message_id, choices=choices)

    async def unknown(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that the message may have arrived or not; the board decides."""
        await self._settle(ready, "unknown", now, error=error)

    async def refused(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that the platform does not take the message; go on with another account."""
        await self._database.write(lambda tx: self._give_up(tx, ready, error, now))

    async def unreachable(self, ready: Ready, error: str, now: datetime) -> None:
        """Record that an account refuses and go on with the person's next one.

        It counts as closed once it has refused on as many days as the channel wants, with nothing
        sent to it and nothing written from it in between.
        """
        account = ready.account

        async def job(tx: Transaction) -> None:
            await self._give_up(tx, ready, error, now)
            wanted = closed_after_days(account.channel)
            if wanted > 1:
                refused = await outbox.days_refused(tx, account.id, _REFUSALS, _ZONE)
                if refused < wanted:
                    return
            await accounts.deactivate_account(tx, account.id)

        await self._database.write(job)

    async def migrated(self, ready: Ready, chat_id: int, now: datetime) -> None:
        """Follow a chat to its new id and send there.

        Where the new chat is an account of its own already, the old one is given up.
        """

        async def job(tx: Transaction) -> None:
            account = ready.account
            if await accounts.move_account(tx, account.id, account.channel, chat_id):
                await outbox.settle(tx, ready.message.id, "due", now, "migrated", now)
            else:
                await accounts.deactivate_account(tx, account.id)
                await self._fail(tx, ready.message, account.id, "migrated", now)

        await self._database.write(job)

    async def too_many(self, ready: Ready, error: str, now: datetime, after: timedelta) -> None:
        """Wait as long as the platform asks, with this message and every other to its chat."""

        async def job(tx: Transaction) -> None:
            account = ready.account
            free = now + min(after, LONGEST_HOLD)
            await paces.keep_chat_paces(tx, account.channel, {account.chat_id: free})
            await outbox.settle(tx, ready.message.id, "due", now, error, now + after)

        await self._database.write(job)

    async def hold(self, channel: str, until: datetime) -> None:
        """Let nothing go out over a channel before an instant."""
        await self._database.write(lambda tx: paces.keep_pace(tx, channel, until))

    async def postpone(
        self, ready: Ready, error: str, now: datetime, after: timedelta | None = None
    ) -> None:
        """Send again later: after the time the platform named, else with growing pauses.

        What never connected for good (`MAX_ATTEMPTS`) is recorded as failed.
        """
        if after is None and ready.message.attempts >= MAX_ATTEMPTS:
            await self.refused(ready, error, now)
            return
        due_at = now + (retry_delay(ready.message.attempts) if after is None else after)
        await self._database.write(
            lambda tx: outbox.settle(tx, ready.message.id, "due", now, error, due_at)
        )

    async def depart(self, ready: Ready, worker: str, now: datetime) -> bool:
        """Note that a message is about to leave; False when it is this worker's no longer."""
        return await self._database.write(
            lambda tx: outbox_claims.depart(tx, ready.message.id, worker, now)
        )

    async def doubt(self, now: datetime) -> int:
        """End what was claimed longer ago than a claim lives; return how many are unknown now.

        What had not left is due again.
        """
        old = outbox_claims.claimed_long_ago(now, CLAIM_LIFE)
        _freed, doubtful = await self._database.write(
            lambda tx: outbox_claims.end_claims(tx, old, now)
        )
        return doubtful

    async def doubt_all(self, now: datetime, kind: str) -> int:
        """End what workers of a kind claimed, none of which lives any more."""
        of = outbox_claims.claimed_by_kind(kind)
        _freed, doubtful = await self._database.write(
            lambda tx: outbox_claims.end_claims(tx, of, now)
        )
        return doubtful

    async def begin_tick(self, now: datetime) -> ClockSetBack | None:
        """Note that the scheduler runs, and let nothing wait for a time that comes a second time.

        Both in one transaction: whoever is killed between them would forget the later time, and
        what waits for it. None unless the clock was set back.
        """

        async def job(tx: Transaction) -> ClockSetBack | None:
            before = await duties.begin_tick(tx, now)
            if before is None or before - now <= ADJUSTED:
                return None
            return ClockSetBack(before - now, await outbox.follow_clock(tx, before, now))

        return await self._database.write(job)

    async def purge(self, now: datetime) -> None:
        """Forget the paces of chats that have been free for long."""
        await self._database.write(lambda tx: paces.purge_chat_paces(tx, now))

    async def undelivered(self, call: Call, limit: int = 20) -> tuple[Undelivered, ...]:
        """Return the board's failed and unknown messages, the newest first."""
        require(call, Action.SEE_BOARD)
        return await self._database.read(lambda tx: outbox.undelivered(tx, call.board.id, limit))

    async def send_again(self, call: Call, outbox_id: int) -> None:
        """Make a failed or unknown message due again; raise Conflict when it is not such a one."""
        require(call, Action.REMIND)

        async def job(tx: Transaction) -> bool:
            done = await outbox.send_again(tx, call.board.id, outbox_id, call.now)
            if not done:
                raise Conflict("not_undelivered")
            await audit.add_entry(tx, call, "send_again", "outbox", outbox_id)
            return done

        await once(
            self._database, call.origin, call.now, "deliveries.send_again", TypeAdapter(bool), job
        )

    async def open_question(self, call: Call) -> SentReminder | None:
        """Return the reminder that a person has not answered and this account has not shown.

        None for a digest, which asks nothing, and once every unit it names has answered.
        """
        require(call, Action.SEE_UNIT)

        async def job(tx: Transaction) -> SentReminder | None:
            found = await outbox.newest_reminder(tx, call.board.id, call.person.id)
            if found is None or call.account_id in found.accounts:
                return None
            if found.payload["scope"] not in UNIT_SCOPES:
                return None
            code = str(found.payload["month"])
            month = Month.of_code(code)
            silent = await self._reminders.still_silent(tx, call.board.id, month)
            left = [unit for unit in found.payload["units"] if unit[0] in silent]
            return replace(found, payload={**found.payload, "units": left}) if left else None

        return await self._database.read(job)

    async def shown_as_well(
        self,
        call: Call,
        reminder: SentReminder,
        message_id: int,
        choices: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Record that a reminder stands in one more of its person's chats."""
        require(call, Action.SEE_UNIT)

        async def job(tx: Transaction) -> None:
            await outbox.record_delivery(
                tx, call.board.id, reminder.id, call.account_id, "sent", call.now, message_id
            )
            if choices:
                place, whose = (WEB, call.chat_id), (call.person.id, call.board.id)
                await _keep_choices(tx, place, whose, message_id, choices, call.now)

        await self._database.write(job)

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
        choices: Sequence[tuple[str, str]] = (),
    ) -> None:
        async def job(tx: Transaction) -> None:
            message = ready.message
            if message_id is not None and choices:
                place = (ready.account.channel, ready.account.chat_id)
                whose = (message.person_id, message.board_id)
                await _keep_choices(tx, place, whose, message_id, choices, now)
            await outbox.record_delivery(
                tx, message.board_id, message.id, ready.account.id, state, now, message_id, error
            )
            await outbox.settle(tx, message.id, state, now, error)

        await self._database.write(job)

    async def _give_up(self, tx: Transaction, ready: Ready, error: str, now: datetime) -> None:
        """Have a message sent to the person's other account, or record that it failed."""
        message, account = ready.message, ready.account
        if not ready.another:
            await self._fail(tx, message, account.id, error, now)
            return
        await outbox.record_delivery(
            tx, message.board_id, message.id, account.id, "failed", now, error=error
        )
        await outbox.settle(tx, message.id, "due", now, error, now)

    async def _fail(
        self,
        tx: Transaction,
        message: Outgoing,
        account_id: int | None,
        error: str,
        now: datetime,
    ) -> None:
        if account_id is not None:
            await outbox.record_delivery(
                tx, message.board_id, message.id, account_id, "failed", now, error=error
            )
        await outbox.settle(tx, message.id, "failed", now, error)
        if message.kind == "reminder":
            await self._reminders.let_heads_stand_in(tx, message, now)

    async def _still_needed(
        self, tx: Transaction, claimed: Collection[Outgoing], now: datetime
    ) -> list[Outgoing]:
        silent: dict[tuple[int, str], frozenset[int]] = {}
        needed: list[Outgoing] = []
        for message in claimed:
            if message.kind == "waiting" and not await review.count_pending(tx, message.board_id):
                await outbox.settle(tx, message.id, "dropped", now, "answered")
                continue
            if message.kind != "reminder":
                needed.append(message)
                continue
            code = str(message.payload["month"])
            key = (message.board_id, code)
            if key not in silent:
                month = Month.of_code(code)
                silent[key] = await self._reminders.still_silent(tx, message.board_id, month)
            left = [unit for unit in message.payload["units"] if unit[0] in silent[key]]
            if left:
                payload = {**message.payload, "units": left}
                needed.append(replace(message, payload=payload))
            else:
                await outbox.settle(tx, message.id, "dropped", now, "answered")
        return needed


async def _keep_choices(
    tx: Transaction,
    place: tuple[str, int],
    whose: tuple[int, int],
    message_id: int,
    choices: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """Let a number typed after a message mean its button, unless something else was asked."""
    asked = await dialogues.find_dialogue(tx, *whose)
    # How a name is written may be told or not: that waits for no answer.
    if (asked is not None and asked.kind != ASKS_NAME) or await drafts.find_draft(tx, *whose):
        return
    await offers.save_reminder(tx, *place, message_id, choices, now)


async def _likeliest_first(
    tx: Transaction, usable: Sequence[Account], now: datetime
) -> list[Account]:
    """Return accounts in the order to try: the one used last first, a page that alerts nobody last.

    Zalo's comes behind another that alerts while its month is nearly spent: what is left of it is
    for those who have nothing else.
    """
    spent = any(account.channel == ZALO for account in usable) and (
        await zalo.count_sent(tx, quota_month(now)) >= NEARLY_SPENT
    )
    return sorted(usable, key=lambda one: (not pushes(one.channel), spent and one.channel == ZALO))


async def _with_slots(tx: Transaction, ready: Sequence[Ready], now: datetime) -> tuple[Ready, ...]:
    slotted: list[Ready] = []
    waiting: dict[int, datetime] = {}
    for channel in sorted({item.account.channel for item in ready}):
        own = {item.message.id: item for item in ready if item.account.channel == channel}
        pace = pace_of(channel)
        if pace is None:
            slotted += own.values()
            continue
        wanted = [(message_id, item.account.chat_id) for message_id, item in own.items()]
        next_at, chats = await paces.lock_pace(tx, channel, [chat for _id, chat in wanted], now)
        slots = take_slots(wanted, pace, now, next_at, chats)
        await paces.keep_pace(tx, channel, slots.next_at)
        await paces.keep_chat_paces(tx, channel, slots.chats)
        slotted += [
            replace(own[message_id], send_at=at) for message_id, at in slots.sent_at.items()
        ]
        waiting.update(slots.put_back)
    if waiting:
        await outbox_claims.put_back(tx, waiting, now)
    return tuple(sorted(slotted, key=lambda item: item.send_at))
