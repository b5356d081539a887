"""The inbox's loop: what it stores, in which order it handles, what it does when it cannot."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import update

from bot.channels.base import ApiError
from bot.inbox.dispatch import Dispatcher, Stopping, fault_place
from bot.terminal import operator_translator
from storage.conversation.inbox import release
from storage.engine.database import DatabaseError, Transaction
from storage.engine.tables import inbox
from tests.databases import stored_rows
from tests.flows.conftest import TAX, World
from tests.flows.conftest import world as world

# Not the channel of the world's own loop, which would take the updates away.
CHANNEL = "other"


def text(update_id: int, chat_id: int, words: str) -> dict[str, Any]:
    user = {"id": chat_id, "is_bot": False, "first_name": "A", "language_code": "vi"}
    chat = {"id": chat_id, "type": "private", "first_name": "A"}
    message: dict[str, Any] = {
        "message_id": update_id,
        "date": 1,
        "chat": chat,
        "from": user,
        "text": words,
    }
    if words.startswith("/"):
        command = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
        message["entities"] = [command]
    return {"update_id": update_id, "message": message}


def rows(world: World, query: str) -> list[tuple[Any, ...]]:
    return stored_rows(world.stage.runtime.base.config.database_url, query)


class Watcher:
    """Keeps what the loop tells."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, ...]] = []

    def stored(self, channel: str, count: int) -> None:
        self.seen.append(("stored", channel, str(count)))

    def handled(self, channel: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.seen.append(("handled", channel, outcome))

    def fault(self, number: str, place: str) -> None:
        assert len(number) == 6
        self.seen.append(("fault", place))


def dispatcher(world: World, watcher: Watcher | None = None, at_once: int = 64) -> Dispatcher:
    runtime = world.stage.runtime

    async def wait(_seconds: float) -> None:
        await asyncio.sleep(0)

    return Dispatcher(
        runtime.base.services.inbox,
        {CHANNEL: runtime.applications["telegram"]},
        world.stage.clock,
        wait,
        worker="run:9",
        at_once=at_once,
        observer=watcher,
        clean=lambda words: words.replace("bí mật", "[secret]"),
    )


async def run(one: Dispatcher, updates: Sequence[dict[str, Any]]) -> None:
    """Let a loop store and handle updates to the end."""
    stop = asyncio.Event()
    working = asyncio.create_task(one.run(stop))
    await one.accept(CHANNEL, updates)
    await one.drained()
    stop.set()
    await working


async def joined(world: World) -> int:
    """Return somebody who has joined over the test's channel."""
    user = world.stranger()
    code = await world.code("correspondent", TAX)
    await run(dispatcher(world), [text(900_000_000, user, f"/start {code}")])
    return user


async def test_an_update_that_keeps_failing_is_set_aside_and_told_of_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await joined(world)
    before = len(world.messenger.messages(lan))
    tries: list[int] = []

    async def fail(_call: object) -> None:
        tries.append(1)
        raise RuntimeError("một điều bí mật")

    monkeypatch.setattr(world.services.status, "status", fail)
    watcher = Watcher()
    await run(dispatcher(world, watcher), [text(900_000_001, lan, "/tinhhinh")])
    assert len(tries) == 3
    # Stored with the failure for the outbox, which sends it once, surely; there is no second way.
    assert [m for m in world.messenger.messages(lan)[before:] if m.from_bot] == []
    fault, words = rows(world, "SELECT fault, fault_text FROM inbox WHERE state = 'dead'")[0]
    (payload,) = rows(world, "SELECT payload FROM outbox WHERE kind = 'fault' AND state = 'due'")
    assert fault in payload[0]
    assert "bí mật" not in words
    assert "[secret]" in words
    assert ("handled", CHANNEL, "set_aside") in watcher.seen
    assert watcher.seen[-1][0] == "fault"
    assert (
        "handlers/reports/status.py" in watcher.seen[-1][1]
        or "test_dispatch" in watcher.seen[-1][1]
    )


async def test_what_waited_for_room_is_handled_when_there_is_room(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await joined(world)

    async def fail(_call: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(world.services.status, "status", fail)
    monkeypatch.setattr("bot.inbox.dispatch.LOOK_EVERY", 3600)  # nobody else wakes the loop
    watcher = Watcher()
    updates = [
        text(900_000_001, lan, "/tinhhinh"),
        text(900_000_002, world.stranger(), "/start"),
    ]
    async with asyncio.timeout(20):
        await run(dispatcher(world, watcher, at_once=1), updates)
    outcomes = [one[2] for one in watcher.seen if one[0] == "handled"]
    assert outcomes == ["set_aside", "done"]


async def test_a_stranger_is_told_of_a_fault_although_the_platform_fails_at_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.stranger()

    async def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(world.services.people, "join", fail)
    world.messenger.fail_next("sendMessage", ApiError(500, "Internal Server Error"))
    await run(dispatcher(world), [text(900_000_001, stranger, "/start ABCDEFGHIJ")])
    (told,) = [m for m in world.messenger.messages(stranger) if m.from_bot]
    (fault,) = rows(world, "SELECT fault FROM inbox WHERE state = 'dead'")
    assert fault[0] in told.text
    assert rows(world, "SELECT count(*) FROM outbox") == [(0,)]


async def test_what_is_done_is_told(world: World) -> None:
    lan = await joined(world)
    watcher = Watcher()
    await run(dispatcher(world, watcher), [text(900_000_001, lan, "/help")])
    assert sorted(watcher.seen) == [("handled", CHANNEL, "done"), ("stored", CHANNEL, "1")]


async def test_an_update_that_comes_again_is_kept_once(world: World) -> None:
    lan = await joined(world)
    before = len(world.messenger.messages(lan))
    one = text(900_000_001, lan, "/help")
    await run(dispatcher(world), [one, one])
    await run(dispatcher(world), [one])
    assert len([m for m in world.messenger.messages(lan)[before:] if m.from_bot]) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": 900_000_001, "message": {"chat": {"id": 5}}},
        {"message": {"chat": {"id": 5}}},
        {"update_id": 2**70, "message": {"chat": {"id": 5}}},
        {"update_id": "1"},
    ],
)
async def test_an_update_that_cannot_be_read_is_kept_aside(
    world: World, broken: dict[str, Any]
) -> None:
    await run(dispatcher(world), [broken])
    assert rows(world, "SELECT count(*) FROM inbox WHERE state = 'dead'") == [(1,)]


async def test_a_text_with_half_a_character_is_stored_and_answered(world: World) -> None:
    lan = await joined(world)
    before = len(world.messenger.messages(lan))
    await run(dispatcher(world), [text(900_000_001, lan, "hỏng \ud800 nửa")])
    assert len(world.messenger.messages(lan)) > before


async def test_after_the_end_nothing_is_taken_in(world: World) -> None:
    one = dispatcher(world)
    await run(one, [text(900_000_001, 7, "/help")])
    with pytest.raises(Stopping):
        await one.accept(CHANNEL, [text(900_000_002, 7, "/help")])


async def test_what_cannot_be_stored_is_refused_and_the_loop_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await joined(world)
    inbox = world.services.inbox
    turn, failures = inbox.turn, [DatabaseError("INSERT", None, OSError())]

    async def sometimes(*arguments: Any) -> Any:
        if failures and arguments[3]:
            raise failures.pop()
        return await turn(*arguments)

    monkeypatch.setattr(inbox, "turn", sometimes)
    one, stop = dispatcher(world), asyncio.Event()
    working = asyncio.create_task(one.run(stop))
    update = text(900_000_001, lan, "/help")
    with pytest.raises(DatabaseError):
        await one.accept(CHANNEL, [update])
    await one.accept(CHANNEL, [update])
    await one.drained()
    stop.set()
    await working
    assert rows(world, "SELECT state FROM inbox WHERE update_id = 900000001") == [("done",)]


async def test_lines_of_an_update_carry_its_id_and_no_other_line_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await joined(world)
    bound: list[dict[str, Any]] = []

    async def look(_call: object) -> None:
        bound.append(structlog.contextvars.get_contextvars())
        raise RuntimeError

    monkeypatch.setattr(world.services.status, "status", look)
    update = text(900_000_001, lan, "/tinhhinh")
    await run(dispatcher(world), [update, text(900_000_002, lan, "/help")])
    assert [(one["channel"], one["update_id"]) for one in bound] == [(CHANNEL, 900_000_001)] * 3
    assert structlog.contextvars.get_contextvars() == {}


def test_one_fault_has_one_place() -> None:
    def fault() -> BaseException:
        try:
            operator_translator()("{x}").format()
        except KeyError as error:
            return error
        raise AssertionError

    places = {fault_place(fault()) for _ in range(2)}
    assert len(places) == 1
    assert fault_place(ValueError()) == "ValueError"


@pytest.mark.parametrize(
    ("age", "state"), [(timedelta(minutes=1), "done"), (timedelta(minutes=6), "dead")]
)
async def test_only_an_update_that_ends_the_process_for_minutes_is_given_up(
    world: World, age: timedelta, state: str
) -> None:
    lan = await joined(world)
    one = dispatcher(world)
    one.hold(CHANNEL)
    await run(one, [text(900_000_001, lan, "/tinhhinh")])
    received = world.stage.clock() - age

    async def claimed_often(tx: Transaction) -> None:
        values = {"attempts": 30, "received_at": received}
        await tx.execute(update(inbox).where(inbox.c.update_id == 900_000_001).values(**values))

    await world.stage.runtime.base.database.write(claimed_often)
    await run(dispatcher(world), [text(900_000_002, lan, "/huongdan")])
    stored = rows(world, "SELECT state FROM inbox WHERE update_id = 900000001")
    assert stored == [(state,)]


@pytest.mark.parametrize(
    ("deaths", "beside", "state"), [(2, 0, "done"), (3, 0, "dead"), (4, 1, "done")]
)
async def test_an_update_alone_in_work_at_three_deaths_is_given_up_and_its_sender_told(
    world: World, deaths: int, beside: int, state: str
) -> None:
    lan, nam = await joined(world), world.stranger()
    one = dispatcher(world)
    one.hold(CHANNEL)
    updates = [text(900_000_001, lan, "/tinhhinh"), text(900_000_002, nam, "/tinhhinh")]
    await run(one, updates[: 1 + beside])
    database = world.stage.runtime.base.database
    for _ in range(deaths):

        async def die(tx: Transaction) -> None:
            await tx.execute(
                update(inbox)
                .where(inbox.c.channel == CHANNEL, inbox.c.state == "pending")
                .values(state="claimed", worker="run:dead")
            )
            await release(tx, "run:dead")

        await database.write(die)
    await run(dispatcher(world), [])
    stored = rows(world, "SELECT state FROM inbox WHERE update_id = 900000001")
    assert stored == [(state,)]
    told = rows(world, "SELECT count(*) FROM outbox WHERE kind = 'fault'")
    assert told == [(1 if state == "dead" else 0,)]
