"""What is printed for somebody to be given: a few lines and something to scan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of a printed sheet; `scan` is what its QR code says."""

    head: str
    lines: tuple[str, ...]
    scan: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of slips to print and cut."""

    title: str
    file_name: str
    slips: tuple[Slip, ...]
