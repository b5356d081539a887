"""The way every measure is taken: tinbai and its floor in turn, medians, a ratio and its goal.

A script measures with `paired` (or `paired_async`), makes a `Figure` of each result and hands them
to `report`, which prints them and writes the JSON that bench/run_all.py collects.
"""

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

ROUNDS = 5
Way = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What each round gave for tinbai and for its floor, in one unit, in the order of rounds."""

    ours: tuple[float, ...]
    floor: tuple[float, ...]

    @property
    def ours_median(self) -> float:
        """The median of tinbai's rounds."""
        return statistics.median(self.ours)

    @property
    def floor_median(self) -> float:
        """The median of the floor's rounds."""
        return statistics.median(self.floor)

    @property
    def ratio(self) -> float:
        """Tinbai's median divided by its floor's."""
        return self.ours_median / self.floor_median

    def figure(
        self,
        measure: str,
        beside: str,
        goal: float | None,
        *,
        way: Way = "at most",
        unit: str = "ms",
        scale: float = 1000,
        note: str = "",
    ) -> "Figure":
        """Return the table's line; `scale` turns the rounds' figures into `unit`."""
        return Figure(
            measure,
            beside,
            self.ratio,
            goal,
            way=way,
            ours=self.ours_median * scale,
            floor=self.floor_median * scale,
            unit=unit,
            note=note,
            rounds={
                "ours": [one * scale for one in self.ours],
                "floor": [one * scale for one in self.floor],
            },
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table: `value` is what the goal speaks of, most often a ratio ("×").

    `ours` and `floor` are medians in `unit`; `floor` is None where nothing stands beside it, and
    `goal` is None where the figure is only told.
    """

    measure: str
    beside: str
    value: float
    goal: float | None
    way: Way = "at most"
    ours: float | None = None
    floor: float | None = None
    unit: str = ""
    value_unit: str = "×"
    note: str = ""
    rounds: dict[str, list[float]] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.way == "at most" else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        """Return the figure for a JSON file."""
        return {**asdict(self), "met": self.met}


def paired(
    ours: Callable[[], float], floor: Callable[[], float], rounds: int = ROUNDS, warm_up: int = 1
) -> Pair:
    """Measure in turn, after rounds that do not count; who begins changes from round to round."""
    pairs = []
    for number in range(warm_up + rounds):
        if number % 2:
            mine = ours()
            pairs.append((mine, floor()))
        else:
            beside = floor()
            pairs.append((ours(), beside))
    return _pair(pairs[warm_up:])


async def paired_async(
    ours: Callable[[], Awaitable[float]],
    floor: Callable[[], Awaitable[float]],
    rounds: int = ROUNDS,
    warm_up: int = 1,
) -> Pair:
    """Measure coroutines the same way."""
    pairs = []
    for number in range(warm_up + rounds):
        if number % 2:
            mine = await ours()
            pairs.append((mine, await floor()))
        else:
            beside = await floor()
            pairs.append((await ours(), beside))
    return _pair(pairs[warm_up:])


def seconds(job: Callable[[], object]) -> Callable[[], float]:
    """Return a call that runs a job and returns its seconds; garbage is collected before."""

    def timed() -> float:
        gc.collect()
        began = time.perf_counter()
        job()
        return time.perf_counter() - began

    return timed


def seconds_async(job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[float]]:
    """Return the same for a coroutine."""

    async def timed() -> float:
        gc.collect()
        began = time.perf_counter()
        await job()
        return time.perf_counter() - began

    return timed


def resident_mb() -> float:
    """Return the memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def peak_mb() -> float:
    """Return the most memory this process held since `forget_peak`, or ever, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [peak] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak) * 1024 / 1e6


def forget_peak() -> None:
    """Let the peak begin anew: making the rows may have taken more than what is measured."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Return the arguments that every script takes: --rounds and -o; a script adds its own."""
    arguments = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("-o", "--output", type=Path, help="write the figures as JSON")
    return arguments


def report(figures: Sequence[Figure], output: Path | None, **facts: object) -> None:
    """Print a line for each figure, and write them with the machine and any further facts."""
    for one in figures:
        sys.stdout.write(f"{line(one)}\n")
    document = {
        "machine": machine(),
        **facts,
        "figures": [one.as_json() for one in figures],
    }
    if output is not None:
        output.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cpus": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
    }


def line(one: Figure) -> str:
    """Return a figure as one line of text."""
    met = {True: "met", False: "MISSED", None: "no goal"}[one.met]
    sides = "" if one.ours is None else f"  {short(one.ours)} {one.unit}"
    if one.floor is not None:
        sides += f" / {short(one.floor)} {one.unit} ({one.beside})"
    goal = "" if one.goal is None else f", goal {one.way} {short(one.goal)}"
    note = f"  [{one.note}]" if one.note else ""
    return f"{met:7} {one.measure}: {short(one.value)} {one.value_unit}{goal}{sides}{note}"


def short(number: float) -> str:
    """Return a number with three digits that matter."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def _pair(pairs: Sequence[tuple[float, float]]) -> Pair:
    return Pair(tuple(mine for mine, _ in pairs), tuple(beside for _, beside in pairs))


def _processor() -> str:
    for entry in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if entry.startswith("model name"):
            return entry.partition(":")[2].strip()
    return platform.processor()
