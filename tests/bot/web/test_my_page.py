"""A person's own page: the whole conversation for who was let in, and nothing for anybody else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import Request

from bot.app import assemble, build_application, foundation
from bot.channels.outbound import Outbound
from bot.channels.web.outbound import PageOutbound
from bot.channels.web.rows import RowsRequest
from bot.web.my_page.app import HERE, MOST_STREAMS, my_page_routes
from bot.web.my_page.guard import GUESS_WINDOW, GUESSES, Cookie
from domain.calls import Call, Origin, Visit
from domain.channels import TELEGRAM, WEB
from services.conversation.web_chat import MESSAGES_KEPT
from services.people.my_page import LINK_LIFE, SESSION_LIFE
from storage.engine.tables import outbox
from tests.bot.web.streams import Stream
from tests.fakes.messenger.request import LocalMessenger, LocalRequest
from tests.flows.conftest import BOARD, SAMPLE, TAX, ZONE, World, loaded, still_clock
from tests.flows.local_stage import Stage
from tests.flows.zalo_stage import dispatching

SITE = "https://tinbai.example"
LINK = re.compile(r"https://tinbai\.example(/trang/\S+)")
REMINDED = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
ARTICLE = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


class Browser:
    """One browser with its cookies, on the page's own site unless told otherwise."""

    def __init__(self, office: "Office") -> None:
        self._office = office
        transport = httpx.ASGITransport(office.app)
        self.client = httpx.AsyncClient(
            transport=transport, base_url=SITE, headers={"Origin": SITE}
        )

    async def open(self, path: str) -> httpx.Response:
        """Open a link and press its button."""
        await self.client.get(path)
        return await self.client.post(path)

    async def messages(self) -> list[dict[str, Any]]:
        answer = await self.client.get("/trang/api/chat")
        assert answer.status_code == 200
        return list(answer.json()["messages"])

    async def say(self, text: str) -> str:
        """Type a text; return what the bot then wrote."""
        return await self._answers("text", json={"text": text})

    async def press(self, label: str) -> str:
        """Press the newest button of a label; return what the bot then wrote or changed."""
        for message in reversed(await self.messages()):
            for button in (one for row in message["buttons"] for one in row):
                if button["label"] == label:
                    press = {"message": message["id"], "data": button["data"]}
                    return await self._answers("press", json=press)
        raise LookupError(label)

    async def send_file(self, name: str, content: bytes) -> str:
        return await self._answers(f"file?name={name}", content=content)

    async def _answers(self, name: str, **body: Any) -> str:
        before = await self.messages()
        answer = await self.client.post(f"/trang/api/{name}", **body)
        assert answer.status_code == 202, answer.text
        await self._office.world.stage.settled()
        return "\n".join(
            one["text"] for one in await self.messages() if one["from_bot"] and one not in before
        )


class Office:
    """A board whose people write over a messenger, and their own pages beside it."""

    def __init__(self, world: World, app: Starlette) -> None:
        self.world = world
        self.app = app

    async def link(self, user: int) -> str:
        """Have a person ask for the page; return the link's path."""
        found = LINK.search(await self.world.say(user, "/trang"))
        assert found is not None
        return found[1]

    def browser(self) -> Browser:
        return Browser(self)

    async def let_in(self, user: int) -> Browser:
        """Return a browser in which a person has the page open."""
        browser = self.browser()
        assert (await browser.open(await self.link(user))).status_code == 303
        return browser

    def later(self, by: timedelta) -> None:
        self.world.stage.clock.move(self.world.stage.clock() + by)


def stream_of(app: Starlette, session: str) -> Stream:
    """Open the page's events in a browser that is let in."""
    cookie = {"cookie": f"__Host-tinbai={session}"}
    return Stream(app, "https://tinbai.example/trang/api/events", cookie)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    clock = still_clock()
    async with foundation(loaded(tmp_path, BOARD), clock) as base:
        messenger = LocalMessenger(None, clock)
        request = LocalRequest(messenger)
        page_request = RowsRequest(base.services.web_chat, clock)
        base.services.my_page.serve_at(SITE)
        apps = {
            "telegram": build_application(base.services, request, "1:local"),
            WEB: build_application(base.services, page_request, "1:web"),
        }
        outbounds: dict[str, Outbound] = {
            "telegram": PageOutbound(request),
            WEB: PageOutbound(page_request),
        }
        runtime = assemble(base, apps, outbounds)

        async def accept(update: dict[str, Any]) -> None:
            await runtime.dispatcher.accept("telegram", [update])

        messenger.accept = accept
        for app in apps.values():
            await app.initialize()
        routes = my_page_routes(base.services, runtime.dispatcher, clock, SITE)
        async with dispatching(runtime, TELEGRAM):
            world = World(Stage(runtime, messenger, clock), tmp_path / "tinbai.db")
            await world.load_sample()
            yield Office(world, Starlette(routes=routes))
        for app in apps.values():
            await app.shutdown()


