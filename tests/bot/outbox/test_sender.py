"""The sender over a real database: what each outcome of a send leads to."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.app import Foundation, foundation
from bot.channels.outbound import (
    AnswerLost,
    Button,
    Migrated,
    NeverSent,
    Reason,
    Refused,
    SentMessage,
    ServerFault,
    TokenRejected,
    TooMany,
    Unreachable,
)
from bot.clock.now import system_clock
from bot.clock.tick import Tick
from bot.demo.stage import MovableClock
from bot.outbox.sender import BATCH, HOLD_AFTER, Sender
from bot.outbox.turns import FEWEST_UNDER_WAY
from domain.calls import Origin, Visit
from domain.people.records import Role
from storage.engine.database import Transaction
from storage.reminders import outbox
from tests.databases import stored_rows
from tests.flows.conftest import BOARD, START, loaded, still_clock

CHANNEL = "telegram"
BROADCAST = {"board": "Ban", "text": "Họp"}


class FakeOutbound:
    """A channel that fails as a test wants and remembers what it was asked to send."""

    def __init__(self) -> None:
        self.faults: dict[int, list[Exception]] = {}
        self.attempts: list[tuple[float, int]] = []
        self.arrived: list[tuple[int, str]] = []
        self.latency = 0.0
        self._wanted = 0
        self._enough = asyncio.Event()

    async def received(self, count: int) -> None:
        """Wait until so many messages have arrived."""
        self._wanted = count
        if len(self.arrived) < count:
            async with asyncio.timeout(20):
                await self._enough.wait()

    async def send(
        self, chat_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
    ) -> SentMessage:
        """Raise the chat's next fault, or take the message."""
        self.attempts.append((asyncio.get_running_loop().time(), chat_id))
        await asyncio.sleep(self.latency)
        if self.faults.get(chat_id):
            raise self.faults[chat_id].pop(0)
        self.arrived.append((chat_id, text))
        if 0 < self._wanted <= len(self.arrived):
            self._enough.set()
        return SentMessage(len(self.arrived))

    async def close(self) -> None:
        """Do nothing."""


class Post:
    """A board's people and what is sent to them."""

    def __init__(self, base: Foundation, clock: MovableClock) -> None:
        self.base = base
        self.clock = clock
        self.channel = FakeOutbound()
        self.other = FakeOutbound()
        self.sender = Sender(
            base.services.deliveries,
            {CHANNEL: self.channel, "zalo": self.other},
            clock,
            _no_wait,
        )
        self._updates = 0

    async def join(
        self, chat_id: int, role: Role = Role.EDITOR, unit_id: int | None = None, **account: str
    ) -> int:
        """Let a person join by a chat; return the person's id."""
        people, board = self.base.services.people, self.base.services.boards.named(None)
        code = (await people.invite_by_operator(board, role, unit_id, self.clock())).code
        self._updates += 1
        origin = Origin(account.get("channel", CHANNEL), self._updates)
        await people.join(Visit(origin, self.clock(), chat_id, f"Người {chat_id}", "vi"), code)
        return int(self.rows("SELECT max(id) FROM people")[0])

    async def add(self, *person_ids: int, text: str = "Họp giao ban") -> None:
        """Have a broadcast wait for people."""
        board = self.base.services.boards.named(None)
        payload = {"board": board.name, "text": text}

        async def job(tx: Transaction) -> None:
            await outbox.add_messages(tx, board.id, "broadcast", person_ids, payload, self.clock())

        await self.base.database.write(job)

    async def send(self, after: float = 0.0) -> None:
        """Let seconds pass and send everything that is due by then."""
        self.clock.move(self.clock() + timedelta(seconds=after))
        while await self.sender.send_due():
            pass

    def rows(self, query: str) -> list[Any]:
        """Return what the database holds."""
        found = stored_rows(self.base.config.database_url, query)
        return [row[0] if len(row) == 1 else row for row in found]

    def states(self) -> list[str]:
        """Return the states of the messages in the order they were made."""
        return self.rows("SELECT state FROM outbox ORDER BY id")


async def _no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """An empty board with a sender over two channels."""
    clock = still_clock()
    async with foundation(loaded(tmp_path, BOARD), clock) as base:
        yield Post(base, clock)


async def test_a_message_is_sent_once_and_recorded(post: Post) -> None:
    await post.add(await post.join(5))
    await post.send()
    await post.send(after=3600)
    assert post.channel.arrived == [
        (5, "<b>Thông báo của Ban Biên tập huyện Mẫu</b>\nHọp giao ban")
    ]
    assert post.rows("SELECT state, message_id FROM deliveries") == [("sent", 1)]
    assert post.states() == ["sent"]


