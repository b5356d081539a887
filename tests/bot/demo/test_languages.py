"""The demo is played in the reader's language; its data stay Vietnamese."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGLISH = (
    "Joining with an invitation code",
    "/submit https://",
    "Logged article #2.",
    "Guest  15/6",
)
VIETNAMESE = ("Vào ban bằng mã mời", "/nop https://", "Đã ghi bài #2.", "Khách  15/6")


def play(folder: Path, *options: str, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--exit", *options],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[3]), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("options", "variables", "shown", "hidden"),
    [
        ((), {"LANG": "en_GB.UTF-8"}, ENGLISH, VIETNAMESE),
        (("--language", "vi"), {"LANG": "en_GB.UTF-8"}, VIETNAMESE, ENGLISH),
    ],
    ids=["the machine's English", "Vietnamese asked for"],
)
def test_the_demo_is_played_in_one_language(
    tmp_path: Path,
    options: tuple[str, ...],
    variables: dict[str, str],
    shown: tuple[str, ...],
    hidden: tuple[str, ...],
) -> None:
    said = play(tmp_path, *options, **variables)
    assert [text for text in shown if text not in said] == []
    assert [text for text in hidden if text in said] == []
    assert {path.suffix for path in (tmp_path / "demo-output").iterdir()} == {".docx", ".xlsx"}
