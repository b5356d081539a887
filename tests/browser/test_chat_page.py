"""The main job on the chat page, by mouse and keyboard, as its readers do it."""

import asyncio
import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.async_api import Page, Route, expect

from bot.demo.people import CHAIR, EDITOR, LAN, MINH, STRANGER, TUAN
from tests.browser.chatting import cell, newest, press, say
from tests.browser.conftest import PHONE, Site

pytestmark = pytest.mark.slow
LINK = "https://trang.huyenmau.gov.vn/tin-tuc/cong-khai-du-toan-quy-ii.html"
TITLE = "Công khai dự toán ngân sách quý II năm 2021"
LINE = f"/nop {LINK} | {TITLE} | 14/6 | Dự án đầu tư"
FINANCE = "Phòng Tài chính - Kế hoạch"


async def test_an_article_typed_in_one_line_is_logged_and_the_table_changes(site: Site) -> None:
    page = await site.open(LAN)
    await expect(cell(page, FINANCE, 6)).to_contain_text("·")

    await say(page, LINE)

    await expect(newest(page)).to_contain_text("#1")
    await expect(newest(page)).to_contain_text(TITLE)
    await expect(cell(page, FINANCE, 6)).to_have_text("1")
    await expect(cell(page, FINANCE, 7)).to_have_text("1")
    assert site.rows("SELECT title FROM articles") == [TITLE]


async def test_an_article_is_logged_by_buttons(site: Site) -> None:
    page = await site.open(LAN)

    await say(page, LINK)
    await say(page, TITLE)
    await press(page, "Hôm qua")
    await expect(newest(page)).to_contain_text("14/6/2021")
    await press(page, "Sửa chuyên mục")
    await expect(newest(page)).to_contain_text("thuộc chuyên mục nào?")
    await say(page, "Dự án đầu tư")
    await expect(newest(page)).to_contain_text("Chuyên mục: Dự án đầu tư")
    await press(page, "Ghi nhận")

    await expect(newest(page)).to_contain_text("#1")
    await expect(page.locator(".buttons button", has_text="Ghi nhận")).to_have_count(0)
    assert site.rows("SELECT title, published_on FROM articles") == [(TITLE, "2021-06-14")]


async def test_a_conversation_that_comes_late_hides_nothing_newer(site: Site) -> None:
    page = await site.open(LAN)
    asked, released = asyncio.Event(), asyncio.Event()

    async def hold_the_first(route: Route) -> None:
        answer = await route.fetch()
        if not asked.is_set():
            asked.set()
            await released.wait()
        await route.fulfill(response=answer)

    await page.route("**/api/chat?*", hold_the_first)
    await page.locator("#language").click()
    await asked.wait()
    await page.locator("#language").click()
    await say(page, LINE)
    await expect(newest(page)).to_contain_text("#1")

    async with page.expect_response("**/api/chat?*"):
        released.set()
    await say(page, "/tinhhinh")

    await expect(newest(page)).to_contain_text("Tháng 6/2021")
    await expect(page.locator("#log .from-bot", has_text="#1")).to_have_count(1)


async def test_the_menu_completes_a_command_by_keyboard_alone(site: Site) -> None:
    page = await site.open(LAN)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()

    await page.keyboard.type("/tinh")
    option = page.get_by_role("option", name="/tinhhinh")
    await expect(option).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Tab")
    await expect(page.locator("#text")).to_have_value("/tinhhinh ")
    await expect(page.locator("#menu")).to_be_hidden()
    await page.keyboard.press("Enter")

    await expect(newest(page)).to_contain_text("Tháng 6/2021")


async def test_the_menu_opens_by_its_button_and_closes_with_escape(site: Site) -> None:
    page = await site.open(CHAIR)
    await page.get_by_role("button", name="Các lệnh").click()
    await expect(page.get_by_role("option", name="/baocao")).to_be_visible()
    await page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    identity = await chosen.get_attribute("id")
    await expect(page.locator("#text")).to_have_attribute("aria-activedescendant", identity or "")

    await page.keyboard.press("Escape")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#text")).to_have_value("/")


async def test_the_clock_moves_to_the_next_reminder_and_the_silent_are_reminded(
    site: Site,
) -> None:
    page = await site.open(MINH)
    await expect(page.locator("#next-actions li")).not_to_have_count(0)
    await expect(page.locator("#next-actions li").first).to_contain_text("21/6/2021 08:00")

    await page.get_by_role("button", name="Đến lần nhắc kế tiếp").click()

    await expect(page.locator("#date")).to_have_text("21/6/2021")
    await expect(page.locator("#time")).to_have_text("08:00")
    await expect(newest(page)).to_contain_text("Nhắc gửi tin, bài tháng 6/2021")
    await expect(newest(page)).to_contain_text("Phòng Dân tộc")
    await expect(page.locator("#next-actions li").first).not_to_contain_text("21/6/2021")
    # The police have articles this month, so their correspondent is left in peace.
    await expect(page.locator(f"#people a[data-user='{MINH}'] .last")).to_contain_text("Nhắc")
    await expect(page.locator(f"#people a[data-user='{TUAN}'] .last")).not_to_contain_text("Nhắc")
    assert site.rows("SELECT count(*) FROM outbox WHERE state != 'sent'") == [0]


