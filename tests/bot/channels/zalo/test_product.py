"""The whole program over Zalo: what only happens where people type numbers instead of pressing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.conversation.zalo_quota import MONTHLY_MESSAGES
from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.zalo_messenger import ZaloMessenger
from tests.flows.zalo_stage import zalo_stage

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


class ZaloWorld(World):
    """A board whose people write over Zalo."""

    @property
    def zalo(self) -> ZaloMessenger:
        """The people and their server."""
        assert isinstance(self.messenger, ZaloMessenger)
        return self.messenger

    async def together(self, user: int, *texts: str) -> str:
        """Have a person send several texts before any is answered; return the answers."""
        before = len(self.messenger.messages(user))
        zalo_id = await self.zalo.know(user)
        for text in texts:
            self.zalo.server.inject_text(zalo_id, text)
        await self.zalo.deliver()
        await self.stage.settled()
        return "\n".join(message.text for message in self.messenger.messages(user)[before:])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[ZaloWorld]:
    """A board with the sample's units."""
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        found = ZaloWorld(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


async def card(world: ZaloWorld) -> int:
    """Let a correspondent come as far as the card of an article."""
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    assert world.labels(lan)[0] == "Ghi nhận"
    return lan


async def test_a_number_that_no_choice_has_gets_one_sentence_and_loses_nothing(
    world: ZaloWorld,
) -> None:
    lan = await card(world)
    last = len(world.labels(lan))
    answer = await world.say(lan, "99")
    assert answer == f"Không có lựa chọn 99; xin gửi một số từ 1 đến {last} của danh sách sau cùng."
    assert "Đã ghi bài #1." in await world.say(lan, "1")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]


async def test_of_several_articles_only_the_message_below_them_takes_numbers(
    world: ZaloWorld,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "https://a.vn/1\nhttps://a.vn/2")
    *cards, below = [message for message in world.messenger.messages(lan) if message.from_bot][-3:]
    assert [message.buttons for message in cards] == [(), ()]
    assert [button.label for row in below.buttons for button in row] == [
        "Xem từng bài",
        "Bỏ tất cả",
    ]
    answer = await world.say(lan, "3")
    assert answer == "Không có lựa chọn 3; xin gửi một số từ 1 đến 2 của danh sách sau cùng."
    assert "Tiêu đề của bài" in await world.say(lan, "1")


async def test_a_stray_number_is_never_taken_for_a_title(world: ZaloWorld) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    assert "Không có lựa chọn 7" in await world.say(lan, "7")
    assert "Xin xem lại" in await world.say(lan, "Khai mạc hội thao")
    assert "Không có lựa chọn 25" in await world.say(lan, "25")
    assert "Ngày đăng: 14/6/2021" in await world.say(lan, "14/6")


async def test_a_number_sent_twice_at_once_chooses_once(world: ZaloWorld) -> None:
    lan = await card(world)
    answers = await world.together(lan, "1", "1")
    assert answers.count("Đã ghi bài #1.") == 1
    assert "Danh sách có số 1 đã được chọn rồi" in answers
    assert world.rows("SELECT count(*) FROM articles") == [1]
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_a_number_written_before_its_list_was_there_does_not_choose_from_it(
    world: ZaloWorld,
) -> None:
    lan = await card(world)
    # Fetched only after the answer to the first, which asks for the topic with numbers of its own.
    written = world.zalo.server.date()
    assert "Đã ghi bài #1." in await world.say(lan, "1")
    world.zalo.server.inject_text(await world.zalo.know(lan), "1", date=written)
    await world.zalo.deliver()
    await world.stage.settled()
    assert "Danh sách có số 1 đã được chọn rồi" in world.messenger.messages(lan)[-1].text
    assert world.rows("SELECT topic_id FROM articles") == [None]
    await world.say(lan, "1")
    assert world.rows("SELECT name FROM topics JOIN articles ON topic_id = topics.id") == ["Y tế"]


# What is asked by a number of a list, and how that number is given as the answer.
ASKED_BY_NUMBER = [
    ("/solieu", "1", "01"),
    ("/solieu", "2", "02"),
    ("/solieu", "3", "03"),
    ("/solieu", "4.", "04"),
    ("/ghichu nhiệm vụ", "1", ""),
    ("/ghichu nhiệm vụ", "3", ""),
    ("/ghichu ưu điểm", "3", "03"),
    ("/banhanh 2021-H1 số 5", "1", "01"),
    ("/banhanh 2021-H1 số 5", "2", "ngày 2"),
]
ASKED_AND_STORED = (
    "SELECT amount FROM figure_entries",
    "SELECT paragraphs FROM report_notes",
    "SELECT number, signed_on FROM issue_choices",
    "SELECT script FROM report_scripts",
    "SELECT count(*) FROM dialogues",
)


