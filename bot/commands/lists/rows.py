"""Lists as lines for people, a tab between the fields, or as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import typer


def show_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, nothing: str) -> None:
    """Print rows of the same keys; where there are none, say so on stderr."""
    if as_json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        typer.echo("\t".join(_cell(value) for value in row.values()))
    if not rows:
        typer.echo(nothing, err=True)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None or value == "" else str(value)
