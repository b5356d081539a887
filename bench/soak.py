"""Kill the bot 200 times while 20 people talk, and count what was lost or happened twice.

Real `tinbai run` processes work against the tests' Bot API server and are killed with SIGKILL
at random moments, on SQLite and on a PostgreSQL server of this script's own with several workers;
reminder rounds go out between the kills. A wait runs from a message to its answer, restarts
included. Exits 1 when anything was lost, doubled or left unanswered.

    python -m bench.soak [--kills 200] [--database sqlite|postgresql] [--workers 1 2 4]
        [--seed N] [-o FILE.json]
"""

import argparse
import asyncio
import contextlib
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.crash.storm import Outcome, Plan, run_storm
from tests.postgres import programs, running_server

KILLS = 200
WORKERS = (1, 2, 4)
ROUNDS = 10
COLUMNS = (
    *("database", "workers", "kills survived", "updates handled", "articles", "lost", "doubled"),
    *("unanswered", "p50 ms", "p99 ms", "reminders sent", "unknown", "seconds"),
)


def row_of(outcome: Outcome, database: str, workers: int, seconds: float) -> dict[str, Any]:
    """Return what one storm is counted by."""
    p50, p99 = outcome.waits_ms
    findings = outcome.findings
    values = (
        *(database, workers, outcome.kills, outcome.updates, outcome.articles),
        *(len(findings.lost), len(findings.doubled), len(findings.unanswered), p50, p99),
        *(outcome.reminders.get("sent", 0), outcome.reminders.get("unknown", 0), round(seconds)),
    )
    return dict(zip(COLUMNS, values, strict=True))


def printed(cells: Sequence[object]) -> str:
    """Return a row of the table, each cell under its column's name."""
    return " | ".join(str(cell).rjust(len(name)) for name, cell in zip(COLUMNS, cells, strict=True))


def soak(url: str, database: str, workers: int, kills: int, seed: int) -> dict[str, Any]:
    """Let one storm blow and return its row; `findings` lists what went wrong."""
    rounds = max(1, ROUNDS * kills // KILLS)
    plan = Plan(kills=kills, workers=workers, seed=seed, rounds=rounds, real=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tinbai-soak-") as folder:
        try:
            outcome = asyncio.run(run_storm(Path(folder), plan, url))
        except (ExceptionGroup, RuntimeError) as error:
            # Somebody waited too long for an answer, or the bot ended by itself.
            faults = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
            known = {"database": database, "workers": workers}
            findings = [f"{type(fault).__name__}: {fault}" for fault in faults]
            return {**dict.fromkeys(COLUMNS, "-"), **known, "findings": findings}
    row = row_of(outcome, database, workers, time.monotonic() - began)
    wrong = list(outcome.findings.all)
    if outcome.exit_code:
        wrong.append(f"run ended with {outcome.exit_code}")
    if outcome.token_logged:
        wrong.append("the token stands in the log")
    return {**row, "findings": wrong}


@contextlib.contextmanager
def installations(
    databases: Sequence[str], workers: Sequence[int]
) -> Iterator[Iterator[tuple[str, str, int]]]:
    """Give the URL, the database's name and the number of workers of each storm."""

    def each() -> Iterator[tuple[str, str, int]]:
        if "sqlite" in databases:
            yield "", "sqlite", 1
        if "postgresql" in databases:
            for number in workers:
                yield server.create(), "postgresql", number

    with contextlib.ExitStack() as stack:
        if "postgresql" in databases:
            server = stack.enter_context(running_server(durable=True))
        yield each()


def main() -> int:
    """Print a row for each storm; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS, help="on PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    databases = (arguments.database,) if arguments.database else ("sqlite", "postgresql")
    if "postgresql" in databases and programs() is None:
        print("There is no PostgreSQL server here (apt-get install postgresql).")
        return 1
    print(printed(COLUMNS), flush=True)
    rows = []
    with installations(databases, arguments.workers) as storms:
        for url, database, workers in storms:
            row = soak(url, database, workers, arguments.kills, arguments.seed)
            rows.append(row)
            print(printed([row[name] for name in COLUMNS]), flush=True)
            for finding in row["findings"]:
                print("  " + finding, flush=True)
    document = {
        "measure": "storms of SIGKILL",
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "results": rows,
    }
    if arguments.output:
        text = json.dumps(document, ensure_ascii=False, indent=1)
        arguments.output.write_text(text + "\n", encoding="utf-8")
    return 1 if any(row["findings"] for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
