"""The command line as an operator uses it: output, exit codes, one sentence a fault."""

import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from services.upkeep.backups import Backups
from services.upkeep.monitoring import Monitoring

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "appendix-2021-h1.csv"
ZERO_UNITS = [
    "Phòng Tài chính - Kế hoạch",
    "Phòng Dân tộc",
    "Thanh tra huyện",
    "Phòng Lao động - TBXH huyện",
    "Văn phòng Huyện ủy",
]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").touch(0o600)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")


def tinbai(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_each_sample_file_gives_the_same_report(ending: str) -> None:
    assert tinbai("import", DATA / f"appendix-2021-h1.{ending}").exit_code == 0
    result = tinbai("report", "2021-H1", "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["total"] == 242
    assert report["months"] == [34, 37, 52, 58, 56, 5]
    assert [sum(unit["total"] for unit in group["units"]) for group in report["groups"]] == [
        204,
        38,
    ]
    assert sum(len(group["units"]) for group in report["groups"]) == 25
    assert report["zero_units"] == ZERO_UNITS
    assert report["groups"][0]["units"][0]["months"] == [22, 7, 9, 18, 24, None]


def test_a_second_import_changes_nothing() -> None:
    tinbai("import", SAMPLE)
    with sqlite3.connect("tinbai.db") as connection:
        before = list(connection.iterdump())
    connection.close()
    result = tinbai("import", SAMPLE)
    assert result.exit_code == 0
    assert "không có gì thay đổi" in result.stdout
    with sqlite3.connect("tinbai.db") as connection:
        assert list(connection.iterdump()) == before
    connection.close()


def test_the_skipped_row_is_named_with_its_place_and_unit() -> None:
    result = tinbai("import", SAMPLE)
    assert "dòng 15: Thanh tra huyện" in result.stderr


def test_a_dry_run_stores_nothing() -> None:
    result = tinbai("import", SAMPLE, "--dry-run")
    assert result.exit_code == 0
    assert "25 đơn vị" in result.stdout
    assert json.loads(tinbai("report", "2021-H1", "--format", "json").stdout)["total"] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("stt,unit,2021-01\n1,Phòng A,x\n", ["dòng 2", "Phòng A", "x"]),
        ("stt,unit,2021-01\n1,Phòng A,-3\n", ["Phòng A", "-3"]),
        ("stt,unit,2021-01\n1,Phòng A,2.5\n", ["Phòng A", "2.5"]),
        ("a,b\n1,2\n", ["không thấy bảng"]),
        ("", []),
    ],
)
def test_a_wrong_file_imports_nothing_and_names_the_place(content: str, words: list[str]) -> None:
    Path("bad.csv").write_text(content, encoding="utf-8")
    result = tinbai("import", "bad.csv")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in result.stderr
    assert json.loads(tinbai("report", "2021-H1", "--format", "json").stdout)["groups"] == []


def test_a_missing_file_is_one_sentence() -> None:
    result = tinbai("import", "nowhere.xlsx")
    assert result.exit_code == 1
    assert "nowhere.xlsx" in result.stderr


def test_the_year_comes_from_the_option_where_the_file_names_none() -> None:
    Path("t.csv").write_text("stt,unit,Tháng 1,Tháng 2\n1,Phòng A,3,4\n", encoding="utf-8")
    refused = tinbai("import", "t.csv")
    assert refused.exit_code == 1
    assert "--year" in refused.stderr
    assert tinbai("import", "t.csv", "--year", "2022").exit_code == 0
    report = json.loads(tinbai("report", "2022-Q1", "--format", "json").stdout)
    assert report["months"] == [3, 4, 0]


@pytest.mark.parametrize("year", ["-5", "0", "20", "99999"])
def test_a_year_that_no_report_reaches_is_wrong_use(year: str) -> None:
    assert tinbai("import", SAMPLE, "--year", year).exit_code == 2
    assert not Path("tinbai.db").exists()


def test_files_are_written_here_and_their_paths_printed() -> None:
    tinbai("import", SAMPLE)
    for format_, name in (
        ("docx", "bao-cao-6-thang-dau-nam-2021.docx"),
        ("xlsx", "bao-cao-6-thang-dau-nam-2021.xlsx"),
    ):
        result = tinbai("report", "2021-H1", "--format", format_)
        assert result.exit_code == 0
        assert result.stdout.strip() == name
        assert Path(name).read_bytes()[:2] == b"PK"
    assert tinbai("report", "2021-H1", "--format", "json", "-o", "out/r.json").exit_code == 0
    assert json.loads(Path("out/r.json").read_text(encoding="utf-8"))["total"] == 242


def test_the_text_report_names_the_silent_units() -> None:
    tinbai("import", SAMPLE)
    result = tinbai("report", "6 tháng đầu năm 2021")
    assert result.exit_code == 0
    for unit in ZERO_UNITS:
        assert f"• {unit}" in result.stdout


