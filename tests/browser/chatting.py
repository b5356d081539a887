"""What a person does on the chat page, and what stands there."""

from playwright.async_api import Locator, Page, expect


async def say(page: Page, text: str) -> None:
    """Type a text and send it with Enter."""
    box = page.locator("#text")
    await box.fill(text)
    await box.press("Enter")
    await expect(box).to_have_value("")


async def press(page: Page, label: str) -> None:
    """Press the newest button of a label."""
    await page.locator(".buttons button", has_text=label).last.click()


def newest(page: Page) -> Locator:
    """Return the bot's newest message."""
    return page.locator("#log .from-bot").last


def cell(page: Page, unit: str, column: int) -> Locator:
    """Return a cell of the board's table: column 1 is the first month, 7 the total."""
    row = page.locator("#table tbody tr", has=page.get_by_role("rowheader", name=unit))
    return row.locator("td").nth(column - 1)
