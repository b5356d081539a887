"""Articles are logged from the portal by a number, a tap or a few words, and never on their own."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.portal import Answer, Portal
from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.portal.test_portal import MORNING, portal, rss
from tests.flows.shapes import stage

__all__ = ["portal"]
TITLES = {
    "/tin/1": ("Công an huyện ra quân bảo đảm an toàn giao thông", 14, ""),
    "/tin/2": ("Tập huấn quản lý thu chi ngân sách xã", 13, f"{TAX} mở lớp tập huấn cho các xã."),
    "/tin/3": ("Công bố dự toán thu chi sáu tháng cuối năm", 12, f"Theo {TAX}, thu đạt kế hoạch."),
    "/tin/4": ("Trao bò giống cho hộ nghèo", 11, "Mười hộ được nhận bò."),
}
FEED = [(path, title, day) for path, (title, day, _text) in TITLES.items()]


def page(title: str, day: int, text: str) -> Answer:
    """Return an article's page."""
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>Ngày đăng: {day}/06/2021</p><div><p>{text}</p><p>Đông đảo người dân và cán bộ đã "
        "đến dự, theo dõi và đóng góp nhiều ý kiến cho nội dung này trong suốt buổi sáng.</p>"
        "</div></body></html>"
    )
    return Answer(html.encode())


def fill(portal: Portal, shape: str) -> None:
    """Publish the articles and a list of them, as a feed or as what portals without one have."""
    for path, (title, day, text) in TITLES.items():
        portal.pages[path] = page(title, day, text)
    links = "".join(
        f'<li><a href="{path}">{title}</a> <span>{day}/06/2021</span></li>'
        for path, title, day in FEED
    )
    entries = "".join(f"<url><loc>{portal.link(path)}</loc></url>" for path in TITLES)
    portal.pages["/ds"] = {
        "feed": rss(portal, FEED),
        "page": Answer(f"<!doctype html><html><body><ul>{links}</ul></body></html>".encode()),
        "sitemap": Answer(f'<?xml version="1.0"?><urlset>{entries}</urlset>'.encode()),
    }[shape]


@pytest.fixture
async def site(tmp_path: Path, portal: Portal) -> AsyncIterator[World]:
    """A board whose portal is the small one."""
    host = f"127.0.0.1:{portal.port}"
    values = {"site_hosts": (host,), "portal": (f"http://{host}/ds",)}
    async with stage(loaded(tmp_path, BOARD.model_copy(update=values)), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


def logged(site: World) -> list[Any]:
    """Return title, date and unit of what is logged."""
    return site.rows(
        "SELECT title, published_on, units.name FROM articles "
        "JOIN units ON units.id = unit_id ORDER BY number"
    )


@pytest.mark.parametrize("listed_as", ["feed", "page", "sitemap"])
async def test_both_likely_articles_are_logged_by_a_word(
    site: World, portal: Portal, listed_as: str
) -> None:
    fill(portal, listed_as)
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    assert logged(site) == []
    answer = await site.say(lan, "/nop")
    assert "Cổng đã đăng 2 bài có vẻ của đơn vị" in answer
    assert f"1. {TITLES['/tin/2'][0]}" in answer
    assert "Công an" not in answer
    assert "Đã ghi 2 bài từ cổng" in await site.say(lan, "cả hai")
    assert logged(site) == [
        (TITLES["/tin/2"][0], "2021-06-13", TAX),
        (TITLES["/tin/3"][0], "2021-06-12", TAX),
    ]


async def test_a_number_logs_one_and_wrong_ones_are_told(site: World, portal: Portal) -> None:
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    await site.say(lan, "/nop")
    assert "Danh sách có 2 bài" in await site.say(lan, "1 và 3")
    assert "Danh sách có 2 bài" in await site.say(lan, "cả ba")
    assert logged(site) == []
    answer = await site.say(lan, "2")
    assert "Đã ghi 1 bài từ cổng" in answer
    assert [row[0] for row in logged(site)] == [TITLES["/tin/3"][0]]


async def test_somebody_for_whom_nothing_is_likely_picks_from_what_is_open(
    site: World, portal: Portal
) -> None:
    fill(portal, "feed")
    hoa = await site.join("correspondent", "Phòng Dân tộc")
    await site.at(MORNING)
    answer = await site.say(hoa, "/nop")
    assert "bài nào của đơn vị" in answer
    assert "Trao bò giống" in answer
    assert "Đã ghi 1 bài" in await site.press(hoa, "Trao bò giống cho hộ nghèo")
    assert "liên kết của bài" in await site.say(hoa, "/nop")


async def test_another_article_can_be_written_instead(site: World, portal: Portal) -> None:
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    await site.say(lan, "/nop")
    assert "liên kết của bài" in await site.press(lan, "Viết bài khác")


async def test_a_reminder_says_what_is_on_the_portal_and_takes_a_tap(
    site: World, portal: Portal
) -> None:
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    for day in range(17, 31):
        await site.at(datetime(2021, 6, day, 9, 0, tzinfo=ZONE))
        if "Cổng đã đăng" in site.last(lan).text:
            break
    assert "Cổng đã đăng 2 bài có vẻ của đơn vị" in site.last(lan).text
    assert "chưa ghi nhận" not in site.last(lan).text
    assert logged(site) == []
    await site.press(lan, "Ghi cả hai bài")
    assert len(logged(site)) == 2


async def reminded(site: World, portal: Portal) -> int:
    """Return somebody whose reminder names two articles of the portal."""
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    for day in range(17, 31):
        await site.at(datetime(2021, 6, day, 9, 0, tzinfo=ZONE))
        if "Cổng đã đăng" in site.last(lan).text:
            break
    assert logged(site) == []
    return lan


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ("cả hai", ("/tin/2", "/tin/3")),
        ("Ca 2 bai", ("/tin/2", "/tin/3")),
        ("tất cả", ("/tin/2", "/tin/3")),
        ("1 và 2", ("/tin/2", "/tin/3")),
        ("1,2", ("/tin/2", "/tin/3")),
        ("2", ("/tin/3",)),
        ("1.", ("/tin/2",)),
        ("2 ạ", ("/tin/3",)),
        ("bài 1", ("/tin/2",)),
        ("bài thứ hai ạ", ("/tin/3",)),
        ("cả 2 bài ạ", ("/tin/2", "/tin/3")),
        ("1-2", ("/tin/2", "/tin/3")),
    ],
)
async def test_after_a_reminder_numbers_and_words_log_what_it_names(
    site: World, portal: Portal, typed: str, paths: tuple[str, ...]
) -> None:
    lan = await reminded(site, portal)
    site.stage.clock.move(site.stage.clock() + timedelta(hours=6))
    assert "từ cổng" in await site.say(lan, typed)
    assert [row[0] for row in logged(site)] == [TITLES[path][0] for path in paths]


