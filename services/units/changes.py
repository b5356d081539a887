"""Changing units in chat: names, groups, order, the end of a unit and who takes over."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import TypeAdapter

from domain.articles.answers import NONE, read_name, read_unit
from domain.calls import Call
from domain.dates import parse_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.periods.months import rule_month
from domain.permissions import Action, require
from domain.text import clean_line, nearest, search_key
from domain.units.ends import check_end, heirs_of
from domain.units.names import match_unit, name_key
from domain.units.records import Unit, UnitGroup
from services.conversation import dialogues
from services.conversation.effects import once
from services.units.lookup import Choice, UnitAsked, UnitChanged, unit_card
from storage.conversation.dialogues import close_dialogue, open_dialogue
from storage.engine.database import Database, Transaction
from storage.units import rows as units
from storage.upkeep import audit

KIND = "unit"
ASKS = ("rename", "alias", "group", "close")
NEW_GROUP = ("nhom moi:", "new group:")


UnitResult = UnitAsked | UnitChanged
_RESULTS: TypeAdapter[UnitResult] = TypeAdapter(UnitResult)


class UnitChanges:
    """What keepers of units do with them; each method requires Action.KEEP_UNITS."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, call: Call, unit_id: int, asks: str) -> UnitResult:
        """Ask for a name, another name, a group or the last day; the next text answers."""
        if asks not in ASKS:
            raise InvalidField("old_button")

        async def job(tx: Transaction) -> UnitResult:
            card = await unit_card(tx, call, unit_id)
            if asks == "close" and card.unit.valid_to is not None:
                raise Conflict("unit_is_closed", unit=card.unit.name)
            groups = await units.list_groups(tx, call.board.id) if asks == "group" else ()
            await open_dialogue(tx, call, KIND, {"asks": asks, "unit_id": unit_id})
            return UnitAsked(
                asks,
                card,
                tuple(Choice(g.id, g.name) for g in groups if g.id != card.unit.group_id),
            )

        return await self._once(call, "unit.ask", job)

    async def ask_new(self, call: Call) -> UnitResult:
        """Ask for the name and the group of a new unit."""

        async def job(tx: Transaction) -> UnitResult:
            groups = await units.list_groups(tx, call.board.id)
            await open_dialogue(tx, call, KIND, {"asks": "add", "unit_id": 0})
            return UnitAsked("add", None, tuple(Choice(g.id, g.name) for g in groups))

        return await self._once(call, "unit.ask_new", job)

    async def answer(self, call: Call, text: str) -> UnitResult:
        """Apply a typed answer; one that cannot be read raises InvalidField."""

        async def job(tx: Transaction) -> UnitResult:
            content = await dialogues.opened(tx, call, KIND)
            asks, unit_id = str(content["asks"]), int(content["unit_id"])
            match asks:
                case "rename":
                    return await _rename(tx, call, unit_id, text)
                case "alias":
                    return await _toggle_alias(tx, call, unit_id, text)
                case "group":
                    unit = (await unit_card(tx, call, unit_id)).unit
                    group_id = await _group(tx, call, text, unit.group_id)
                    return await _move(tx, call, unit_id, group_id)
                case "close":
                    return await _ask_successor(tx, call, unit_id, parse_date(text, call.today))
                case "successor":
                    until = date.fromisoformat(content["until"])
                    heir = await _read_heir(tx, call, unit_id, until, text)
                    return await _close(tx, call, unit_id, until, heir)
                case _:
                    return await _add(tx, call, text)

        return await self._once(call, dialogues.ANSWER + KIND, job)

    async def add(self, call: Call, text: str) -> UnitResult:
        """Add a unit from "Name | Group" at the end of the group."""
        return await self._once(call, "unit.add", lambda tx: _add(tx, call, text))

    async def choose_group(self, call: Call, unit_id: int, group_id: int) -> UnitResult:
        """Move a unit to the pressed group, at its end."""
        return await self._once(
            call, "unit.choose_group", lambda tx: _move(tx, call, unit_id, group_id)
        )

    async def choose_last_day(self, call: Call, unit_id: int, until: date) -> UnitResult:
        """Take the pressed day as the unit's last one and ask who takes over."""
        return await self._once(
            call, "unit.choose_day", lambda tx: _ask_successor(tx, call, unit_id, until)
        )

    async def successors(self, call: Call, unit_id: int) -> UnitResult:
        """Return the open question who takes over, for another page of its choices."""

        async def job(tx: Transaction) -> UnitResult:
            content = await dialogues.opened(tx, call, KIND)
            if content["asks"] != "successor" or content["unit_id"] != unit_id:
                raise Conflict("no_question")
            return await _ask_successor(tx, call, unit_id, date.fromisoformat(content["until"]))

        return await self._once(call, "unit.successors", job)

    async def choose_successor(self, call: Call, unit_id: int, heir_id: int) -> UnitResult:
        """Close the unit with the pressed successor (0 for none) on the day that was answered."""

        async def job(tx: Transaction) -> UnitResult:
            content = await dialogues.opened(tx, call, KIND)
            if content["asks"] != "successor" or content["unit_id"] != unit_id:
                raise Conflict("no_question")
            until = date.fromisoformat(content["until"])
            return await _close(tx, call, unit_id, until, heir_id or None)

        return await self._once(call, "unit.choose_successor", job)

    async def reopen(self, call: Call, unit_id: int) -> UnitResult:
        """Take the end of a unit back."""

        async def job(tx: Transaction) -> UnitResult:
            unit = (await unit_card(tx, call, unit_id)).unit
            after = {"valid_to": None, "successor_id": None}
            return await _store(tx, call, unit, "reopen_unit", after)

        return await self._once(call, "unit.reopen", job)

    async def reorder(self, call: Call, unit_id: int, *, up: bool) -> UnitResult:
        """Let a unit change places with its neighbour in the group."""

        async def job(tx: Transaction) -> UnitResult:
            card = await unit_card(tx, call, unit_id)
            known = await units.list_units(tx, call.board.id)
            order = [unit.id for unit in known if unit.group_id == card.unit.group_id]
            here = card.place - 1
            there = here - 1 if up else here + 1
            if not 0 <= there < len(order):
                return UnitChanged("reorder_unit", card)
            order[here], order[there] = order[there], order[here]
            await units.set_positions(tx, order)
            await audit.add_entry(
                tx,
                call,
                "reorder_unit",
                "unit",
                unit_id,
                {"place": here + 1},
                {"place": there + 1},
            )
            return UnitChanged("reorder_unit", await unit_card(tx, call, unit_id))

        return await self._once(call, "unit.reorder", job)

    async def _once(self, call: Call, use_case: str, job: dialogues.Step[UnitResult]) -> UnitResult:
        require(call, Action.KEEP_UNITS)
        return await once(self._database, call.origin, call.now, use_case, _RESULTS, job)


