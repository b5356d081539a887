"""`tinbai backup`, `restore` and `export` as an operator uses them."""

import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROOT = Path(__file__).parents[3]
SAMPLE = Path(__file__).parents[2] / "data" / "appendix-2021-h1.csv"


@pytest.fixture(autouse=True)
def _imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").touch(0o600)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert tinbai("import", SAMPLE).exit_code == 0


def tinbai(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def units() -> int:
    """Return how many units the database holds."""
    with closing(sqlite3.connect("tinbai.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM units").fetchone()[0])


def remove_units() -> None:
    """Lose what is in the database."""
    with closing(sqlite3.connect("tinbai.db")) as connection:
        for table in ("opening_counts", "unit_aliases", "units"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        connection.commit()


def test_a_backup_is_one_file_and_a_restore_brings_it_back_and_keeps_the_old() -> None:
    made = tinbai("backup", "copy.db")
    assert (made.exit_code, made.stdout) == (0, "copy.db\n")
    assert not list(Path().glob("copy.db-*"))
    remove_units()
    restored = tinbai("restore", "copy.db")
    assert restored.exit_code == 0
    assert units() == 25
    (kept,) = Path().glob("tinbai.db.before-restore-*")
    assert kept.name in restored.stdout.replace("\n", "")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM units").fetchone() == (0,)


def test_a_backup_into_a_folder_gets_a_dated_name(tmp_path: Path) -> None:
    made = tinbai("backup", tmp_path)
    path = Path(made.stdout.replace("\n", ""))
    assert path.parent == tmp_path
    assert path.name.startswith("tinbai-20")


def test_a_copy_into_a_folder_that_is_not_there_yet_gets_a_dated_name_too() -> None:
    for _time in range(2):
        made = tinbai("backup", "moi/sau/")
        assert made.exit_code == 0
        path = Path(made.stdout.replace("\n", ""))
        assert path.parent == Path("moi/sau")
        assert path.name.startswith("tinbai-20")
        assert path.is_file()


def test_no_copy_goes_through_standard_output_or_input() -> None:
    Path("-").write_text("của ai đó", encoding="utf-8")
    for command in ("backup", "restore"):
        refused = tinbai(command, "-")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.startswith("Bản sao lưu phải là một tệp")
        assert len(refused.stderr.splitlines()) == 1
    assert Path("-").read_text(encoding="utf-8") == "của ai đó"
    assert units() == 25


def test_a_restore_beside_a_running_bot_is_refused() -> None:
    tinbai("backup", "copy.db")
    with Path("tinbai.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = tinbai("restore", "copy.db")
    assert refused.exit_code == 1
    assert "hãy dừng nó trước" in refused.stderr
    assert units() == 25


@pytest.mark.parametrize("path", ["none.db", "text.db"])
def test_what_is_no_backup_is_refused_in_one_sentence(path: str) -> None:
    Path("text.db").write_text("không phải", encoding="utf-8")
    refused = tinbai("restore", path)
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert units() == 25


def test_an_export_without_its_board_or_person_is_refused() -> None:
    assert tinbai("export", "--forget").exit_code == 2
    assert tinbai("export", "--board", "none").exit_code == 1
    nobody = tinbai("export", "--person", "Lan")
    assert nobody.exit_code == 1
    assert "“Lan”" in nobody.stderr


def test_of_several_people_of_one_name_one_has_to_be_numbered() -> None:
    insert = "INSERT INTO people VALUES (?, ?, 'vi', 1, ?)"
    role = "INSERT INTO memberships (board_id, person_id, role, created_at) VALUES (1, ?, ?, ?)"
    with closing(sqlite3.connect("tinbai.db")) as connection:
        for number in (1, 2):
            at = "2021-06-15 00:00:00.000000"
            connection.execute(insert, (number, "Lê Văn Cường", at))
            connection.execute(role, (number, "editor", at))
        connection.commit()
    refused = tinbai("export", "--person", "Lê Văn Cường", "--forget")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Có nhiều người tên “Lê Văn Cường”: 1 (Lê Văn Cường), 2 (Lê Văn Cường); hãy dùng số, "
        "ví dụ --person 1.\n"
    )


@pytest.mark.parametrize("broken", ["full", "closed"])
def test_nobody_is_forgotten_whose_data_was_not_delivered(broken: str) -> None:
    at = "2021-06-15 00:00:00.000000"
    with closing(sqlite3.connect("tinbai.db")) as connection:
        connection.execute("INSERT INTO people VALUES (1, 'Lan', 'vi', 1, ?)", (at,))
        role = "INSERT INTO memberships (board_id, person_id, role, created_at) VALUES (1, 1, ?, ?)"
        connection.execute(role, ("editor", at))
        connection.commit()
    if broken == "full":
        out = os.open("/dev/full", os.O_WRONLY)
    else:
        reading, out = os.pipe()
        os.close(reading)
    command = [sys.executable, "-m", "bot", "export", "--person", "1", "--forget", "-o", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONUNBUFFERED", None)
    try:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, env=environment)
    finally:
        os.close(out)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    with closing(sqlite3.connect("tinbai.db")) as connection:
        assert connection.execute("SELECT name FROM people").fetchall() == [("Lan",)]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "STT,Đơn vị,2021-01,2021-02,Tổng\n1,Phòng A,1,2,3\n,,9,9,18\n2,Phòng B,1,1,2\n",
            "dòng 3: dòng có số liệu nhưng không có tên đơn vị; hãy điền tên.",
        ),
        (
            "STT,Ngày đăng,Tiêu đề,Đường link,Đơn vị\n1,1/6/2021,Khai mạc hội xuân,"
            "https://x.vn/1,Phòng A\n2,,Bế mạc hội xuân,https://x.vn/2,Phòng A\n",
            "dòng 3, “Bế mạc hội xuân”: chưa có ngày đăng; xin ghi, ví dụ 15/6/2023.",
        ),
    ],
)
def test_a_row_that_lacks_its_unit_or_day_is_told_of_as_a_row(table: str, told: str) -> None:
    Path("t.csv").write_text(table, encoding="utf-8")
    refused = tinbai("import", "t.csv")
    assert refused.exit_code == 1
    assert refused.stderr == f"{told}\n"


