"""A person's own page on a phone, from a reminder on Zalo to a logged article and a Word file."""

import asyncio
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette

from bot.app import assemble, build_application, foundation
from bot.channels.outbound import Outbound
from bot.channels.web.outbound import PageOutbound
from bot.channels.web.rows import RowsRequest
from bot.web.my_page.app import my_page_routes
from bot.web.server import listen, web_server
from domain.channels import WEB, ZALO
from tests.browser.chatting import newest, press, say
from tests.browser.conftest import PHONE, WAIT
from tests.browser.test_accessibility import faults
from tests.fakes.zalo_api import ZaloServer
from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.zalo_stage import ZaloStage, dispatching, zalo_parts

pytestmark = pytest.mark.slow
FIRST_REMINDER = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
ARTICLE = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


class Office:
    """People who write over Zalo, and the address of their pages."""

    def __init__(self, world: World, browser: Browser) -> None:
        self.world = world
        self.browser = browser
        self.complaints: list[str] = []

    async def phone(self, **options: str) -> BrowserContext:
        context = await self.browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            locale="vi-VN",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(WAIT)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on(
            "console",
            lambda one: (
                self.complaints.append(one.text)
                if one.type == "error" and not re.search(r"status of 4\d\d", one.text)
                else None
            ),
        )
        return context

    async def open(self, user: int, context: BrowserContext) -> Page:
        """Ask for the page over Zalo, and open the link on a phone."""
        found = re.search(r"http://\S+/trang/\S+", await self.world.say(user, "trang"))
        assert found is not None
        page = await context.new_page()
        await page.goto(found[0])
        assert await faults(page) == []
        await page.get_by_role("button", name="Mở trang của tôi").click()
        await expect(page.locator("#who")).not_to_have_text("")
        return page


@pytest.fixture
async def office(browser: Browser, tmp_path: Path) -> AsyncIterator[Office]:
    async with _office(browser, tmp_path) as found:
        yield found
        for context in browser.contexts:
            await context.close()
    assert found.complaints == []


@asynccontextmanager
async def _office(browser: Browser, folder: Path) -> AsyncIterator[Office]:
    clock = still_clock()
    async with (
        ZaloServer(clock=clock) as server,
        foundation(loaded(folder, BOARD), clock) as base,
        zalo_parts(base, server) as zalo,
    ):
        request = RowsRequest(base.services.web_chat, clock)
        app = build_application(base.services, request, "1:web")
        outbounds: dict[str, Outbound] = {ZALO: zalo.outbound, WEB: PageOutbound(request)}
        runtime = assemble(base, {ZALO: zalo.app, WEB: app}, outbounds)
        zalo.messenger.dispatcher = runtime.dispatcher
        await app.initialize()
        with listen("127.0.0.1", 0) as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            base.services.my_page.serve_at(address)
            routes = my_page_routes(base.services, runtime.dispatcher, clock, address)
            web = web_server(Starlette(routes=routes))
            serving = asyncio.create_task(web.serve(sockets=[listening]))
            async with dispatching(runtime):
                stage = ZaloStage(runtime, zalo.messenger, clock)
                world = World(stage, folder / "tinbai.db")
                await world.load_sample()
                yield Office(world, browser)
            web.should_exit = True
            await serving
        await app.shutdown()


async def test_from_a_reminder_on_zalo_to_a_logged_article_and_a_word_file(
    office: Office, tmp_path: Path
) -> None:
    lan = await office.world.join("correspondent", TAX, "Lan")
    await office.world.say(lan, await office.world.code("editor"))
    await office.world.at(FIRST_REMINDER)
    assert "Nhắc gửi tin, bài" in office.world.last(lan).text
    assert "gõ trang, trang riêng mở ngay tại lời nhắc này" in office.world.last(lan).text
    page = await office.open(lan, await office.phone())
    assert page.url.endswith("/trang")
    await expect(newest(page)).to_contain_text("Nhắc gửi tin, bài")
    assert await _sideways(page) == 0

    await say(page, ARTICLE)
    await expect(newest(page)).to_contain_text("Tiêu đề của bài")
    await say(page, "Công khai dự toán quý II")
    await expect(newest(page)).to_contain_text("Xin xem lại")
    await press(page, "Sửa ngày")
    await expect(newest(page)).to_contain_text("đăng ngày nào?")
    await press(page, "Hôm qua")
    await expect(newest(page)).to_contain_text("Xin xem lại")
    await press(page, "Sửa chuyên mục")
    await expect(newest(page)).to_contain_text("thuộc chuyên mục nào?")
    await press(page, "Y tế")
    await expect(newest(page)).to_contain_text("Y tế")
    await press(page, "Ghi nhận")
    await expect(page.locator("#log .from-bot", has_text="Đã ghi").last).to_be_visible()
    assert office.world.rows(
        "SELECT link FROM articles WHERE title = ?", "Công khai dự toán quý II"
    ) == [ARTICLE]

    shown = await page.locator("#log").inner_text()
    await page.reload()
    await expect(page.locator("#log .from-bot").last).to_be_visible()
    assert await page.locator("#log").inner_text() == shown
    assert await _sideways(page) == 0

    await say(page, "/baocao 6 tháng đầu năm 2021")
    assert "word/document.xml" in await _downloaded(page, tmp_path)
    assert await _sideways(page) == 0


async def test_a_report_is_downloaded_on_the_phone(office: Office, tmp_path: Path) -> None:
    chair = await office.world.join("chair", name="Bình")
    page = await office.open(chair, await office.phone())
    await say(page, "/baocao 6 tháng đầu năm 2021")
    assert "word/document.xml" in await _downloaded(page, tmp_path)


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_the_page_has_no_fault_for_whoever_cannot_see_it(
    office: Office, colours: str
) -> None:
    lan = await office.world.join("correspondent", TAX, "Lan")
    page = await office.open(lan, await office.phone(color_scheme=colours))
    await say(page, "/huongdan")
    await expect(newest(page)).to_be_visible()
    assert await faults(page) == []
    await page.locator("#text").fill("/")
    await expect(page.get_by_role("listbox")).to_be_visible()
    assert await faults(page) == []


async def test_two_devices_see_the_same_live_until_the_page_is_closed(office: Office) -> None:
    lan = await office.world.join("correspondent", TAX, "Lan")
    first = await office.open(lan, await office.phone())
    second = await office.open(lan, await office.phone())
    await say(first, "/ngonngu")
    await expect(newest(second)).to_contain_text("English")
    assert "Đã đóng trang riêng" in await office.world.say(lan, "trang tắt")
    for page in (first, second):
        await expect(page.locator("body")).to_contain_text("chưa mở trên máy này")


async def _downloaded(page: Page, folder: Path) -> list[str]:
    """Download the report's Word file; return the names of its parts."""
    async with page.expect_download() as download:
        await page.locator("a.file", has_text=".docx").click()
    path = folder / "report.docx"
    await (await download.value).save_as(path)
    return zipfile.ZipFile(path).namelist()


async def _sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the phone."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))
