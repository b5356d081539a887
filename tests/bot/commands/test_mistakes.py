"""Every mistake of an operator: one sentence with its place and what is right, nothing written."""

import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

VIETNAMESE = {"LC_ALL": "vi_VN.UTF-8"}
ENGLISH = {"LC_ALL": "en_US.UTF-8"}
STAGE = '[[board.reminders]]\nstage = "a"\nday = 1\n'
FIGURE = '[[board.figures]]\ncode = "visits"\nname = "A"\nkind = "count"\n'


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def tinbai(*arguments: object, **environment: str) -> Result:
    """Run a command in this process."""
    return CliRunner(env=environment).invoke(app, [str(argument) for argument in arguments])


def files() -> dict[str, bytes]:
    """Return what is in the folder."""
    found = [path for path in Path().rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in found}


@dataclass(frozen=True)
class Mistake:
    """A configuration, by file or by variables, and what its sentence must hold."""

    name: str
    text: str | bytes = ""
    holds: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)


MISTAKES = [
    # Variables.
    Mistake(
        "one underscore",
        holds=("TINBAI_TELEGRAM_TOKEN", "TINBAI_TELEGRAM__TOKEN"),
        variables={"TINBAI_TELEGRAM_TOKEN": "1:a"},
    ),
    Mistake(
        "a section misspelt",
        holds=("TINBAI_TELEGRAN__TOKEN", "TINBAI_TELEGRAM__TOKEN"),
        variables={"TINBAI_TELEGRAN__TOKEN": "1:a"},
    ),
    Mistake(
        "a key misspelt",
        holds=("TINBAI_WEB__PROT", "TINBAI_WEB__PORT"),
        variables={"TINBAI_WEB__PROT": "1"},
    ),
    Mistake(
        "no section",
        holds=("TINBAI_TOKEN", "TINBAI_TELEGRAM__TOKEN", "TINBAI_ZALO__TOKEN"),
        variables={"TINBAI_TOKEN": "1:a"},
    ),
    Mistake(
        "words for a list",
        holds=("TINBAI_BOARD__TOPICS", 'TINBAI_BOARD__TOPICS=["A", "B"]'),
        variables={"TINBAI_BOARD__TOPICS": "A,B"},
    ),
    Mistake(
        "a value for a section",
        holds=("TINBAI_DATABASE", "TINBAI_DATABASE__URL"),
        variables={"TINBAI_DATABASE": "x.db"},
    ),
    Mistake(
        "a number in words",
        holds=("TINBAI_WEB__PORT", "8080"),
        variables={"TINBAI_WEB__PORT": "tám nghìn"},
    ),
    # The file itself.
    Mistake("a byte order mark", b'\xef\xbb\xbf[board]\nname = "A"\n', ("config.toml", "BOM")),
    Mistake("UTF-16", '[board]\nname = "A"\n'.encode("utf-16"), ("config.toml", "UTF-8")),
    Mistake("another encoding", b'[board]\nname = "X\xe3"\n', ("config.toml", "2", "UTF-8")),
    Mistake("no quotes", "[board]\nname = Ban A\n", ("config.toml", "2", 'name = "Ban A"')),
    Mistake("a time without quotes", f"{STAGE}time = 8:00\n", ("4", 'time = "8:00"')),
    Mistake("Word's quotes", "[board]\nname = “Ban A”\n", ("2", 'name = "Ban A"')),
    Mistake("a list without quotes", "[board]\ntopics = [A, B]\n", ("2", '["A", "B"]')),
    Mistake("a capital", "[board]\nworking_days_only = True\n", ("2", "= true")),
    Mistake("a zero in front", "[board]\nclosing_day = 08\n", ("2", "closing_day = 8")),
    Mistake("a backslash", '[database]\nbackup_dir = "D:\\sao"\n', ("2", "'D:\\sao'")),
    Mistake("a token without quotes", "[telegram]\ntoken = 1:SECRET\n", ("2", 'token = "…"')),
    Mistake("a key twice", '[board]\nname = "A"\nname = "B"\n', ("3", "name")),
    Mistake("a table twice", '[web]\nport = 1\n[board]\nname = "A"\n[web]\n', ("5", "[web]")),
    Mistake("half a table", "[board\n", ("1", "[board]")),
    Mistake("no equals sign", "[board]\nname\n", ("2", "name = ")),
    # Keys.
    Mistake("a key misspelt in a file", '[telegram]\ntokn = "x"\n', ("telegram.tokn", "“token”")),
    Mistake("the wrong table", '[board]\ntoken = "1:a"\n', ("board.token", "[telegram]")),
    Mistake("a top key below", '[database]\noperator_chat = ""\n', ("database.operator_chat",)),
    Mistake("a board's key on top", "closing_day = 15\n", ("closing_day", "[board]")),
    Mistake("a table on top", '[[reminders]]\nstage = "a"\n', ("[board]",)),
    Mistake("one pair of brackets", '[board.reminders]\nstage = "a"\n', ("[[board.reminders]]",)),
    Mistake("two pairs of brackets", '[[board]]\nslug = "a"\n', ("[board]",)),
    Mistake("a word for a table", 'telegram = "1:a"\n', ("[telegram]",)),
    # Values.
    Mistake("a time as a number", f"{STAGE}time = 8\n", ("board.reminders.0.time", "08:00")),
    Mistake(
        "a time with its zone", f'{STAGE}time = "08:00+07:00"\n', ("reminders.0.time", "08:00")
    ),
    Mistake("a time in words", f'{STAGE}time = "8h30"\n', ("board.reminders.0.time", "08:30")),
    Mistake("a day too many", "[board]\nclosing_day = 32\n", ("board.closing_day", "31")),
    Mistake("quiet hours", '[board]\nquiet_hours = "21h-7h"\n', ("quiet_hours", "21:00-07:00")),
    Mistake("a date", "[board]\ndays_off = [20260504]\n", ("board.days_off.0", "2026-12-31")),
    Mistake("a date by the day", '[board]\ndays_off = ["4/5/2026"]\n', ("days_off", "2026-05-04")),
    Mistake("a city that is no zone", '[board]\ntime_zone = "Asia/Hanoi"\n', ("Asia/Ho_Chi_Minh",)),
    Mistake("an offset", '[board]\ntime_zone = "GMT+7"\n', ("time_zone", "Asia/Ho_Chi_Minh")),
    Mistake("a chat's number alone", 'operator_chat = "123456"\n', ("telegram:123456",)),
    Mistake("a chat as a number", "operator_chat = 123456\n", ("telegram:123456",)),
    Mistake("a channel unknown", 'operator_chat = "viber:123456"\n', ("telegram:123456",)),
    Mistake(
        "a number in words in a file", '[board]\nclosing_day = "cuối"\n', ("closing_day", "31")
    ),
    Mistake("yes for a number", "[web]\nport = true\n", ("web.port",)),
    Mistake("a port too high", "[web]\nport = 70000\n", ("web.port", "65535", "8080")),
    Mistake("a short secret", '[web]\nsecret = "bi-mat"\n', ("web.secret", "32", "token_urlsafe")),
    Mistake(
        "the example's secret",
        '[web]\nsecret = "…chuỗi ngẫu nhiên dài từ ba mươi hai ký tự…"\n',
        ("web.secret", "token_urlsafe"),
    ),
    Mistake("a token to be filled in", '[telegram]\ntoken = "<token>"\n', ("telegram.token",)),
    Mistake(
        "a host with https", '[board]\nsite_hosts = ["https://a.vn/"]\n', ("site_hosts", "“a.vn”")
    ),
    Mistake(
        "an address without", '[board]\nfeed_url = "a.vn/rss"\n', ("feed_url", "https://a.vn/rss")
    ),
    Mistake("a public address", '[web]\npublic_url = "a.vn"\n', ("public_url", "https://a.vn")),
    Mistake("a proxy", '[telegram]\nproxy = "10.0.0.1"\n', ("telegram.proxy", "socks5://")),
    Mistake("a host with a port", '[web]\nhost = "127.0.0.1:80"\n', ("web.host", "127.0.0.1")),
    Mistake("two figures of a code", FIGURE * 2, ("board.figures", "“visits”")),
    Mistake("two stages of a name", f'{STAGE}time = "08:00"\n' * 2, ("board.reminders", "“a”")),
    Mistake("two topics", '[board]\ntopics = ["Y tế", "y te"]\n', ("board.topics", "“Y tế”")),
    Mistake("a slug with marks", '[board]\nslug = "Xã Mẫu"\n', ("board.slug", "xa-mau")),
    Mistake("no name", '[board]\nname = ""\n', ("board.name",)),
    Mistake("a choice unknown", 'log_level = "INFO"\n', ("log_level", "info")),
    Mistake("a board's rule", '[board]\nperiod_rule = "nd9"\n', ("period_rule", "nd09")),
    Mistake(
        "a webhook without an address",
        '[telegram]\ntoken = "1:a"\nmode = "webhook"\n',
        ("telegram.mode", "web.public_url", "https://"),
    ),
    # The database's address.
    Mistake("a file's name", '[database]\nurl = "tinbai.db"\n', ("sqlite+aiosqlite:///tinbai.db",)),
    Mistake("two slashes", '[database]\nurl = "sqlite://a.db"\n', ("sqlite+aiosqlite:///a.db",)),
    Mistake("memory", '[database]\nurl = "sqlite:///:memory:"\n', ("database.url", "tinbai.db")),
    Mistake("another make", '[database]\nurl = "mysql://a@b/c"\n', ("database.url", "postgresql")),
    Mistake("a port in words", '[database]\nurl = "postgres://u:PW@h:x/d"\n', ("database.url",)),
    # Other files.
    Mistake("no folder of boards", 'boards_dir = "ban"\n', ("boards_dir", "ban")),
    Mistake("no secrets", 'secrets_file = "none.env"\n', ("secrets_file", "none.env")),
    Mistake("a folder of secrets", 'secrets_file = "."\n', ("secrets_file",)),
]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_one_sentence_with_its_place_and_what_is_right(
    mistake: Mistake, language: dict[str, str]
) -> None:
    text = mistake.text if isinstance(mistake.text, bytes) else mistake.text.encode()
    Path("config.toml").write_bytes(text)
    before = files()
    said = set()
    for command in ("check", "run", "report 2021-H1"):
        result = tinbai(*command.split(), **language, **mistake.variables)
        assert result.exit_code == 2, result.output
        assert "Traceback" not in result.output
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
        for words in mistake.holds:
            assert words in result.stderr
        assert not re.search("SECRET|PW", result.stderr)
        said.add(result.stderr)
    assert len(said) == 1
    assert files() == before


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_worded_in_both_languages(mistake: Mistake) -> None:
    text = mistake.text if isinstance(mistake.text, bytes) else mistake.text.encode()
    Path("config.toml").write_bytes(text)
    vietnamese, english = (
        tinbai("check", **language, **mistake.variables).stderr
        for language in (VIETNAMESE, ENGLISH)
    )
    assert vietnamese != english