@pytest.mark.parametrize(
    ("command", "number", "form", "at_once"),
    # Later, the list below the figure has a number 1 of its own.
    [(*each, True) for each in ASKED_BY_NUMBER] + [(*each, False) for each in ASKED_BY_NUMBER[1:]],
)
async def test_a_number_that_chose_a_question_is_not_its_answer(
    world: ZaloWorld, command: str, number: str, form: str, at_once: bool
) -> None:
    chair = await world.join("chair")
    await world.say(chair, command)
    if at_once:
        answers = await world.together(chair, number, number)
    else:
        await world.say(chair, number)
        answers = await world.say(chair, number)
    told = f"Danh sách có số {number[0]} đã được chọn rồi; "
    how = f"nếu {number[0]} là câu trả lời cho câu hỏi vừa rồi, xin gửi {form}."
    assert told + (how if form else "xin trả lời câu hỏi sau cùng") in answers
    kept = [(5, None)] if "banhanh" in command else []
    assert [world.rows(query) for query in ASKED_AND_STORED] == [[], [], kept, [], [1]]


async def test_another_number_of_the_used_list_is_not_the_answer_either(world: ZaloWorld) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ghichu nhiệm vụ")
    await world.say(editor, "1")
    assert "Danh sách có số 2 đã được chọn rồi" in await world.say(editor, "2")
    assert world.rows("SELECT count(*) FROM report_notes") == [0]
    await world.say(editor, "Mở lớp tập huấn.")
    assert world.rows("SELECT count(*) FROM report_notes") == [1]


@pytest.mark.parametrize(
    ("command", "number", "answer", "stored"),
    [
        ("/solieu", "2", "02", ASKED_AND_STORED[0]),
        ("/solieu", "5", "lương 1.000.000", ASKED_AND_STORED[0]),
        ("/solieu", "2", "3", ASKED_AND_STORED[0]),
        ("/banhanh 2021-H1 số 5", "1", "01", ASKED_AND_STORED[2]),
        ("/banhanh 2021-H1 số 5", "1", "10", ASKED_AND_STORED[2]),
    ],
)
async def test_what_was_asked_by_a_number_still_takes_numbers(
    world: ZaloWorld, command: str, number: str, answer: str, stored: str
) -> None:
    chair = await world.join("chair")
    await world.say(chair, command)
    await world.say(chair, number)
    await world.say(chair, answer)
    amount = int("".join(filter(str.isdigit, answer)))
    assert world.rows(stored) == [(amount, None) if "banhanh" in command else amount]


async def test_the_number_that_asked_for_an_articles_day_is_not_the_day(world: ZaloWorld) -> None:
    lan = await card(world)
    place = str(world.labels(lan).index("Sửa ngày") + 1)
    assert "đăng ngày nào?" in await world.say(lan, place)
    asked = await world.say(lan, place)
    assert asked.endswith(f"câu trả lời cho câu hỏi vừa rồi, xin gửi ngày {place}.")
    assert f"Ngày đăng: {place}/6/2021" in await world.say(lan, f"ngày {place}")


async def test_events_that_the_platform_hands_out_twice_are_handled_once(world: ZaloWorld) -> None:
    world.zalo.server.replays = True
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021 | Y tế")
    assert answer.count("Đã ghi bài #1.") == 1
    assert "đã được ghi rồi" not in answer
    assert world.rows("SELECT count(*) FROM articles") == [1]
    assert world.rows("SELECT count(*) FROM inbox") == [2]


async def test_pictures_stickers_and_what_nobody_knows_get_one_sentence_each(
    world: ZaloWorld,
) -> None:
    lan = await world.join("correspondent", TAX)
    zalo_id = await world.zalo.know(lan)
    server = world.zalo.server
    events: list[Callable[[], str]] = [
        lambda: server.inject_image(zalo_id),
        lambda: server.inject_sticker(zalo_id),
        lambda: server.inject_unsupported(zalo_id),
        lambda: server.inject_unsupported(zalo_id, "message.hologram.received"),
    ]
    for inject in events:
        before = len(world.messenger.messages(lan))
        inject()
        await world.zalo.deliver()
        await world.stage.settled()
        (answer,) = world.messenger.messages(lan)[before:]
        assert ("dán liên kết của bài" in answer.text) is (inject in events[:2])
        assert "xamau .gov.vn" in answer.text
    assert world.rows("SELECT DISTINCT state FROM inbox") == ["done"]


