"""Vietnamese is in the code; the English catalogue is complete and fits it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "domain" / "locales"
ENGLISH = LOCALES / "en" / "LC_MESSAGES"


def fields(text: str) -> set[str]:
    """Return the placeholders of a format string."""
    return set(re.findall(r"\{([^{}]*)\}", text))


def tags(text: str) -> list[str]:
    """Return the HTML tags of a text in order."""
    return sorted(re.findall(r"</?(?:b|i|code|pre)>", text))


def extracted(target: Path) -> set[str]:
    """Return the sentences in the code."""
    command = [
        *(sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--omit-header"),
        *("-k", "plural:1,2", "-o", str(target)),
        *("bot", "handlers", "services", "reports", "domain"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    with target.open("rb") as file:
        catalogue = read_po(file)
    return {_key(message.id) for message in catalogue if message.id}


def written() -> set[str]:
    """Return the sentences that the code translates, in f-strings and by other names of `_` too."""
    found = set()
    for package in ("bot", "handlers", "services", "reports", "domain"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        ast.Name("_") | ast.Attribute(attr="translate") | ast.Call(),
                        [ast.Constant(str(text))],
                    ):
                        found.add(text)
    return found


def _key(message_id: object) -> str:
    return message_id[0] if isinstance(message_id, list | tuple) else str(message_id)


def test_every_sentence_has_its_english(tmp_path: Path) -> None:
    with (ENGLISH / "tinbai.po").open("rb") as file:
        english = read_po(file, locale="en")
    translated = {_key(message.id) for message in english if message.id and message.string}
    assert extracted(tmp_path / "now.pot") - translated == set()


def test_no_sentence_hides_where_the_extraction_cannot_see_it(tmp_path: Path) -> None:
    assert written() - extracted(tmp_path / "now.pot") == set()


def test_every_english_sentence_has_the_same_placeholders_and_tags() -> None:
    with (ENGLISH / "tinbai.po").open("rb") as file:
        english = read_po(file, locale="en")
    for message in english:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        for text in strings:
            assert fields(text or "") == fields(_key(message.id)), message.id
            assert tags(text or "") == tags(_key(message.id)), message.id
            assert "fuzzy" not in message.flags


def test_the_compiled_catalogue_is_that_of_the_text(tmp_path: Path) -> None:
    target = tmp_path / "tinbai.mo"
    command = [
        *(sys.executable, "-m", "babel.messages.frontend", "-q", "compile"),
        *("-i", str(ENGLISH / "tinbai.po"), "-o", str(target), "-l", "en"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    assert target.read_bytes() == (ENGLISH / "tinbai.mo").read_bytes()
