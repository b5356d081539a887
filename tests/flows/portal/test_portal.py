"""The portal check: what the portal has and the log has not, and the other way round."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.fakes.portal import Answer, Portal
from tests.flows.articles.test_paste import article_page
from tests.flows.conftest import BOARD, ETHNIC, POLICE, TAX, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage

MORNING = datetime(2021, 6, 16, 7, 0, tzinfo=ZONE)


def rss(portal: Portal, entries: Sequence[tuple[str, str, int]]) -> Answer:
    """Return a feed of (path, title, day of June 2021)."""
    items = "".join(
        f"<item><title>{title}</title><link>{portal.link(path)}</link>"
        f"<pubDate>{day:02d} Jun 2021 08:00:00 +0700</pubDate></item>"
        for path, title, day in entries
    )
    channel = f"<channel><title>Cổng</title>{items}</channel>"
    text = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
    return Answer(text.encode(), headers={"Content-Type": "application/rss+xml; charset=utf-8"})


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        yield running


@pytest.fixture
async def site(tmp_path: Path, portal: Portal) -> AsyncIterator[World]:
    """A board whose site and feed are the small portal."""
    host = f"127.0.0.1:{portal.port}"
    values = {"site_hosts": (host,), "feed_url": f"http://{host}/rss"}
    async with stage(loaded(tmp_path, BOARD.model_copy(update=values)), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


FEED = [
    ("/tin/1", "Công an huyện ra quân bảo đảm an toàn giao thông", 14),
    ("/tin/2", "Khai giảng lớp xóa mù chữ", 13),
    ("/tin/3", "Trao bò giống cho hộ nghèo", 12),
]


async def test_editors_are_told_once_of_what_is_published_and_not_logged(
    site: World, portal: Portal
) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    lan = await site.join("correspondent", TAX)
    editor = await site.join("editor")
    await site.say(lan, f"/nop {portal.link('/tin/3')} | Trao bò giống cho hộ nghèo | 12/6")
    await site.at(MORNING)
    told = site.last(editor).text
    assert "Cổng có 2 bài mới chưa được ghi" in told
    assert "Khai giảng lớp xóa mù chữ" in told
    assert "bò giống" not in told
    await site.at(datetime(2021, 6, 16, 12, 0, tzinfo=ZONE))
    await site.at(datetime(2021, 6, 17, 7, 0, tzinfo=ZONE))
    assert site.rows("SELECT count(*) FROM outbox WHERE kind = 'portal'") == [1]
    assert len([head for head in portal.requests if head.startswith("GET /rss")]) == 3


async def test_an_item_is_given_to_a_unit_with_one_tap(site: World, portal: Portal) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    editor = await site.join("editor")
    await site.at(MORNING)
    answer = await site.say(editor, "/doichieu")
    assert "Đã đăng mà chưa ghi: 3 bài" in answer
    assert "Công an huyện ra quân" in answer
    assert site.labels(editor)[0] == POLICE
    answer = await site.press(editor, POLICE)
    assert f"Đã ghi bài #1 cho {POLICE}" in answer
    assert "Khai giảng lớp xóa mù chữ" in answer
    await site.press(editor, ETHNIC)
    await site.press(editor, "Không phải bài của ban")
    assert "Mọi bài trên cổng đều đã được ghi" in await site.say(editor, "/portal")
    assert site.rows(
        "SELECT title, published_on, units.name, state FROM articles "
        "JOIN units ON units.id = unit_id ORDER BY number"
    ) == [
        (FEED[0][1], "2021-06-14", POLICE, "logged"),
        (FEED[1][1], "2021-06-13", ETHNIC, "logged"),
    ]
    await site.at(datetime(2021, 6, 17, 7, 0, tzinfo=ZONE))
    assert "Mọi bài trên cổng" in await site.say(editor, "/portal")


async def test_what_the_portal_lacks_is_listed_with_why(site: World, portal: Portal) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    portal.pages["/tin/cu"] = article_page("Hội thi nấu ăn ngày gia đình")
    lan = await site.join("correspondent", TAX)
    editor = await site.join("editor")
    await site.say(lan, f"/nop {portal.link('/tin/mat')} | Trồng cây phân tán đầu mùa mưa | 14/6")
    await site.say(lan, f"/nop {portal.link('/tin/cu')} | Hội thi nấu ăn ngày gia đình | 14/6")
    await site.say(lan, f"/nop {portal.link('/tin/2')} | Khai giảng lớp tiếng Jrai | 13/6")
    await site.at(MORNING)
    answer = await site.say(editor, "/doichieu")
    assert "Đã ghi mà không thấy trên cổng: 2 bài" in answer
    assert (
        "#1 Trồng cây phân tán đầu mùa mưa (Phòng Tài chính - Kế hoạch): liên kết không mở được"
        in answer
    )
    assert "#3 Khai giảng lớp tiếng Jrai" in answer
    assert "trên cổng có tiêu đề “Khai giảng lớp xóa mù chữ”" in answer
    assert "không được nhắc lại" in await site.press(editor, "Đã xem các bài không thấy trên cổng")
    await site.at(datetime(2021, 6, 17, 7, 0, tzinfo=ZONE))
    assert "không thấy trên cổng" not in await site.say(editor, "/doichieu")


async def test_a_portal_that_is_down_is_tried_again_and_stops_nothing(
    site: World, portal: Portal
) -> None:
    editor = await site.join("editor")
    portal.pages["/rss"] = Answer(b"", 500)
    await site.at(MORNING)
    assert site.rows("SELECT state, tries FROM portal_checks") == [("failed", 1)]
    assert "không đọc được RSS" in await site.say(editor, "/doichieu")
    await site.at(datetime(2021, 6, 16, 7, 30, tzinfo=ZONE))
    portal.pages["/rss"] = rss(portal, FEED)
    assert len([head for head in portal.requests if head.startswith("GET /rss")]) == 1
    await site.at(datetime(2021, 6, 16, 8, 1, tzinfo=ZONE))
    assert site.rows("SELECT state, tries FROM portal_checks") == [("done", 2)]
    assert "Đã đăng mà chưa ghi: 3 bài" in await site.say(editor, "/doichieu")


async def test_the_check_can_be_asked_for(site: World, portal: Portal) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    editor = await site.join("editor")
    assert "Chưa đối chiếu lần nào" in await site.say(editor, "/doichieu")
    assert "Đã đăng mà chưa ghi: 3 bài" in await site.press(editor, "Đối chiếu ngay")
    portal.pages["/rss"] = Answer(b"", 500)
    assert "Không đọc được cổng" in await site.press(editor, "Đối chiếu ngay")


async def test_the_report_says_how_complete_the_log_is(site: World, portal: Portal) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    lan = await site.join("correspondent", TAX)
    editor = await site.join("editor")
    await site.say(lan, f"/nop {portal.link('/tin/3')} | Trao bò giống cho hộ nghèo | 12/6")
    await site.at(MORNING)
    call = site.services
    board = call.boards.named("huyen-mau")
    period = call.reports.read_period(board, "2021-H1", MORNING.date())
    report = await call.reports.build(board, period, MORNING)
    assert report.completeness is not None
    assert (report.completeness.published, report.completeness.logged) == (3, 1)
    assert report.completeness.checked_on == MORNING.date()
    assert "Mọi bài" not in await site.say(editor, "/doichieu")


async def test_a_board_without_a_feed_says_so_and_only_editors_ask(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX)
    assert "portal = [" in await world.say(editor, "/portal")
    assert "không có quyền" in await world.say(lan, "/portal")
    await world.say(editor, "/duyet")
    for data in ("po:unit:1:1", "po:no:1"):
        await world.messenger.press(editor, world.last(editor).id, data)
        await world.stage.settled()
        assert "đã được ghi hoặc đã bỏ qua" in world.last(editor).text
    await world.messenger.press(lan, world.last(lan).id, "po:unit:1:1")
    await world.stage.settled()
    assert "không có quyền" in world.last(lan).text


async def test_a_page_under_another_title_and_a_closed_unit_are_told(
    site: World, portal: Portal
) -> None:
    portal.pages["/rss"] = rss(portal, FEED)
    portal.pages["/tin/cu"] = article_page("Hội thi nấu ăn ngày gia đình Việt Nam")
    lan = await site.join("correspondent", TAX)
    editor = await site.join("editor")
    await site.say(lan, f"/nop {portal.link('/tin/cu')} | Trồng cây phân tán | 14/6")
    await site.at(MORNING)
    answer = await site.say(editor, "/doichieu")
    assert "trên cổng có tiêu đề “Hội thi nấu ăn ngày gia đình Việt Nam”" in answer
    await site.say(editor, f"/donvi {ETHNIC}")
    await site.press(editor, "Thôi hoạt động")
    await site.say(editor, "31/5/2021")
    await site.say(editor, TAX)
    await site.say(editor, "/doichieu")
    assert ETHNIC not in site.labels(editor)
    (unit_id,) = site.rows("SELECT id FROM units WHERE name = ?", ETHNIC)
    await site.messenger.press(editor, site.last(editor).id, f"po:unit:1:{unit_id}")
    await site.stage.settled()
    assert "không hoạt động vào ngày 14/6/2021" in site.last(editor).text