async def _store(
    tx: Transaction,
    call: Call,
    unit: Unit,
    action: str,
    after: Mapping[str, str | int | date | None],
) -> UnitResult:
    """Store columns of a unit with their audit entry and close the question."""
    before = {name: _plain(getattr(unit, name)) for name in after}
    await units.update_unit(tx, unit.id, **after)
    new = {name: _plain(value) for name, value in after.items()}
    await audit.add_entry(tx, call, action, "unit", unit.id, before, new)
    await close_dialogue(tx, call)
    return UnitChanged(action, await unit_card(tx, call, unit.id))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_name(known: Sequence[Unit], name: str, unit_id: int) -> None:
    taken = match_unit(name, [other for other in known if other.id != unit_id]).unit
    if taken is not None:
        raise InvalidField("name_taken", name=name, unit=taken.name)


async def _rename(tx: Transaction, call: Call, unit_id: int, text: str) -> UnitResult:
    unit = (await unit_card(tx, call, unit_id)).unit
    name = read_name(text)
    if name == unit.name:
        raise InvalidField("name_taken", name=name, unit=unit.name)
    _check_name(await units.list_units(tx, call.board.id), name, unit_id)
    await units.delete_alias(tx, unit_id, name)
    if name_key(name) != name_key(unit.name):
        await units.add_alias(tx, call.board.id, unit_id, unit.name)
    return await _store(tx, call, unit, "rename_unit", {"name": name})


async def _toggle_alias(tx: Transaction, call: Call, unit_id: int, text: str) -> UnitResult:
    unit = (await unit_card(tx, call, unit_id)).unit
    name = read_name(text)
    key = name_key(name)
    if key == name_key(unit.name):
        raise InvalidField("name_taken", name=name, unit=unit.name)
    if key in {name_key(alias) for alias in unit.aliases}:
        await units.delete_alias(tx, unit_id, name)
        return await _store_alias(tx, call, unit_id, "remove_alias", name)
    _check_name(await units.list_units(tx, call.board.id), name, unit_id)
    await units.add_alias(tx, call.board.id, unit_id, name)
    return await _store_alias(tx, call, unit_id, "add_alias", name)


