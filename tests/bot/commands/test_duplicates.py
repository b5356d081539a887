"""`tinbai duplicates`: pairs of titles from a file, and the open pairs of the log."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands.documents.duplicates import read_pairs

SAME = ("Khai mạc giải bóng chuyền lần thứ III", "Khai mạc giải bóng chuyền lần thứ 3")
DIFFERENT = ("Khai mạc giải bóng chuyền lần thứ 3", "Khai mạc giải bóng chuyền lần thứ 4")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").touch(0o600)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")


def judge(content: str | bytes) -> Result:
    raw = content.encode() if isinstance(content, str) else content
    Path("pairs.tsv").write_bytes(raw)
    return CliRunner().invoke(app, ["duplicates", "--pairs", "pairs.tsv"])


def test_each_pair_is_judged_with_its_score_in_the_order_of_the_file() -> None:
    result = judge("\n".join("\t".join(pair) for pair in (SAME, DIFFERENT)) + "\n")
    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [line[0] for line in lines] == ["same", "different"]
    assert [tuple(line[2:]) for line in lines] == [SAME, DIFFERENT]
    assert all(re.fullmatch(r"[01]\.\d{4}", line[1]) for line in lines)
    assert not Path("tinbai.db").exists()


@pytest.mark.parametrize(
    "line",
    [
        "A\tB",
        "same\tA\tB",
        "same\treworded\tA\tB",
        "A\tB\tsame",
        "A\tB\t",
        "\ufeffA\tB\r",
    ],
)
def test_labels_and_empty_columns_are_passed_over(line: str) -> None:
    content = line.removeprefix("\ufeff").replace("A", SAME[0]).replace("B", SAME[1])
    assert list(read_pairs(content)) == [(1, SAME)]


@pytest.mark.parametrize(
    "header", ["title_a\ttitle_b", "label\tcategory\ttitle_a\ttitle_b", "Tiêu đề A\tTiêu đề B"]
)
def test_a_header_is_passed_over(header: str) -> None:
    assert list(read_pairs(f"{header}\n\n{SAME[0]}\t{SAME[1]}\n")) == [(3, SAME)]


def test_a_line_without_two_titles_is_named_and_the_others_are_judged() -> None:
    result = judge(f"{SAME[0]}\t{SAME[1]}\nchỉ có một tiêu đề\n{DIFFERENT[0]}\t{DIFFERENT[1]}\n")
    assert result.exit_code == 1
    assert "Dòng 2: cần hai tiêu đề" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_a_file_that_is_not_utf8_or_not_there_gets_one_sentence() -> None:
    result = judge(b"a\tb\n\xff\xfe\t\n")
    assert result.exit_code == 1
    assert "Dòng 2" in result.stderr
    assert "UTF-8" in result.stderr
    result = CliRunner().invoke(app, ["duplicates", "--pairs", "mat.tsv"])
    assert result.exit_code == 1
    assert "mat.tsv" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_boards_own_abbreviations_are_expanded() -> None:
    pair = "Hội thi XYZQ toàn huyện\tHội thi người cao tuổi vui khỏe toàn huyện"
    Path("config.toml").write_text(
        '[board.abbreviations]\nXYZQ = "người cao tuổi vui khỏe"\n', encoding="utf-8"
    )
    assert CliRunner().invoke(app, ["duplicates"]).exit_code == 0
    assert judge(pair).stdout.startswith("same\t")


def test_a_board_without_pairs_lists_none() -> None:
    result = CliRunner().invoke(app, ["duplicates"])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "Không có cặp bài nào" in result.stderr
