"""Channels without a pace: a still clock would never come to the second message of a person."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.reminders import paces


@contextmanager
def unpaced(*channels: str) -> Iterator[None]:
    """Let some channels speak as fast as they can until the context ends."""
    with pytest.MonkeyPatch.context() as patch:
        for channel in channels:
            patch.setitem(paces._PACES, channel, None)
        yield
