"""The folder of a run: what takes long to make is made there once, and goes with it."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "TINBAI_TEST_SCRATCH"


def scratch() -> Path:
    """Return the run's folder."""
    return Path(os.environ[VARIABLE])


@contextlib.contextmanager
def scratch_folder() -> Iterator[None]:
    """Give this run a folder, unless whoever runs this script has given one."""
    if os.environ.get(VARIABLE):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        os.environ[VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[VARIABLE]
