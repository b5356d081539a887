"""What every test shares."""

import logging
import os
from collections.abc import Iterator

import pytest
import structlog

# RetryAfter carries a timedelta from the next major version on; ask for it now, without a warning.
os.environ["PTB_TIMEDELTA"] = "true"


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """Undo what a command that configures the logs leaves behind."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = handlers
    root.setLevel(level)
