"""The lines that `tinbai check` prints, for people and for programs."""

import json
from dataclasses import dataclass, field

import typer

from bot.version import program_version

_MARKS = {"ok": "✓", "note": "•", "warning": "⚠", "fault": "✗"}


@dataclass(slots=True)
class Findings:
    """The lines of a check, printed as they come, or at the end as JSON."""

    as_json: bool = False
    found: list[tuple[str, str]] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether any line is a fault."""
        return any(state == "fault" for state, _text in self.found)

    def good(self, text: str) -> None:
        """Say what works."""
        self._say("ok", text)

    def note(self, text: str) -> None:
        """Say what is to be known and is no fault."""
        self._say("note", text)

    def warn(self, text: str) -> None:
        """Say what works and should not stay as it is."""
        self._say("warning", text)

    def bad(self, text: str) -> None:
        """Say a fault with its mend."""
        self._say("fault", text)

    def end(self) -> None:
        """Print what is left to be printed."""
        if self.as_json:
            findings = [{"state": state, "text": text} for state, text in self.found]
            found = {"version": program_version(), "ok": not self.failed, "findings": findings}
            typer.echo(json.dumps(found, ensure_ascii=False, indent=1))

    def _say(self, state: str, text: str) -> None:
        self.found.append((state, text))
        if not self.as_json:
            typer.echo(f"{_MARKS[state]} {text}")
