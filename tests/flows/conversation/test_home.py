"""What a person always has at hand: the menu, the four buttons and the help of the role."""

from typing import Any

import pytest

from domain.language import translator
from domain.people.records import Role
from handlers.conversation.home_texts import home
from tests.flows.conftest import ETHNIC, TAX, World

CORRESPONDENT = ["nop", "cuatoi", "khongco", "tinhhinh", "tim"]


def menu(world: World, scope: str, language: str = "") -> list[str]:
    """Return the names of a menu that Telegram was given."""
    return [name for name, _what in request(world).commands.get((scope, language), [])]


def request(world: World) -> Any:
    """Return the fake that takes the bot's calls."""
    return world.stage.runtime.applications[world.channel].bot.request


@pytest.mark.only("telegram", why="only Telegram stores menus")
async def test_strangers_and_groups_see_only_what_is_for_them(world: World) -> None:
    for language in ("", "vi", "en"):
        help_name = "huongdan" if language == "vi" else "help"
        assert menu(world, "default", language) == ["start", help_name]
        assert menu(world, "all_group_chats", language) == [
            "bantin" if language == "vi" else "digest"
        ]


@pytest.mark.only("telegram", why="only Telegram stores menus")
async def test_the_menu_follows_role_and_language(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC, "Lan")
    names = menu(world, f"chat:{lan}")
    assert names[:5] == CORRESPONDENT
    assert names[-1] == "huongdan"
    assert 7 <= len(names) <= 8
    await world.say(lan, "/ngonngu en")
    assert menu(world, f"chat:{lan}")[:4] == ["submit", "mine", "none", "status"]
    await world.say(lan, f"/start {await world.code('editor')}")
    assert {"submit", "review", "remind", "invite"} <= set(menu(world, f"chat:{lan}"))
    guest = world.stranger()
    await world.say(guest, "chào")
    assert menu(world, f"chat:{guest}") == []


@pytest.mark.only("telegram", why="only Telegram stores menus")
async def test_the_menu_goes_with_the_role_that_an_editor_ends(world: World) -> None:
    chair = await world.join("chair", name="Bình")
    lan = await world.join("correspondent", ETHNIC, "Lan")
    await world.say(chair, "/thanhvien Lan")
    assert menu(world, f"chat:{lan}")
    label = next(one for one in world.labels(chair) if one.startswith("Thôi: "))
    await world.press(chair, label)
    assert menu(world, f"chat:{lan}") == []


@pytest.mark.only("telegram", why="only Telegram stores menus")
async def test_a_menu_is_set_once(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC, "Lan")
    request(world).commands.clear()
    await world.say(lan, "xin chào")
    assert request(world).commands == {}


@pytest.mark.only("telegram", why="only Telegram has descriptions")
async def test_the_bot_says_what_it_is(world: World) -> None:
    described = request(world).described
    assert "Ban Biên tập" in described["description", "vi"]
    assert "mã mời" in described["description", "vi"]
    assert described["short_description", "en"].isascii()


async def test_the_welcome_brings_the_four_things_of_the_role(world: World) -> None:
    lan = world.stranger("Lan")
    answer = await world.say(lan, f"/start {await world.code('correspondent', TAX)}")
    assert answer.startswith("Chào mừng")
    labels = ["Ghi bài", "Bài của tôi", "Tháng này không có", "Tình hình"]
    if world.channel != "telegram":
        assert "ghi bài, bài của tôi, tháng này không có, tình hình" in answer
    else:
        assert [one for row in world.messenger.keyboards[lan] for one in row] == labels


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_word_of_the_home_is_understood(
    world: World, role: Role, language: str
) -> None:
    unit = TAX if role in (Role.CORRESPONDENT, Role.HEAD) else None
    user = await world.join(role.value, unit)
    await world.say(user, f"/language {language}")
    for label in home(translator(language), frozenset({role})):
        answer = await world.say(user, label)
        assert answer
        assert "chưa hiểu" not in answer
        assert "not understand" not in answer


async def test_help_is_grouped_and_short_and_explains_one_command(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC, "Lan")
    answer = await world.say(lan, "/huongdan")
    assert "Tin, bài\n" in answer
    assert world.typed("/nop") + " – ghi tin, bài đã đăng" in answer
    assert len(answer.splitlines()) < 25
    for typed in ("/huongdan nop", "/huongdan /nộp", "/huongdan submit", "/hướng dẫn nộp"):
        one = await world.say(lan, typed)
        assert one.startswith(world.typed("/nop") + " – ")
        assert "| Tiêu đề |" in one
        assert "khongco" not in one
    assert "Tin, bài\n" in await world.say(lan, "/huongdan banhanh")
