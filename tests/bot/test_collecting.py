"""Full collections walk only what is newer than the last one."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.collecting import collect_nightly, importing, short_collections

NIGHT = datetime(2021, 6, 14, 19, 59, 59, 990_000, tzinfo=UTC)  # 2:59:59 in Viet Nam


@pytest.fixture(autouse=True)
def _short() -> Iterator[None]:
    with short_collections():
        yield


def test_what_a_full_collection_leaves_is_not_walked_again() -> None:
    kept = [[number] for number in range(1000)]
    assert any(one is kept for one in gc.get_objects())
    gc.collect()
    assert not any(one is kept for one in gc.get_objects())


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


async def test_cycles_that_died_among_it_are_found_at_night() -> None:
    cycle, found = _Cycle(), asyncio.Event()
    weakref.finalize(cycle, found.set)
    gc.collect()
    del cycle
    gc.collect()
    assert not found.is_set()
    nightly = asyncio.create_task(collect_nightly(lambda: NIGHT))
    async with asyncio.timeout(10):
        await found.wait()
    nightly.cancel()


def test_at_the_end_everything_is_walked_as_before() -> None:
    callbacks, threshold = gc.callbacks[:], gc.get_threshold()
    kept = [[number] for number in range(1000)]
    with short_collections():
        assert not any(one is kept for one in gc.get_objects())
    assert any(one is kept for one in gc.get_objects())
    assert gc.callbacks == callbacks
    assert gc.get_threshold() == threshold


def test_nothing_is_collected_while_the_program_is_imported() -> None:
    with importing():
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert not any(one is kept for one in gc.get_objects())


def test_an_import_that_fails_leaves_collections_on() -> None:
    with pytest.raises(ImportError), importing():
        raise ImportError
    assert gc.isenabled()
