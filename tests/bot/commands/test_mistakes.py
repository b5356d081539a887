"""Every mistake of an operator: one sentence with its place and what is right, nothing written."""

import json
import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.config.loading import load
from storage.engine.database import Database

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
    Mistake(
        "a place in a list",
        holds=("TINBAI_BOARD__REMINDERS__0__DAY", 'TINBAI_BOARD__REMINDERS=[{"stage": "nhac-1"'),
        variables={"TINBAI_BOARD__REMINDERS__0__DAY": "3"},
    ),
    Mistake(
        "a number for a list",
        holds=("TINBAI_BOARD__FIGURES", '[{"code": "visits"'),
        variables={"TINBAI_BOARD__FIGURES": "5"},
    ),
    Mistake(
        "a key turned round",
        holds=("TINBAI_TOKEN_TELEGRAM", "TINBAI_TELEGRAM__TOKEN"),
        variables={"TINBAI_TOKEN_TELEGRAM": "1:a"},
    ),
    Mistake(
        "nothing like a key",
        holds=("TINBAI_XYZ", "config.example.toml"),
        variables={"TINBAI_XYZ": "1"},
    ),
    Mistake(
        "the configuration's own",
        holds=("TINBAI_CONFG", "TINBAI_CONFIG"),
        variables={"TINBAI_CONFG": "a"},
    ),
    *(
        Mistake(
            f"the configuration's own, as {name}",
            holds=(f"{name}: ", " TINBAI_CONFIG?"),
            variables={name: "a"},
        )
        for name in (
            *("TINBAI_CONFIG_FILE", "TINBAI_CONFIGS", "TINBAI_CONFIG_PATH", "TINBAI_CONFIG__FILE"),
            *("TINBAI_CONFIGURATION", "TINBAI_CONFIGFILE"),
        )
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
    Mistake("an option of a file", '[database]\nurl = "sqlite:///a.db?mode=ro"\n', (":///a.db”",)),
    Mistake("memory", '[database]\nurl = "sqlite:///:memory:"\n', ("database.url", "tinbai.db")),
    Mistake("another make", '[database]\nurl = "mysql://a@b/c"\n', ("database.url", "postgresql")),
    Mistake("a port in words", '[database]\nurl = "postgres://u:PW@h:x/d"\n', ("database.url",)),
    Mistake("no database", '[database]\nurl = "postgresql://"\n', ("database.url", "%40")),
    Mistake(
        "a bare letter in a password",
        '[database]\nurl = "postgres://u:PW@x@h/d"\n',
        ("database.url", "%40"),
    ),
    Mistake(
        "an option misspelt",
        '[database]\nurl = "postgres://u:PW@h/d?sslmod=require"\n',
        ("database.url", "“sslmod”", "sslmode"),
    ),
    Mistake(
        "an option unknown",
        '[database]\nurl = "postgres://u:PW@h/d?connect_timeout=5"\n',
        ("database.url", "connect_timeout", "passfile"),
    ),
    Mistake(
        "an option's value",
        '[database]\nurl = "postgres://u:PW@h/d?sslmode=yes"\n',
        ("database.url", "sslmode=require"),
    ),
    Mistake("a shell's folder", '[database]\nurl = "sqlite:///~/a.db"\n', ("~", "/a.db")),
    Mistake("a shell's folder of copies", '[database]\nbackup_dir = "~/a"\n', ("backup_dir", "/a")),
    Mistake("a shell's file of secrets", 'secrets_file = "~/a.env"\n', ("secrets_file", "/a.env")),
    # What is proposed for a line that cannot be read is right itself.
    Mistake("a number in words, bare", "[board]\nclosing_day = cuối\n", ("2", "closing_day", "31")),
    Mistake("a day by the day, bare", "[board]\ndays_off = [4/5/2026]\n", ("2", "2026-05-04")),
    Mistake("a day that is none", "[board]\ndays_off = [2026-02-30]\n", ("2", "2026-12-31")),
    Mistake("a time in words, bare", f"{STAGE}time = 8h30\n", ("4", "08:30")),
    Mistake("an afternoon", f'{STAGE}time = "5:30 chiều"\n', ("reminders.0.time", "17:30")),
    Mistake("yes", "[board]\nworking_days_only = yes\n", ("2", "working_days_only = true")),
    Mistake("no, in Vietnamese", "[board]\nworking_days_only = không\n", ("2", "= false")),
    Mistake("none", "[board]\nfeed_url = none\n", ("2", 'feed_url = ""')),
    Mistake("a colon", '[board]\nname: "Ban A"\n', ("2", 'name = "Ban A"')),
    Mistake("a colon and a token", "[telegram]\ntoken: 1:SECRET\n", ("2", 'token = "…"')),
    Mistake("YAML", "board:\n  name: A\n", ("1", "[board]")),
    Mistake("another comment", "; bí mật\n", ("1", "# bí mật")),
    Mistake("a blank in a key", '[board]\nperiod rule = "nd09"\n', ("2", "“period_rule”")),
    Mistake("a Vietnamese key", '[board]\ntên = "A"\n', ("2", "config.example.toml")),
    Mistake("no comma", '[board]\ntopics = ["A" "B"]\n', ("2", '["A", "B"]')),
    Mistake("half a table in a line", "[board]\nsignatory = {post: A}\n", ("[board.signatory]",)),
    Mistake("two parts of one name", "[web]\nport = 1\n[Web]\nport = 2\n", ("[Web]", "[web]")),
    Mistake("both brackets", f"[board.reminders]\n{STAGE}", ("2", "[[board.reminders]]")),
    # Keys and values of the same kinds.
    Mistake("a capital key", '[telegram]\nTOKEN = "1:a"\n', ("telegram.TOKEN", "“token”")),
    Mistake("a part within a part", '[board.telegram]\ntoken = "1:a"\n', ("[telegram]",)),
    Mistake("a key like no other", '[board.signatory]\ntitle = "A"\n', ("signatory.title", "post")),
    Mistake("an address for a port", '[web]\nport = "http://a"\n', ("web.port", "8080")),
    Mistake("a receiver in words", f'{STAGE}time = "08:00"\nto = "ai đó"\n', ('"editors"',)),
    Mistake("a code with a hyphen", FIGURE.replace("visits", "luot-xem"), ("luot_xem",)),
    Mistake("a slug with a line", '[board]\nslug = "xa_mau"\n', ("board.slug", "xa-mau")),
    *(
        Mistake(f"a number in {text}", f'[board]\nnumber_suffix = "{text}"\n', ("“BC-BBT”",))
        for text in (
            "/BC-BBT",
            "01/BC-BBT",
            "Số: 01/BC-BBT",
            "Số      /BC-BBT",
            "…/BC-BBT",
            "BC-BBT/",
        )
    ),
    Mistake("every board's slug", '[board]\nslug = "all"\n', ("board.slug", "“xa-mau”")),
    Mistake(
        "two figures of one name",
        '[[board.figures]]\ncode = "visits"\nname = "Lượt truy cập"\nkind = "counter"\n'
        '[[board.figures]]\ncode = "views"\nname = "Lượt  truy cập"\nkind = "count"\n',
        ("board.figures", "Lượt truy cập"),
    ),
    Mistake("no quiet hour", '[board]\nquiet_hours = "07:00-07:00"\n', ("21:00-07:00",)),
    Mistake("quiet numbers", "[board.quiet_hours]\nstart = 21\nend = 7\n", ("21:00-07:00",)),
    Mistake("half of quiet hours", '[board.quiet_hours]\nfrom = "21:00"\n', ("21:00-07:00",)),
    Mistake("a part of the world", '[board]\ntime_zone = "Asia"\n', ("Asia/Ho_Chi_Minh",)),
    Mistake("the machine's zone", '[board]\ntime_zone = "localtime"\n', ("Asia/Ho_Chi_Minh",)),
    Mistake(
        "words for tables", '[board]\nlegal_basis = ["A"]\n', ("[[board.legal_basis]]", "text")
    ),
    Mistake("an empty page", '[board]\nportal = [""]\n', ("portal.0", "https://xamau.gov.vn/rss")),
    Mistake("a port too high there", '[board]\nsite_hosts = ["a.vn:99999"]\n', ("“a.vn”",)),
    Mistake(
        "an address with more", '[web]\npublic_url = "https://u:PW@a.vn?x=1"\n', ("https://a.vn",)
    ),
    Mistake("a folder", '[web]\npublic_url = "https://a.vn/tinbai"\n', ("“https://a.vn”",)),
    Mistake("a list for a chat", 'operator_chat = ["telegram:1"]\n', ("telegram:123456789",)),
    Mistake("one letter for a secret", f'[web]\nsecret = "{"a" * 40}"\n', ("token_urlsafe",)),
    Mistake("a secret that repeats", f'[web]\nsecret = "{"k3Jx9-aB" * 5}"\n', ("token_urlsafe",)),
    Mistake("a number for a secret", "[web]\nsecret = 12345678\n", ("web.secret", "token_urlsafe")),
    Mistake("a key to be filled in", '[web]\nmetrics_token = "…"\n', ("web.metrics_token",)),
    Mistake(
        "an address for a token", '[telegram]\ntoken = "https://a/bot1:a"\n', ("telegram.token",)
    ),
    Mistake(
        "a token with its bot", '[telegram]\ntoken = "bot1:a"\n', ("telegram.token", "123456789")
    ),
    Mistake(
        "a word for a token", '[telegram]\ntoken = "TOKEN"\n', ("telegram.token", "123456789:")
    ),
    Mistake("a blank token", '[telegram]\ntoken = "  "\n', ("telegram.token", "123456789:")),
    Mistake("the documents' token", '[zalo]\ntoken = "number:letters"\n', ("zalo.token",)),
    Mistake("their Vietnamese token", '[zalo]\ntoken = "số:chuỗi chữ"\n', ("zalo.token",)),
    Mistake("the example's token", '[zalo]\ntoken = "123456789:abc"\n', ("zalo.token",)),
    Mistake("half a token", '[telegram]\ntoken = "AAExyz"\n', ("telegram.token", "123456789:")),
    Mistake("a token's colon at its end", '[telegram]\ntoken = "123:"\n', ("telegram.token",)),
    Mistake(
        "a token of words in a variable",
        holds=("TINBAI_ZALO__TOKEN", "zalo.token"),
        variables={"TINBAI_ZALO__TOKEN": "your-token"},
    ),
    Mistake("a proxy without http", '[telegram]\nproxy = "p:3128"\n', ("“http://p:3128”",)),
    Mistake("a blank of Word's", "[web]\nport\u00a0=\u00a08080\n", ("2", "port = 8080")),
    Mistake("a mark nobody sees", '[board]\n\u200bname = "A"\n', ("2", 'name = "A"')),
    Mistake(
        "a blank of Word's by a token", '[zalo]\ntoken =\u00a0"1:SECRET"\n', ("2", 'token = "…"')
    ),
    Mistake("a number without end", "[web]\nport = inf\n", ("web.port", "8080")),
    Mistake("a blank in a proxy", '[telegram]\nproxy = "http://a b"\n', ("telegram.proxy",)),
    Mistake("no suffix", '[board]\nnumber_suffix = " "\n', ("number_suffix", "“BC-BBT”")),
    Mistake(
        "the last year",
        '[[board.legal_basis]]\ntext = "A"\nvalid_from = 9999-02-28\nvalid_to = 2020-01-01\n',
        ("legal_basis.0", "9999-02-01"),
    ),
    # Other files.
    Mistake("a file for a folder", 'boards_dir = "config.toml"\n', ("boards_dir", "boards")),
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


@pytest.mark.parametrize("url", ["sqlite:///tinbai.db", "sqlite:///khongco/tinbai.db"])
@pytest.mark.parametrize("content", [None, b""], ids=["missing", "empty"])
@pytest.mark.parametrize(
    "command",
    ["backup copy.db", "import --undo 1", "boards rename a b", "boards remove a --yes"],
)
def test_what_works_on_a_database_that_is_there_makes_none(
    command: str, content: bytes | None, url: str
) -> None:
    Path("config.toml").touch()
    tinbai("units")
    tinbai("backup", "copy.db")
    Path("config.toml").write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    for path in Path().glob("tinbai.db*"):
        path.unlink()
    if content is not None:
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    before = files()
    refused = tinbai(*command.split(), **VIETNAMESE)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Chưa có cơ sở dữ liệu ")
    assert "tinbai init" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert files() == before


@pytest.mark.parametrize(
    "command",
    [
        *("units", "people", "reports", "imports", "boards", "inbox show", "report 2021-H1"),
        *("export", "remind --dry-run", "board show", "template check"),
        *("duplicates", "invite --role chair", "import bang.csv"),
    ],
)
def test_a_database_that_was_not_there_is_told_of(command: str) -> None:
    Path("config.toml").touch()
    Path("bang.csv").write_text("stt,unit,2021-01\n1,Phòng A,3\n", encoding="utf-8")
    made = tinbai(*command.split(), **VIETNAMESE)
    assert made.exit_code == 0
    told = f"Chưa có cơ sở dữ liệu {Path('tinbai.db').absolute()} nên đã tạo mới, còn trống"
    assert told in made.stderr
    again = tinbai(*command.split(), **VIETNAMESE)
    assert (again.exit_code, told in again.stderr) == (0, False)


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
        ("", 'slug = "y"'),
        ('name = "Xã Y"\n', 'slug = "y"'),
        ('[board]\nname = "Xã Y"\n', 'slug = "y"'),
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


def test_check_names_the_files_of_boards_that_are_not_read() -> None:
    Path("config.toml").write_text('boards_dir = "ban"\n', encoding="utf-8")
    Path("ban").mkdir()
    Path("ban/a.toml").write_text('slug = "a"\n', encoding="utf-8")
    for name in ("d.toml.txt", "e.TOML", "f.Toml.TXT", "ghi-chu.md"):
        Path("ban", name).touch()
    told = [line for line in tinbai("check", **VIETNAMESE).stdout.splitlines() if "/ban/" in line]
    assert [line.rpartition(" ")[2] for line in told] == ["d.toml", "e.toml", "f.toml"]
    assert all(line.startswith("⚠") for line in told)


def test_of_several_boards_one_has_to_be_named() -> None:
    Path("config.toml").write_text('boards_dir = "ban"\n', encoding="utf-8")
    Path("ban").mkdir()
    for slug in ("a", "b"):
        Path(f"ban/{slug}.toml").write_text(f'slug = "{slug}"\n', encoding="utf-8")
    result = tinbai("units", **VIETNAMESE)
    assert result.exit_code == 2
    assert "--board a" in result.stderr
    assert tinbai("units", "--board", "b").exit_code == 0
    for command, hint in (("units", "tinbai import bang-cu.xlsx"), ("people", "--role chair")):
        assert f"{hint} --board b\n" in tinbai(command, "--board", "b", **VIETNAMESE).stderr
    assert tinbai("units", "--board", "c").exit_code == 1


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (
            "TINBAI_WEB__PORT=1\nTINBAI_WEB__PORT=2\n",
            "dòng 2, TINBAI_WEB__PORT: biến này đã có ở dòng 1",
        ),
        ("TINBAI_SECRETS_FILE=x\n", "dòng 1, TINBAI_SECRETS_FILE"),
        ("TINBAI_CONFIG=x\n", "dòng 1, TINBAI_CONFIG"),
        ("PATH=/bin\n", "TINBAI_TELEGRAM__TOKEN=123:AA…"),
    ],
)
def test_a_mistake_in_the_file_of_secrets_names_its_line(text: str, holds: str) -> None:
    Path("config.toml").write_text('secrets_file = "secrets.env"\n', encoding="utf-8")
    Path("secrets.env").write_text(text, encoding="utf-8")
    for command in ("check", "run"):
        result = tinbai(command, **VIETNAMESE)
        assert result.exit_code == 2
        assert "secrets.env" in result.stderr
        assert holds in result.stderr


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("[board]\nclosing_day = 15\n", 'period_rule = "custom"'),
        ('[web]\nhost = "203.0.113.9"\n', "“127.0.0.1”"),
        ('[database]\nbackup_dir = "config.toml"\n', "database.backup_dir"),
        ('[board]\ntemplate = "none.docx"\n', "không có tệp hay thư mục này"),
    ],
)
def test_check_tells_what_would_do_nothing_in_silence(text: str, holds: str) -> None:
    Path("config.toml").write_text(text, encoding="utf-8")
    tinbai("units")
    result = tinbai("check", **VIETNAMESE)
    assert [line for line in result.stdout.splitlines() if holds in line and line[0] in "✗⚠"]