@pytest.mark.parametrize("fault", [NeverSent(), ServerFault(), TokenRejected()])
async def test_what_certainly_did_not_arrive_is_sent_again_later(
    post: Post, fault: Exception
) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [fault]
    await post.send()
    assert post.states() == ["due"]
    await post.send(after=4)
    assert len(post.channel.attempts) == 1
    await post.send(after=2)
    assert post.states() == ["sent"]
    assert len(post.channel.arrived) == 1


async def test_what_never_connects_is_given_up_after_hours_and_shown(post: Post) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [NeverSent() for _ in range(50)]
    for _ in range(20):
        await post.send(after=1801)
    assert len(post.channel.attempts) == 12
    assert post.rows("SELECT state, error FROM outbox") == [("failed", "NeverSent")]


async def test_a_lost_answer_is_unknown_and_never_sent_again_by_itself(post: Post) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [AnswerLost()]
    await post.send()
    await post.send(after=86400)
    assert len(post.channel.attempts) == 1
    assert post.rows("SELECT state, error FROM outbox") == [("unknown", "answer_lost")]


async def test_a_fault_of_the_channels_own_code_counts_as_a_lost_answer(post: Post) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [RuntimeError("a bug")]
    await post.send()
    assert post.states() == ["unknown"]


async def test_too_many_waits_as_asked_and_holds_that_chat_alone(post: Post) -> None:
    busy, other = await post.join(5), await post.join(6)
    await post.add(busy)
    post.channel.faults[5] = [TooMany(40)]
    await post.send()
    await post.add(busy, other, text="Thông báo sau")
    await post.send(after=30)
    assert [chat for chat, _text in post.channel.arrived] == [6]
    await post.send(after=11)
    await post.send(after=2)
    assert Counter(chat for chat, _text in post.channel.arrived) == {6: 1, 5: 2}
    assert post.states() == ["sent"] * 3


async def test_a_wait_that_the_platform_asks_for_is_no_failed_attempt(post: Post) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [TooMany(1) for _ in range(30)]
    for _ in range(32):
        await post.send(after=2)
    assert post.states() == ["sent"]


async def test_a_platform_that_refuses_every_chat_holds_the_channel(post: Post) -> None:
    people = [await post.join(chat) for chat in range(5, 5 + HOLD_AFTER + 1)]
    await post.add(*people[:-1])
    for chat in range(5, 5 + HOLD_AFTER):
        post.channel.faults[chat] = [TooMany(60)]
    await post.send()
    await post.add(people[-1])
    claimed = await post.base.services.deliveries.claim("run:1", post.clock(), [CHANNEL], 30)
    assert [ready.send_at - post.clock() for ready in claimed] == [timedelta(seconds=60)]


@pytest.mark.parametrize("reason", list(Reason))
async def test_who_cannot_be_written_to_is_marked_and_not_tried_again(
    post: Post, reason: Reason
) -> None:
    person = await post.join(5)
    await post.add(person, person)
    post.channel.faults[5] = [Unreachable(reason)]
    await post.send(after=0)
    await post.send(after=2)
    assert len(post.channel.attempts) == 1
    assert post.rows("SELECT state, error FROM outbox ORDER BY id") == [
        ("failed", reason.value),
        ("failed", "no_account"),
    ]
    assert post.rows("SELECT active FROM accounts") == [0]


async def test_a_persons_other_account_is_used_when_one_is_blocked(post: Post) -> None:
    person = await post.join(5)
    await post.base.database.write(lambda tx: _add_account(tx, person, "zalo", 77, post.clock()))
    await post.add(person)
    post.channel.faults[5] = [Unreachable(Reason.BLOCKED)]
    await post.send()
    assert [chat for chat, _text in post.other.arrived + post.channel.arrived] == [77]
    assert post.states() == ["sent"]


async def test_a_refused_message_is_failed_with_the_platforms_words(post: Post) -> None:
    await post.add(await post.join(5))
    post.channel.faults[5] = [Refused("message is too long")]
    await post.send()
    assert post.rows("SELECT state, error FROM outbox") == [("failed", "message is too long")]


async def test_a_chat_that_migrated_is_followed(post: Post) -> None:
    await post.add(await post.join(-5))
    post.channel.faults[-5] = [Migrated(-1005)]
    await post.send()
    assert [chat for chat, _text in post.channel.arrived] == [-1005]
    assert post.rows("SELECT chat_id FROM accounts") == [-1005]