async def test_a_pictures_caption_is_read_like_a_text(world: ZaloWorld) -> None:
    lan = await world.join("correspondent", TAX)
    await world.messenger.send_photo(lan, f"Khai mạc hội thao {LINK}")
    await world.stage.settled()
    assert "Xin xem lại" in world.last(lan).text
    assert world.rows("SELECT count(*) FROM drafts") == [1]


async def test_a_figure_takes_a_number_that_is_no_choice(world: ZaloWorld) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/solieu")
    await world.press(editor, "Văn bản đăng tải")
    assert "213" in await world.say(editor, "213")
    assert world.rows("SELECT amount FROM figure_entries") == [213]


async def test_a_small_figure_is_given_with_its_day(world: ZaloWorld) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/solieu")
    await world.press(editor, "Văn bản đăng tải")
    await world.say(editor, "1 14/6/2021")
    assert world.rows("SELECT amount, day FROM figure_entries") == [(1, "2021-06-14")]


async def test_the_board_sees_the_months_messages_and_others_do_not(world: ZaloWorld) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX)
    sent = world.rows("SELECT sent FROM zalo_use WHERE month = '2021-06'")[0]
    assert f"Zalo: đã gửi {sent}/3.000 tin trong tháng." in await world.say(editor, "/tinhhinh")
    assert "Zalo" not in await world.say(lan, "/tinhhinh")


async def test_a_spent_quota_leaves_reminders_failed_with_their_reason(world: ZaloWorld) -> None:
    await world.join("correspondent", TAX, "Lan")
    editor = await world.join("editor")
    left = MONTHLY_MESSAGES - world.rows("SELECT sent FROM zalo_use")[0]
    await asyncio.gather(*(world.services.zalo.add_sent("2021-06") for _ in range(left)))
    world.zalo.server.quota = 0
    await world.at(datetime(2021, 6, 21, 8, 0, tzinfo=ZONE))
    assert world.rows("SELECT state, error FROM outbox") == [("failed", "quota_spent")]
    world.zalo.server.quota = None
    answer = await world.say(editor, "/tinhhinh")
    assert "Lan – không gửi được (đã hết số tin Zalo cho phép trong tháng)" in answer


async def test_what_a_choice_says_can_be_typed_and_uses_the_list_up(world: ZaloWorld) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/ngonngu")
    assert "English" in world.labels(editor)
    await world.say(editor, "english")
    assert world.rows("SELECT language FROM people") == ["en"]
    assert "1" in await world.say(editor, "1")
    assert world.rows("SELECT language FROM people") == ["en"]


async def test_a_list_of_choices_shows_no_slash_and_no_second_numbers(world: ZaloWorld) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, "trời hôm nay đẹp quá trời luôn")
    assert "/nop" not in answer
    assert any(label.startswith("nop – ") for label in world.labels(lan))
    listed = await world.say(chair, "donvi")
    assert "• Công an huyện" in listed
    assert "2. Công an huyện" not in listed
    assert "Công an huyện" in world.labels(chair)


async def test_a_command_after_the_bots_long_name_is_read_in_a_private_chat(
    world: ZaloWorld,
) -> None:
    lan = await world.join("correspondent", TAX)
    typed = "huyenmau .gov.vn/tin/x | Khai mạc hội thao | 14/6/2021 | Y tế"
    await world.say(lan, f"@Bot Tin bài xã Mẫu nop {typed}")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]
    assert "Tháng 6/2021" in await world.say(lan, "@Bot Tin bài xã Mẫu tinhhinh")


async def test_nobody_is_told_to_paste_a_link_alone(world: ZaloWorld) -> None:
    lan = await world.join("correspondent", TAX)
    for text in ("xin chào", "cuatoi", "huy", "huongdan", "huongdan nop"):
        answer = await world.say(lan, text)
        assert "nop" in answer
        assert "https://" not in answer
        assert "dán liên kết" not in answer