@pytest.mark.parametrize(
    "command",
    [
        *("run", "check", "report 2021-H1", "remind", "invite --role chair", "backup x.db"),
        *("restore x.db", "import a.csv", "units", "people", "boards", "reports", "export"),
        *("inbox show", "inbox retry", "template check", "duplicates", "chat"),
        *("boards rename a b", "boards remove a"),
    ],
)
def test_without_a_configuration_a_command_names_the_folder_and_makes_nothing(
    command: str, tmp_path: Path
) -> None:
    result = tinbai(*command.split(), **VIETNAMESE)
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "--config" in result.stderr
    assert "tinbai init" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["template export", "--help", "--version", "check --help"])
def test_what_needs_no_configuration_goes_without_one(command: str) -> None:
    assert tinbai(*command.split()).exit_code == 0


def test_pairs_of_titles_are_judged_without_a_configuration(tmp_path: Path) -> None:
    Path("pairs.tsv").write_text(
        "Ra quân làm sạch đường\tRa quân làm sạch đường\n", encoding="utf-8"
    )
    result = tinbai("duplicates", "--pairs", "pairs.tsv")
    assert result.exit_code == 0
    assert result.stdout.startswith("same\t")
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.tsv"]


def test_windows_line_ends_and_an_empty_file_are_no_mistakes() -> None:
    Path("config.toml").write_bytes(b'[board]\r\nslug = "xa-a"\r\nname = "X\xc3\xa3 A"\r\n')
    assert tinbai("boards").stdout.startswith("xa-a\tXã A")
    Path("config.toml").write_bytes(b"")
    assert tinbai("boards", **VIETNAMESE).exit_code == 0


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold an SQLite file's lock."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_database_that_is_no_database_is_refused() -> None:
    Path("config.toml").touch()
    Path("tinbai.db").write_text("không phải cơ sở dữ liệu " * 50, encoding="utf-8")
    before = files()
    for command in ("check", "run", "units"):
        code = 2
        result = tinbai(*command.split(), **VIETNAMESE)
        if command == "run":
            Path("config.toml").write_text('[telegram]\ntoken = "1:a"\n', encoding="utf-8")
            result = tinbai("run", **VIETNAMESE)
            Path("config.toml").write_text("", encoding="utf-8")
        assert result.exit_code == code
        assert "tinbai.db không phải cơ sở dữ liệu của tinbai" in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert files() == before


