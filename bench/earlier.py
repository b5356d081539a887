"""Read the JSON of the scripts whose figures are laid out in their own way."""

from typing import Any

from bench.measure import Figure


def submit_figures(document: dict[str, Any]) -> list[Figure]:
    """Return the lines of bench/submit.py: rates, and their ratio at least the goal."""
    return [
        Figure(
            f"one-line /submit, {one['chats']} chat{'s' if one['chats'] > 1 else ''}",
            "bare PTB echo",
            one["ratio"],
            one["goal"],
            way="at least",
            ours=one["submit_per_s"],
            floor=one["echo_per_s"],
            unit="/s",
        )
        for one in document["results"]
    ]


def stall_figures(document: dict[str, Any]) -> list[Figure]:
    """Return the line of bench/stalls.py; the loop's stall without reports stands in the note."""
    results = document["results"]
    busy = results["talk_and_reports"]
    return [
        Figure(
            "the loop's longest stall while reports render and 64 chats talk",
            "–",
            busy["longest_ms"],
            float(document["goal_ms"]),
            value_unit="ms",
            note=f"{busy['reports_26']} reports of 26 rows and {busy['reports_3000']} of 3,000; "
            f"talk alone {results['talk']['longest_ms']} ms, "
            f"an idle loop {results['idle']['longest_ms']} ms",
        )
    ]
