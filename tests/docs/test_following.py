"""The operator's guides, followed word by word in a fresh folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vi/van-hanh.md", "en/operations.md"])
def test_the_operators_guide_does_what_it_says(name: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "follow.py", ROOT / "docs" / name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "followed to its end" in done.stdout
    skipped = re.findall(r"^skipped, line \d+: (.+)$", done.stdout, re.MULTILINE)
    assert len(skipped) == 8


def test_a_document_that_says_something_wrong_is_not_followed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```sh\nmkdir here\ncd here\n```\n\n```sh\ncat nothing\n```\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "follow.py", page],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "line 6 ended with 1, not 0" in done.stderr
