"""`tinbai template`: a clerk's template goes out, is changed, and is checked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from bot.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").touch(0o600)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")


def tinbai(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_exported_template_is_sound_and_never_overwritten() -> None:
    exported = tinbai("template", "export")
    assert exported.exit_code == 0
    assert exported.stdout.strip() == "mau-bao-cao.docx"
    assert Document("mau-bao-cao.docx").paragraphs
    checked = tinbai("template", "check", "mau-bao-cao.docx")
    assert checked.exit_code == 0
    assert "dùng được" in checked.stdout
    again = tinbai("template", "export")
    assert again.exit_code == 1
    assert "đã có; hãy ghi tên khác bằng -o" in again.stderr
    assert tinbai("template", "export", "-o", "khac.docx").exit_code == 0


def test_an_unknown_field_is_named_with_the_nearest_right_one() -> None:
    tinbai("template", "export", "-o", "mau.docx")
    document = Document("mau.docx")
    for paragraph in document.paragraphs:
        if "{{ subject }}" in paragraph.text:
            paragraph.text = "{{ subjct }}"
    document.save("mau.docx")
    checked = tinbai("template", "check", "mau.docx")
    assert checked.exit_code == 1
    assert "Không có trường subjct: có lẽ là subject." in checked.stdout


def test_without_a_path_the_board_s_own_template_is_checked() -> None:
    assert "Mẫu có sẵn" in tinbai("template", "check").stdout
    Path("config.toml").write_text('[board]\ntemplate = "mau.docx"\n', encoding="utf-8")
    missing = tinbai("template", "check")
    assert missing.exit_code == 1
    assert "hãy sửa board.template" in missing.stderr
    Path("mau.docx").write_bytes(b"PK not a document")
    broken = tinbai("template", "check")
    assert broken.exit_code == 1
    assert "không phải là tài liệu Word" in broken.stdout
    report = tinbai("report", "2021-H1", "--format", "docx")
    assert report.exit_code == 1
    assert "Mẫu báo cáo của ban không dùng được" in report.stderr
    assert not list(Path().glob("bao-cao*"))


def test_a_named_file_that_is_missing_is_not_laid_to_the_configuration() -> None:
    missing = tinbai("template", "check", "mau-moi.docx")
    assert missing.exit_code == 1
    assert "Không dùng được mau-moi.docx" in missing.stderr
    assert "board.template" not in missing.stderr


def test_a_report_is_written_for_an_electronic_signature() -> None:
    assert tinbai("report", "2021-H1", "--format", "docx", "--electronic").exit_code == 0
    assert Path("bao-cao-6-thang-dau-nam-2021.docx").exists()


def test_every_board_is_rolled_up_for_the_operator() -> None:
    Path("boards").mkdir()
    for slug in ("xa-a", "xa-b"):
        Path(f"boards/{slug}.toml").write_text(
            f'slug = "{slug}"\nname = "Ban Biên tập {slug}"\n', encoding="utf-8"
        )
    Path("config.toml").write_text('boards_dir = "boards"\n', encoding="utf-8")
    table = tinbai("report", "2021-Q1", "--board", "all")
    assert table.exit_code == 0, table.output
    assert "Ban Biên tập xa-a: 0 tin, bài" in table.stdout
    assert "Ban Biên tập xa-b: 0 tin, bài" in table.stdout
    assert tinbai("report", "2021-Q1", "--board", "all", "--format", "docx").exit_code == 2


def test_a_configuration_that_is_named_must_be_one() -> None:
    named = tinbai("template", "export", "--config", "config.toml")
    assert named.exit_code == 0
    assert tinbai("template", "export", "--config", "khong-co.toml", "-o", "a.docx").exit_code == 2
    assert not Path("a.docx").exists()


def test_what_the_check_refuses_no_report_is_made_from() -> None:
    tinbai("template", "export", "-o", "mau.docx")
    document = Document("mau.docx")
    document.tables[0].rows[1].cells[0].paragraphs[0].clear()
    document.save("mau.docx")
    Path("config.toml").write_text('[board]\ntemplate = "mau.docx"\n', encoding="utf-8")
    sentence = "Mẫu thiếu trường number: hãy thêm trường này vào."
    assert sentence in tinbai("template", "check").stdout
    for format_ in ("docx", "pdf"):
        report = tinbai("report", "2021-H1", "--format", format_)
        assert report.exit_code == 1
        assert sentence in report.stderr
    assert not list(Path().glob("bao-cao*"))


def exported_to(output: int) -> tuple[int, str]:
    """Print the template to a file that takes nothing; return the exit code and what was said."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "template", "export", "-o", "-"],
            stdout=output,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "vi_VN.UTF-8"},
            text=True,
            check=False,
        )
    finally:
        os.close(output)
    return done.returncode, done.stderr


def test_a_full_disk_behind_the_output_is_told_in_one_sentence() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    assert exported_to(full) == (1, "Không dùng được đầu ra: hết chỗ trên đĩa.\n")


def test_a_reader_of_the_output_that_has_gone_is_no_fault_to_tell() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    assert exported_to(writer) == (1, "")
