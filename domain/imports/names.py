"""Whose rows they are: the names of a file beside a board's units, and what has to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import NotFound
from domain.text import nearest
from domain.units.names import (
    Spellings,
    is_near,
    is_slip,
    match_unit,
    name_key,
    same_name,
    typed_unit,
)
from domain.units.records import Unit


@dataclass(frozen=True, slots=True)
class NearName:
    """A name that may be another spelling of one of the candidates, which are official names."""

    name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Which unit each name of a file means.

    `official` gives for every name of the file the unit's name, a new unit's being as the file
    spells it first; `ids` holds the units that exist; `new` the names of those that do not;
    `aliases` the spellings that somebody chose a unit for; `asked` what nobody has decided yet.
    """

    official: Mapping[str, str]
    ids: Mapping[str, int]
    new: tuple[str, ...]
    aliases: Mapping[str, str]
    asked: tuple[NearName, ...]


def name_units(
    names: Sequence[str],
    units: Sequence[Unit],
    *,
    maps: Mapping[str, str],
    news: Sequence[str],
    rows_are_units: bool,
) -> Naming:
    """Decide whose each name is, in the file's order.

    `maps` and `news` are what somebody said of names; one that the file has not, or that needs no
    word, changes nothing. Where `rows_are_units` (a table of counts) no two names of the file are
    one unit unless they are spelled alike, and a unit that has its own row is no candidate for
    another; in a list people write a unit in many ways. Raise NotFound for an unknown unit that a
    name of the file is mapped to.
    """
    said = {name_key(name): unit for name, unit in maps.items()}
    forced = {name_key(name) for name in news}
    names = tuple(dict.fromkeys(names))
    found: dict[str, str] = {}
    ids: dict[str, int] = {}
    open_: list[str] = []
    for name in names:
        if name_key(name) in said:
            continue
        match = match_unit(name, units)
        if match.unit is not None and (
            name_key(name) not in forced or _is_spelled(name, match.unit)
        ):
            found[name] = match.unit.name
            ids[match.unit.name] = match.unit.id
        else:
            open_.append(name)
    asked: list[NearName] = []
    new: list[str] = []
    spelled = Spellings()
    for name in open_:
        own = name_key(name) in forced
        same = None if own else spelled.first_same(name)
        if same is not None:
            found[name] = same
            continue
        candidates = () if own else _candidates(name, units, ids, new, rows_are_units)
        if candidates:
            asked.append(NearName(name, candidates))
        else:
            new.append(name)
            spelled.add(name)
            found[name] = name
    aliases: dict[str, str] = {}
    for name in names:
        target = said.get(name_key(name))
        if target is not None:
            official, unit_id = _target(target, units, new)
            found[name] = official
            if unit_id is not None:
                ids[official] = unit_id
            if not same_name(name, official):
                aliases[name] = official
    return Naming(found, ids, tuple(new), aliases, tuple(asked))


def _is_spelled(name: str, unit: Unit) -> bool:
    return name_key(name) in {name_key(known) for known in (unit.name, *unit.aliases)}


def _candidates(
    name: str,
    units: Sequence[Unit],
    claimed: Mapping[str, int],
    new: Sequence[str],
    rows_are_units: bool,
) -> tuple[str, ...]:
    several = match_unit(name, units).near
    if several:
        return tuple(unit.name for unit in several)
    near: list[str] = []
    for unit in units:
        spelled = (unit.name, *unit.aliases)
        if unit.name not in claimed:
            is_candidate = any(is_near(name, each) for each in spelled)
        else:
            is_candidate = not rows_are_units and any(is_slip(name, each) for each in spelled)
        if is_candidate:
            near.append(unit.name)
    if not rows_are_units:
        near += [other for other in new if is_slip(name, other)]
    return tuple(near)


def _target(target: str, units: Sequence[Unit], new: Sequence[str]) -> tuple[str, int | None]:
    """Return the official name and the id of what a name is mapped to, a new unit having no id."""
    match = typed_unit(target, units)
    if match.unit is not None:
        return match.unit.name, match.unit.id
    for name in new:
        if same_name(name, target):
            return name, None
    names = [*(unit.name for unit in units), *new]
    raise NotFound("unit", name=target[:80], nearest=nearest(target, names))
