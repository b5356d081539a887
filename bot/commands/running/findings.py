"""The lines that `tinbai check` prints."""

import typer


class Findings:
    """The lines of a check; `failed` tells whether any is a fault."""

    def __init__(self) -> None:
        self.failed = False

    def good(self, text: str) -> None:
        """Print something that works."""
        typer.echo(f"✓ {text}")

    def note(self, text: str) -> None:
        """Print something to know that is no fault."""
        typer.echo(f"• {text}")

    def bad(self, text: str) -> None:
        """Print a fault with its mend."""
        self.failed = True
        typer.echo(f"✗ {text}")