async def test_the_clock_cannot_be_moved_back(site: Site) -> None:
    page = await site.open(CHAIR)
    await page.locator("#to").evaluate("(input) => { input.min = ''; }")
    await page.locator("#to").fill("2021-06-01T08:00")
    await page.get_by_role("button", name="Chuyển", exact=True).click()

    await expect(page.locator("#clock-answer")).to_contain_text("Đồng hồ chỉ chạy tới")
    await expect(page.locator("#date")).to_have_text("15/6/2021")


async def test_the_reports_files_are_downloaded_and_open(site: Site, tmp_path: Path) -> None:
    page = await site.open(CHAIR)
    await say(page, "/baocao 2021-H1")
    await expect(page.locator("#log")).to_contain_text("242")

    word = await _downloaded(page, ".docx", tmp_path)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs)
    assert "BÁO CÁO" in text
    assert "242" in text
    book = openpyxl.load_workbook(io.BytesIO(await _downloaded(page, ".xlsx", tmp_path)))
    rows = [row for sheet in book for row in sheet.values]
    assert any("Công an huyện" in row and {5, 6, 12} <= set(row) for row in rows)


async def test_a_reload_keeps_everything(site: Site) -> None:
    page = await site.open(LAN)
    await say(page, LINE)
    await expect(newest(page)).to_contain_text("#1")
    await page.locator("#text").fill("còn đang gõ")
    before = await page.locator("#log .bubble").all_inner_texts()

    await page.reload()

    await expect(page.locator("#who")).to_have_text("Lê Thị Lan")
    await expect(newest(page)).to_contain_text("#1")
    assert await page.locator("#log .bubble").all_inner_texts() == before
    await expect(page.locator("#text")).to_have_value("còn đang gõ")
    await expect(cell(page, FINANCE, 7)).to_have_text("1")


async def test_what_is_typed_while_the_page_loads_is_kept(site: Site) -> None:
    page = await (await site.context()).new_page()
    typed = asyncio.Event()

    async def hold(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await page.route("**/api/chat*", hold)
    await page.goto(f"{site.address}/?user={LAN}")
    await page.locator("#text").fill("đang gõ")
    typed.set()

    await expect(newest(page)).to_be_visible()
    await expect(page.locator("#text")).to_have_value("đang gõ")


async def test_two_tabs_are_two_persons(site: Site) -> None:
    context = await site.context()
    editor, guest = await site.open(EDITOR, context), await context.new_page()
    await guest.goto(f"{site.address}/?user={STRANGER}")
    await say(guest, "Xin chào")
    await expect(newest(guest)).to_contain_text("mã mời")

    await say(editor, "/moi Phòng Tư pháp")
    await expect(newest(editor)).to_contain_text("Phòng Tư pháp")
    code = (await newest(editor).locator("code").first.inner_text()).strip()
    await say(guest, code)

    await expect(newest(guest)).to_contain_text("Phòng Tư pháp")
    await expect(editor.locator("#log")).not_to_contain_text("Xin chào")
    await expect(guest.locator("#log")).not_to_contain_text("/moi")
    last = editor.locator(f"#people a[data-user='{STRANGER}'] .last")
    await expect(last).to_contain_text("Chào mừng")


async def test_a_picture_that_is_sent_is_shown_and_a_file_can_be_fetched(site: Site) -> None:
    page = await site.open(LAN)
    picture = await page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 40})
    await page.locator("#file").set_input_files(
        {"name": "anh.png", "mimeType": "image/png", "buffer": picture}
    )
    shown = page.locator("#log img")
    await expect(shown).to_have_attribute("alt", "Ảnh: anh.png")
    await expect(shown).to_have_js_property("naturalWidth", 40)

    await page.locator("#file").set_input_files(
        {"name": "ghi-chú.txt", "mimeType": "text/plain", "buffer": "chào".encode()}
    )
    async with page.expect_download() as download:
        await page.locator("#log").get_by_role("link", name="ghi-chú.txt").click()
    path = await (await download.value).path()
    assert path.read_text(encoding="utf-8") == "chào"


async def test_a_phone_shows_one_part_at_a_time_and_nothing_sticks_out(site: Site) -> None:
    page = await site.open(LAN, await site.context(viewport=PHONE, has_touch=True))
    await say(page, LINE)
    await expect(newest(page)).to_contain_text("#1")
    for pane, shown in (
        ("Mọi người", ".people"),
        ("Ban Biên tập", ".board"),
        ("Trò chuyện", ".chat"),
    ):
        await page.locator(".tabs").get_by_role("button", name=pane).tap()
        await expect(page.locator(f"main > {shown}")).to_be_visible()
        for other in {".people", ".board", ".chat"} - {shown}:
            await expect(page.locator(f"main > {other}")).to_be_hidden()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"], f"{pane} is {width} wide"


async def test_the_page_speaks_english_too(site: Site) -> None:
    page = await site.open(CHAIR)
    await page.get_by_role("button", name="English").click()

    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Write to tinbai…")).to_be_visible()
    hidden = "(region) => region.scrollWidth - region.clientWidth"
    assert await page.locator(".board .scroll").evaluate(hidden) == 0
    await page.reload()
    await expect(page.get_by_role("heading", name="Clock", exact=True)).to_be_visible()


async def _downloaded(page: Page, ending: str, folder: Path) -> bytes:
    async with page.expect_download() as download:
        await page.locator(f"a.file[download$='{ending}']").last.click()
    path = folder / f"downloaded{ending}"
    await (await download.value).save_as(path)
    return path.read_bytes()
