"""The documents: both languages say the same, and what they name exists."""

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.config.loading import load
from domain.language import translator
from handlers.commands import command_names

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAIRS = {
    "guide": ("vi/huong-dan.md", "en/guide.md"),
    "operations": ("vi/van-hanh.md", "en/operations.md"),
    "zalo": ("vi/zalo.md", "en/zalo.md"),
}
PAGES = [
    ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
] + sorted(DOCS.rglob("*.md"))

NAMES = command_names(translator("vi"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
SLASHED = re.compile(r"(?<![\w/:.])/([a-z]+)\b")
KEY = re.compile(r"^[a-z_]+(?:\.[a-z_]+)+$|^TINBAI_\w+|^--[a-z-]+|^tinbai_\w+|^deploy/\S+")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands_in(text: str) -> set[str]:
    """Return the chat's commands that a text names, by their English names."""
    prose = re.sub(r"https?://\S+", "", text)
    return {NAMES[name] for name in SLASHED.findall(prose) if name in NAMES}


def keys_in(text: str) -> set[str]:
    """Return the keys, variables, options, metrics and files that a text names in code."""
    found: set[str] = set()
    for code in CODE.findall(BLOCK.sub("", text).replace("\n", " ")):
        for word in code.split():
            if match := KEY.match(word):
                found.add(match[0] if not word.startswith("tinbai_") else word)
    return found


def own_blocks(text: str) -> list[tuple[str, str]]:
    """Return the blocks that a reader copies, without what is only an example's own words."""
    copied = {"sh", "toml", "nginx"}
    return [
        (kind, re.sub(r"'[^']*'", "'…'", body))
        for kind, body in BLOCK.findall(text)
        if kind in copied
    ]


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_both_languages_name_the_same_commands_and_keys(pair: tuple[str, str]) -> None:
    vietnamese, english = (text_of(name) for name in pair)
    assert commands_in(vietnamese) == commands_in(english)
    assert keys_in(vietnamese) == keys_in(english)
    assert own_blocks(vietnamese) == own_blocks(english)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_both_languages_have_the_same_parts(pair: tuple[str, str]) -> None:
    shapes = [
        [line.split(" ")[0] for line in text_of(name).splitlines() if line.startswith("#")]
        for name in pair
    ]
    assert shapes[0] == shapes[1]
    rows = [
        sum(line.startswith(("|", "- ", "1.")) for line in text_of(name).splitlines())
        for name in pair
    ]
    assert rows[0] == rows[1]
    heads = [len(re.findall(r"\n\n\*\*", text_of(name))) for name in pair]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("name", ["vi/huong-dan.md", "en/guide.md"])
def test_the_guide_says_nothing_twice_and_names_no_module(name: str) -> None:
    text = text_of(name)
    assert "python" not in text.lower()
    heads = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    assert len(heads) == len(set(heads))
    lines = [line for line in text.splitlines() if len(line) > 40]
    assert [one for one, other in pairwise(sorted(lines)) if one == other] == []


def command_lines() -> list[tuple[str, str]]:
    """Return each `tinbai …` that a document has its reader type."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        typed = [line for kind, body in BLOCK.findall(text) for line in body.splitlines()]
        typed += CODE.findall(BLOCK.sub("", text).replace("\n", " "))
        for line in typed:
            match = re.match(
                r"^(?:sudo -u tinbai )?(?:\S*/)?tinbai (?=[a-z-])([^#]*)", line.strip()
            )
            if match:
                found.append((page.name, match[1].strip()))
    return found


@pytest.mark.parametrize(("page", "line"), command_lines())
def test_each_command_line_exists_with_its_options(page: str, line: str) -> None:
    assert page
    command: Any = get_command(app)
    words = shlex.split(line.replace("…", ""))
    while words and isinstance(command, TyperGroup) and not words[0].startswith("-"):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    context = command.make_context("tinbai", [], resilient_parsing=True)
    known = {name for one in command.get_params(context) for name in one.opts} | {"--help"}
    used = {word.split("=")[0] for word in words if word.startswith("-")}
    assert used - known == set(), line


@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        (name, body)
        for pair in PAIRS.values()
        for name in pair
        for kind, body in BLOCK.findall(text_of(name))
        if kind == "toml" and "secrets_file" not in body
    ],
)
def test_each_piece_of_configuration_can_be_read(tmp_path: Path, name: str, fragment: str) -> None:
    assert name
    config = tmp_path / "config.toml"
    config.write_text(fragment, encoding="utf-8")
    assert load(config).config


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("../../actions/"):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.is_file(), target
        assert not anchor or anchor in anchors(found), target


def test_the_units_and_the_worker_know_the_exit_codes_that_the_operator_reads() -> None:
    for name in ("tinbai.service", "tinbai@.service"):
        unit = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        assert "RestartPreventExitStatus=2 3 4 5" in unit
        documentation = re.search(r"Documentation=file:///opt/tinbai/(\S+)", unit)
        assert documentation is not None
        assert (ROOT / documentation[1]).is_file()
    for name in PAIRS["operations"]:
        assert "location = /metrics { deny all; }" in text_of(name)
