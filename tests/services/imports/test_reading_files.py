"""Files are read in a process of their own, which is bounded and tells what it found."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from domain.errors import InvalidFile
from reports.appendix.reading import read_appendix
from services.imports import reading
from tests.reports.appendix_files import csv_file, docx_file, saved, xlsx_file

TABLE = [
    ("Năm 2023",),
    ("STT", "Đơn vị", "Tháng 1", ""),
    ("", "", "Tin", "Bài"),
    (1, "Phòng Nội vụ", 1, 2),
    (2, "UBND xã Glar", None, 4),
]
LIST = [
    ("STT", "Ngày đăng", "Tiêu đề", "Đường link", "Đơn vị"),
    (1, "5/1/2023", "Ra quân", "https://x.vn/1", "Công an huyện"),
]


@pytest.mark.parametrize(("rows", "name"), [(TABLE, "a.xlsx"), (LIST, "a.csv")])
async def test_the_process_tells_what_reading_here_would(
    rows: list[tuple[object, ...]], name: str
) -> None:
    content = xlsx_file(rows) if name == "a.xlsx" else csv_file(rows)
    assert await reading.read_file(content, name) == read_appendix(content, name)


async def test_a_fault_comes_back_with_its_values() -> None:
    with pytest.raises(InvalidFile) as caught:
        await reading.read_file(csv_file(TABLE[1:]), "a.csv", None)
    assert (caught.value.code, caught.value.values) == ("no_year", {"place": "dòng 1"})
    assert (await reading.read_file(csv_file(TABLE[1:]), "a.csv", 2022)).months[0].year == 2022


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    return saved(book)


def heavy_document() -> bytes:
    """Return a small document that unfolds to millions of elements."""
    row = b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 50 + b"</w:tr>"
    with zipfile.ZipFile(BytesIO(docx_file([("a", "b")]))) as package:
        document = package.read("word/document.xml")
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", document.replace(b"<w:tr>", row * 25_000 + b"<w:tr>", 1)
        )
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name"), [(far_cell(), "a.xlsx"), (heavy_document(), "a.docx")]
)
async def test_small_files_that_unfold_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        await reading.read_file(content, name)
    assert caught.value.code in ("too_large", "too_many_rows", "too_heavy")


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TIMEOUT_S", 0.01)
    with pytest.raises(InvalidFile, match="too_heavy"):
        await reading.read_file(csv_file(TABLE), "a.csv")
