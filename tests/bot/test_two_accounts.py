"""A person with an account on each channel: drafts follow, reminders go where the person is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import assemble, build_application, foundation
from bot.channels.configured import ZALO
from bot.channels.outbound import Outbound
from bot.channels.web.outbound import PageOutbound
from domain.channels import TELEGRAM
from services.upkeep.export import Exports
from tests.fakes.messenger.request import LocalMessenger, LocalRequest
from tests.fakes.zalo_api import Trouble, ZaloServer
from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.local_stage import Stage
from tests.flows.zalo_stage import ZaloStage, dispatching, zalo_parts

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
FIRST = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
SECOND = datetime(2021, 6, 25, 8, 0, tzinfo=ZONE)
REMINDER = "Nhắc gửi tin, bài"


@dataclass
class Both:
    """One program, its people on either side."""

    buttons: World
    zalo: World
    server: ZaloServer

    async def link(self) -> tuple[int, int]:
        """Let one person join on one side and link an account on the other; return the ids."""
        lan = await self.buttons.join("correspondent", TAX, "Lan")
        here = self.zalo.stranger("Lan trên Zalo")
        answer = await self.zalo.say(here, await self.code(lan))
        assert "đã được nối với Lan" in answer
        return lan, here

    async def code(self, user: int) -> str:
        """Have a person ask for a code; return it."""
        answer = await self.buttons.say(user, "/lienket")
        return next(word for word in answer.split() if len(word) == 10 and word.isupper())

    async def at(self, moment: datetime) -> None:
        """Move the clock, send what is due, and read it on both sides."""
        await self.buttons.at(moment)
        await self.zalo.stage.settled()

    def reminded(self) -> tuple[int, int]:
        """Return how many reminders arrived on each side."""
        found = []
        for world in (self.buttons, self.zalo):
            messages = [m for user in world.messenger.users for m in world.messenger.messages(user)]
            found.append(len([m for m in messages if m.from_bot and REMINDER in m.text]))
        return found[0], found[1]


@asynccontextmanager
async def program(folder: Path) -> AsyncIterator[Both]:
    """Run the program over both channels."""
    clock = still_clock()
    async with (
        ZaloServer() as server,
        foundation(loaded(folder, BOARD), clock) as base,
        zalo_parts(base, server) as zalo,
    ):
        messenger = LocalMessenger(None, clock)
        request = LocalRequest(messenger)
        app = build_application(base.services, request, "1:local")
        outbounds: dict[str, Outbound] = {TELEGRAM: PageOutbound(request), ZALO: zalo.outbound}
        runtime = assemble(base, {TELEGRAM: app, ZALO: zalo.app}, outbounds)

        async def accept(update: dict[str, object]) -> None:
            await runtime.dispatcher.accept(TELEGRAM, [update])

        messenger.accept = accept
        zalo.messenger.dispatcher = runtime.dispatcher
        await app.initialize()
        async with dispatching(runtime, TELEGRAM):
            path = folder / "tinbai.db"
            buttons = World(Stage(runtime, messenger, clock), path)
            await buttons.load_sample()
            yield Both(buttons, World(ZaloStage(runtime, zalo.messenger, clock), path), server)
        await app.shutdown()


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with program(tmp_path) as found:
        yield found


def accounts(both: Both) -> list[object]:
    return both.buttons.rows(
        "SELECT channel, people.name FROM accounts JOIN people ON people.id = person_id "
        "ORDER BY channel"
    )


async def test_a_code_makes_a_second_account_of_the_same_person(both: Both) -> None:
    _lan, here = await both.link()
    assert accounts(both) == [("telegram", "Lan"), ("zalo", "Lan")]
    await both.zalo.say(here, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021 | Y tế")
    assert both.buttons.rows("SELECT count(DISTINCT author_id), count(*) FROM articles") == [(1, 1)]


async def test_a_code_works_once_and_ends(both: Both) -> None:
    lan = await both.buttons.join("correspondent", TAX, "Lan")
    code = await both.code(lan)
    first, second = both.zalo.stranger(), both.zalo.stranger()
    assert "đã được nối" in await both.zalo.say(first, code)
    assert "đã được nối" not in await both.zalo.say(second, code)
    late = await both.code(lan)
    await both.at(both.buttons.stage.clock() + timedelta(days=4))
    assert "đã được nối" not in await both.zalo.say(second, late)
    assert len(accounts(both)) == 2
    assert both.buttons.rows(
        "SELECT count(*) FROM account_codes WHERE code_hash IN (?, ?)", code, late
    ) == [0]


async def test_wrong_codes_are_limited(both: Both) -> None:
    lan = await both.buttons.join("correspondent", TAX, "Lan")
    code = await both.code(lan)
    guesser = both.zalo.stranger()
    for place in range(5):
        await both.zalo.say(guesser, f"ABCDEFGHI{'ABCDE'[place]}")
    assert "đã được nối" not in await both.zalo.say(guesser, code)
    assert len(accounts(both)) == 1


async def test_a_draft_begun_on_one_channel_goes_on_on_the_other(both: Both) -> None:
    lan, here = await both.link()
    await both.buttons.say(lan, LINK)
    await both.buttons.say(lan, "Khai mạc hội thao")
    await both.zalo.say(here, "14/6/2021")
    await both.buttons.say(lan, "Y tế")
    await both.zalo.say(here, "/nop")
    assert "Đã ghi bài #1." in await both.zalo.press(here, "Ghi nhận")
    assert both.buttons.rows("SELECT title, published_on FROM articles") == [
        ("Khai mạc hội thao", "2021-06-14")
    ]


async def test_a_reminder_goes_to_the_channel_used_last_only(both: Both) -> None:
    lan, here = await both.link()
    await both.at(FIRST - timedelta(days=2))
    await both.zalo.say(here, "/tinhhinh")
    await both.at(FIRST)
    assert both.reminded() == (0, 1)
    await both.buttons.say(lan, "/tinhhinh")
    await both.at(SECOND)
    assert both.reminded() == (1, 1)


async def test_moving_between_channels_counts_at_once(both: Both) -> None:
    lan, here = await both.link()
    for minutes, (world, user) in enumerate(
        [(both.zalo, here), (both.buttons, lan), (both.zalo, here)], start=1
    ):
        await both.at(FIRST - timedelta(hours=1) + timedelta(minutes=minutes))
        await world.say(user, "/huongdan")
    await both.at(FIRST)
    assert both.reminded() == (0, 1)


async def test_a_person_who_is_forgotten_leaves_no_zalo_id_behind(both: Both) -> None:
    lan, here = await both.link()
    await both.zalo.say(here, LINK)
    exports = Exports(both.buttons.stage.runtime.base.database)
    (person,) = both.buttons.rows("SELECT id FROM people WHERE name = 'Lan'")
    known = both.buttons.rows("SELECT zalo_id FROM zalo_ids WHERE id = ?", here)
    assert [row["zalo_id"] for row in (await exports.person(person))["zalo_ids"]] == known
    board = both.buttons.services.boards.named("huyen-mau")
    await exports.forget(board, person, both.buttons.stage.clock())
    assert both.buttons.rows("SELECT zalo_id FROM zalo_ids WHERE id = ?", here) == [
        f"forgotten {here}"
    ]
    assert both.buttons.rows("SELECT count(*) FROM zalo_menus WHERE chat_id = ?", here) == [0]
    assert "mã mời" in await both.buttons.say(lan, "/tinhhinh")


async def used_last_on_zalo(both: Both) -> tuple[int, int]:
    lan, here = await both.link()
    await both.at(FIRST - timedelta(days=2))
    await both.zalo.say(here, "/tinhhinh")
    return lan, here


async def test_who_is_gone_from_one_channel_is_reminded_on_the_other(both: Both) -> None:
    _lan, here = await used_last_on_zalo(both)
    both.zalo.messenger.blocked.add(here)
    await both.at(FIRST)
    assert both.reminded() == (1, 0)
    assert both.buttons.rows(
        "SELECT deliveries.state, deliveries.error, channel FROM deliveries "
        "JOIN accounts ON accounts.id = account_id ORDER BY deliveries.id"
    ) == [("failed", "not_found", "zalo"), ("sent", None, "telegram")]
    assert both.buttons.rows("SELECT state FROM outbox") == ["sent"]


async def test_a_message_that_zalo_refuses_goes_out_on_the_other_channel(both: Both) -> None:
    await used_last_on_zalo(both)
    # Once with bold words, once as plain text.
    refused = Trouble(400, "text is invalid")
    both.server.fail_next("sendMessage", refused, refused)
    await both.at(FIRST)
    assert both.reminded() == (1, 0)
    # It was about this message: the next one is tried on Zalo again.
    await both.at(SECOND)
    assert both.reminded() == (1, 1)


async def test_a_spent_quota_sends_reminders_over_the_other_channel(both: Both) -> None:
    await used_last_on_zalo(both)
    add_sent = both.buttons.services.zalo.add_sent
    await asyncio.gather(*(add_sent("2021-06") for _ in range(3000)))
    both.server.quota = 0
    await both.at(FIRST)
    assert both.reminded() == (1, 0)


async def test_a_channel_that_fails_again_and_again_is_not_waited_for(both: Both) -> None:
    await used_last_on_zalo(both)
    both.server.fail_next("sendMessage", *(Trouble(500, "failed") for _ in range(9)))
    await both.at(FIRST)
    assert both.reminded() == (0, 0)
    for minutes in range(1, 30):
        await both.at(FIRST + timedelta(minutes=minutes))
    assert both.reminded() == (1, 0)


async def test_an_answer_that_was_lost_is_not_sent_again_anywhere(both: Both) -> None:
    await used_last_on_zalo(both)
    both.server.fail_next("sendMessage", Trouble(done=True))
    for minutes in range(5):
        await both.at(FIRST + timedelta(minutes=minutes))
    assert both.reminded() == (0, 1)
    assert both.buttons.rows("SELECT state FROM outbox") == ["unknown"]
