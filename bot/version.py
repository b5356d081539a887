"""Which release of tinbai runs."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def program_version() -> str:
    """Return the release's number, "0" where the program was not installed."""
    try:
        return version("tinbai")
    except PackageNotFoundError:
        return "0"
