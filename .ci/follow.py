"""Follow a document word by word in a fresh folder: `python .ci/follow.py docs/en/operations.md`.

What stands in the document is what is done. A block of ```sh is run, one after the other in one
shell, and must succeed; a block of ```toml is put into the configuration, which must then be one
that tinbai reads. Above a block may stand

    <!-- skip: the reason -->   the block needs what is not here (root, Docker …)
    <!-- exit: 1 -->            the block's last command ends with this code

The tinbai of this environment is used, HOME is empty, and no token is known. Exits 1 at the first
step that does not do what the document says.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.config.faults import ConfigError
from bot.config.loading import load

BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>skip|exit): (?P<said>.+?) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
HEADER = re.compile(r"^\[(.+)\]$")
KEY = re.compile(r"^(\w+)\s*=")


@dataclass(frozen=True)
class Step:
    """A block of a document and what its mark says."""

    line: int
    kind: str
    text: str
    skipped: str
    code: int


def steps(document: str) -> list[Step]:
    """Return what a document tells its reader to do, in order."""
    found = []
    for match in BLOCK.finditer(document):
        mark, said = match["mark"], match["said"] or ""
        found.append(
            Step(
                document.count("\n", 0, match.start()) + 1,
                match["kind"],
                match["text"],
                said if mark == "skip" else "",
                int(said) if mark == "exit" else 0,
            )
        )
    return found


def edited(config: str, fragment: str) -> str:
    """Return the configuration with the fragment's keys set, as a person edits it."""
    lines = config.splitlines()
    table = ""
    for line in fragment.splitlines():
        if header := HEADER.match(line):
            table = header[1]
        elif key := KEY.match(line):
            _set(lines, table, key[1], line)
    return "\n".join(lines) + "\n"


def _set(lines: list[str], table: str, key: str, line: str) -> None:
    here = ""
    for place, old in enumerate(lines):
        if header := HEADER.match(old):
            here = header[1]
        elif here == table and (found := KEY.match(old)) and found[1] == key:
            lines[place] = line
            return
    raise SystemExit(f"config.toml has no {key} in [{table}]: it cannot be edited as written")


class Reader:
    """Whoever sits in a fresh folder and does what the document says."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        self._home.mkdir()
        self._here = folder / "work"
        self._here.mkdir()
        kept = ("PATH", "LANG", "TMPDIR", "SYSTEMROOT")
        self._environment = {name: os.environ[name] for name in kept if name in os.environ}
        self._environment["HOME"] = str(self._home)
        tools = str(Path(sys.executable).parent)
        self._environment["PATH"] = os.pathsep.join((tools, self._environment.get("PATH", "")))

    def do(self, step: Step) -> None:
        """Do one step; raise SystemExit where it does not do what the document says."""
        if step.kind == "sh":
            self._run(step)
        elif step.kind == "toml":
            self._edit(step)

    def _run(self, step: Step) -> None:
        # The folder that the block ends in is where the next one begins.
        script = f"set -e\ntrap 'pwd > \"$HOME/pwd\"' EXIT\n{step.text}"
        done = subprocess.run(  # noqa: S603 - the document is ours
            ["bash", "-c", script],  # noqa: S607 - the reader's own shell
            cwd=self._here,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != step.code:
            message = (
                f"line {step.line} ended with {done.returncode}, not {step.code}:\n{step.text}"
            )
            raise SystemExit(message)
        self._here = Path((self._home / "pwd").read_text(encoding="utf-8").strip())

    def _edit(self, step: Step) -> None:
        config = self._here / "config.toml"
        before = config.read_text(encoding="utf-8")
        config.write_text(edited(before, step.text), encoding="utf-8")
        try:
            load(config)
        except ConfigError as error:
            if not _elsewhere(step.text):
                raise SystemExit(f"line {step.line}: {error}\n{step.text}") from None
        if _elsewhere(step.text):
            config.write_text(before, encoding="utf-8")


def _elsewhere(fragment: str) -> bool:
    """Return whether a fragment names what only the reader's own machine has."""
    return "secrets_file" in fragment or "postgresql" in fragment or "mode" in fragment


def follow(path: Path) -> None:
    """Do everything that the document says, and tell it."""
    with tempfile.TemporaryDirectory(prefix="tinbai-follow-") as folder:
        reader = Reader(Path(folder))
        for step in steps(path.read_text(encoding="utf-8")):
            if step.skipped:
                sys.stdout.write(f"skipped, line {step.line}: {step.skipped}\n")
                continue
            sys.stdout.write(f"\nline {step.line} ({step.kind}):\n{step.text}")
            sys.stdout.flush()
            reader.do(step)
    sys.stdout.write(f"\n{path}: followed to its end\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        follow(Path(name))
