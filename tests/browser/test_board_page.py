"""The board's page as a chair opens it, reads it on a phone, prints it and takes the link back."""

import io
import zipfile

import pytest
from playwright.async_api import Locator, Page, expect
from pypdf import PdfReader

from bot.demo.people import CHAIR, LAN
from tests.browser.board_link import board_link
from tests.browser.chatting import newest, press, say
from tests.browser.conftest import PHONE, Site

pytestmark = pytest.mark.slow
FINANCE = "Phòng Tài chính - Kế hoạch"
LINE = "/nop https://trang.huyenmau.gov.vn/tin-tuc/a.html | Công khai dự toán | 14/6 | Dự án đầu tư"


async def test_the_link_of_status_opens_the_board_with_what_is_logged(site: Site) -> None:
    await say(await site.open(LAN), LINE)
    chair = await site.open(CHAIR)
    await board_link(chair)

    async with chair.context.expect_page() as opened:
        await newest(chair).get_by_role("link").click()
    page = await opened.value

    await expect(page.get_by_role("heading", level=1)).to_have_text("6 tháng đầu năm 2021")
    await expect(_row(page, FINANCE).locator("td").last).to_have_text("1")
    await expect(page.locator("tfoot td").last).to_have_text("243")
    silent = page.get_by_role("region", name="Chưa có tin, bài và chưa trả lời")
    await expect(silent).to_contain_text("Phòng Dân tộc")
    await expect(silent).not_to_contain_text(FINANCE)
    await expect(page.get_by_role("region", name="Chuyên mục")).to_contain_text("Dự án đầu tư")
    undelivered = page.get_by_role("region", name="Tin nhắn chưa gửi được")
    await expect(undelivered).to_contain_text("đều đã gửi được")


async def test_the_files_are_downloaded_for_the_period_shown(site: Site) -> None:
    page = await _board(site)
    await page.get_by_role("link", name="Năm 2021", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Năm 2021")

    for name, magic in (("Word", b"PK"), ("Excel", b"PK"), ("PNG", b"\x89PNG")):
        async with page.expect_download() as download:
            await page.get_by_role("link", name=name).click()
        found = await download.value
        assert "nam-2021" in found.suggested_filename
        content = (await found.path()).read_bytes()
        assert content.startswith(magic)
        if magic == b"PK":
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


async def test_a_taken_back_link_opens_nothing_and_a_new_one_does(site: Site) -> None:
    chair = await site.open(CHAIR)
    link = await board_link(chair)
    page = await chair.context.new_page()
    await page.goto(link)

    await press(chair, "Thu hồi liên kết")
    await expect(newest(chair)).to_contain_text("Đã thu hồi mọi liên kết")

    answer = await page.reload()
    assert answer is not None
    assert answer.status == 410
    await expect(page.locator("main")).to_contain_text("đã bị thu hồi")
    await page.goto(await board_link(chair))
    await expect(page.locator("tfoot td").last).to_have_text("242")


async def test_the_page_fits_a_phone(site: Site) -> None:
    page = await _board(site, viewport=PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_a_phone_shows_the_total_of_a_whole_year_without_scrolling(site: Site) -> None:
    page = await _board(site, viewport=PHONE)
    await page.get_by_role("link", name="Năm 2021", exact=True).click()
    for cell in (page.locator("thead th").last, _row(page, FINANCE).locator("td").last):
        box = await cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]


async def test_the_page_prints_its_tables_and_leaves_its_links_out(site: Site) -> None:
    page = await _board(site)
    pages = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True))).pages
    text = "\n".join(each.extract_text() for each in pages)

    assert len(pages) == 2
    assert "Toàn ban" in text
    assert "Tải về" not in text
    assert round(float(pages[0].mediabox.width)) == 595


async def test_the_page_speaks_english_too(site: Site) -> None:
    page = await _board(site)
    await page.get_by_role("link", name="English").click()

    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("link", name="Tiếng Việt")).to_be_visible()


async def _board(site: Site, **options: object) -> Page:
    context = await site.context(**options)
    link = await board_link(await site.open(CHAIR, context))
    page = await context.new_page()
    await page.goto(link)
    return page


def _row(page: Page, unit: str) -> Locator:
    return page.locator("tbody tr", has=page.get_by_role("rowheader", name=unit))