@pytest.fixture
async def lan(office: Office) -> int:
    return await office.world.join("correspondent", TAX, "Lan")


# The conversation


async def test_an_article_is_logged_on_the_page(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    assert "tiêu đề" in (await page.say(f"/nop {ARTICLE}")).lower()
    await page.say("Khai mạc hội thao")
    await page.press("Sửa ngày")
    await page.say("hôm qua")
    await page.press("Sửa chuyên mục")
    await page.press("Y tế")
    await page.press("Ghi nhận")
    assert office.world.rows(
        "SELECT title, link FROM articles WHERE title = 'Khai mạc hội thao'"
    ) == [("Khai mạc hội thao", ARTICLE)]


async def test_a_reload_and_another_browser_show_the_same_conversation(
    office: Office, lan: int
) -> None:
    page = await office.let_in(lan)
    await page.say("/huongdan")
    shown = await page.messages()
    assert [one["from_bot"] for one in shown] == [False, True]
    other = await office.let_in(lan)
    assert await other.messages() == shown


async def test_a_draft_of_the_messenger_goes_on_on_the_page(office: Office, lan: int) -> None:
    await office.world.say(lan, f"/nop {ARTICLE}")
    page = await office.let_in(lan)
    assert "Xin xem lại" in await page.say("Khai mạc hội thao")


async def test_a_report_is_downloaded_through_the_session_alone(office: Office) -> None:
    chair = await office.world.join("chair", name="Bình")
    page = await office.let_in(chair)
    await page.say("/baocao 6 tháng đầu năm 2021")
    files = [one["file"] for one in await page.messages() if one["file"]]
    word = next(one for one in files if one["name"].endswith(".docx"))
    answer = await page.client.get(word["url"])
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await office.browser().client.get(word["url"])).status_code == 401
    stranger = await office.let_in(await office.world.join("chair", name="Khác"))
    assert (await stranger.client.get(word["url"])).status_code == 404


async def test_a_table_sent_through_the_page_is_read(office: Office) -> None:
    chair = await office.world.join("chair", name="Bình")
    page = await office.let_in(chair)
    answer = await page.send_file(SAMPLE.name, SAMPLE.read_bytes())
    assert "242" in answer