def test_another_programs_database_is_left_alone() -> None:
    Path("config.toml").touch()
    with closing(sqlite3.connect("tinbai.db")) as other:
        other.execute("CREATE TABLE orders (id INTEGER)")
    before = files()["tinbai.db"]
    for command in ("check", "units", "backup copy.db"):
        result = tinbai(*command.split(), **VIETNAMESE)
        assert result.exit_code == 2
        assert "tinbai.db không phải cơ sở dữ liệu của tinbai" in result.stderr
    assert files()["tinbai.db"] == before
    assert not Path("copy.db").exists()


def test_a_server_that_is_down_is_named_without_its_password() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    url = f"postgres://tinbai:MAT-KHAU@127.0.0.1:{port}/tinbai"
    Path("config.toml").write_text(
        f'[telegram]\ntoken = "1:a"\n[database]\nurl = "{url}"\n', encoding="utf-8"
    )
    for command, code in (("check", 2), ("units", 2), ("run", 1)):
        result = tinbai(*command.split(), **VIETNAMESE)
        assert result.exit_code == code
        assert f"127.0.0.1:{port}" in result.stderr
        assert "MAT-KHAU" not in result.output
        assert "Traceback" not in result.output


def test_check_changes_no_byte_and_creates_nothing() -> None:
    Path("config.toml").write_text('[telegram]\ntoken = ""\n', encoding="utf-8")
    missing = tinbai("check", **VIETNAMESE)
    assert missing.exit_code == 1
    assert str(Path("tinbai.db").absolute()) in missing.stdout
    assert not Path("tinbai.db").exists()
    tinbai("units")
    before = files()
    assert tinbai("check", **VIETNAMESE).exit_code == 1
    assert {name: content for name, content in files().items() if "lock" not in name} == before