@pytest.mark.parametrize("language", ["vi_VN.UTF-8", "en_US.UTF-8"])
def test_what_is_printed_has_no_markup_and_names_no_command_of_the_chat(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tinbai("init")
    monkeypatch.setenv("LC_ALL", language)
    for arguments in ("import", SAMPLE), ("report", "2021-H1"), ("report", "2021", "--board=all"):
        printed = tinbai(*arguments)
        assert printed.exit_code == 0
        assert not re.search(r"</?[a-z]|&[a-z]+;", printed.output)
        assert not re.search(r"(?<![\w/.])/[a-z]+\b", printed.output)


def test_wrong_use_exits_with_two() -> None:
    assert tinbai("report", "2021-H9").exit_code == 2
    assert tinbai("report", "2021-H1", "--format", "odt").exit_code == 2
    assert tinbai("invite", "--role", "king").exit_code == 2
    assert tinbai("invite", "--role", "correspondent").exit_code == 2
    assert tinbai("report", "2021-H1", "--config", "nowhere.toml").exit_code == 2
    assert tinbai("--config", "nowhere.toml", "report", "2021-H1").exit_code == 2


def test_an_unknown_board_or_unit_fails_with_the_nearest_name() -> None:
    tinbai("import", SAMPLE)
    result = tinbai("invite", "--role", "correspondent", "--unit", "Phòng Tư phap")
    assert result.exit_code == 0
    result = tinbai("invite", "--role", "correspondent", "--unit", "Phòng Tư pháo")
    assert result.exit_code == 1
    assert "Phòng Tư pháp" in result.stderr
    assert tinbai("report", "2021-H1", "--board", "ban-bien-tab").exit_code == 1


def test_an_invitation_code_stands_alone_on_a_line() -> None:
    result = tinbai("invite", "--role", "chair")
    assert result.exit_code == 0
    code = result.stdout.strip()
    assert len(code) == 10
    with sqlite3.connect("tinbai.db") as connection:
        stored = connection.execute("SELECT code_hash FROM invitations").fetchall()
    connection.close()
    assert len(stored) == 1
    assert code not in stored[0][0]


def test_init_writes_the_example_and_never_overwrites() -> None:
    Path("config.toml").unlink()
    result = tinbai("init")
    assert result.exit_code == 0
    assert len(result.stdout.strip()) == 10
    written = Path("config.toml")
    assert "[telegram]" in written.read_text(encoding="utf-8")
    written.write_text('[board]\nslug = "khac"\n', encoding="utf-8")
    assert tinbai("init").exit_code == 0
    assert written.read_text(encoding="utf-8") == '[board]\nslug = "khac"\n'


def test_run_without_a_channel_says_what_to_configure() -> None:
    result = tinbai("run")
    assert result.exit_code == 2
    assert "telegram.token" in result.stderr


def test_check_names_each_fault_with_its_mend() -> None:
    tinbai("units")
    result = tinbai("check")
    assert result.exit_code == 1
    assert "tinbai invite --role chair" in result.stdout
    assert "Telegram đang tắt" in result.stdout


def test_check_tells_of_a_stopped_scheduler_and_old_backups() -> None:
    tinbai("import", SAMPLE)
    assert "chưa chạy lần nào" in tinbai("check").stdout
    now = datetime.now(UTC).replace(tzinfo=None)
    with sqlite3.connect("tinbai.db") as connection:
        connection.execute("INSERT INTO duties VALUES ('tick', ?)", (f"{now:%F %T}.000000",))
    connection.close()
    Path("backups").mkdir()
    Path("backups", f"tinbai-{now:%F}.db").touch()
    shown = tinbai("check").stdout
    assert "✓ Bộ hẹn giờ chạy lần cuối" in shown
    assert "✓ Bản sao lưu hằng đêm mới nhất" in shown
    assert "không gửi được" not in shown
    with sqlite3.connect("tinbai.db") as connection:
        connection.execute("UPDATE duties SET begun_at = '2021-06-15 00:00:00.000000'")
    connection.close()
    Path("backups", f"tinbai-{now:%F}.db").rename(Path("backups", "tinbai-2021-06-15.db"))
    shown = tinbai("check").stdout
    assert "✗ Bộ hẹn giờ đã dừng từ 07:00 ngày 15/6/2021" in shown
    assert "✗ Bản sao lưu hằng đêm mới nhất là của ngày 15/6/2021" in shown


def test_check_tells_of_reminders_that_did_not_arrive_and_of_a_missing_pg_dump(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def counts(_monitoring: Monitoring, _now: datetime) -> dict[str, int]:
        return {"sent": 5, "failed": 2, "unknown": 1}

    tinbai("units")
    monkeypatch.setattr(Monitoring, "reminders_by_state", counts)
    monkeypatch.setattr(Backups, "missing_program", "pg_dump")
    shown = tinbai("check").stdout
    assert "✗ Lời nhắc trong 24 giờ qua: 2 không gửi được, 1 không rõ đã đến chưa" in shown
    assert "✗ Không có pg_dump" in shown


def test_a_newer_database_is_refused() -> None:
    tinbai("import", SAMPLE)
    with sqlite3.connect("tinbai.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    result = tinbai("report", "2021-H1")
    assert result.exit_code == 1
    assert "9999" in result.stderr


def test_help_names_every_command() -> None:
    result = tinbai("--help")
    assert result.exit_code == 0
    for command in ("demo", "init", "run", "import", "invite", "report", "remind", "check"):
        assert command in result.stdout
