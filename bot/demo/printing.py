"""Prints a conversation so that it can be read in a terminal."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.demo.people import Player
from domain.language import Translator
from storage.conversation.web_messages import WebMessage

MOST_BUTTONS = 6


class Printer:
    """Writes who said what, and what the bot answered."""

    def __init__(self, _: Translator, console: Console) -> None:
        self._translator = _
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
        _ = self._translator
        text = _("[bấm] {label}").format(label=label)
        self._console.print(Padding(Text(text, style="reverse"), (0, 0, 0, 2)))

    def answers(self, player: Player, messages: Sequence[WebMessage]) -> None:
        """Print what the bot wrote to a person."""
        _ = self._translator
        for message in messages:
            self._console.print(Text(f"      tinbai → {player.called(_)}", style="bold green"))
            if message.kind:
                self._indented(Text(f"📎 {message.file_name}", style="bold"))
            if message.text:
                self._indented(Text(message.text))
            labels = [button["label"] for row in message.buttons for button in row]
            if labels:
                shown = "  ".join(f"[{label}]" for label in labels[:MOST_BUTTONS])
                more = ""
                if len(labels) > MOST_BUTTONS:
                    more = "  … " + _("{count} nút").format(count=len(labels))
                self._indented(Text(shown + more, style="cyan"))

    def _person(self, player: Player, at: datetime) -> None:
        where = f", {player.unit}" if player.unit else ""
        line = Text(f"{player.called(self._translator)}{where}", style="bold blue")
        line.append(f"  {at.day}/{at.month}/{at.year} {at:%H:%M}", style="dim")
        self._console.print(line)

    def _indented(self, text: Text) -> None:
        self._console.print(Padding(text, (0, 0, 0, 8)))
