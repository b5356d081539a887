"""Reports are rendered in a process of their own, with what the event loop's process knows."""

from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from domain.errors import InvalidFile
from services.reports import rendering
from tests.reports.factory import sample_board, sample_report

pytestmark = pytest.mark.own_process


async def test_a_report_is_rendered_outside_of_the_process_that_answers_people() -> None:
    with patch("reports.sheets.xlsx.render_xlsx", side_effect=AssertionError("rendered here")):
        rendered = await rendering.xlsx(sample_report())
    book = openpyxl.load_workbook(BytesIO(rendered.content))
    shown = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(unit.name in shown for group in sample_report().groups for unit in group.units)


async def test_what_is_wrong_with_a_template_comes_back_from_there(
    tmp_path: Path,
) -> None:
    template = tmp_path / "mau.docx"
    template.write_bytes(b"no document")
    with pytest.raises(InvalidFile) as raised:
        await rendering.docx(sample_report(board=sample_board(template=str(template))))
    assert raised.value.code == "bad_template"
    assert raised.value.values["fault"] == "not_a_document"
