"""Where a reminder goes when somebody has several channels, and who is alerted on none."""

from datetime import datetime

import pytest
from sqlalchemy import update

from domain.people.records import Account
from services.reminders.deliveries import _likeliest_first
from storage.conversation import zalo
from storage.engine.database import Transaction
from storage.engine.tables import accounts
from tests.flows.conftest import ETHNIC, TAX, ZONE, World

DIGEST = datetime(2021, 6, 28, 9, 0, tzinfo=ZONE)


async def on_the_page_alone(world: World, user: int) -> None:
    """Leave a person nothing but an account on the page."""

    async def job(tx: Transaction) -> None:
        await tx.execute(
            update(accounts)
            .where(accounts.c.chat_id == user)
            .values(channel="web", chat_id=accounts.c.person_id)
        )

    await world.stage.runtime.base.database.write(job)


@pytest.mark.only("telegram", "zalo", why="over the page everybody here tries a board")
async def test_the_editors_are_told_who_is_alerted_by_nothing(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX, "Lan")
    await world.join("correspondent", ETHNIC, "Minh")
    await on_the_page_alone(world, lan)
    await world.at(DIGEST)
    told = world.last(editor).text.partition("không có gì báo tin nhắc tới")[2]
    assert "• Lan" in told
    assert "Minh" not in told


async def test_nobody_is_named_where_everybody_is_alerted_or_tries_a_board(world: World) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", TAX, "Lan")
    await world.at(DIGEST)
    assert "báo tin nhắc tới" not in world.last(editor).text


@pytest.mark.parametrize(
    ("sent", "used", "tried"),
    [
        (0, ["zalo", "telegram"], ["zalo", "telegram"]),
        (0, ["telegram", "zalo"], ["telegram", "zalo"]),
        (0, ["web", "zalo", "telegram"], ["zalo", "telegram", "web"]),
        (2700, ["zalo", "telegram"], ["telegram", "zalo"]),
        (2700, ["zalo", "web"], ["zalo", "web"]),
    ],
)
async def test_the_channel_used_last_comes_first_among_those_that_alert(
    world: World, sent: int, used: list[str], tried: list[str]
) -> None:
    now = DIGEST

    async def job(tx: Transaction) -> list[str]:
        for _ in range(sent):
            await zalo.add_sent(tx, "2021-06")
        known = [Account(place, 1, name, place, True) for place, name in enumerate(used)]
        return [one.channel for one in await _likeliest_first(tx, known, now)]

    assert await world.stage.runtime.base.database.write(job) == tried
