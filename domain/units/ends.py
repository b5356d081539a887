"""The end of a unit: when it may end, and which units may take over."""

from collections.abc import Sequence
from datetime import date

from domain.errors import Conflict, InvalidField
from domain.units.records import Unit


def heirs_of(known: Sequence[Unit], unit_id: int, until: date) -> tuple[Unit, ...]:
    """Return the units that exist after a day and are not taken over by this one."""
    successors = {unit.id: unit.successor_id for unit in known}

    def leads_back(candidate: int) -> bool:
        seen: set[int] = set()
        step: int | None = candidate
        while step is not None and step not in seen:
            if step == unit_id:
                return True
            seen.add(step)
            step = successors.get(step)
        return False

    return tuple(
        unit
        for unit in known
        if (unit.valid_to is None or unit.valid_to > until) and not leads_back(unit.id)
    )


def check_end(unit: Unit, until: date) -> None:
    """Raise Conflict for a unit that has ended, InvalidField for a day before it began."""
    if unit.valid_to is not None:
        raise Conflict("unit_is_closed", unit=unit.name)
    if unit.valid_from is not None and until < unit.valid_from:
        raise InvalidField("closed_before_start", unit=unit.name, date=unit.valid_from.isoformat())
