"""A pasted link is read if it can be, and costs nothing if it cannot."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from domain.portal.listing import PageFacts
from services.pages import parsing
from services.pages.links import PageReader
from tests.fakes.portal import HTML, Answer, Portal

PAGES = Path(__file__).parents[2] / "data" / "pages"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        running.pages["/tin/1"] = Answer((PAGES / "wordpress.html").read_bytes())
        yield running


@pytest.fixture
def reader(portal: Portal) -> PageReader:
    return PageReader([f"127.0.0.1:{portal.port}"], ZONE, timeout_s=20)


async def test_a_pasted_link_fills_title_date_and_section(
    portal: Portal, reader: PageReader
) -> None:
    assert reader.covers(portal.link())
    facts = await reader.read(portal.link())
    assert facts is not None
    assert replace(facts, byline="", opening="") == PageFacts(
        portal.link(),
        "Hội nông dân xã Ia Blang trao bò giống cho hộ nghèo",
        date(2021, 6, 15),
        "Hoạt động đoàn thể",
    )
    assert "trao năm con bò giống" in facts.opening


async def test_the_link_is_where_the_page_was_in_the_end(
    portal: Portal, reader: PageReader
) -> None:
    facts = await reader.read(portal.redirect("/cu", "/tin/1"))

    assert facts is not None
    assert facts.link == portal.link()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), "content_type"),
        (Answer(b"\xff\xd8\xff", headers={"Content-Type": "image/jpeg"}), "content_type"),
        (Answer(b"{}", headers={"Content-Type": "application/json"}), "content_type"),
        (Answer(status=404), "status_404"),
        (Answer(b"x" * 3_000_000), "too_big"),
        (Answer(b"khong phai HTML"), "no_title"),
        (Answer(b""), "no_title"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), "host_not_listed"),
        (Answer(status=302, headers={"Location": "http://[::1]/"}), "host_not_listed"),
        (Answer(status=302, headers={"Location": "/"}), "home_page"),
    ],
)
async def test_a_page_that_cannot_be_read_is_a_line_in_the_log(
    portal: Portal, reader: PageReader, answer: Answer, reason: str
) -> None:
    portal.pages["/tin/1"] = answer
    portal.pages["/"] = Answer((PAGES / "wordpress.html").read_bytes())

    with capture_logs() as lines:
        assert await reader.read(portal.link()) is None

    assert [(line["log_level"], line["reason"]) for line in lines] == [("debug", reason)]


async def test_a_link_elsewhere_is_not_read_and_its_password_not_logged(
    reader: PageReader,
) -> None:
    with capture_logs() as lines:
        for link in (
            "https://example.org/a",
            "https://user:secret@example.org/",
            "http://[::1",
            "",
        ):
            assert not reader.covers(link)
            assert await reader.read(link) is None

    assert [line["host"] for line in lines] == ["example.org", "example.org", "", ""]
    assert "secret" not in str(lines)


async def test_a_dripping_page_is_left_at_the_deadline(portal: Portal) -> None:
    portal.pages["/tin/1"] = Answer(b"<html>" + b" " * 400, chunks=400, pause_s=0.05)
    reader = PageReader(["127.0.0.1"], ZONE, timeout_s=0.4)
    started = time.monotonic()

    assert await reader.read(portal.link()) is None
    assert time.monotonic() - started < 2


async def test_a_page_made_to_be_slow_stops_nobody(portal: Portal) -> None:
    portal.pages["/tin/1"] = Answer(b"<html><title>a</title>" + b"<p><b>" * 330_000, headers=HTML)
    reader = PageReader(["127.0.0.1"], ZONE, timeout_s=2)
    with capture_logs() as lines:
        assert await reader.read(portal.link()) is None

    assert lines[0]["reason"] == "too_slow"


async def test_a_parser_that_cannot_start_or_dies_costs_nothing(
    portal: Portal, reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("/khong/co", "/bin/false"):
        monkeypatch.setattr(sys, "executable", program)
        with capture_logs() as lines:
            assert await reader.read(portal.link()) is None
        assert lines[0]["reason"] in ("not_started", "exit code 1")


async def test_the_parser_is_told_nothing_of_the_programs_secrets(
    portal: Portal, reader: PageReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TINBAI_TELEGRAM__TOKEN", "bi-mat")
    spy = tmp_path / "spy"
    spy.write_text(f'#!/bin/sh\n/usr/bin/env > {tmp_path}/seen\nexec {sys.executable} "$@"\n')
    spy.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(spy))

    assert await reader.read(portal.link()) is not None
    assert "bi-mat" not in (tmp_path / "seen").read_text()


async def test_many_links_at_once_are_all_read(portal: Portal, reader: PageReader) -> None:
    for number in range(8):
        title = f"<html><head><title>Bài thứ {number}</title></head><p>a<p>b"
        portal.pages[f"/tin/{number}"] = Answer(title.encode())

    pages = await asyncio.gather(*(reader.read(portal.link(f"/tin/{n}")) for n in range(8)))

    assert [page.title for page in pages if page] == [f"Bài thứ {number}" for number in range(8)]


def test_the_child_answers_a_page_in_json() -> None:
    facts = {"as": "page", "link": "https://a.vn/1", "charset": None, "zone": "Asia/Ho_Chi_Minh"}

    answer = parsing.read(facts, (PAGES / "plain.html").read_bytes())
    assert isinstance(answer, dict)
    assert "kéo dài ba ngày" in answer.pop("opening")
    assert answer == {
        "byline": "",
        "link": "https://a.vn/1",
        "title": "Mở lớp tập huấn “Chuyển đổi số” cho cán bộ xã",
        "published_on": "2021-06-09",
        "section": None,
    }
    assert parsing.read(facts, b"") is None
