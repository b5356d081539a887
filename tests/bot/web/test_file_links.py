"""Links to files: who has one gets the file until its end, anybody else a status and a sentence."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.base import ApiFile
from bot.web.file_links import SignedFileLinks, file_routes
from services.container import build_services
from services.conversation.shared_files import FILE_LIFE, SharedFiles
from services.signing import SigningKey
from storage.engine.database import Database, DatabaseError
from storage.engine.opening import opened
from tests.databases import stored_rows

SITE = "https://tinbai.example"
NAME = "Báo cáo 6 tháng.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOW = datetime(2021, 6, 15, 9, 30, 15, 250_000, tzinfo=UTC)


class Office:
    """Files behind links, and somebody who opens them; `now` can be moved."""

    def __init__(self, database: Database) -> None:
        self.now = NOW
        self.key = SigningKey(database)
        self.files = SharedFiles(database, self.key)
        pages = build_services(database).my_page
        self.links = SignedFileLinks(self.files, pages, f"{SITE}/", lambda: self.now)
        app = Starlette(routes=file_routes(self.files, lambda: self.now))
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(app))


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with opened(database_url) as database:
        office = Office(database)
        async with office.browser:
            yield office


async def test_a_link_gives_the_file_under_its_name(office: Office) -> None:
    link = await office.links.publish(ApiFile(NAME, b"PK-report", WORD))
    assert link.startswith(f"{SITE}/files/")
    assert link.endswith(f"/{quote(NAME)}")
    answer = await office.browser.get(link)
    assert (answer.status_code, answer.content) == (200, b"PK-report")
    assert answer.headers["Content-Type"] == WORD
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(NAME)}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_database_that_is_down_is_told_in_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await office.links.publish(ApiFile(NAME, b"PK-report", WORD))

    async def down(*_arguments: object) -> None:
        raise DatabaseError("SELECT", None, OSError())

    monkeypatch.setattr(Database, "read", down)
    answer = await office.browser.get(link)
    assert answer.status_code == 503
    assert "xin mở lại liên kết này sau một phút" in answer.text


async def test_a_picture_is_shown_where_it_is(office: Office) -> None:
    link = await office.links.publish(ApiFile("chart.png", b"PNG", ""))
    answer = await office.browser.get(link)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")


async def test_a_file_of_no_known_kind_is_only_saved(office: Office) -> None:
    link = await office.links.publish(ApiFile("page.svgz0", b"<script>", ""))
    answer = await office.browser.get(link)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_link_that_has_ended_says_so_before_and_after_the_file_is_deleted(
    office: Office, database_url: str
) -> None:
    link = await office.links.publish(ApiFile(NAME, b"PK", WORD))
    office.now = NOW + FILE_LIFE - timedelta(seconds=1)
    await office.files.purge(office.now)
    assert (await office.browser.get(link)).status_code == 200
    office.now = NOW + FILE_LIFE
    answer = await office.browser.get(link)
    assert answer.status_code == 410
    assert answer.text == (
        "Liên kết đến tệp đã hết hạn; xin hỏi lại tinbai để nhận tệp mới, ví dụ /baocao.\n"
    )
    await office.files.purge(office.now)
    assert stored_rows(database_url, "SELECT count(*) FROM shared_files") == [(0,)]
    office.now = NOW  # a clock that jumped back brings nothing back
    assert (await office.browser.get(link)).status_code == 410


async def test_a_later_file_does_not_answer_to_the_link_of_a_deleted_one(office: Office) -> None:
    old = await office.links.publish(ApiFile("old.txt", b"old", "text/plain"))
    office.now = NOW + FILE_LIFE
    await office.files.purge(office.now)
    new = await office.links.publish(ApiFile("new.txt", b"new", "text/plain"))
    assert (await office.browser.get(old)).status_code == 410
    assert (await office.browser.get(new)).content == b"new"


@pytest.mark.parametrize("token", ["x", "WzEsMTYyMzc0OTQxNV0.AAAA", "%00", "1"])
async def test_a_forged_link_is_refused(office: Office, token: str) -> None:
    await office.links.publish(ApiFile(NAME, b"PK", WORD))
    answer = await office.browser.get(f"{SITE}/files/{token}/{quote(NAME)}")
    assert answer.status_code == 403
    assert answer.text.startswith("Liên kết đến tệp không đúng")
    assert answer.text.count("\n") == 1


async def test_a_link_of_another_purpose_is_refused(office: Office) -> None:
    signer = await office.key.signer("board-page", NOW)
    token = signer.dumps([1, int((NOW + FILE_LIFE).timestamp())])
    assert (await office.browser.get(f"{SITE}/files/{token}/x")).status_code == 403


async def test_the_databases_own_key_outlives_the_process(
    office: Office, database_url: str
) -> None:
    token = await office.files.share("a.txt", "text/plain", b"a", NOW)
    async with opened(database_url) as database:
        again = SharedFiles(database, SigningKey(database))
        assert (await again.fetch(token, NOW)).content == b"a"
