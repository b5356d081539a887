"""Without its marks "đừng" is "đúng": what forbids is never taken for a yes."""

import pytest

from tests.flows.conftest import ETHNIC, TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
TITLE = "Khai mạc giải bóng chuyền nông dân huyện lần thứ III"
ZERO = "Tháng này đơn vị không phát sinh tin bài"
_FORBIDDING = (
    "đừng; Đừng; dừng; thôi đừng; đừng ghi; dừng rồi; đừng nhé; đừng em; khoan; khoan đã; "
    "đừng ạ; dừng thôi; dừng đã; đừng vậy; dừng thế; dung; Dung a; dung nhe; dung ghi; dduwngf"
)
FORBIDDING = _FORBIDDING.split("; ")
STOPPING = ("dừng lại", "thôi")
ARTICLES = "SELECT count(*) FROM articles"
ZEROS = "SELECT count(*) FROM confirmed_zeros"


def _topic_shown(card: str) -> str:
    [line] = [line for line in card.splitlines() if "Chuyên mục:" in line]
    return line.removesuffix(" (gợi ý)")


async def test_what_forbids_logs_nothing_at_the_card_and_leaves_it_open(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, TITLE)
    await world.say(lan, "Y tế")
    topic = _topic_shown(world.last(lan).text)
    for text in FORBIDDING:
        assert (text, "Đã ghi" in await world.say(lan, text)) == (text, False)
        assert (text, world.rows(ARTICLES)) == (text, [0])
    for text in ("nóng", "/nop"):  # no part of "Nông thôn mới" either
        await world.say(lan, text)
    assert _topic_shown(world.last(lan).text) == topic
    assert "Đã ghi bài #1." in await world.say(lan, "dung roi")


@pytest.mark.parametrize("text", STOPPING)
async def test_what_stops_drops_the_card(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, TITLE)
    await world.say(lan, text)
    await world.say(lan, "đúng rồi")
    assert world.rows(ARTICLES) == [0]


@pytest.mark.parametrize("text", ["đúng", "Đúng ạ", "đúng vậy", "dung roi a", "ddungs"])
async def test_right_is_a_yes_at_the_card(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, TITLE)
    assert "Đã ghi bài #1." in await world.say(lan, text)


async def test_what_forbids_settles_no_twin(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(lan, f"/nop {LINK} | {TITLE} | 14/6 | Y tế")
    await world.say(minh, f"/nop {LINK}?b=2 | {TITLE} | 14/6 | Y tế")
    for text in [*FORBIDDING, "đừng bài này", "dừng bài đó", "dung bai nay"]:
        await world.say(minh, text)
        assert (text, world.rows(ARTICLES)) == (text, [1])
        assert (text, "Chính là bài #1" in world.labels(minh)) == (text, True)
    await world.say(minh, "đúng là bài đó")
    assert "Chính là bài #1" not in world.labels(minh)


async def test_what_forbids_takes_no_offered_day(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | {TITLE} | 14/6/2011 | Y tế")
    for text in FORBIDDING:
        await world.say(lan, text)
        assert (text, world.rows(ARTICLES)) == (text, [0])
        assert (text, "Ghi nhận" in world.labels(lan)) == (text, False)


async def test_what_forbids_confirms_no_month_without_articles(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for text in [*FORBIDDING, *STOPPING]:
        await world.say(lan, ZERO)
        await world.say(lan, text)
        assert (text, world.rows(ZEROS)) == (text, [0])
    await world.say(lan, ZERO)
    await world.say(lan, "dung roi")
    assert world.rows(ZEROS) == [1]


async def test_what_forbids_stores_no_doubted_figure(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/chi nhuận bút 5.000.000 14/6")
    for text in [*FORBIDDING, *STOPPING, "đừng, vẫn ghi"]:
        await world.say(editor, "/chi Nhuận bút 5 triệu 14/6")
        await world.say(editor, text)
        entries = world.rows("SELECT count(*) FROM figure_entries WHERE amount = 5000000")
        assert (text, entries) == (text, [1])
    await world.say(editor, "/chi Nhuận bút 5 triệu 14/6 đừng")
    await world.say(editor, "/chi Nhuận bút 5 triệu 14/6 dung")
    assert world.rows("SELECT count(*) FROM figure_entries WHERE amount = 5000000") == [1]


async def test_what_forbids_cancels_no_report(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/banhanh 2021-Q1 ngày 14/6/2021")
    await world.press(chair, "Ban hành bản giấy")
    for text in [*FORBIDDING, *STOPPING, "đừng, huỷ báo cáo", "dung, huy bao cao"]:
        await world.say(chair, "/banhanh huỷ 01 Nhầm tháng 3")
        await world.say(chair, text)
        assert (text, world.rows("SELECT state FROM issued_reports")) == (text, ["issued"])


async def test_a_name_that_is_like_right_is_no_yes_to_the_shown_one(world: World) -> None:
    dung = await world.join("correspondent", TAX, "Lan")
    await world.say(dung, "Trần Dũng")
    assert world.rows("SELECT name FROM people") == ["Trần Dũng"]
    other = await world.join("correspondent", ETHNIC, "Lan")
    assert "vẫn ghi là Lan" not in await world.say(other, "Dũng")