async def test_a_number_after_a_reminder_that_it_does_not_have_logs_nothing(
    site: World, portal: Portal
) -> None:
    lan = await reminded(site, portal)
    assert await site.say(lan, "9")
    assert "2 bài" in await site.say(lan, "cả ba")
    assert logged(site) == []
    assert "Đã ghi 2 bài" in await site.say(lan, "cả hai")


async def test_what_was_asked_before_a_reminder_gets_the_answer(
    site: World, portal: Portal
) -> None:
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    await site.say(lan, "https://huyenmau.gov.vn/tin-tuc/khac.html")
    for day in range(17, 23):
        await site.at(datetime(2021, 6, day, 9, 0, tzinfo=ZONE))
    assert "Cổng đã đăng" in site.last(lan).text
    await site.say(lan, "cả hai")
    await site.say(lan, "Khai mạc hội thao toàn huyện")
    assert [row[0] for row in logged(site) if "hội thao" not in row[0]] == []


async def test_what_robots_forbid_is_not_read(site: World, portal: Portal) -> None:
    fill(portal, "feed")
    portal.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /ds\n")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    assert not [head for head in portal.requests if head.startswith("GET /ds")]
    assert "liên kết của bài" in await site.say(lan, "/nop")


@pytest.fixture
def undated(portal: Portal) -> None:
    """Let neither the portal's list nor its pages say a day."""
    fill(portal, "page")
    links = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title, _day in FEED)
    portal.pages["/ds"] = Answer(f"<!doctype html><html><body>{links}</body></html>".encode())
    for path, (title, _day, text) in TITLES.items():
        shown = page(title, 1, text).body.replace("Ngày đăng: 1/06/2021".encode(), b"")
        portal.pages[path] = Answer(shown)


@pytest.mark.usefixtures("undated")
async def test_what_the_portal_does_not_date_is_asked_for(site: World) -> None:
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    assert "(chưa rõ ngày đăng)" in await site.say(lan, "/nop")
    assert "đăng ngày nào?" in await site.say(lan, "cả hai")
    assert logged(site) == []
    await site.say(lan, "3/6")
    await site.say(lan, "ghi")
    await site.say(lan, "hôm qua")
    await site.say(lan, "ghi")
    assert sorted(logged(site)) == [
        (TITLES["/tin/3"][0], "2021-06-03", TAX),
        (TITLES["/tin/2"][0], "2021-06-15", TAX),
    ]


@pytest.mark.usefixtures("undated")
async def test_a_reminder_does_not_suppose_the_month_of_an_undated_article(site: World) -> None:
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    said = set()
    for day in range(17, 31):
        await site.at(datetime(2021, 6, day, 9, 0, tzinfo=ZONE))
        said.add(site.last(lan).text)
    assert any("chưa ghi nhận" in text for text in said)
    assert not any("Cổng đã đăng" in text for text in said)


@pytest.mark.usefixtures("undated")
async def test_an_editor_is_asked_for_the_day_of_an_undated_article(site: World) -> None:
    editor = await site.join("editor")
    await site.at(MORNING)
    assert "chưa rõ ngày đăng" in await site.say(editor, "/portal")
    assert "đăng ngày nào?" in await site.press(editor, TAX)
    assert logged(site) == []
    await site.say(editor, "3/6")
    await site.say(editor, "ghi")
    assert [row[1:] for row in logged(site)] == [("2021-06-03", TAX)]


@pytest.mark.usefixtures("undated")
async def test_an_undated_article_takes_the_day_that_its_page_says_later(
    site: World, portal: Portal
) -> None:
    lan = await site.join("correspondent", TAX)
    portal.pages.pop("/tin/2")
    portal.pages.pop("/tin/3")
    await site.at(MORNING)
    assert "(chưa rõ ngày đăng)" in await site.say(lan, "/nop")
    for path in ("/tin/2", "/tin/3"):
        portal.pages[path] = page(*TITLES[path])
    await site.at(MORNING + timedelta(hours=1, minutes=1))
    assert "(12/6/2021)" in await site.say(lan, "/nop")


async def test_a_list_on_show_is_not_replaced_by_what_was_not_understood(
    site: World, portal: Portal
) -> None:
    fill(portal, "feed")
    lan = await site.join("correspondent", TAX)
    await site.at(MORNING)
    await site.say(lan, "/nop")
    assert "Tôi chưa hiểu" in await site.say(lan, "abc xyz qwe")
    await site.say(lan, "1")
    assert logged(site) == [(TITLES["/tin/2"][0], "2021-06-13", TAX)]
