"""The chat page serves its reader at this computer, and nobody else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.web.intake import PageIntake
from bot.channels.web.personas import Personas
from bot.channels.web.rows import RowsRequest
from bot.web.chat_page.app import STATIC, page_app
from bot.web.chat_page.board_state import NEXT_REMINDER, BoardRow, BoardTable, NextAction, Persona
from services.conversation.web_chat import WebChat
from storage.engine.opening import opened
from tests.bot.web.streams import Stream
from tests.databases import database_in

HOME = "http://127.0.0.1:8000"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LAN, STRANGER = 101, 900
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Đúng", callback_data="yes")]])


class Board:
    """A board of one unit whose only reminder is at 08:00 on 20/6/2021."""

    reminder = datetime(2021, 6, 20, 8, tzinfo=ZONE)

    def __init__(self) -> None:
        self.time = datetime(2021, 6, 10, 9, tzinfo=ZONE)
        self.movable = True

    def clock_moves(self) -> bool:
        return self.movable

    def now(self) -> datetime:
        return self.time

    async def commands(self, language: str, user_id: int) -> list[tuple[str, str, str]]:
        return [("submit", "nop", "Nộp tin, bài" if language == "vi" else "Submit an article")]

    async def personas(self, language: str) -> list[Persona]:
        role = "Cộng tác viên" if language == "vi" else "Correspondent"
        return [Persona(LAN, "Lan", role, "Văn phòng"), Persona(STRANGER, "Người lạ", "")]

    async def table(self, language: str) -> BoardTable:
        rows = (BoardRow("Văn phòng", (3, None), 3, note="chưa có", silent=True),)
        return BoardTable("2021" if language == "vi" else "Year 2021", ("5", "6"), rows)

    async def next_actions(self, language: str) -> list[NextAction]:
        return [NextAction(self.reminder.astimezone(ZoneInfo("UTC")), f"remind ({language})")]

    async def move_clock(self, to: datetime | Literal["next reminder"]) -> datetime:
        if to == NEXT_REMINDER:
            if self.time >= self.reminder:
                raise LookupError
            to = self.reminder
        self.time = to
        return to


class Page:
    """The page, a client on it, the board behind it and the bot in the messenger."""

    def __init__(self, chat: WebChat) -> None:
        self.board = Board()
        self.updates: list[dict[str, Any]] = []
        self.chat = chat
        self.personas = Personas(chat, PageIntake(chat, self._accept), self._clock)
        self.personas.add_user(LAN, "Lan")
        self.personas.add_user(STRANGER, "Người lạ")
        self.stop = asyncio.Event()
        self.app: Starlette = page_app(self.personas, chat, self.board, self.stop)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=HOME, headers={"Origin": HOME}
        )
        request = RowsRequest(chat, self._clock)
        self.bot = Bot("1:web", request=request, get_updates_request=request)

    def _clock(self) -> datetime:
        return self.board.time

    async def _accept(self, _channel: str, updates: Sequence[dict[str, Any]]) -> None:
        self.updates.extend(updates)

    async def json(self, address: str, **parameters: str | int) -> Any:
        answer = await self.client.get(address, params=parameters)
        assert answer.status_code == 200
        return answer.json()

    async def messages(self) -> list[dict[str, Any]]:
        """Return what Lan sees."""
        view = await self.json("/api/chat", user=LAN)
        return list(view["messages"])


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with opened(database_in(tmp_path)) as database:
        page = Page(WebChat(database))
        async with page.client:
            yield page


def refused(answer: httpx.Response, status: int, reason: str) -> bool:
    """Tell whether an answer is this refusal."""
    return (answer.status_code, answer.json()) == (status, {"error": reason})


async def test_the_page_and_its_files_come_with_a_strict_policy(page: Page) -> None:
    html = await page.client.get("/")
    assert html.status_code == 200
    assert "default-src 'none'" in html.headers["content-security-policy"]
    assert "unsafe" not in html.headers["content-security-policy"]
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', html.text):
        assert (await page.client.get(address)).status_code == 200


def test_every_script_loads_only_its_neighbours_and_never_writes_html() -> None:
    for script in STATIC.glob("*.js"):
        text = script.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
        for name in re.findall(r' from "\./(.+)"', text):
            assert (STATIC / name).exists()
    for asset in STATIC.iterdir():
        assert not re.search(r'(?:src|href)="https?:', asset.read_text())


def test_every_word_exists_in_both_languages_and_every_refusal_has_one() -> None:
    words = (STATIC / "words.js").read_text()
    vietnamese, english = re.findall(r"\n  (?:vi|en): \{(.*?)\n  \},", words, re.DOTALL)
    keys = re.findall(r"^    (\w+):", vietnamese, re.MULTILINE)
    assert keys == re.findall(r"^    (\w+):", english, re.MULTILINE)

    # A person's own page has the same words.
    web = STATIC.parents[1]
    pages = [STATIC, web / "my_page" / "static"]
    used: set[str] = set()
    for folder in pages:
        html = (folder / "index.html").read_text()
        used.update(re.findall(r'data-(?:word|label|placeholder)="(\w+)"', html))
        for script in folder.glob("*.js"):
            used.update(re.findall(r'\bword\("(\w+)"\)', script.read_text()))
    refusals: set[str] = set()
    intake = "../channels/web/intake.py"
    for name in ("bodies.py", "chat_page/app.py", "my_page/app.py", intake):
        refusals.update(
            re.findall(r'(?:Refusal\(\d+, |"error": )"(\w+)"', (web / name).read_text())
        )
    # Files are opened by their address and streams by the script: nobody reads why they are not.
    refusals -= {"bad_request", "not_found", "too_many_pages", "failed"}
    assert used | refusals == set(keys) | {"failed"}


async def test_the_board_is_told_in_the_language_asked_for_and_in_its_own_time(page: Page) -> None:
    board = await page.json("/api/board", language="en")

    assert board["now"] == "2021-06-10T09:00+07:00"
    assert board["clock_moves"] is True
    assert board["personas"][0] == {
        "user_id": LAN,
        "name": "Lan",
        "role": "Correspondent",
        "note": "Văn phòng",
        "last": None,
    }
    assert board["table"]["title"] == "Year 2021"
    assert board["table"]["rows"][0]["cells"] == [3, None]
    assert board["next_actions"] == [{"at": "2021-06-20T08:00+07:00", "text": "remind (en)"}]


async def test_a_typed_text_leaves_as_an_update_and_stays_after_a_reload(page: Page) -> None:
    answer = await page.client.post("/api/text", json={"user": LAN, "text": "/nop"})

    assert answer.status_code == 202
    assert page.updates[0]["message"]["text"] == "/nop"
    view = await page.json("/api/chat", user=LAN)
    assert [(m["from_bot"], m["text"], m["at"]) for m in view["messages"]] == [
        (False, "/nop", "2021-06-10T09:00+07:00")
    ]
    assert view["commands"] == [{"name": "submit", "twin": "nop", "description": "Nộp tin, bài"}]
    board = await page.json("/api/board")
    assert board["personas"][0]["last"]["text"] == "/nop"


@pytest.mark.parametrize("text", ["", "  ", "a" * 4097])
async def test_an_empty_or_long_text_is_refused(page: Page, text: str) -> None:
    answer = await page.client.post("/api/text", json={"user": LAN, "text": text})

    assert refused(answer, 400, "bad_length")
    assert page.updates == []


async def test_only_the_people_on_the_page_can_speak_and_be_read(page: Page) -> None:
    spoken = await page.client.post("/api/text", json={"user": 7, "text": "chào"})
    read = await page.client.get("/api/chat", params={"user": 7})

    assert refused(spoken, 404, "unknown_person")
    assert refused(read, 404, "unknown_person")
    assert page.updates == []


async def test_a_stranger_can_speak(page: Page) -> None:
    answer = await page.client.post("/api/text", json={"user": STRANGER, "text": "/start"})

    assert answer.status_code == 202


async def test_a_button_is_shown_and_pressed_until_its_message_is_gone(page: Page) -> None:
    sent = await page.bot.send_message(LAN, "<b>Lưu?</b>", parse_mode="HTML", reply_markup=YES)
    [shown] = await page.messages()
    assert (shown["text"], shown["html"]) == ("Lưu?", "<b>Lưu?</b>")
    assert shown["buttons"] == [[{"label": "Đúng", "data": "yes"}]]

    press = {"user": LAN, "message": shown["id"], "data": "yes"}
    assert (await page.client.post("/api/press", json=press)).status_code == 202
    assert page.updates[0]["callback_query"]["data"] == "yes"

    await sent.delete()
    assert refused(await page.client.post("/api/press", json=press), 404, "message_gone")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"user": "x", "text": 1}', b"\xff"])
async def test_a_body_that_is_not_understood_is_refused(page: Page, body: bytes) -> None:
    for address in ("/api/text", "/api/press", "/api/clock"):
        answer = await page.client.post(address, content=body)
        assert refused(answer, 400, "bad_request")


async def test_a_body_over_its_limit_is_refused(page: Page) -> None:
    text = await page.client.post("/api/text", content=b" " * (64 * 1024 + 1))
    file = await page.client.post(
        "/api/file", params={"user": LAN, "name": "a.xlsx"}, content=bytes(20 * 1024 * 1024 + 1)
    )

    assert refused(text, 413, "too_large")
    assert refused(file, 413, "too_large")
    assert page.updates == []


async def test_a_file_goes_up_and_comes_down_with_its_name(page: Page) -> None:
    answer = await page.client.post(
        "/api/file",
        params={"user": LAN, "name": "C:/phụ lục.xlsx", "caption": "năm 2021"},
        content=b"PK\x03",
        headers={"Content-Type": "application/vnd.ms-excel"},
    )

    assert answer.status_code == 202
    assert page.updates[0]["message"]["document"]["file_name"] == "phụ lục.xlsx"
    [shown] = await page.messages()
    assert (shown["text"], shown["file"]["size"]) == ("năm 2021", 3)
    download = await page.client.get(shown["file"]["url"])
    assert download.content == b"PK\x03"
    assert download.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''ph%E1%BB%A5%20l%E1%BB%A5c.xlsx"
    )


async def test_an_empty_or_nameless_file_is_refused(page: Page) -> None:
    for name, content in (("a.txt", b""), ("", b"x"), ("tệp/", b"x")):
        answer = await page.client.post(
            "/api/file", params={"user": LAN, "name": name}, content=content
        )
        assert refused(answer, 400, "empty_file")


async def test_a_picture_is_shown_but_a_web_page_is_only_downloaded(page: Page) -> None:
    await page.client.post(
        "/api/file",
        params={"user": LAN, "name": "ảnh.png"},
        content=b"\x89PNG",
        headers={"Content-Type": "image/png"},
    )
    await page.bot.send_document(LAN, b"<script>", filename="a.html")

    assert page.updates[0]["message"]["photo"]
    picture, document = (shown["file"] for shown in await page.messages())
    assert (picture["picture"], document["picture"]) == (True, False)
    shown = await page.client.get(picture["url"])
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline")
    kept = await page.client.get(document["url"])
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["x-content-type-options"] == "nosniff"


async def test_a_message_without_a_file_has_none_to_fetch(page: Page) -> None:
    sent = await page.bot.send_message(LAN, "chào")

    answer = await page.client.get(f"/api/files/{LAN}/{sent.message_id}")
    assert refused(answer, 404, "not_found")


async def test_the_clock_moves_to_the_next_reminder_and_then_there_is_none(page: Page) -> None:
    moved = await page.client.post("/api/clock", json={"to": "next reminder"})
    again = await page.client.post("/api/clock", json={"to": "next reminder"})

    assert moved.json() == {"now": "2021-06-20T08:00+07:00"}
    assert refused(again, 409, "nothing_due")


async def test_the_clock_moves_to_a_time_in_the_boards_zone_but_never_back(page: Page) -> None:
    moved = await page.client.post("/api/clock", json={"to": "2021-07-01T07:30"})
    back = await page.client.post("/api/clock", json={"to": "2021-06-30T00:00:00Z"})

    assert moved.json() == {"now": "2021-07-01T07:30+07:00"}
    assert refused(back, 400, "clock_backwards")
    assert page.board.time == datetime(2021, 7, 1, 7, 30, tzinfo=ZONE)


async def test_a_clock_that_follows_real_time_cannot_be_moved(page: Page) -> None:
    page.board.movable = False

    answer = await page.client.post("/api/clock", json={"to": "next reminder"})
    assert refused(answer, 409, "clock_fixed")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://other.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://other.example:8000", "Host": "other.example:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_cannot_speak_for_a_person(page: Page, headers: dict[str, str]) -> None:
    answer = await page.client.post(
        "/api/text", json={"user": LAN, "text": "/none"}, headers=headers
    )

    assert refused(answer, 403, "foreign")
    assert page.updates == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "tinbai.example"},
        {"Host": ""},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "image"},
    ],
)
async def test_another_site_cannot_read_the_page(page: Page, headers: dict[str, str]) -> None:
    answer = await page.client.get("/api/chat", params={"user": LAN}, headers=headers)

    assert refused(answer, 403, "foreign")


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.1"])
async def test_every_loopback_name_works_and_a_link_may_lead_here(page: Page, host: str) -> None:
    headers = {"Host": host, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}

    assert (await page.client.get("/", headers=headers)).status_code == 200


async def test_every_change_is_streamed_to_every_open_tab(page: Page) -> None:
    tabs = [
        Stream(page.app, "http://127.0.0.1:8000/api/events"),
        Stream(page.app, "http://127.0.0.1:8000/api/events"),
    ]
    for tab in tabs:
        assert await tab.next() == "retry: 2000\nevent: ready\ndata: {}\n\n"

    async def told() -> list[dict[str, Any]]:
        """Return what the tabs get next: each the same."""
        found = [json.loads((await tab.next()).removeprefix("data: ")) for tab in tabs]
        assert found[0] == found[1]
        return found

    await page.client.post("/api/text", json={"user": LAN, "text": "chào"})
    assert [each["kind"] for each in await told()] == ["message"] * 2
    sent = await page.bot.send_message(LAN, "Lưu?", reply_markup=YES)
    [shown, _] = await told()
    assert (shown["kind"], shown["chat"], shown["message"]["text"]) == ("message", LAN, "Lưu?")
    await page.personas.press_label(LAN, "Đúng")
    await page.bot.answer_callback_query(page.updates[-1]["callback_query"]["id"], "Đã lưu.")
    assert (await told())[0]["kind"] == "edit"
    [alert, _] = await told()
    assert (alert["kind"], alert["message"]["alert"]) == ("alert", "Đã lưu.")
    await sent.edit_text("Xong.")
    [edit, _] = await told()
    assert (edit["kind"], edit["message"]["buttons"]) == ("edit", [])
    await sent.delete()
    [gone, _] = await told()
    assert (gone["kind"], gone["message"]) == ("delete", {"id": sent.message_id})

    page.stop.set()
    for tab in tabs:
        assert "end" in await tab.next()
        await tab.task


async def test_a_closed_tab_is_forgotten(page: Page) -> None:
    tab = Stream(page.app, "http://127.0.0.1:8000/api/events")
    await tab.next()
    assert page.chat.watching(LAN) == 1
    await tab.leave()

    assert page.chat.watching(LAN) == 0
