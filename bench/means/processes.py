"""What processes cost: CPU seconds and resident memory, read from /proc."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its children that have ended, 0 for one that is gone."""
    return sum(map(int, _stat(pid)[11:15])) / _TICKS


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds in MB, 0 for one that is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * _PAGE / 1e6


def family(pid: int) -> tuple[int, ...]:
    """Return a process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return tuple(found)


class CpuMeter:
    """CPU shares of named groups of processes over a stretch of time."""

    def __init__(self, groups: dict[str, tuple[int, ...]]) -> None:
        self._groups = groups
        self._began = self._read()

    def seconds(self) -> dict[str, float]:
        """Return the CPU seconds of each group since the meter was made."""
        now = self._read()
        return {name: now[name] - self._began[name] for name in self._groups}

    def _read(self) -> dict[str, float]:
        return {
            name: sum(cpu_seconds(one) for pid in pids for one in family(pid))
            for name, pids in self._groups.items()
        }


def _stat(pid: int) -> list[str]:
    """Return the fields after the name: the name may hold spaces and brackets."""
    try:
        content = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return content.rpartition(")")[2].split()
