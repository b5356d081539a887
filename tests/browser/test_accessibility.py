"""What axe-core finds on every page and state: nothing, in light, dark and on a phone."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.demo.people import CHAIR, LAN
from tests.browser.board_link import board_link
from tests.browser.chatting import newest, say
from tests.browser.conftest import DESKTOP, PHONE, Site

pytestmark = pytest.mark.slow
LOOKS = {
    "light": {"viewport": DESKTOP, "color_scheme": "light"},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
    "dark phone": {"viewport": PHONE, "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
async def test_the_chat_page_has_no_fault(site: Site, look: str) -> None:
    page = await site.open(LAN, await site.context(**LOOKS[look]))
    await say(page, "https://trang.huyenmau.gov.vn/tin-tuc/bai-1.html")
    await say(page, "Tập huấn quản lý, sử dụng tài sản công")
    await expect(page.locator(".buttons button", has_text="Hôm qua")).to_be_visible()
    assert await faults(page) == []

    await page.locator("#text").fill("/")
    await expect(page.get_by_role("listbox")).to_be_visible()
    assert await faults(page) == []

    for tab in await page.locator(".tabs button:visible").all():
        await tab.click()
        assert await faults(page) == []


async def test_a_report_with_its_files_has_no_fault(site: Site) -> None:
    page = await site.open(CHAIR)
    await say(page, "/baocao 2021-H1")
    await expect(page.locator("a.file")).to_have_count(2)
    await page.get_by_role("button", name="English").click()
    await expect(newest(page)).to_be_visible()

    assert await faults(page) == []


@pytest.mark.parametrize("look", LOOKS)
async def test_the_boards_page_has_no_fault(site: Site, look: str) -> None:
    context = await site.context(**LOOKS[look])
    link = await board_link(await site.open(CHAIR, context))
    page = await context.new_page()
    await page.goto(link)
    assert await faults(page) == []

    await page.locator("tfoot a").last.click()
    await expect(page.locator("main")).to_contain_text("bảng thống kê đã nhập")
    assert await faults(page) == []

    await page.goto(f"{link}x")
    await expect(page.locator("main")).to_contain_text("Liên kết này không đúng")
    assert await faults(page) == []


async def faults(page: Page) -> list[str]:
    """Return each rule that is broken, with its impact and the first element that breaks it."""
    results: dict[str, Any] = (await Axe().run(page)).response
    return [
        f"{fault['impact']}: {fault['id']} at {fault['nodes'][0]['target']}"
        for fault in results["violations"]
    ]
