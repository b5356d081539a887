"""`tinbai import` and `tinbai imports` as an operator uses them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

HEAD = "STT,Đơn vị,Tháng 1,Tháng 2,Tổng"
FIRST = ("Phòng Tài chính - Kế hoạch,1,2,3", "Công an huyện,2,2,4", "Nguyễn Thị Hoa,1,,1")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    monkeypatch.setenv("TINBAI_DATABASE__URL", f"sqlite+aiosqlite:///{tmp_path / 'tinbai.db'}")
    table("a.csv", 2023, *FIRST)


def tinbai(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def table(name: str, year: int, *rows: str) -> None:
    """Write a table of a year's first two months."""
    lines = [f"THỐNG KÊ TIN BÀI NĂM {year}", HEAD, *(f"{n},{r}" for n, r in enumerate(rows, 1))]
    Path(name).write_text("\n".join(lines), encoding="utf-8")


def units() -> list[str]:
    """Return the names of the units that the report of 2023 and 2024 shows."""
    found: list[str] = []
    for year in (2023, 2024):
        report = json.loads(tinbai("report", str(year), "--format", "json").stdout)
        found += [unit["name"] for group in report["groups"] for unit in group["units"]]
    return sorted(set(found))


def test_other_spellings_make_no_new_unit_and_a_near_one_stops_until_it_is_mapped() -> None:
    assert tinbai("import", "a.csv").exit_code == 0
    table("b.csv", 2024, "P. Tài chính- Kế hoạch,1,2,3", "Công an,1,1,2", "Nguyễn Thị Hòa,1,1,2")
    stopped = tinbai("import", "b.csv")
    assert stopped.exit_code == 1
    assert "“Công an” gần giống “Công an huyện”" in stopped.stderr
    assert "Hòa" not in stopped.stderr
    assert len(units()) == 3
    mapped = ("--map", "Công an=Công an huyện", "--map", "Không có trong tệp=Gì đó")
    assert tinbai("import", "b.csv", *mapped).exit_code == 0
    assert units() == [
        "Công an huyện",
        "Nguyễn Thị Hoa",
        "Nguyễn Thị Hòa",
        "Phòng Tài chính - Kế hoạch",
    ]
    # The spelling that was chosen is known from now on.
    assert "không có gì thay đổi" in tinbai("import", "b.csv").stdout


def test_a_near_name_may_be_called_new() -> None:
    tinbai("import", "a.csv")
    table("b.csv", 2024, "Công an,1,1,2")
    assert tinbai("import", "b.csv", "--new", "Công an").exit_code == 0
    assert "Công an" in units()


def test_imports_are_listed_by_number_and_taken_back_once() -> None:
    tinbai("import", "a.csv")
    table("b.csv", 2024, "Đội Cơ động,1,1,2")
    tinbai("import", "b.csv")
    lines = tinbai("imports").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1", "2"]
    assert "b.csv" in lines[1]
    assert tinbai("import", "--undo", "1").exit_code == 0
    assert tinbai("import", "--undo", "1").exit_code == 1
    assert tinbai("import", "--undo", "9").exit_code == 1
    listed = json.loads(tinbai("imports", "--json").stdout)
    assert [bool(each["undone_at"]) for each in listed] == [True, False]
    assert units() == ["Đội Cơ động"]


def test_a_unit_first_seen_in_a_year_is_not_silent_in_the_year_before() -> None:
    tinbai("import", "a.csv")
    table("b.csv", 2024, "Đội Cơ động,1,1,2")
    tinbai("import", "b.csv")
    report = json.loads(tinbai("report", "2023", "--format", "json").stdout)
    assert report["zero_units"] == []


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ("a.csv", "FILE"),
        ("--year 2023", "--year"),
        ("--sheet A", "--sheet"),
        ("--map A=B", "--map"),
        ("--new A", "--new"),
        ("--overlap add", "--overlap"),
        ("--dry-run", "--dry-run"),
    ],
)
def test_an_import_is_taken_back_by_its_number_alone(other: str, named: str) -> None:
    tinbai("import", "a.csv")
    refused = tinbai("import", "--undo", "1", *other.split())
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"--undo không đi cùng {named}; hãy chỉ ghi số lần nhập, ví dụ: tinbai import --undo 1\n"
    )
    assert len(units()) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.csv", "--map", "Công an"),
        ("a.csv", "--overlap", "half"),
        ("a.csv", "--undo", "1"),
        (),
    ],
)
def test_arguments_that_do_not_fit_are_wrong_use(arguments: tuple[str, ...]) -> None:
    assert tinbai("import", *arguments).exit_code == 2


def test_the_sample_table_is_written_and_read() -> None:
    assert tinbai("template", "export", "--table").exit_code == 0
    found = tinbai("import", "bang-tin-bai-mau.xlsx", "--dry-run")
    assert found.exit_code == 0
    assert "khớp với dòng Tổng cộng" in found.stdout


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (("Công an huyện", "", "", "Phòng Y tế", ""), "ô “Đơn vị” trống ở dòng 4–5, 7 được hiểu"),
        (("Công an huyện", "", "Phòng Y tế"), "“Đơn vị” để trống ở dòng 4, không rõ"),
    ],
)
def test_blank_units_of_a_list_are_told_of_or_asked_for(units: tuple[str, ...], said: str) -> None:
    rows = [f"{n},{unit},Ra quân đợt {n},{n + 12}/5/2023" for n, unit in enumerate(units, 1)]
    lines = ["TIN BÀI THÁNG 5 NĂM 2023,,,", "STT,Đơn vị,Tên bài,Ngày đăng", *rows]
    Path("list.csv").write_text("\n".join(lines), encoding="utf-8")
    found = tinbai("import", "list.csv", "--dry-run")
    assert said in found.stdout + found.stderr
    assert found.exit_code == (0 if len(units) > 3 else 1)


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("Gửi,Đăng", "5,3", "bỏ qua cột tin, bài gửi, chỉ tính tin, bài đã đăng: Gửi"),
        ("Gửi,Tỷ lệ", "5,60%", "“Gửi” là số tin, bài gửi, chưa phải số đã đăng"),
        ("Tin,Bài", "x,x", "Công an huyện: “x” chỉ đánh dấu là có"),
    ],
)
def test_what_counts_and_what_does_not_is_said(head: str, row: str, said: str) -> None:
    lines = ["TIN BÀI THÁNG 5 NĂM 2023,,,", f"STT,Đơn vị,{head}", f"1,Công an huyện,{row}"]
    Path("month.csv").write_text("\n".join(lines), encoding="utf-8")
    found = tinbai("import", "month.csv", "--dry-run")
    assert said in found.stdout + found.stderr
