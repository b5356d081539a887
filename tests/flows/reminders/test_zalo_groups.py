"""Digests in Zalo's groups, where the bot is spoken to by a name with blanks that nothing tells."""

from pathlib import Path

import pytest

from tests.flows.conftest import BOARD, TAX, World, loaded, still_clock
from tests.flows.zalo_messenger import ZaloMessenger
from tests.flows.zalo_stage import zalo_stage

pytestmark = pytest.mark.only("telegram", why="opens Zalo itself")


async def in_group(world: World, group: str, user: int, text: str) -> str:
    """Have a person write in a group; return the texts of the answers there."""
    zalo = world.messenger
    assert isinstance(zalo, ZaloMessenger)
    before = len(zalo.server.sent(group))
    zalo.server.inject_group_text(group, await zalo.know(user), text)
    await zalo.deliver()
    await world.stage.settled()
    return "\n".join(message.text for message in zalo.server.sent(group)[before:])


@pytest.mark.parametrize(
    "text",
    [
        "@Bot Tin bài xã Mẫu /bantin",
        "@Bot Tin bài xã Mẫu bantin",
        "@Bot Tin bài xã Mẫu bản tin",
        "@Bot Tin bài 12/2026 /bantin",
        "/bantin",
        "Bản tin",
        "digest",
    ],
)
async def test_a_chair_switches_the_digest_on_and_off_whatever_the_bot_is_called(
    tmp_path: Path, text: str
) -> None:
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        chair = await world.join("chair")
        assert "được gửi vào nhóm này; gõ lại bantin để tắt" in await in_group(
            world, "g1", chair, text
        )
        assert "không nhận" in await in_group(world, "g1", chair, text)


@pytest.mark.parametrize(
    "text", ["@Bot Tin bài xã Mẫu chào mọi người", "@Bot bản tin hôm nay hay quá", "@Bot /tinhhinh"]
)
async def test_other_talk_in_a_group_is_left(tmp_path: Path, text: str) -> None:
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        chair = await world.join("chair")
        assert await in_group(world, "g1", chair, text) == ""


async def test_nobody_but_a_chair_is_answered_in_a_group(tmp_path: Path) -> None:
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        lan = await world.join("correspondent", TAX)
        for user in (lan, world.stranger()):
            assert await in_group(world, "g1", user, "@Bot Tin bài /bantin") == ""


async def test_a_fourth_group_is_refused_until_another_is_switched_off(tmp_path: Path) -> None:
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        chair = await world.join("chair")
        for group in ("g1", "g2", "g3"):
            assert "được gửi" in await in_group(world, group, chair, "@Bot Tin bài /bantin")
        assert "chỉ vào được 3 nhóm" in await in_group(world, "g4", chair, "@Bot Tin bài /bantin")
        assert world.rows("SELECT count(*) FROM digest_groups WHERE active") == [3]
        assert "không nhận" in await in_group(world, "g2", chair, "@Bot Tin bài bantin")
        assert "được gửi" in await in_group(world, "g4", chair, "@Bot Tin bài /bantin")
