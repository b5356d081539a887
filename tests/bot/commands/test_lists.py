"""What `tinbai units|people|boards|reports|inbox|check` print, for people and for programs."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

SAMPLE = Path(__file__).parents[2] / "data" / "appendix-2021-h1.csv"


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    Path("config.toml").write_text('[board]\nslug = "xa-a"\nname = "Ban A"\n', encoding="utf-8")


def tinbai(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(*arguments: object) -> Any:
    """Return what a command prints as JSON."""
    result = tinbai(*arguments, "--json")
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def stored(query: str) -> list[Any]:
    """Return what the database holds."""
    with closing(sqlite3.connect("tinbai.db")) as database:
        return database.execute(query).fetchall()


def rows_of(board_slug: str) -> Iterator[tuple[str, int]]:
    """Yield how many rows of a board each table holds."""
    for (table,) in stored("SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = [row[1] for row in stored(f"PRAGMA table_info({table})")]
        if "board_id" in columns:
            query = f"SELECT count(*) FROM {table} JOIN boards ON boards.id = board_id"  # noqa: S608
            yield table, stored(f"{query} WHERE slug = '{board_slug}'")[0][0]


def test_units_are_listed_in_the_order_of_the_appendix() -> None:
    empty = tinbai("units")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "tinbai import" in empty.stderr
    tinbai("import", SAMPLE)
    units = printed("units")
    assert len(units) == 25
    assert set(units[0]) == {"group", "name", "aliases", "valid_from", "valid_to", "successor"}
    lines = tinbai("units").stdout.splitlines()
    assert [line.split("\t")[1] for line in lines] == [unit["name"] for unit in units]


def test_people_reports_and_set_aside_messages_are_lists_too() -> None:
    assert printed("people") == []
    assert printed("reports") == []
    assert printed("inbox", "show") == []
    assert printed("remind", "--month", "2021-06", "--dry-run") == []


def test_a_check_for_programs_says_what_state_each_finding_is_in() -> None:
    tinbai("units")
    found = printed("check")
    assert found["ok"] is False
    assert {"ok", "note", "fault", "warning"} >= {one["state"] for one in found["findings"]}
    assert any("invite --role chair" in one["text"] for one in found["findings"])


def test_a_board_whose_file_names_another_slug_is_found_and_renamed() -> None:
    tinbai("import", SAMPLE)
    Path("config.toml").write_text('[board]\nslug = "xa-b"\nname = "Ban A"\n', encoding="utf-8")
    tinbai("units")  # makes an empty board of the new slug
    shown = tinbai("check")
    assert shown.exit_code == 1
    assert "✗ Không tệp cấu hình nào còn nêu ban “Ban A” (xa-a)" in shown.stdout
    assert "tinbai boards rename xa-a" in shown.stdout
    assert {board["slug"]: board["configured"] for board in printed("boards")} == {
        "xa-b": True,
        "xa-a": False,
    }
    assert tinbai("boards", "rename", "xa-a", "xa-b").exit_code == 0
    assert len(printed("units")) == 25
    assert "Không tệp cấu hình nào" not in tinbai("check").stdout
    assert tinbai("boards", "rename", "xa-a", "xa-c").exit_code == 1
    assert tinbai("boards", "rename", "xa-b", "Xã C").exit_code == 2


def test_a_board_is_renamed_only_once_its_file_names_the_new_slug() -> None:
    tinbai("import", SAMPLE)
    refused = tinbai("boards", "rename", "xa-a", "xa-b")
    assert refused.exit_code == 1
    assert 'slug = "xa-b"' in refused.stderr
    assert "tinbai boards rename xa-a xa-b" in refused.stderr
    assert [row[0] for row in stored("SELECT slug FROM boards")] == ["xa-a"]
    Path("config.toml").write_text('[board]\nslug = "xa-c"\n', encoding="utf-8")
    assert tinbai("boards", "rename", "xa-a", "xa-b").exit_code == 1
    assert [row[0] for row in stored("SELECT slug FROM boards")] == ["xa-a"]


def test_a_board_is_not_renamed_onto_one_that_holds_something() -> None:
    tinbai("import", SAMPLE)
    Path("config.toml").write_text('[board]\nslug = "xa-b"\n', encoding="utf-8")
    tinbai("import", SAMPLE)
    refused = tinbai("boards", "rename", "xa-a", "xa-b")
    assert refused.exit_code == 1
    assert "xa-b" in refused.stderr
    assert len(stored("SELECT id FROM boards")) == 2


def test_a_board_is_removed_with_all_its_rows_when_no_file_names_it() -> None:
    tinbai("import", SAMPLE)
    tinbai("invite", "--role", "chair")
    named = tinbai("boards", "remove", "xa-a", "--yes")
    assert named.exit_code == 1
    assert "cấu hình" in named.stderr
    Path("config.toml").write_text('[board]\nslug = "xa-b"\n', encoding="utf-8")
    tinbai("import", SAMPLE)
    unsure = tinbai("boards", "remove", "xa-a")
    assert unsure.exit_code == 2
    assert "units 25" in unsure.stderr
    assert "--yes" in unsure.stderr
    others = dict(rows_of("xa-b"))
    assert tinbai("boards", "remove", "xa-a", "--yes").exit_code == 0
    assert [row[0] for row in stored("SELECT slug FROM boards")] == ["xa-b"]
    assert dict(rows_of("xa-b")) == others
    assert stored("PRAGMA foreign_key_check") == []
    assert tinbai("boards", "remove", "xa-a", "--yes").exit_code == 1


def test_init_prints_one_code_and_ends_the_earlier_ones() -> None:
    first = tinbai("init").stdout.split()
    second = tinbai("init")
    assert len(first) == len(second.stdout.split()) == 1
    assert "hết hiệu lực" in second.stderr
    alive = "SELECT count(*) FROM invitations WHERE revoked_at IS NULL"
    assert stored(alive) == [(1,)]
