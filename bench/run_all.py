"""Run every measure, each in a process of its own, and write the table of docs/performance.md.

    python -m bench.run_all --date 2026-11-25 [--quick] [--only MODULE ...]

A full run takes less than half an hour, `--quick` a small round of each within three minutes. The
exit code is 1 where a script failed; a missed goal is shown, and is no failure.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.means.measure import Figure, machine, short
from bench.means.scratch import scratch_folder

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"
# A script that hangs must not hold the others up.
MOST_S = 900


@dataclass(frozen=True, slots=True)
class Script:
    """A script and its arguments for a quick and for a full run."""

    module: str
    quick: tuple[str, ...]
    full: tuple[str, ...] = ()


SCRIPTS = (
    Script("bench.submit", ("--rounds=2", "--messages=300")),
    Script("bench.peer", ("--rounds=2", "--messages=300")),
    Script("bench.stalls", ("--seconds=3",)),
    Script(
        "bench.reports.data",
        ("--articles=100000", "--postgres=100000", "--boards=10", "--rounds=2"),
    ),
    Script("bench.due", ("--articles=100000", "--rounds=2")),
    Script("bench.titles", ("--asked=10", "--rounds=2")),
    Script("bench.reports.documents", ("--rows", "26", "300", "--rounds=2")),
    Script("bench.start_up", ("--rounds=2",)),
    Script("bench.means.wire", ("--rounds=1", "--seconds=3")),
    Script("bench.round", ("--people=300",)),
    Script("bench.workers", ("--rounds=1", "--seconds=2")),
    Script("bench.memory", ("--first=1000", "--last=3000")),
    Script("bench.hostile", ("--uploads=9",)),
    Script("bench.reports.imports", ("--rows=2000", "--rounds=1"), ("--rounds=3",)),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a script gave: its figures, or None where it failed."""

    script: Script
    figures: list[Figure] | None
    took: float


def main() -> None:
    """Run the scripts and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--date", required=True, help="the day that stands in the table")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", help="these modules alone; the page is left as it is")
    arguments = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    load = os.getloadavg()[0]
    began = time.monotonic()
    chosen = [one for one in SCRIPTS if not arguments.only or one.module in arguments.only]
    # The log of a country is made once for all scripts that ask it.
    with scratch_folder():
        ran = [run(one, quick=arguments.quick) for one in chosen]
    took = time.monotonic() - began
    if not arguments.only:
        name = "quick" if arguments.quick else "full"
        write_between(PAGE, name, table(ran, arguments.date, took, load))
    print(f"{len(chosen)} scripts in {took:.0f} s")
    sys.exit(any(one.figures is None for one in ran))


def run(script: Script, *, quick: bool) -> Ran:
    """Run a script; its own words go to the terminal, its figures into bench/results/."""
    output = RESULTS / f"{script.module.rpartition('.')[2]}{'-quick' if quick else ''}.json"
    output.unlink(missing_ok=True)
    print(f"\n{script.module}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", script.module, *(script.quick if quick else script.full)]
    try:
        subprocess.run([*command, "-o", str(output)], cwd=ROOT, check=True, timeout=MOST_S)
        figures = read_figures(json.loads(output.read_text(encoding="utf-8")))
    except (subprocess.SubprocessError, OSError) as error:
        print(f"FAILED  {script.module}: {error}", file=sys.stderr)
        return Ran(script, None, time.monotonic() - began)
    took = time.monotonic() - began
    print(f"        {took:.0f} s", flush=True)
    return Ran(script, figures, took)


def read_figures(document: dict[str, Any]) -> list[Figure]:
    """Return the figures of a script's JSON."""
    return [
        Figure(**{key: value for key, value in one.items() if key != "met"})
        for one in document["figures"]
    ]


def table(ran: Sequence[Ran], day: str, took: float, load: float) -> str:
    """Return the table in Markdown, with the machine, the day and the commit above it.

    `load` is how many processes wanted a core before the run began.
    """
    here = machine()
    lines = [
        f"{day}, commit {commit()}, {here['processor']}, {here['cpus']} cores, "
        f"{here['memory_gb']} GB, {here['system']}, Python {here['python']}; "
        f"{took / 60:.1f} minutes; {load:.1f} processes of others wanted a core when it began.",
        "",
        "| measure | tinbai | floor beside it | result | goal | |",
        "|---|---|---|---|---|---|",
    ]
    for one in ran:
        if one.figures is None:
            lines.append(f"| {one.script.module} | | | did not end well | | **failed** |")
        else:
            lines += map(_row, one.figures)
    return "\n".join(lines)


def write_between(page: Path, name: str, text: str) -> None:
    """Put a text between a page's markers `<!-- name -->` and `<!-- /name -->`."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not begin or not end:
        raise ValueError(f"{page.name} has no markers for {name}")
    page.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")


def _row(one: Figure) -> str:
    met = {True: "met", False: "**missed**", None: ""}[one.met]
    ours = "" if one.ours is None else f"{short(one.ours)} {one.unit}"
    beside = one.beside
    if one.floor is not None:
        beside += f": {short(one.floor)} {one.unit}"
    sign = "≤" if one.way == "at most" else "≥"
    goal = "" if one.goal is None else f"{sign} {short(one.goal)}"
    value = f"{short(one.value)} {one.value_unit}"
    note = f"; {one.note}" if one.note else ""
    return f"| {one.measure}{note} | {ours} | {beside} | {value.strip()} | {goal} | {met} |"


def commit() -> str:
    """Return the commit, with a word where files differ from it."""
    head = ["git", "rev-parse", "--short", "HEAD"]
    changed = ["git", "status", "--porcelain", "--untracked-files=no", "--", "*.py"]
    try:
        short_hash, dirt = (
            subprocess.run(each, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for each in (head, changed)
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return short_hash.strip() + (" with changes" if dirt.strip() else "")


if __name__ == "__main__":
    main()
