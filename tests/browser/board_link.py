"""The way to the board's page: a chair asks for the status."""

from playwright.async_api import Page, expect

from tests.browser.chatting import newest, press, say


async def board_link(chair: Page) -> str:
    """Have a chair ask for the status and return the newest link to the board's page."""
    await say(chair, "/tinhhinh")
    await press(chair, "Trang của ban")
    await expect(newest(chair)).to_contain_text("Thu hồi liên kết")
    address = await newest(chair).get_by_role("link").get_attribute("href")
    assert address is not None
    return address