async def test_a_chat_that_migrated_to_a_known_one_is_given_up(post: Post) -> None:
    person = await post.join(-5)
    await post.join(-1005)
    await post.add(person)
    post.channel.faults[-5] = [Migrated(-1005)]
    await post.send()
    assert post.channel.arrived == []
    assert post.rows("SELECT state, error FROM outbox") == [("failed", "migrated")]


async def test_a_message_without_words_fails_and_stops_nothing(post: Post) -> None:
    person, other = await post.join(5), await post.join(6)
    board = post.base.services.boards.named(None)
    await post.base.database.write(
        lambda tx: outbox.add_message(tx, board.id, "poem", person, {}, post.clock())
    )
    await post.add(other)
    await post.send()
    assert post.states() == ["failed", "sent"]


async def test_messages_to_one_chat_go_out_in_order_a_second_apart(post: Post) -> None:
    person = await post.join(5)
    await post.add(person, text="Một")
    await post.add(person, text="Hai")
    await post.send()
    assert len(post.channel.arrived) == 1
    await post.send(after=1)
    assert [text.rpartition("\n")[2] for _chat, text in post.channel.arrived] == ["Một", "Hai"]
    assert post.rows("SELECT attempts FROM outbox") == [1, 1]


@pytest.mark.parametrize("later", [timedelta(minutes=3), timedelta(minutes=-60)])
async def test_of_what_a_killed_process_claimed_only_what_was_leaving_is_unknown(
    post: Post, later: timedelta
) -> None:
    await post.add(await post.join(5), await post.join(6))
    deliveries = post.base.services.deliveries
    first, _second = await deliveries.claim("run:1", post.clock(), [CHANNEL], 30)
    assert await deliveries.depart(first, "run:1", post.clock())
    assert await deliveries.doubt(post.clock()) == 0
    post.clock.move(post.clock() + later)
    assert await deliveries.doubt(post.clock()) == 1
    await post.send(after=600)
    assert [chat for _at, chat in post.channel.attempts] == [6]
    assert post.rows("SELECT state, error, attempts FROM outbox") == [
        ("unknown", "interrupted", 1),
        ("sent", None, 1),
    ]


async def test_a_process_that_slept_too_long_does_not_send_what_another_has_taken(
    post: Post,
) -> None:
    await post.add(await post.join(5))
    deliveries = post.base.services.deliveries
    (claimed,) = await deliveries.claim("run:1", post.clock(), [CHANNEL], 30)
    await deliveries.doubt(post.clock() + timedelta(minutes=3))
    assert not await deliveries.depart(claimed, "run:1", post.clock())
    post.clock.move(post.clock() + timedelta(minutes=3))
    assert len(await deliveries.claim("run:2", post.clock(), [CHANNEL], 30)) == 1
    assert not await deliveries.depart(claimed, "run:1", post.clock())
    assert await deliveries.depart(claimed, "run:2", post.clock())
    assert not await deliveries.depart(claimed, "run:2", post.clock())


async def test_nothing_waits_for_an_hour_that_the_clock_repeats(post: Post) -> None:
    tick = Tick(post.base.services, post.sender, post.clock)
    due, tried, planned = [await post.join(chat) for chat in (5, 6, 7)]
    await tick()
    await post.add(tried)
    post.channel.faults[6] = [NeverSent()]
    await post.send()
    await post.add(due)
    await post.base.database.write(
        lambda tx: outbox.add_message(
            tx,
            1,
            "broadcast",
            planned,
            BROADCAST,
            post.clock(),
            post.clock() + timedelta(hours=3),
        )
    )
    post.clock.move(post.clock() - timedelta(hours=1))
    await post.send()
    assert post.channel.arrived == []
    await tick()
    await post.send()
    assert [chat for chat, _text in post.channel.arrived] == [5]
    await post.send(after=6)
    assert [chat for chat, _text in post.channel.arrived] == [5, 6]
    await post.send(after=4 * 3600)
    assert [chat for chat, _text in post.channel.arrived] == [5, 6, 7]


async def test_a_tick_that_ends_amid_following_the_clock_leaves_it_to_the_next(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = Tick(post.base.services, post.sender, post.clock)
    await post.add(await post.join(5))
    post.clock.move(post.clock() - timedelta(hours=1))

    async def killed(*_arguments: object) -> int:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "follow_clock", killed)
        with pytest.raises(RuntimeError):
            await tick()
    await tick()
    await post.send()
    assert [chat for chat, _text in post.channel.arrived] == [5]


async def _put_back(post: Post) -> None:
    await post.sender.send_due()


async def _held(post: Post) -> None:
    post.channel.faults[5] = [TooMany(240)]
    await post.send()