def test_check_uses_the_sentence_of_run_where_there_is_no_channel() -> None:
    Path("config.toml").touch()
    said = tinbai("run", **VIETNAMESE)
    assert said.exit_code == 2
    assert f"✗ {said.stderr.strip()}" in tinbai("check", **VIETNAMESE).stdout


def test_remind_without_a_channel_stores_nothing() -> None:
    Path("config.toml").touch()
    tinbai("units")
    before = files()
    result = tinbai("remind", **VIETNAMESE)
    assert result.exit_code == 1
    assert "telegram.token" in result.stderr
    assert files() == before


def test_secrets_are_read_from_their_file_by_every_command() -> None:
    Path("config.toml").write_text('secrets_file = "secrets.env"\n', encoding="utf-8")
    Path("secrets.env").write_text(
        '# bí mật\nTINBAI_BOARD__NAME="Ban A"\nexport TINBAI_WEB__PORT=0\n', encoding="utf-8"
    )
    assert "Ban A" in tinbai("boards").stdout
    assert "Ban B" in tinbai("boards", TINBAI_BOARD__NAME="Ban B").stdout
    Path("secrets.env").write_text("\nTINBAI_TELEGRAM_TOKEN=1:SECRET\n", encoding="utf-8")
    result = tinbai("boards", **VIETNAMESE)
    assert result.exit_code == 2
    assert "secrets.env, dòng 2" in result.stderr
    assert "TINBAI_TELEGRAM__TOKEN" in result.stderr
    assert "SECRET" not in result.stderr


