"""What starting the program must not load."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "matplotlib",
    "docxtpl",
    "docx",
    "openpyxl",
    "xlsxwriter",
    "trafilatura",
    "lxml",
    "holidays",
)


def loaded_by(statement: str) -> set[str]:
    """Return the heavy modules that a statement loads in a fresh interpreter."""
    code = f"import sys\n{statement}\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize("module", ["bot.app", "bot.commands.running.run", "bot.cli"])
def test_starting_loads_no_renderer(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


def test_the_command_lines_help_loads_no_messenger_and_no_database() -> None:
    code = (
        "import sys\nimport bot.cli\n"
        "print(*[m for m in ('telegram', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert result.stdout.strip() == ""