async def _store_alias(
    tx: Transaction, call: Call, unit_id: int, action: str, name: str
) -> UnitResult:
    await audit.add_entry(tx, call, action, "unit", unit_id, after={"alias": name})
    await close_dialogue(tx, call)
    return UnitChanged(action, await unit_card(tx, call, unit_id))


async def _group(tx: Transaction, call: Call, text: str, present: int | None = None) -> int:
    """Return the id of the group of a name or a place, a new one where no other is near.

    Places count as the buttons do, without the present group.

    A name near a known one is taken for a slip; "nhóm mới: …" says that it is none.
    """
    line = clean_line(text)
    groups = await units.list_groups(tx, call.board.id)
    shown = [group for group in groups if group.id != present]
    if line.isascii() and line.isdigit() and 1 <= int(line[:9]) <= len(shown):
        return shown[int(line) - 1].id
    forced = search_key(line).startswith(NEW_GROUP)
    name = read_name(line.split(":", 1)[1] if forced else line)
    for group in groups:
        if search_key(group.name) == search_key(name):
            return group.id
    near = nearest(name, [group.name for group in groups])
    if near is not None and not forced:
        raise InvalidField("unknown_group", name=name, nearest=near)
    group_id = await units.add_group(tx, call.board.id, name)
    await audit.add_entry(tx, call, "add_group", "group", group_id, after={"name": name})
    return group_id


async def _move(tx: Transaction, call: Call, unit_id: int, group_id: int) -> UnitResult:
    unit = (await unit_card(tx, call, unit_id)).unit
    if group_id not in {group.id for group in await units.list_groups(tx, call.board.id)}:
        raise NotFound("unit", name=str(group_id), nearest=None)
    position = await units.end_of_group(tx, call.board.id, group_id)
    return await _store(tx, call, unit, "move_unit", {"group_id": group_id, "position": position})


async def _add(tx: Transaction, call: Call, text: str) -> UnitResult:
    left, bar, right = text.partition("|")
    name = read_name(left)
    _check_name(await units.list_units(tx, call.board.id), name, 0)
    groups: Sequence[UnitGroup] = await units.list_groups(tx, call.board.id)
    if bar:
        group_id = await _group(tx, call, right)
    elif len(groups) == 1:
        group_id = groups[0].id
    else:
        raise InvalidField("group_unnamed")
    position = await units.end_of_group(tx, call.board.id, group_id)
    # Nothing is expected of it before this month, unless something earlier tells of it.
    month = rule_month(call.today, call.board.period_rule, call.board.closing_day)
    await units.add_units(tx, call.board.id, [(group_id, name, position)], month.first)
    known = await units.list_units(tx, call.board.id)
    unit = next(unit for unit in known if name_key(unit.name) == name_key(name))
    await audit.add_entry(
        tx, call, "add_unit", "unit", unit.id, after={"name": name, "group_id": group_id}
    )
    await close_dialogue(tx, call)
    return UnitChanged("add_unit", await unit_card(tx, call, unit.id))


async def _ask_successor(tx: Transaction, call: Call, unit_id: int, until: date) -> UnitResult:
    card = await unit_card(tx, call, unit_id)
    check_end(card.unit, until)
    content = {"asks": "successor", "unit_id": unit_id, "until": until.isoformat()}
    await open_dialogue(tx, call, KIND, content)
    heirs = heirs_of(await units.list_units(tx, call.board.id), unit_id, until)
    choices = tuple(Choice(unit.id, unit.name) for unit in heirs)
    return UnitAsked("successor", card, choices, until)


async def _read_heir(
    tx: Transaction, call: Call, unit_id: int, until: date, text: str
) -> int | None:
    if search_key(text) in NONE:
        return None
    known = await units.list_units(tx, call.board.id)
    heirs = heirs_of(known, unit_id, until)
    if text.strip().isdigit():
        return read_unit(text, heirs).id
    return read_unit(text, known).id


async def _close(
    tx: Transaction, call: Call, unit_id: int, until: date, heir_id: int | None
) -> UnitResult:
    unit = (await unit_card(tx, call, unit_id)).unit
    check_end(unit, until)
    known = await units.list_units(tx, call.board.id)
    if heir_id is not None and heir_id not in {heir.id for heir in heirs_of(known, unit_id, until)}:
        name = next((other.name for other in known if other.id == heir_id), str(heir_id))
        raise InvalidField("bad_successor", name=name)
    return await _store(tx, call, unit, "close_unit", {"valid_to": until, "successor_id": heir_id})
