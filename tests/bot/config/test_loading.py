"""The configuration: the example, faults in one sentence, the environment."""

from pathlib import Path

import pytest

from bot.config.faults import ConfigError
from bot.config.loading import load
from bot.config.model import Config

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"


def test_the_example_is_complete_and_holds_the_default_values() -> None:
    example = load(EXAMPLE)
    assert example.config == Config()
    written = EXAMPLE.read_text(encoding="utf-8")
    for section in ("database", "telegram", "zalo", "web", "board"):
        model = type(getattr(example.config, section))
        assert f"[{section}]" in written
        for key in model.model_fields:
            assert f"{key} =" in written or f"[board.{key}]" in written or f".{key}]]" in written


@pytest.mark.parametrize("variable", ["TINBAI_TEST_DATABASE", "tinbai_web__port"])
def test_sections_may_be_written_in_any_case_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "8081")
    path = tmp_path / "config.toml"
    path.write_text('[Telegram]\ntoken = "1:x"\n', encoding="utf-8")
    config = load(path).config
    assert config.telegram.token.get_secret_value() == "1:x"
    assert config.web.port == (8081 if variable.startswith("tinbai_web") else Config().web.port)


def test_an_unknown_key_is_named_with_its_nearest_right_spelling(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[telegram]\ntokn = "x"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"telegram\.tokn.*có phải là “token”"):
        load(path)


def test_an_unknown_key_deep_in_a_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[[board.reminders]]\nstage = "a"\nday = 1\ntime = 08:00:00\ndai = 3\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"board\.reminders\.0\.dai.*có phải là “day”"):
        load(path)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[board]\nname = "Từ tệp"\nplace = "Ở tệp"\n', encoding="utf-8")
    monkeypatch.setenv("TINBAI_BOARD__NAME", "Từ môi trường")
    monkeypatch.setenv("TINBAI_TELEGRAM__TOKEN", "1:secret")
    config = load(path).config
    assert config.board.name == "Từ môi trường"
    assert config.board.place == "Ở tệp"
    assert config.secrets == ("1:secret",)
    assert "1:secret" not in repr(config)


def test_a_fault_in_the_environment_is_said_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("", encoding="utf-8")
    monkeypatch.setenv("TINBAI_WEB__PORT", "abc")
    with pytest.raises(ConfigError, match=r"TINBAI_WEB__PORT.*8080"):
        load(path)


def test_a_relative_database_counts_from_the_files_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sub" / "config.toml"
    path.parent.mkdir()
    path.write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load(path).database_url == f"sqlite+aiosqlite:///{tmp_path}/sub/tinbai.db"


def test_a_folder_without_a_configuration_is_named_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=f"{tmp_path}.*tinbai init"):
        load(None)
    monkeypatch.setenv("TINBAI_DATABASE__URL", "postgres://tinbai@/tinbai")
    assert load(None).database_url == "postgresql+asyncpg://tinbai@/tinbai"
    assert not list(tmp_path.iterdir())


def test_the_configuration_is_the_one_named_then_that_of_the_environment_then_the_one_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "variable", "here"):
        (tmp_path / name).mkdir()
        text = f'[board]\nslug = "{name}"\n'
        (tmp_path / name / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    assert load(None).boards[0].slug == "here"
    monkeypatch.setenv("TINBAI_CONFIG", str(tmp_path / "variable" / "config.toml"))
    assert load(None).boards[0].slug == "variable"
    assert load(tmp_path / "named" / "config.toml").boards[0].slug == "named"
    monkeypatch.setenv("TINBAI_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load(None)


def test_a_missing_named_configuration_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"Không có tệp cấu hình.*tinbai init"):
        load(tmp_path / "nowhere.toml")


def test_broken_toml_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[board\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dòng 1: .*\[board\]"):
        load(path)


@pytest.mark.parametrize(
    "line",
    [
        "[telegram]\ntoken: 123:AAsecret",
        "[telegram]\nToken: 123:AAsecret",
        "[telegram]\ntoken = 123:AAsecret",
        "[web]\nmetrics_token: AAsecret",
        "[web]\nmetrics_token = AAsecret",
        "[web]\nsecret: AAsecret",
        "[web]\nSECRET = AAsecret",
        "web.metrics_token: AAsecret",
    ],
)
def test_a_secret_in_a_broken_line_is_shown_to_nobody(line: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert "AAsecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("[web]\nport = 'abc'", r"web\.port: phải là số nguyên, ví dụ: 8080\.$"),
        ("[web]\nport = 70000", r"web\.port: phải từ 65535 trở xuống, ví dụ: 8080\.$"),
        ("[board]\nclosing_day = 0", r"board\.closing_day: phải từ 1 trở lên, ví dụ: 31\.$"),
        ("[board]\nslug = 'Xã Mẫu'", "chữ thường không dấu.*ví dụ: xa-mau"),
        ("[board]\nreview = 'maybe'", "phải là một trong: .*required"),
        ("[board]\nname = 3", "phải là chữ trong ngoặc kép"),
        ("[board]\nquiet_hours = 'đêm'", "hãy ghi dạng “21:00-07:00”"),
        ("[board]\nworking_days_only = 'có lẽ'", "phải là true hoặc false"),
        ("[board]\ndays_off = ['mai']", "phải là ngày, ví dụ: 2026-12-31"),
        ("[board]\ntopics = 'Y tế'", "phải là danh sách trong ngoặc vuông"),
        (
            "[[board.reminders]]\nstage = 'a'\nday = 1\ntime = 'sáng'",
            r"reminders\.0\.time: phải là giờ.*08:00",
        ),
        ("[[board.reminders]]\nstage = 'a'\nday = 1", "reminders.0.time: còn thiếu"),
    ],
)
def test_a_wrong_value_is_answered_with_a_right_one(line: str, mend: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=mend):
        load(path)


def test_a_fault_is_worded_in_the_terminals_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with pytest.raises(ConfigError, match="There is no configuration"):
        load(tmp_path / "nowhere.toml")


def test_a_wrong_time_zone_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[board]\ntime_zone = "Asia/Ho_Chi_Min"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="Asia/Ho_Chi_Minh"):
        load(path)


def test_boards_of_a_folder_join_the_one_that_is_written_and_need_slugs_of_their_own(
    tmp_path: Path,
) -> None:
    boards = tmp_path / "boards"
    boards.mkdir()
    (boards / "a.toml").write_text('slug = "xa-a"\nname = "Xã A"\n', encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text('boards_dir = "boards"\n', encoding="utf-8")
    assert [board.slug for board in load(path).boards] == ["xa-a"]
    path.write_text('boards_dir = "boards"\n[board]\nslug = "huyen"\n', encoding="utf-8")
    assert [board.slug for board in load(path).boards] == ["huyen", "xa-a"]
    (boards / "b.toml").write_text('slug = "xa-a"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"b\.toml.*xa-a.*a\.toml"):
        load(path)


def test_two_stages_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    stage = '[[board.reminders]]\nstage = "a"\nday = 1\ntime = 08:00:00\n'
    path.write_text(stage * 2, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"board\.reminders: mỗi mục cần một tên riêng, “a”"):
        load(path)
