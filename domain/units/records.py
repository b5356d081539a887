"""Units and their groups."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A heading under which units stand in the appendix."""

    id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that sends articles: an official name, aliases, the dates between which it exists.

    `valid_from` and `valid_to` are inclusive; None means open. `successor_id` is the unit that took
    over when this one was merged. `known_from` is the first day of which anything knows the unit
    (None: always): before it nothing is expected of it.
    """

    id: int
    board_id: int
    group_id: int
    name: str
    aliases: tuple[str, ...]
    position: int
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: int | None = None
    known_from: date | None = None

    def exists_between(self, first: date, last: date) -> bool:
        """Tell whether the unit exists on at least one day of first..last (inclusive)."""
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_to is None or self.valid_to >= first
        )

    def is_expected_between(self, first: date, last: date) -> bool:
        """Tell whether something is expected of the unit in first..last: it exists and is known."""
        return self.exists_between(first, last) and (
            self.known_from is None or self.known_from <= last
        )
