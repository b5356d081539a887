"""Prints a conversation so that it can be read in a terminal."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.channels.web.request import LocalMessage
from bot.demo.people import Player

MOST_BUTTONS = 6


class Printer:
    """Writes who said what, and what the bot answered."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def heading(self, text: str) -> None:
        """Begin a part of the play."""
        self._console.print()
        self._console.rule(Text(text, style="bold"))

    def note(self, text: str) -> None:
        """Say what happens besides the talk."""
        self._console.print(Text(text, style="italic dim"))

    def said(self, player: Player, text: str, at: datetime) -> None:
        """Print what a person wrote."""
        self._person(player, at)
        self._console.print(Padding(Text(text), (0, 0, 0, 2)))

    def pressed(self, player: Player, label: str, at: datetime) -> None:
        """Print which button a person pressed."""
        self._person(player, at)
        self._console.print(Padding(Text(f"[bấm] {label}", style="reverse"), (0, 0, 0, 2)))

    def answers(self, player: Player, messages: Sequence[LocalMessage]) -> None:
        """Print what the bot wrote to a person."""
        for message in messages:
            self._console.print(Text(f"      tinbai → {player.name}", style="bold green"))
            for name in (message.document, message.photo):
                if name is not None:
                    self._indented(Text(f"📎 {name.name}", style="bold"))
            if message.text:
                self._indented(Text(message.text))
            labels = [button.label for row in message.buttons for button in row]
            if labels:
                shown = "  ".join(f"[{label}]" for label in labels[:MOST_BUTTONS])
                more = f"  … {len(labels)} nút" if len(labels) > MOST_BUTTONS else ""
                self._indented(Text(shown + more, style="cyan"))

    def _person(self, player: Player, at: datetime) -> None:
        where = f", {player.unit}" if player.unit else ""
        line = Text(f"{player.name}{where}", style="bold blue")
        line.append(f"  {at.day}/{at.month}/{at.year} {at:%H:%M}", style="dim")
        self._console.print(line)

    def _indented(self, text: Text) -> None:
        self._console.print(Padding(text, (0, 0, 0, 8)))
