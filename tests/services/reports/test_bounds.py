"""A report that never ends, or wants too much, ends with a sentence, and no other board waits."""

import asyncio
import time
from io import BytesIO
from pathlib import Path

import docx
import pytest

from domain.errors import Conflict
from reports.document.template import bundled_template
from services.reports import rendering
from services.reports.lanes import Lanes
from tests.reports.factory import sample_board, sample_report

# Every name that a template must have, and a loop that does not end in a human's life.
LOOP = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
GREEDY = (
    "{% set n = namespace(t='x' * 1000) %}"
    + "{% for a in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %}"
)


def template(folder: Path, tag: str) -> str:
    document = docx.Document(BytesIO(bundled_template()))
    document.paragraphs[0].add_run(tag)
    path = folder / "mau.docx"
    document.save(str(path))
    return str(path)


@pytest.mark.own_process
async def test_a_template_that_never_ends_is_stopped_and_others_do_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "LONGEST_S", 12.0)
    bad = sample_report(board=sample_board(template=template(tmp_path, LOOP)))
    good = sample_report(board=sample_board(id=2))
    stuck = asyncio.create_task(rendering.docx(bad))
    await asyncio.sleep(0)
    begun = time.monotonic()
    assert (await rendering.docx(good)).content
    assert not stuck.done()
    assert time.monotonic() - begun < 11
    with pytest.raises(Conflict) as raised:
        await stuck
    assert raised.value.code == "render_slow"
    assert (await rendering.docx(good)).content


@pytest.mark.own_process
async def test_a_template_that_wants_all_of_the_memory_is_stopped(tmp_path: Path) -> None:
    bad = sample_report(board=sample_board(template=template(tmp_path, GREEDY)))
    with pytest.raises(Conflict) as raised:
        await rendering.docx(bad)
    assert raised.value.code == "render_large"
    assert (await rendering.docx(sample_report(board=sample_board(id=2)))).content


async def test_one_renders_at_a_time_until_it_takes_long() -> None:
    lanes = Lanes()
    order: list[str] = []
    slow_ends = asyncio.Event()

    async def slow() -> None:
        async with lanes.place(1, quick_s=0.05):
            order.append("slow begins")
            await slow_ends.wait()
            order.append("slow ends")

    async def quick(board: int) -> None:
        async with lanes.place(board, quick_s=30):
            order.append(f"board {board}")

    tasks = [asyncio.create_task(slow())]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(quick(2)), asyncio.create_task(quick(1))]
    await tasks[1]
    assert order == ["slow begins", "board 2"]
    slow_ends.set()
    await asyncio.gather(*tasks)
    # The slow one's own board waits for it.
    assert order == ["slow begins", "board 2", "slow ends", "board 1"]
