"""What reaches the inbox, and what is asked for again, when polls, stores and tokens fail."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import InvalidToken

from bot.channels.telegram.transport import answer_request
from bot.inbox.poller import Poller
from tests.fakes.bot_api import BotApi, Fault, Faults


class Inbox:
    """Stores whole polls, and fails when told to."""

    def __init__(self) -> None:
        self.polls: list[list[dict[str, Any]]] = []
        self.failures: list[Exception] = []
        self.offsets: list[int | None] = []
        self.changed = asyncio.Event()

    @property
    def ids(self) -> list[int]:
        return [update["update_id"] for poll in self.polls for update in poll]

    async def accept_many(self, channel: str, updates: list[dict[str, Any]]) -> None:
        assert channel == "telegram"
        if self.failures:
            raise self.failures.pop(0)
        self.polls.append(updates)
        self.changed.set()

    async def next_offset(self) -> int | None:
        self.offsets.append(max(self.ids) + 1 if self.polls else None)
        return self.offsets[-1]

    async def until(self, predicate: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not predicate():
                self.changed.clear()
                await self.changed.wait()


class Waits:
    """Notes how long the poller would wait, and lets it go on at once."""

    def __init__(self, inbox: Inbox) -> None:
        self.lengths: list[float] = []
        self._inbox = inbox

    async def __call__(self, seconds: float) -> None:
        self.lengths.append(seconds)
        self._inbox.changed.set()
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _delays_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as running:
        yield running


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def waits(inbox: Inbox) -> Waits:
    return Waits(inbox)


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    request = answer_request()
    base = f"{api.url}/bot"
    async with Bot(api.token, base, request=request, get_updates_request=request) as running:
        yield running


@asynccontextmanager
async def polling(bot: Bot, inbox: Inbox, waits: Waits) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    poller = Poller(
        bot, "telegram", inbox.accept_many, inbox.next_offset, wait=waits, jitter=lambda: 1.0
    )
    task = asyncio.create_task(poller.run(stop))
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(1):
            await asyncio.gather(task, return_exceptions=True)


async def test_a_poll_is_stored_as_one_and_acknowledged_by_the_next(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    ids = [api.inject_text(7, str(n)) for n in range(5)]
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: len(inbox.ids) == 5)
        await api.wait_for(lambda: not api.world.updates)
        ids.append(api.inject_text(7, "5"))
        await inbox.until(lambda: len(inbox.ids) == 6)
    assert [len(poll) for poll in inbox.polls] == [5, 1]
    assert inbox.ids == ids
    assert inbox.polls[0][0]["message"]["text"] == "0"
    assert inbox.offsets[:2] == [None, ids[4] + 1]
    assert waits.lengths == []


async def test_an_update_of_a_kind_that_ptb_cannot_read_reaches_the_inbox_raw(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    broken = {"message": {"message_id": "x", "chat": 5}}
    api.inject_update(broken)
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: bool(inbox.polls))
    assert inbox.polls[0][0]["message"] == broken["message"]


async def test_nothing_is_acknowledged_that_could_not_be_stored(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    inbox.failures = [OSError("disk full"), OSError("disk full")]
    update_id = api.inject_text(7, "một")
    with capture_logs() as logs:
        async with polling(bot, inbox, waits):
            await inbox.until(lambda: bool(inbox.polls))
    assert inbox.ids == [update_id]
    assert inbox.offsets[:3] == [None, None, None]
    assert waits.lengths == [1.0, 2.0]
    assert [one["event"] for one in logs] == ["store_failed", "store_failed"]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.DROPPED, Fault.LOST])
async def test_a_failed_poll_is_made_again_with_growing_waits_that_a_success_ends(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits, fault: Fault
) -> None:
    api.faults.script("getUpdates", *[fault] * 7)
    update_id = api.inject_text(7, "một")
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: bool(inbox.polls))
        await api.wait_for(lambda: not api.world.updates)
        api.faults.script("getUpdates", fault)
        second = api.inject_text(7, "hai")
        await inbox.until(lambda: len(inbox.ids) == 2)
        await api.wait_for(lambda: not api.world.updates)
        third = api.inject_text(7, "ba")
        await inbox.until(lambda: len(inbox.ids) == 3)
    assert inbox.ids == [update_id, second, third]
    assert waits.lengths == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]


async def test_jitter_shortens_a_wait_to_half_at_most(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    api.faults.script("getUpdates", Fault.SERVER_ERROR)
    api.inject_text(7, "một")
    stop = asyncio.Event()
    poller = Poller(
        bot, "telegram", inbox.accept_many, inbox.next_offset, wait=waits, jitter=lambda: 0.0
    )
    task = asyncio.create_task(poller.run(stop))
    await inbox.until(lambda: bool(inbox.polls))
    stop.set()
    await task
    assert waits.lengths == [0.5]


async def test_a_passed_limit_is_waited_out_as_told(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    api.faults = Faults(retry_after=13)
    api.faults.script("getUpdates", Fault.TOO_MANY)
    api.inject_text(7, "một")
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: bool(inbox.polls))
    assert waits.lengths == [13.0]


async def test_another_poller_is_told_in_one_line_and_tried_again_slowly(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    with capture_logs() as logs:
        async with polling(bot, inbox, waits):
            await api.wait_for(lambda: api.world.calls["getUpdates"] == 1)
            async with Bot(api.token, f"{api.url}/bot") as other:
                await other.get_updates()
            update_id = api.inject_text(7, "một")
            await inbox.until(lambda: bool(inbox.polls))
    assert inbox.ids == [update_id]
    assert waits.lengths == []
    assert [one["event"] for one in logs] == ["another_poller"]


async def test_a_webhook_left_from_before_is_removed_and_pending_updates_are_kept(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/none")
    update_id = api.inject_text(7, "một")
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: bool(inbox.polls))
    assert inbox.ids == [update_id]
    assert api.world.webhook is None


async def test_a_rejected_token_ends_the_polling(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    api.token = "another"
    with capture_logs() as logs:
        async with polling(bot, inbox, waits) as task:
            with pytest.raises(InvalidToken) as raised:
                await task
    assert "test-token" not in str(raised.value)
    assert [one["event"] for one in logs] == ["token_rejected"]


async def test_a_stop_gives_up_the_poll_under_way_and_its_updates_come_again(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    async with polling(bot, inbox, waits):
        await api.wait_for(lambda: api.world.calls["getUpdates"] == 1)
    update_id = api.inject_text(7, "một")
    assert inbox.polls == []
    async with polling(bot, inbox, waits):
        await inbox.until(lambda: bool(inbox.polls))
    assert inbox.ids == [update_id]


async def test_a_stop_ends_a_wait_too(api: BotApi, bot: Bot, inbox: Inbox) -> None:
    waiting = asyncio.Event()

    async def wait(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    api.faults.script("getUpdates", Fault.SERVER_ERROR)
    stop = asyncio.Event()
    poller = Poller(bot, "telegram", inbox.accept_many, inbox.next_offset, wait=wait)
    task = asyncio.create_task(poller.run(stop))
    async with asyncio.timeout(5):
        await waiting.wait()
    stop.set()
    async with asyncio.timeout(1):
        await task


async def test_a_cancelled_poller_ends_at_once(
    api: BotApi, bot: Bot, inbox: Inbox, waits: Waits
) -> None:
    async with polling(bot, inbox, waits) as task:
        await api.wait_for(lambda: api.world.calls["getUpdates"] == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_what_is_being_stored_when_the_stop_comes_is_stored(
    api: BotApi, bot: Bot, waits: Waits
) -> None:
    storing, go_on = asyncio.Event(), asyncio.Event()

    class SlowInbox(Inbox):
        async def accept_many(self, channel: str, updates: list[dict[str, Any]]) -> None:
            storing.set()
            await go_on.wait()
            await super().accept_many(channel, updates)

    inbox = SlowInbox()
    update_id = api.inject_text(7, "một")
    stop = asyncio.Event()
    poller = Poller(bot, "telegram", inbox.accept_many, inbox.next_offset, wait=waits)
    task = asyncio.create_task(poller.run(stop))
    async with asyncio.timeout(5):
        await storing.wait()
    stop.set()
    go_on.set()
    await task
    assert inbox.ids == [update_id]