async def test_what_cannot_be_handed_in_is_refused_with_a_reason(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    for name, body, status, error in (
        ("text", {"json": {"text": "  "}}, 400, "bad_length"),
        ("text", {"json": {"text": "a" * 4097}}, 400, "bad_length"),
        ("text", {"content": b"{"}, 400, "bad_request"),
        ("press", {"json": {"message": 999, "data": "x"}}, 404, "message_gone"),
        ("file?name=", {"content": b"x"}, 400, "empty_file"),
        ("file?name=a.txt", {"content": b""}, 400, "empty_file"),
        ("file?name=a.txt", {"content": b"x" * (20 * 1024 * 1024 + 1)}, 413, "too_large"),
    ):
        answer = await page.client.post(f"/trang/api/{name}", **body)
        assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert await page.messages() == []


async def test_the_menu_has_what_the_role_may_use(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    commands = (await page.client.get("/trang/api/chat")).json()["commands"]
    # What the role works with, as in Telegram's menu: no more.
    assert [one["twin"] for one in commands] == [
        *("nop", "cuatoi", "khongco", "tinhhinh", "tim", "trang", "hoantac", "huongdan"),
    ]


async def test_reminders_go_to_the_messenger_while_nothing_was_written_on_the_page(
    office: Office, lan: int
) -> None:
    await office.let_in(lan)
    assert office.world.rows("SELECT channel FROM accounts ORDER BY last_used_at DESC LIMIT 1") == [
        "telegram"
    ]


async def test_the_page_opens_at_the_reminder_that_came_elsewhere(office: Office, lan: int) -> None:
    await office.world.at(REMINDED)
    assert "Nhắc gửi tin, bài" in office.world.last(lan).text
    page = await office.let_in(lan)
    [reminder] = await page.messages()
    assert TAX in reminder["text"]
    assert "dán liên kết của bài vào đây" in reminder["text"]

    again = await office.let_in(lan)
    assert await again.messages() == [reminder]
    assert "Tiêu đề của bài" in await page.say(ARTICLE)


async def test_a_page_opened_after_the_answer_asks_nothing(office: Office, lan: int) -> None:
    editor = await office.world.join("editor")
    await office.world.at(REMINDED)
    await office.world.say(lan, f"/nop Khai mạc hội thao | {ARTICLE} | 14/6/2021 | Y tế")
    for user in (lan, editor):
        assert await (await office.let_in(user)).messages() == []


async def test_a_reminder_that_cannot_be_shown_lets_the_browser_in_all_the_same(
    office: Office, lan: int
) -> None:
    await office.world.at(REMINDED)
    (stored,) = office.world.rows("SELECT payload FROM outbox WHERE kind = 'reminder'")
    kept = {key: json.loads(stored)[key] for key in ("scope", "month", "units")}
    # As an earlier version stored it: of what is asked for only who is meant, of which month.
    database = office.world.stage.runtime.base.database
    await database.write(lambda tx: tx.execute(update(outbox).values(payload=kept)))
    page = await office.let_in(lan)
    assert "Tiêu đề của bài" in await page.say(ARTICLE)


async def test_what_another_worker_writes_arrives_live(
    office: Office, lan: int, tmp_path: Path
) -> None:
    page = await office.let_in(lan)
    [cookie] = page.client.cookies.values()
    clock = office.world.stage.clock
    async with foundation(loaded(tmp_path, BOARD), clock) as other:
        other.services.my_page.serve_at(SITE)
        routes = my_page_routes(other.services, office.world.stage.runtime.dispatcher, clock, SITE)
        stream = stream_of(Starlette(routes=routes), cookie)
        assert "event: ready" in await stream.next()
        await page.say("/huongdan")
        asked, answer = await stream.event(), await stream.event()
        assert (asked["kind"], asked["message"]["text"]) == ("message", "/huongdan")
        assert answer["message"]["from_bot"]
        await office.world.say(lan, "/trang tắt")
        assert (await stream.event())["kind"] == "end"
        await stream.task


async def test_no_more_than_a_few_streams_are_open_for_one_person(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    [cookie] = page.client.cookies.values()
    streams = [stream_of(office.app, cookie) for _ in range(MOST_STREAMS)]
    for stream in streams:
        await stream.next()
    assert (await page.client.get("/trang/api/events")).status_code == 429
    for stream in streams:
        await stream.leave()
    assert office.world.services.web_chat.watching(1) == 0


def test_the_icon_for_the_home_screen_may_be_cut_to_a_circle() -> None:
    manifest = json.loads((HERE / "manifest.json").read_text())
    [icon] = [one for one in manifest["icons"] if one.get("purpose") == "maskable"]
    picture = Image.open(HERE / icon["src"].removeprefix("/trang-own/")).convert("RGB")
    width, height = picture.size
    assert icon["sizes"] == f"{width}x{height}"
    ground = picture.getpixel((0, 0))
    drawn = [
        (x - width / 2) ** 2 + (y - height / 2) ** 2
        for x in range(0, width, 4)
        for y in range(0, height, 4)
        if picture.getpixel((x, y)) != ground
    ]
    # What a phone never cuts away: a circle of 40 % of the width.
    assert max(drawn) < (0.4 * width) ** 2


async def test_messages_are_kept_for_ninety_days(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    await page.say("/huongdan")
    office.later(MESSAGES_KEPT + timedelta(minutes=1))
    before = office.world.rows("SELECT max(id) FROM web_messages")
    await office.world.stage.runtime.tick()
    # The number of the newest is not given again; nothing that was written is left.
    assert office.world.rows(
        "SELECT id, text, html, content, entities, buttons, file_name, alert FROM web_messages"
    ) == [(before[0], "", None, None, "[]", "[]", "", None)]
    page = await office.let_in(lan)
    await page.say("/huongdan")
    assert min(one["id"] for one in await page.messages()) > before[0]


# The link


async def test_looking_at_a_link_does_not_use_it_up_and_opening_it_does(
    office: Office, lan: int
) -> None:
    path = await office.link(lan)
    for _ in range(3):  # a messenger's preview, twice
        answer = await office.browser().client.get(path)
        assert answer.status_code == 200
        assert "Lan" in answer.text
        assert "set-cookie" not in answer.headers
    assert (await office.browser().open(path)).status_code == 303
    again = office.browser()
    answer = await again.open(path)
    assert answer.status_code == 410
    assert "set-cookie" not in answer.headers
    assert (await again.client.get("/trang/api/chat")).status_code == 401


async def test_two_browsers_at_once_cannot_use_one_link(office: Office, lan: int) -> None:
    path = await office.link(lan)
    answers = await asyncio.gather(*(office.browser().client.post(path) for _ in range(8)))
    assert sorted(one.status_code for one in answers) == [303, *[410] * 7]


async def test_a_link_ends_after_ten_minutes(office: Office, lan: int) -> None:
    path = await office.link(lan)
    office.later(LINK_LIFE)
    answer = await office.browser().open(path)
    assert answer.status_code == 410
    assert "/trang" in answer.text


async def test_another_site_cannot_open_a_link_in_the_readers_browser(
    office: Office, lan: int
) -> None:
    path = await office.link(lan)
    for origin in ("https://evil.example", "http://tinbai.example", "null", ""):
        answer = await office.browser().client.post(path, headers={"Origin": origin})
        assert answer.status_code == 403
    assert (await office.browser().open(path)).status_code == 303


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://tinbai.example", "https://tinbai.example"),
        ("https://Tinbai.example:443", "https://tinbai.example"),
        ("https://tinbai.example:8443/a", "https://tinbai.example:8443"),
        ("http://10.0.0.1:80", "http://10.0.0.1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://xãmẫu.vn", "https://xn--xmu-mla5329a.vn"),
    ],
)
def test_a_browser_s_own_origin_is_known_however_the_address_is_written(
    address: str, origin: str
) -> None:
    def own(told: str) -> bool:
        scope = {"type": "http", "headers": [(b"origin", told.encode())]}
        return Cookie(address).is_own(Request(scope))

    assert own(origin)
    for other in (f"{origin}.evil.example", f"{origin}:444", "https://evil.example", "null", ""):
        assert not own(other)


async def test_neither_links_nor_sessions_are_stored_in_clear(office: Office, lan: int) -> None:
    unused = (await office.link(lan)).rpartition("/")[2]
    page = await office.let_in(lan)
    [session] = page.client.cookies.values()
    stored = json.dumps(
        office.world.rows("SELECT token_hash FROM page_links")
        + office.world.rows("SELECT token_hash FROM page_sessions")
    )
    assert len(json.loads(stored)) == 2
    assert unused not in stored
    assert session not in stored


async def test_a_thousand_guesses_open_nothing_and_are_soon_not_even_read(
    office: Office, lan: int
) -> None:
    path = await office.link(lan)
    browser = office.browser()
    statuses = [
        (await browser.client.get(f"/trang/{number:043}")).status_code for number in range(1000)
    ]
    assert statuses.count(410) == GUESSES
    assert statuses.count(429) == 1000 - GUESSES
    assert (await browser.client.post(path)).status_code == 429
    office.later(GUESS_WINDOW)
    office_link = await office.link(lan)
    assert (await browser.open(office_link)).status_code == 303


# The session


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    office: Office, lan: int
) -> None:
    answer = await office.browser().open(await office.link(lan))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tinbai=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= parts
    assert f"max-age={30 * 24 * 3600}" in parts
    assert answer.headers["location"] == "/trang"


async def test_a_session_planted_beforehand_is_worth_nothing_afterwards(
    office: Office, lan: int
) -> None:
    victim = office.browser()
    victim.client.cookies.set("__Host-tinbai", "planted", domain="tinbai.example")
    path = await office.link(lan)
    assert (await victim.open(path)).status_code == 303
    attacker = office.browser()
    attacker.client.cookies.set("__Host-tinbai", "planted", domain="tinbai.example")
    assert (await attacker.client.get("/trang/api/chat")).status_code == 401


async def test_the_session_of_who_used_the_browser_before_ends_with_a_new_link(
    office: Office, lan: int
) -> None:
    minh = await office.world.join("correspondent", TAX, "Minh")
    browser = await office.let_in(lan)
    [old] = browser.client.cookies.values()
    await browser.open(await office.link(minh))
    assert (await browser.client.get("/trang/api/chat")).json()["name"] == "Minh"
    stolen = office.browser()
    stolen.client.cookies.set("__Host-tinbai", old, domain="tinbai.example")
    assert (await stolen.client.get("/trang/api/chat")).status_code == 401


async def test_a_session_shows_and_changes_its_own_person_alone(office: Office, lan: int) -> None:
    minh = await office.world.join("correspondent", TAX, "Minh")
    hers, his = await office.let_in(lan), await office.let_in(minh)
    await hers.say(f"/nop {ARTICLE}")
    assert await his.messages() == []
    asked = next(one for one in await hers.messages() if one["from_bot"])
    answer = await his.client.post("/trang/api/press", json={"message": asked["id"], "data": "x"})
    assert answer.status_code == 404


async def test_other_sites_cannot_post_in_the_readers_name(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    for origin in ("https://evil.example", "https://tinbai.example.evil.example", "null", ""):
        for name in ("text", "press", "file?name=a", "leave"):
            answer = await page.client.post(
                f"/trang/api/{name}", json={"text": "/undo"}, headers={"Origin": origin}
            )
            assert (answer.status_code, answer.json()) == (403, {"error": "foreign"})
    assert await page.messages() == []


async def test_other_sites_cannot_read_what_the_reader_may(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    for path in ("/trang", "/trang/api/chat", "/trang/api/files/1"):
        answer = await page.client.get(path, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = await page.client.options("/trang/api/text", headers=asked)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


async def test_a_thousand_guessed_sessions_let_nobody_in(office: Office, lan: int) -> None:
    await office.let_in(lan)
    browser = office.browser()
    statuses = []
    for number in range(1000):
        browser.client.cookies.set("__Host-tinbai", f"{number:043}", domain="tinbai.example")
        statuses.append((await browser.client.get("/trang/api/chat")).status_code)
    assert statuses.count(401) == GUESSES
    assert statuses.count(429) == 1000 - GUESSES


async def test_a_look_with_head_does_not_use_a_link_up(office: Office, lan: int) -> None:
    path = await office.link(lan)
    assert (await office.browser().client.head(path)).status_code == 200
    assert (await office.browser().client.put(path)).status_code == 405
    assert (await office.browser().open(path)).status_code == 303


async def test_a_session_ends_after_thirty_days(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    office.later(SESSION_LIFE)
    assert (await page.client.get("/trang")).status_code == 401
    assert (await page.client.get("/trang/api/events")).status_code == 401


async def test_closing_the_page_ends_every_browser(office: Office, lan: int) -> None:
    first, second = await office.let_in(lan), await office.let_in(lan)
    unused = await office.link(lan)
    assert "Đã đóng trang riêng" in await office.world.say(lan, "/trang tắt")
    for browser in (first, second):
        assert (await browser.client.get("/trang/api/chat")).status_code == 401
    assert (await office.browser().open(unused)).status_code == 410
    assert "không mở trên máy nào" in await office.world.say(lan, "/page off")


async def test_leaving_ends_this_browser_alone(office: Office, lan: int) -> None:
    first, second = await office.let_in(lan), await office.let_in(lan)
    [token] = first.client.cookies.values()
    assert (await first.client.post("/trang/api/leave")).status_code == 204
    first.client.cookies.set("__Host-tinbai", token, domain="tinbai.example")
    assert (await first.client.get("/trang/api/chat")).status_code == 401
    assert (await second.client.get("/trang/api/chat")).status_code == 200


async def test_who_was_moved_to_another_account_is_out_of_every_browser(
    office: Office, lan: int
) -> None:
    page = await office.let_in(lan)
    call, person_id = await _chair_and(office, "Lan")
    code = (await office.world.services.accounts.move(call, person_id)).code
    elsewhere = office.world.stranger("Lan mới")
    await office.world.say(elsewhere, code)
    assert (await page.client.get("/trang/api/chat")).status_code == 401
    again = await office.let_in(elsewhere)
    assert (await page.client.get("/trang/api/chat")).status_code == 401
    assert (await again.client.get("/trang/api/chat")).json()["name"] == "Lan"


async def test_who_left_the_board_reads_nothing_more(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    await page.say("/huongdan")
    call, person_id = await _chair_and(office, "Lan")
    await office.world.services.member_changes.leave(call, person_id)
    assert (await page.client.get("/trang/api/chat")).status_code == 401
    assert (await page.client.post("/trang/api/text", json={"text": "x"})).status_code == 401


async def test_the_pages_are_sent_with_headers_that_keep_them_in(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    for path in ("/trang", "/trang/api/chat", "/trang/x", "/trang/manifest.webmanifest"):
        headers = (await page.client.get(path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


async def test_without_an_address_the_answer_says_whom_to_ask(office: Office, lan: int) -> None:
    office.world.services.my_page.serve_at("")
    answer = await office.world.say(lan, "/trang")
    assert "web.public_url" in answer
    assert "người vận hành" in answer


async def test_the_command_on_the_page_tells_where_one_is(office: Office, lan: int) -> None:
    page = await office.let_in(lan)
    assert "đang ở trang riêng" in await page.say("/trang")


async def _chair_and(office: Office, name: str) -> tuple[Call, int]:
    """Return a call of a new chair, and the number of a person of the board."""
    chair = await office.world.join("chair", name="Bình")
    visit = Visit(Origin("telegram", 0), office.world.stage.clock(), chair, "Bình", "vi")
    call = await office.world.services.people.identify(visit)
    return call, office.world.rows("SELECT id FROM people WHERE name = ?", name)[0]
