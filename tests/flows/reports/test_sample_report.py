"""The sample with its companion figures typed in the chat: every fact once, in text and table."""

import hashlib
import re
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.document import Document as Docx
from pypdf import PdfReader

from bench.reports.pages import BOARD, CHAIR, SIGNED, prepare
from bot.demo.stage import MovableClock
from reports.document.pdf import render_pdf
from tests.flows.conftest import loaded
from tests.flows.local_stage import Stage
from tests.flows.shapes import stage
from tests.programs import needs_libreoffice

SILENT = 5


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Stage]:
    """The board on the day of signing, everything typed."""
    clock = MovableClock(SIGNED.astimezone(UTC), lambda: timedelta(0))
    async with stage(loaded(tmp_path, BOARD), clock) as found:
        await prepare(found)
        yield found


async def issued(running: Stage) -> dict[str, bytes]:
    """Issue the report and return its files by their names' ends."""
    await running.say(CHAIR, "/banhanh 2021-H1")
    messages = await running.press(CHAIR, "Ban hành bản giấy")
    found = {}
    for message in messages:
        file = message.document or message.photo
        if file is not None:
            found[file.name.rpartition(".")[2]] = file.content
            assert hashlib.sha256(file.content).hexdigest() in messages[-1].text
    return found


def body(document: Docx) -> str:
    """Return the paragraphs outside tables."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def appendix(document: Docx) -> list[list[str]]:
    """Return the cells of the appendix's table."""
    return [[cell.text for cell in row.cells] for row in document.tables[-1].rows]


async def test_the_document_carries_every_fact_once_and_consistently(running: Stage) -> None:
    document = Document(BytesIO((await issued(running))["docx"]))
    text = body(document)
    for fact in (
        "242 tin, bài",
        "9.933 lượt trong kỳ",
        "96.811 lượt (tính đến ngày 29/6/2021)",
        "213 văn bản",
        "03 chuyên mục: Bầu cử đại biểu Quốc hội khóa XV; Phòng, chống dịch COVID-19; "
        "Chuyển đổi số",
        "17/17 xã, thị trấn",
        "năm 2021: 150.000.000 đồng",
        "54.896.000 đồng",
        "nhuận bút 46.276.000 đồng",
        "văn phòng phẩm 8.620.000 đồng",
        "còn lại: 95.104.000 đồng",
        "05 đơn vị chưa có tin, bài",
        "16 lĩnh vực chưa được phản ánh",
        "Tổ chức lớp tập huấn viết tin, bài",
    ):
        assert text.count(fact) == 1, fact
    head = "\n".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert "01/BC-BBT" in head
    assert "ngày 29 tháng 7 năm 2021" in head
    assert text.count("(Kèm theo Báo cáo số 01/BC-BBT ngày 29 tháng 7 năm 2021") == 1
    rows = appendix(document)
    assert rows[-1][-7:] == ["34", "37", "52", "58", "56", "5", "242"]
    units = [row for row in rows if re.fullmatch(r"\d+", row[0])]
    assert len(units) == 25
    nothing = [row[1] for row in units if row[-1] == ""]
    assert len(nothing) == SILENT
    weakness = next(line for line in text.splitlines() if "05 đơn vị chưa có tin, bài" in line)
    for name in nothing:
        assert name in weakness
    for topic in BOARD.topics:
        assert topic in text


async def test_the_chat_text_says_the_same(running: Stage) -> None:
    answer = "\n".join(m.text for m in await running.say(CHAIR, "/baocao 2021-H1"))
    for fact in (
        "Tổng số: 242 tin, bài",
        "9.933 lượt trong kỳ, tổng cộng 96.811 lượt (tính đến ngày 29/6/2021)",
        "213 văn bản",
        "17/17 trang",
        "dự toán năm 2021 150.000.000 đồng",
        "còn lại 95.104.000 đồng",
        "Số liệu “Lượt truy cập” được đọc từ ngày 29/6/2021, đã cũ",
        "Tháng 6/2021 mới có 5 tin, bài trong khi tháng trước đó có 56",
    ):
        assert fact in answer


async def test_the_workbook_holds_the_same_numbers(running: Stage) -> None:
    book = openpyxl.load_workbook(BytesIO((await issued(running))["xlsx"]))
    assert book.sheetnames == ["Phụ lục", "Số liệu"]
    values = [cell for row in book["Số liệu"].iter_rows(values_only=True) for cell in row]
    for number in (96811, 9933, 213, 150_000_000, 46_276_000, 8_620_000, 95_104_000):
        assert number in values


@needs_libreoffice
@pytest.mark.libreoffice
async def test_the_pdf_is_a4_and_holds_all_pages(running: Stage) -> None:
    content = (await issued(running))["docx"]
    reader = PdfReader(BytesIO(render_pdf(content, "bao-cao.docx").content))
    for page in reader.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx((595.3, 841.9), abs=1)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "BÁO CÁO" in text
    assert "242" in text


@needs_libreoffice
@pytest.mark.libreoffice
async def test_a_pdf_is_made_of_the_issued_document(running: Stage) -> None:
    await issued(running)
    await running.say(CHAIR, "/baocao 2021-H1")
    sent = [m.document for m in await running.press(CHAIR, "PDF") if m.document]
    assert [file.name for file in sent] == ["bao-cao-6-thang-dau-nam-2021.pdf"]
    text = PdfReader(BytesIO(sent[0].content)).pages[0].extract_text()
    assert "01/BC-BBT" in text