def test_an_error_whose_sentence_fails_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_values: object) -> tuple[str, int]:
        raise KeyError("names")

    monkeypatch.setattr("bot.failures.sentence", broken)
    refused = tinbai("report", "none")
    assert (refused.exit_code, type(refused.exception)) == (1, SystemExit)
    assert "tinbai gặp lỗi không lường trước (KeyError)" in refused.stderr


def test_an_export_holds_every_table_as_json_and_csv(tmp_path: Path) -> None:
    done = tinbai("export", "-o", tmp_path / "out")
    assert done.exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"ban-bien-tap.json", "units.csv", "opening_counts.csv", "topics.csv"} <= names
    text = (tmp_path / "out" / "units.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 26


def test_an_export_leaves_nothing_of_an_earlier_one_among_its_own() -> None:
    assert tinbai("export", "-o", "out").exit_code == 0
    assert Path("out/units.csv").exists()
    Path("out/ghi-chu.csv").touch()
    remove_units()
    assert tinbai("export", "-o", "out").exit_code == 0
    assert not Path("out/units.csv").exists()
    assert Path("out/ghi-chu.csv").exists()


def test_a_backup_overwrites_nothing_but_a_backup(tmp_path: Path) -> None:
    for content in ("điều quan trọng", ""):
        Path("bao-cao.docx").write_text(content, encoding="utf-8")
        refused = tinbai("backup", "bao-cao.docx")
        assert refused.exit_code == 1
        assert "bao-cao.docx" in refused.stderr
        assert Path("bao-cao.docx").read_text(encoding="utf-8") == content
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "config.toml").touch()
    tinbai("units", "--config", "other/config.toml")
    in_use = Path("other/tinbai.db").read_bytes()
    assert tinbai("backup", "other/tinbai.db").exit_code == 1
    assert Path("other/tinbai.db").read_bytes() == in_use
    assert tinbai("backup", "copy.db").exit_code == 0
    assert tinbai("backup", "copy.db").exit_code == 0


def test_what_is_created_is_for_its_owner_alone() -> None:
    tinbai("backup", "new/copy.db")
    tinbai("report", "2021-H1", "--format", "docx", "-o", "r.docx")
    for path in ("tinbai.db", "new/copy.db", "r.docx"):
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path("new").stat().st_mode) == 0o700


def test_check_warns_of_files_that_others_may_read() -> None:
    Path("config.toml").write_text('secrets_file = "s.env"\n', encoding="utf-8")
    Path("s.env").touch(0o600)
    assert "chmod" not in tinbai("check").stdout
    Path("tinbai.db").chmod(0o644)
    Path("s.env").chmod(0o640)  # root's own, for its group
    shown = tinbai("check").stdout
    assert f"⚠ Người khác trên máy đọc được {Path('tinbai.db').absolute()} (quyền 0644)" in shown
    assert "chmod 600" in shown
    assert "s.env (" not in shown


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("text", "không phải tệp cơ sở dữ liệu của SQLite"),
        ("half", "nội dung bị hỏng"),
        ("another program's", "không có đủ các bảng của tinbai"),
        ("emptied", "không có đủ các bảng của tinbai"),
        ("orphan", "có hàng trỏ đến hàng không còn"),
    ],
)
def test_why_a_copy_cannot_be_restored_is_told_in_the_readers_language(
    kind: str, reason: str
) -> None:
    tinbai("backup", "copy.db")
    copy = Path("copy.db")
    if kind == "text":
        copy.write_text("không phải", encoding="utf-8")
    elif kind == "half":
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    elif kind == "another program's":
        copy.unlink()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE a (b TEXT)")
    else:
        statement = {
            "emptied": "DELETE FROM alembic_version",
            "orphan": "UPDATE topics SET board_id = 99",
        }[kind]
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(statement)
            connection.commit()
    refused = tinbai("restore", copy)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"copy.db không phải bản sao lưu nguyên vẹn ({reason}); hãy dùng một bản khác, dữ liệu "
        "hiện nay chưa bị đụng đến.\n"
    )
    assert units() == 25


@pytest.mark.parametrize(("format_", "ending"), [("text", "txt"), ("json", "json")])
def test_a_report_in_words_is_not_written_in_a_folders_place(format_: str, ending: str) -> None:
    refused = tinbai("report", "2021", "--format", format_, "-o", ".")
    assert refused.exit_code == 2
    mend = f". là thư mục; hãy ghi tên tệp, ví dụ: -o bao-cao.{ending}"
    assert mend in " ".join(refused.stderr.split())