async def _tried(post: Post) -> None:
    post.channel.faults[5] = [NeverSent(), NeverSent()]
    await post.sender.send_due()


async def _sent_again(post: Post) -> None:
    number = int(post.rows("SELECT id FROM outbox WHERE state = 'unknown'")[0])
    await post.base.database.write(lambda tx: outbox.send_again(tx, 1, number, post.clock()))


@pytest.mark.parametrize("keep_waiting", [_put_back, _held, _tried, _sent_again])
async def test_nothing_waits_for_an_hour_that_the_clock_skipped_and_repeats(
    post: Post, keep_waiting: Callable[[Post], Awaitable[None]]
) -> None:
    """No tick ran in the hour in which the clock was wrong."""
    tick = Tick(post.base.services, post.sender, post.clock)
    before = post.clock()
    await post.add(*[await post.join(5)] * 2)
    if keep_waiting is _sent_again:
        post.channel.faults[5] = [AnswerLost()]
        await post.send()
        await post.send(after=60)
    await tick()
    post.clock.move(before + timedelta(hours=1))
    await keep_waiting(post)
    post.clock.move(before + timedelta(minutes=2))
    await tick()
    for _ in range(6):
        await post.send(after=60)
    assert set(post.states()) == {"sent"}


async def test_two_senders_share_the_work_and_the_pace(post: Post) -> None:
    people = [await post.join(chat) for chat in range(5, 25)]
    await post.add(*people)
    deliveries = post.base.services.deliveries
    first, second = await asyncio.gather(
        deliveries.claim("run:1", post.clock(), [CHANNEL], 10),
        deliveries.claim("run:2", post.clock(), [CHANNEL], 10),
    )
    assert not {one.message.id for one in first} & {one.message.id for one in second}
    at = sorted(one.send_at for one in (*first, *second))
    assert all(b - a >= timedelta(microseconds=33_334) for a, b in itertools.pairwise(at))


async def test_slow_answers_do_not_slow_the_sending(tmp_path: Path) -> None:
    clock = MovableClock(START.astimezone(UTC), _elapsed)
    async with foundation(loaded(tmp_path, BOARD), clock) as base:
        post = Post(base, clock)
        people = [await post.join(chat) for chat in range(5, 5 + 3 * BATCH)]
        await post.add(*people)
        post.channel.latency = 0.7
        stop = asyncio.Event()
        sender = Sender(base.services.deliveries, {CHANNEL: post.channel}, clock)
        running = asyncio.create_task(sender.run(stop))
        await post.channel.received(len(people))
        stop.set()
        await running
        at = [moment for moment, _chat in post.channel.attempts]
        assert len(at) == len(people)
        under_way = [sum(a <= b < a + post.channel.latency for a in at) for b in at]
        assert max(under_way) > 2 * FEWEST_UNDER_WAY
        assert max(sum(a <= b < a + 1 for b in at) for a in at) <= 31
        assert set(post.states()) == {"sent"}


async def test_a_stop_leaves_what_was_not_begun_due(tmp_path: Path) -> None:
    clock = MovableClock(START.astimezone(UTC), _elapsed)
    async with foundation(loaded(tmp_path, BOARD), clock) as base:
        post = Post(base, clock)
        await post.add(*[await post.join(chat) for chat in range(5, 5 + BATCH)])
        stop = asyncio.Event()
        sender = Sender(base.services.deliveries, {CHANNEL: post.channel}, clock)
        running = asyncio.create_task(sender.run(stop))
        await post.channel.received(1)
        stop.set()
        await running
        states = Counter(post.states())
        assert states["sent"] == len(post.channel.arrived)
        assert states["due"] == BATCH - states["sent"] > 0


async def test_a_message_that_is_sent_but_cannot_be_recorded_is_in_doubt(post: Post) -> None:
    await post.add(await post.join(5))
    await post.base.database.write(
        lambda tx: tx.execute(text("ALTER TABLE deliveries RENAME TO gone"))
    )
    await post.send()
    assert len(post.channel.arrived) == 1
    assert post.states() == ["claimed"]
    await post.base.services.deliveries.doubt(post.clock() + timedelta(minutes=3))
    assert post.states() == ["unknown"]


async def _add_account(
    tx: Transaction, person_id: int, channel: str, chat_id: int, now: datetime
) -> None:
    from storage.people.accounts import add_account

    await add_account(tx, person_id, channel, chat_id, now - timedelta(days=1))


def _elapsed() -> timedelta:
    return system_clock() - datetime(2021, 1, 1, tzinfo=UTC)
