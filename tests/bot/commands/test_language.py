"""Help, versions and wrong use: in the reader's language, with an example, exit code 2."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from bot.cli import app

GROUPS = ("template", "inbox", "boards")


def tinbai(*arguments: str, **environment: str) -> Result:
    """Run a command in this process."""
    return CliRunner(env=environment).invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("environment", "english"),
    [
        ({"LC_ALL": "en_US.UTF-8", "LANG": "vi_VN.UTF-8"}, True),
        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "vi_VN"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, False),
        ({"LC_ALL": "C.UTF-8"}, False),
        ({"LC_ALL": "fr_FR.UTF-8"}, False),
    ],
)
def test_the_language_is_that_of_the_terminal(environment: dict[str, str], english: bool) -> None:
    shown = tinbai("--help", **environment).stdout
    assert ("Usage: " in shown) is english
    assert ("Cách dùng: " in shown) is not english


def test_alone_it_shows_the_help_and_the_version_is_a_line() -> None:
    alone = tinbai(LC_ALL="vi_VN.UTF-8")
    assert alone.exit_code == 0
    assert alone.stdout == tinbai("--help", LC_ALL="vi_VN.UTF-8").stdout
    version = tinbai("--version")
    assert version.exit_code == 0
    assert version.stdout.startswith("tinbai ")


def commands() -> list[tuple[str, ...]]:
    """Return every command as it is typed."""
    found: list[tuple[str, ...]] = []
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        found.append((name,))
        found += [(name, inner) for inner in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_and_an_example_in_both_languages(command: tuple[str, ...]) -> None:
    vietnamese = tinbai(*command, "--help", LC_ALL="vi_VN.UTF-8").stdout
    english = tinbai(*command, "--help", LC_ALL="en_US.UTF-8").stdout
    for words in ("Cách dùng: ", "Tùy chọn:", "Ví dụ:", "tinbai " + " ".join(command)):
        assert words in vietnamese
    for words in ("Usage: ", "Options:", "Examples:", "--help"):
        assert words in english
    for words in ("Show this message", "[OPTIONS]", "Options:", "current shell"):
        assert words not in vietnamese
    told = english.partition("Examples:")[0]
    assert not set(told) & set("ạảãấầẩẫậắằẳẵặẹẻẽếềểễệọỏõốồổỗộớờởỡợụủũứừửữựơưđ")


WRONG = [
    (("reprot", "2021-H1"), ("“reprot”", "“report”")),
    (("report", "2021-H1", "--fomat", "docx"), ("“--fomat”", "“--format”")),
    (("report", "2021-H1", "--format"), ("“--format”",)),
    (("report", "2021-H1", "--format", "odt"), ("--format", "docx", "xlsx")),
    (("report",), ("PERIOD",)),
    (("report", "2021-H1", "2021-H2"), ("“2021-H2”",)),
    (("report", "2021-H1", "--electronic=1"), ("“--electronic”",)),
    (("invite", "--role", "king"), ("--role", "chair")),
    (("invite",), ("--role",)),
    (("import", "a.csv", "--year", "99999"), ("--year", "2000", "2100")),
    (("import", "a.csv", "--year", "hai"), ("--year", "2000", "2100")),
    (("demo", "--port", "x"), ("--port", "65535")),
    (("--verison",), ("“--verison”", "“--version”")),
    (("template",), ("export, check",)),
    (("template", "exprot"), ("“exprot”", "“export”")),
    (("inbox",), ("show, retry",)),
    (("boards", "rename", "a"), ("NEW",)),
]


@pytest.mark.parametrize(("arguments", "holds"), WRONG, ids=lambda value: " ".join(value))
def test_wrong_use_is_one_sentence_with_an_example(
    arguments: tuple[str, ...], holds: tuple[str, ...]
) -> None:
    said = []
    for language, example in (("vi_VN.UTF-8", "Ví dụ: tinbai"), ("en_US.UTF-8", "Example: tinbai")):
        result = tinbai(*arguments, LC_ALL=language)
        assert result.exit_code == 2
        assert result.stdout == ""
        (line,) = result.stderr.strip().splitlines()
        assert example in line
        for words in holds:
            assert words in line
        said.append(line)
    assert said[0] != said[1]
