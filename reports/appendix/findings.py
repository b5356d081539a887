"""What a file without a table of counts holds instead, so that its sender learns what to mend."""

from collections.abc import Sequence

from domain.errors import InvalidFile
from reports.appendix.grid import Grid


def explain(grids: Sequence[Grid], file_name: str) -> InvalidFile:
    """Return the fault that says what was found."""
    del grids
    return InvalidFile("no_table", place=file_name)
