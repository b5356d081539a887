"""The clock, so that the demo and the tests can move it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the real instant."""
    return datetime.now(UTC)
