"""The pictures in docs/, taken from the real pages: TINBAI_TEST_SCREENSHOTS=1 asks for them."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.demo.people import CHAIR, LAN
from tests.browser.board_link import board_link
from tests.browser.chatting import newest, press, say
from tests.browser.conftest import PHONE, Site

DOCS = Path(__file__).parents[2] / "docs"
LINE = (
    "/nop https://trang.huyenmau.gov.vn/tin-tuc/cong-khai-du-toan-quy-ii.html | "
    "Công khai dự toán ngân sách quý II năm 2021 | 14/6 | Dự án đầu tư"
)
LINK = "https://trang.huyenmau.gov.vn/tin-tuc/tap-huan-quan-ly-tai-san-cong.html"

pytestmark = pytest.mark.skipif(
    not os.environ.get("TINBAI_TEST_SCREENSHOTS"),
    reason="TINBAI_TEST_SCREENSHOTS=1 takes the pictures",
)


async def test_pictures_of_the_conversation(site: Site) -> None:
    page = await site.open(LAN, await site.context(viewport={"width": 1280, "height": 860}))
    await say(page, LINE)
    await expect(newest(page)).to_contain_text("#1")
    await say(page, LINK)
    await expect(newest(page)).to_contain_text("Tiêu đề")
    await say(page, "Tập huấn quản lý, sử dụng tài sản công")
    await press(page, "Hôm qua")
    await press(page, "Sửa chuyên mục")
    await say(page, "Cải cách hành chính - Chuyển đổi số")
    await expect(newest(page)).to_contain_text("Chuyên mục: Cải cách")
    await press(page, "Ghi nhận")
    await expect(newest(page)).to_contain_text("#2")
    await say(page, "/tinhhinh")
    await expect(newest(page)).to_contain_text("2 tin, bài tháng này")
    await _settled(page)
    await page.screenshot(path=DOCS / "chat.png")

    phone = await site.open(LAN, await site.context(viewport=PHONE, device_scale_factor=2))
    await _settled(phone)
    await phone.screenshot(path=DOCS / "chat-phone.png")


async def test_a_picture_of_the_report_in_the_dark(site: Site) -> None:
    page = await site.open(CHAIR, await site.context(color_scheme="dark"))
    await say(page, "/baocao 2021-H1")
    await expect(page.locator("a.file")).to_have_count(2)
    await _settled(page)
    await page.screenshot(path=DOCS / "chat-dark.png")


async def test_a_picture_of_the_boards_page(site: Site) -> None:
    await say(await site.open(LAN), LINE)
    context = await site.context()
    link = await board_link(await site.open(CHAIR, context))
    page = await context.new_page()
    await page.goto(link)
    await page.screenshot(path=DOCS / "board.png")


async def _settled(page: Page) -> None:
    """Wait until the board has caught up with the talk and its flashes are over."""
    last = page.locator("#people a[aria-current] .last")
    line = (await newest(page).locator(".text, .name").first.inner_text()).partition("\n")[0]
    await expect(last).to_have_text(line)
    await page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
