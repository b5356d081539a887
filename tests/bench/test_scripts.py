"""Every measure's smallest run gives figures in the form that the table is made of."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.means.measure import Figure, Pair, line, paired
from bench.run_all import SCRIPTS, Ran, Script, read_figures, table, write_between

ROOT = Path(__file__).parents[2]
SMALLEST = {
    "bench.submit": ("--rounds=1", "--messages=70"),
    "bench.peer": ("--rounds=1", "--messages=70"),
    "bench.stalls": ("--seconds=1",),
    "bench.reports.data": ("--articles=7000", "--postgres=7000", "--boards=1", "--rounds=1"),
    "bench.due": ("--articles=7000", "--rounds=1"),
    "bench.titles": ("--titles=800", "--asked=2", "--rounds=1"),
    "bench.reports.documents": ("--rows", "5", "--rounds=1"),
    "bench.start_up": ("--rounds=1",),
}


@pytest.mark.slow
@pytest.mark.parametrize("module", SMALLEST)
def test_a_script_writes_figures(module: str, tmp_path: Path) -> None:
    output = tmp_path / "figures.json"
    command = [sys.executable, "-m", module, *SMALLEST[module], "-o", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads(output.read_text(encoding="utf-8"))
    assert document["machine"]["python"]
    assert document["figures"]
    for one in document["figures"]:
        met = one.pop("met")
        figure = Figure(**one)
        assert figure.met is met
        assert figure.value >= 0
        assert line(figure)
    assert module in {script.module for script in SCRIPTS}
    assert len(read_figures(document)) == len(document["figures"])


def test_sides_take_turns_and_rounds_that_warm_up_do_not_count() -> None:
    asked: list[str] = []

    def side(name: str) -> float:
        asked.append(name)
        return float(len(asked))

    pair = paired(lambda: side("ours"), lambda: side("floor"), rounds=2)
    assert asked == ["floor", "ours", "ours", "floor", "floor", "ours"]
    assert pair == Pair((3.0, 6.0), (4.0, 5.0))


def test_the_table_shows_a_missed_goal_and_a_script_that_failed(tmp_path: Path) -> None:
    script = Script("bench.due", ())
    figures = [
        Figure("slow", "floor", 2.5, 2.0, ours=5, floor=2, unit="ms"),
        Figure("quick enough", "echo", 0.4, 0.3, way="at least"),
        Figure("told", "–", 7.0, None, value_unit="MB"),
    ]
    text = table([Ran(script, figures, 1.0), Ran(script, None, 1.0)], "2026-11-25", 60.0, 0.1)
    assert "| slow | 5 ms | floor: 2 ms | 2.5 × | ≤ 2 | **missed** |" in text
    assert "| quick enough |  | echo | 0.4 × | ≥ 0.3 | met |" in text
    assert "| told |  | – | 7 MB |  |  |" in text
    assert "| bench.due | | | did not end well | | **failed** |" in text
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- full -->\nold\n<!-- /full -->\nb\n", encoding="utf-8")
    write_between(page, "full", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- full -->\n\nnew\n\n<!-- /full -->\nb\n"
    with pytest.raises(ValueError, match="no markers"):
        write_between(page, "quick", "new")
