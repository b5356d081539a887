"""`tinbai backup`, `restore` and `export` as an operator uses them."""

import fcntl
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

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


def test_an_export_holds_every_table_as_json_and_csv(tmp_path: Path) -> None:
    done = tinbai("export", "-o", tmp_path / "out")
    assert done.exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"ban-bien-tap.json", "units.csv", "opening_counts.csv", "topics.csv"} <= names
    text = (tmp_path / "out" / "units.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 26


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