def test_check_tells_of_two_boards_of_one_name() -> None:
    Path("config.toml").write_text('boards_dir = "ban"\n', encoding="utf-8")
    Path("ban").mkdir()
    for slug in ("a", "b"):
        text = f'slug = "{slug}"\nname = "Ban Biên tập xã A"\n'
        Path(f"ban/{slug}.toml").write_text(text, encoding="utf-8")
    tinbai("boards")
    assert "Hai ban a và b cùng tên" in tinbai("check", **VIETNAMESE).stdout


def test_an_empty_address_of_a_platform_is_its_own() -> None:
    Path("config.toml").write_text('[telegram]\napi_url = ""\n', encoding="utf-8")
    assert load(None).config.telegram.api_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [("remind --stage", "tinbai remind:"), ("export --person", "tinbai export:")],
)
def test_a_missing_value_of_an_option_names_the_command(arguments: str, place: str) -> None:
    result = tinbai(*arguments.split(), **VIETNAMESE)
    assert result.exit_code == 2
    assert result.stderr.startswith(place)


@pytest.mark.parametrize(
    ("arguments", "code", "holds"),
    [
        ("invite --role correspondent", 2, '--unit "Phòng Tư pháp"'),
        ("invite --role chair --unit A", 2, "tinbai invite --role chair"),
        ("invite --role head --unit A", 1, "tinbai units"),
        ("remind --stage none --dry-run", 1, "nhac-1"),
        (
            "remind --month 2026-H1 --dry-run",
            2,
            "“2026-H1”; ở đây cần một tháng, xin viết như 2021-06",
        ),
        (
            "remind --month 2026-13 --dry-run",
            2,
            "“2026-13”; ở đây cần một tháng, xin viết như 2021-06",
        ),
        (
            "remind --month nay-mai --dry-run",
            2,
            "“nay-mai”; ở đây cần một tháng, xin viết như 2021-06",
        ),
    ],
)
def test_an_argument_that_does_not_fit_is_answered_with_one_that_does(
    arguments: str, code: int, holds: str
) -> None:
    Path("config.toml").touch()
    result = tinbai(*arguments.split(), **VIETNAMESE)
    assert result.exit_code == code
    assert holds in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ("-o b.docx", b"PK"),
        ("-o B.XLSX", b"PK"),
        ("-o b.png", b"\x89PNG"),
        ("-o b.json", b"{"),
        ("-o b.txt", "Báo cáo".encode()),
        ("-o b", "Báo cáo".encode()),
        ("-o b.v2", "Báo cáo".encode()),
        ("--format docx -o b", b"PK"),
        ("--format docx -o b.docx", b"PK"),
        ("--format json -o b.v2", b"{"),
    ],
)
def test_the_ending_of_a_reports_file_says_its_format(arguments: str, begins: bytes) -> None:
    tinbai("init")
    result = tinbai("report", "2021-H1", *arguments.split(), **VIETNAMESE)
    assert result.exit_code == 0, result.stderr
    path = Path(arguments.split()[-1])
    assert path.read_bytes().startswith(begins)
    assert result.stdout.strip() == str(path)


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        ("--format docx -o b.xlsx", "-o b.docx"),
        ("--format xlsx -o b.pdf", "-o b.xlsx"),
        ("--format text -o b.docx", "-o b.txt"),
        ("-o b.doc", "-o b.docx"),
        ("-o thu/b.xls", "-o thu/b.xlsx"),
        ("--format png -o b.jpg", "-o b.png"),
    ],
)
def test_a_file_of_another_format_than_its_ending_is_not_written(
    arguments: str, right: str
) -> None:
    tinbai("init")
    result = tinbai("report", "2021-H1", *arguments.split(), **VIETNAMESE)
    assert result.exit_code == 2
    assert right in result.stderr
    assert not Path(arguments.split()[-1]).exists()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("report 2021-H1 --format docx -o {}", "bao-cao-6-thang-dau-nam-2021.docx"),
        ("report 2021-H1 --format xlsx -o {}", "bao-cao-6-thang-dau-nam-2021.xlsx"),
        ("template export -o {}", "mau-bao-cao.docx"),
    ],
)
def test_a_path_that_ends_in_a_slash_is_a_folder(arguments: str, name: str) -> None:
    tinbai("init")
    for folder in ("moi/con/", "co-san/", "co-san", "b.docx/"):
        Path("co-san").mkdir(exist_ok=True)
        (Path("co-san") / name).unlink(missing_ok=True)
        result = tinbai(*arguments.format(folder).split(), **VIETNAMESE)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.strip() == str(Path(folder, name))
        assert Path(folder, name).read_bytes().startswith(b"PK")
    # Without a slash it is a file, as ever.
    result = tinbai(*arguments.format("tep").split(), **VIETNAMESE)
    assert Path("tep").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        ("-o moi/", "-o moi/bao-cao.txt"),
        ("--format json -o moi/", "-o moi/bao-cao.json"),
        ("--board all -o moi/", "-o moi/bao-cao.txt"),
    ],
)
def test_a_text_is_not_written_into_a_folder(
    arguments: str, right: str, language: dict[str, str]
) -> None:
    tinbai("init")
    result = tinbai("report", "2021-H1", *arguments.split(), **language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert right in result.stderr
    assert not Path("moi").exists()


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_a_database_that_lacks_a_table_is_broken(language: dict[str, str]) -> None:
    tinbai("init")
    with closing(sqlite3.connect("tinbai.db")) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("DROP TABLE opening_counts")
    result = tinbai("report", "2021-H1", **language)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "tinbai restore" in result.stderr
    assert str(Path("tinbai.db").resolve()) in result.stderr
    assert "no such table" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_a_full_disk_names_the_database(
    language: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tinbai("init")

    async def full(*_arguments: object, **_named: object) -> None:
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("INSERT", None, fault)

    monkeypatch.setattr(Database, "write", full)
    result = tinbai("invite", "--role", "editor", **language)
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(Path("tinbai.db").resolve()) in result.stderr
    assert "disk is full" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_an_export_is_not_written_into_a_file(language: dict[str, str]) -> None:
    tinbai("init")
    before = files()
    result = tinbai("export", "-o", "config.toml", **language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o du-lieu" in result.stderr
    assert files() == before


def test_a_blank_folder_of_boards_is_none() -> None:
    Path("config.toml").write_text('boards_dir = " "\n', encoding="utf-8")
    result = tinbai("boards", **VIETNAMESE)
    assert result.exit_code == 0, result.output
    assert "ban-bien-tap" in result.stdout


@pytest.mark.parametrize("new", ["all", "ban-bien-tap"])
def test_a_board_is_not_renamed_to_what_means_all_or_to_itself(new: str) -> None:
    tinbai("init")
    result = tinbai("boards", "rename", "ban-bien-tap", new, **VIETNAMESE)
    assert result.exit_code == 2
    assert "xa-tan-an" in result.stderr
    assert result.stdout == ""


def test_a_document_is_not_written_over_a_configuration_or_a_database() -> None:
    Path("config.toml").write_text('secrets_file = "s.env"\n', encoding="utf-8")
    Path("s.env").write_text("# bí mật\nTINBAI_WEB__PORT=0\n", encoding="utf-8")
    tinbai("units")
    Path("lien-ket").symlink_to("tinbai.db")
    before = files()
    for name in ("config.toml", "tinbai.db", "s.env", "lien-ket"):
        for command in (f"report 2021-H1 -o {name}", f"template export -o {name}"):
            result = tinbai(*command.split(), **VIETNAMESE)
            assert result.exit_code == 1
            assert f"{name} là cấu hình hoặc cơ sở dữ liệu" in result.stderr
    assert files() == before


WRITING = ("report 2021-H1", "report 2021-H1 --format xlsx", "template export")


@pytest.mark.parametrize("command", WRITING)
def test_a_document_goes_where_a_link_leads(command: str, tmp_path: Path) -> None:
    Path("config.toml").touch()
    Path("khac").mkdir()
    Path("khac/dich").write_text("cũ", encoding="utf-8")
    for target in ("khac/dich", "khac/moi"):
        Path("lien-ket").unlink(missing_ok=True)
        Path("lien-ket").symlink_to(target)
        done = tinbai(*command.split(), "-o", "lien-ket", **VIETNAMESE)
        assert (done.exit_code, done.stdout) == (0, "lien-ket\n")
        assert Path("lien-ket").readlink() == Path(target)
        assert len(Path(target).read_bytes()) > 10
    assert {path.name for path in (tmp_path / "khac").iterdir()} == {"dich", "moi"}


@pytest.mark.parametrize("command", WRITING[:2])
def test_a_document_is_written_into_what_is_no_file(command: str) -> None:
    Path("config.toml").touch()
    os.mkfifo("ong")
    reader = os.open("ong", os.O_RDWR | os.O_NONBLOCK)
    try:
        done = tinbai(*command.split(), "-o", "ong", **VIETNAMESE)
        assert (done.exit_code, done.stdout) == (0, "ong\n")
        assert Path("ong").is_fifo()
        assert len(os.read(reader, 1 << 16)) > 10
    finally:
        os.close(reader)
    assert not list(Path().glob(".ong*"))


def test_a_copy_goes_where_a_link_leads() -> None:
    Path("config.toml").touch()
    tinbai("units")
    Path("khac").mkdir()
    Path("lien-ket.db").symlink_to("khac/dich.db")
    assert tinbai("backup", "lien-ket.db").exit_code == 0
    assert Path("lien-ket.db").is_symlink()
    assert Path("khac/dich.db").stat().st_size > 0


def test_export_prints_its_json_to_standard_output(tmp_path: Path) -> None:
    Path("config.toml").touch()
    result = tinbai("export", "-o", "-")
    assert json.loads(result.stdout)["boards"]
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "holds"),
    [
        (("board", "set", "none", "x"), 1, "tinbai board show"),
        (("board", "set", "diadanh", "x"), 1, 'Ví dụ: tinbai board set place "'),
        (("board", "set", "place", ""), 2, 'tinbai board set place "Tân An"'),
        (("board", "set", "addressees", ";"), 2, 'tinbai board set addressees "Ủy ban nhân dân'),
        (("board", "set", "topics", " ; "), 2, 'tinbai board set topics "Y tế; Giáo dục'),
        (("board", "set", "number_suffix", " "), 2, 'tinbai board set number_suffix "BC-BBT"'),
        (("units", "--board", "none"), 1, "tinbai boards"),
        (("import", "--undo", "0"), 2, "từ 1 trở lên"),
    ],
)
def test_the_command_line_tells_what_to_type_there(
    arguments: tuple[str, ...], code: int, holds: str
) -> None:
    Path("config.toml").touch()
    result = tinbai(*arguments, **VIETNAMESE)
    assert result.exit_code == code
    assert holds in result.stderr
    assert "/caidat" not in result.stderr


def test_a_server_of_ones_own_gives_its_tokens_any_form() -> None:
    Path("config.toml").write_text(
        '[telegram]\ntoken = "TOKEN"\napi_url = "http://127.0.0.1:8081"\n'
        '[zalo]\napi_url = "http://127.0.0.1:8082"\ntoken = "any"\n',
        encoding="utf-8",
    )
    config = load(None).config
    assert config.telegram.token.get_secret_value() == "TOKEN"
    assert config.zalo.token.get_secret_value() == "any"


@pytest.mark.parametrize(
    "command",
    [
        ("backup", ""),
        ("restore", " "),
        ("import", ""),
        ("export", "-o", ""),
        ("report", "2021", "-o", ""),
        ("report", "2021", "--format", "docx", "--output="),
        ("template", "export", "-o", ""),
        ("template", "check", ""),
        ("duplicates", "--pairs", ""),
        ("check", "--config", ""),
        ("--config", "", "check"),
    ],
)
def test_an_empty_path_is_wrong_use_and_nothing_is_written(command: tuple[str, ...]) -> None:
    Path("config.toml").touch()
    before = files()
    refused = tinbai(*command, **VIETNAMESE)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert "đang trống, cần một tên tệp. Ví dụ: tinbai " in refused.stderr
    assert files() == before
