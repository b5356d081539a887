"""The parts of a message that every channel knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message: `data` comes back when it is pressed (at most 64 bytes)."""

    label: str
    data: str
