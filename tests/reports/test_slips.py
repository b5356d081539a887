"""The sheet of slips is a valid document, whatever stands on it."""

from datetime import date
from pathlib import Path

import pytest

from domain.people.slips import Sheet, Slip
from reports.document.slips import render_slips
from tests.reports.ooxml import faults


@pytest.mark.parametrize("count", [1, 2, 25])
def test_a_sheet_of_slips_is_valid(tmp_path: Path, count: int) -> None:
    slips = tuple(
        Slip(f"Phòng A & B <{place}>", ("Mã mời: ABCDE23456",), f"https://t.me/b?start={place}")
        for place in range(count)
    )
    made = render_slips(Sheet("Mã mời", "ma-moi.docx", slips), "Ban A & B", date(2021, 6, 15))
    assert faults(tmp_path, made.file_name, made.content) == []