def test_a_folder_in_place_of_the_database_is_refused() -> None:
    Path("config.toml").write_text('[database]\nurl = "sqlite:///."\n', encoding="utf-8")
    for command in ("check", "units"):
        result = tinbai(*command.split(), **VIETNAMESE)
        assert result.exit_code == 2
        assert "là thư mục" in result.stderr
        assert "sqlite+aiosqlite:///tinbai.db" in result.stderr


def test_a_database_of_a_newer_program_stops_run_for_good() -> None:
    Path("config.toml").write_text('[telegram]\ntoken = "1:a"\n', encoding="utf-8")
    tinbai("units")
    with closing(sqlite3.connect("tinbai.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = files()
    for command, code in (("check", 1), ("units", 1), ("run", 3)):
        result = tinbai(*command.split(), **VIETNAMESE)
        assert result.exit_code == code
        assert "9999" in result.stderr
    assert files()["tinbai.db"] == before["tinbai.db"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('[board]\nslug = "y"\n[telegram]\ntoken = "1:a"\n', "“telegram”"),
        ('slug = "y"\ncolsing_day = 3\n', "“closing_day”"),
        ('slug = "xa-x"\n', "xa-x-2"),
        ('slug = "y"\n[[reminders]]\nstage = "a"\nday = 1\ntime = 8\n', "reminders.0.time"),
        ('slug = "y"\nsite_hosts = ["https://y.vn"]\n', "“y.vn”"),
        ("slug = y\n", 'slug = "y"'),
    ],
)
def test_a_mistake_in_a_boards_file_names_the_file(text: str, holds: str) -> None:
    Path("config.toml").write_text('boards_dir = "ban"\n', encoding="utf-8")
    Path("ban").mkdir()
    Path("ban/x.toml").write_text('slug = "xa-x"\nname = "Xã X"\n', encoding="utf-8")
    assert tinbai("boards").stdout.startswith("xa-x\tXã X")
    Path("ban/y.toml").write_text(text, encoding="utf-8")
    for command in ("check", "run", "units"):
        result = tinbai(*command.split(), **VIETNAMESE)
        assert result.exit_code == 2
        assert "ban/y.toml" in result.stderr
        assert holds in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1


def test_of_several_boards_one_has_to_be_named() -> None:
    Path("config.toml").write_text('boards_dir = "ban"\n', encoding="utf-8")
    Path("ban").mkdir()
    for slug in ("a", "b"):
        Path(f"ban/{slug}.toml").write_text(f'slug = "{slug}"\n', encoding="utf-8")
    result = tinbai("units", **VIETNAMESE)
    assert result.exit_code == 2
    assert "--board a" in result.stderr
    assert tinbai("units", "--board", "b").exit_code == 0
    assert tinbai("units", "--board", "c").exit_code == 1
