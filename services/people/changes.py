"""Changing what people hold: roles, names, absences with a stand-in, leaving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.answers import NONE, read_name, read_unit
from domain.calls import Call
from domain.dates import parse_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.people.records import UNIT_ROLES, Membership, Role
from domain.permissions import Action, require
from domain.text import search_key
from services.conversation import dialogues
from services.conversation.effects import once
from services.people.members import (
    MemberCard,
    RoleLine,
    cards_of,
    changeable,
    living_units,
    member_card,
    named,
)
from storage.conversation.dialogues import close_dialogue, open_dialogue
from storage.engine.database import Database, Transaction
from storage.people import absences, account_codes
from storage.people import rows as people
from storage.people.absences import Absence
from storage.reminders import outbox
from storage.upkeep import audit

KIND = "member"
ASKS = ("rename", "away", "correspondent", "head")


@dataclass(frozen=True, slots=True)
class MemberAsked:
    """A question about a person is open; `asks` is of ASKS or stand_in."""

    asks: str
    card: MemberCard
    choices: tuple[tuple[int, str], ...] = ()
    until: date | None = None
    outcome: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Something of a person was changed; `action` is its name in the audit entries."""

    action: str
    card: MemberCard
    outcome: Literal["changed"] = "changed"


MemberResult = MemberAsked | MemberChanged
_RESULTS: TypeAdapter[MemberResult] = TypeAdapter(MemberResult)


class MemberChanges:
    """What keepers of people do; each method requires Action.KEEP_PEOPLE."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, call: Call, person_id: int, asks: str) -> MemberResult:
        """Ask for a new name, the last day of an absence or one more unit."""
        if asks not in ASKS:
            raise InvalidField("old_button")

        async def job(tx: Transaction) -> MemberResult:
            card = await changeable(tx, call, person_id)
            choices: tuple[tuple[int, str], ...] = ()
            if asks in {"correspondent", "head"}:
                living = await living_units(tx, call)
                choices = tuple((unit.id, unit.name) for unit in living)
            await open_dialogue(tx, call, KIND, {"asks": asks, "person_id": person_id})
            return MemberAsked(asks, card, choices)

        return await self._once(call, "member.ask", job)

    async def answer(self, call: Call, text: str) -> MemberResult:
        """Apply a typed answer; one that cannot be read raises InvalidField."""

        async def job(tx: Transaction) -> MemberResult:
            content = await dialogues.opened(tx, call, KIND)
            asks, person_id = str(content["asks"]), int(content["person_id"])
            match asks:
                case "rename":
                    return await _rename(tx, call, person_id, text)
                case "away":
                    return await _ask_stand_in(tx, call, person_id, parse_date(text, call.today))
                case "stand_in":
                    until = date.fromisoformat(content["until"])
                    stand_in = await _read_stand_in(tx, call, person_id, text)
                    return await _set_away(tx, call, person_id, until, stand_in)
                case _:
                    unit = read_unit(text, await living_units(tx, call))
                    return await _add_role(tx, call, person_id, Role(asks), unit.id)

        return await self._once(call, dialogues.ANSWER + KIND, job)

    async def add_role(self, call: Call, person_id: int, role: Role, unit_id: int) -> MemberResult:
        """Give a person one more unit as correspondent or head."""
        if role not in UNIT_ROLES:
            raise InvalidField("old_button")
        return await self._once(
            call, "member.add_role", lambda tx: _add_role(tx, call, person_id, role, unit_id)
        )

    async def end_role(self, call: Call, person_id: int, membership_id: int) -> MemberResult:
        """End one role; raise Conflict "last_chair" for a board's only chair."""

        async def job(tx: Transaction) -> MemberResult:
            card = await changeable(tx, call, person_id)
            line = next((r for r in card.roles if r.membership_id == membership_id), None)
            if line is None:
                raise Conflict("role_ended")
            await _check_last_chair(tx, call, person_id, [line])
            await people.end_memberships(tx, call.board.id, person_id, call.now, membership_id)
            if len(card.roles) == 1:
                await _say_goodbye(tx, call, person_id)
            return await _changed(
                tx,
                call,
                "end_role",
                replace(card, roles=tuple(r for r in card.roles if r is not line)),
                {"role": line.role.value, "unit": line.unit},
            )

        return await self._once(call, "member.end_role", job)

    async def leave(self, call: Call, person_id: int) -> MemberResult:
        """End everything a person holds on the board; the articles stay."""

        async def job(tx: Transaction) -> MemberResult:
            card = await changeable(tx, call, person_id)
            await _check_last_chair(tx, call, person_id, card.roles)
            await people.end_memberships(tx, call.board.id, person_id, call.now)
            await _say_goodbye(tx, call, person_id)
            roles = [{"role": line.role.value, "unit": line.unit} for line in card.roles]
            return await _changed(tx, call, "leave", replace(card, roles=()), {"roles": roles})

        return await self._once(call, "member.leave", job)

    async def stand_ins(self, call: Call, person_id: int) -> MemberResult:
        """Return the open question who stands in, for another page of its choices."""

        async def job(tx: Transaction) -> MemberResult:
            content = await dialogues.opened(tx, call, KIND)
            if content["asks"] != "stand_in" or content["person_id"] != person_id:
                raise Conflict("no_question")
            until = date.fromisoformat(content["until"])
            return await _ask_stand_in(tx, call, person_id, until)

        return await self._once(call, "member.stand_ins", job)

    async def choose_stand_in(self, call: Call, person_id: int, stand_in_id: int) -> MemberResult:
        """Let a pressed person (0 for nobody) stand in up to the day that was answered."""

        async def job(tx: Transaction) -> MemberResult:
            content = await dialogues.opened(tx, call, KIND)
            if content["asks"] != "stand_in" or content["person_id"] != person_id:
                raise Conflict("no_question")
            until = date.fromisoformat(content["until"])
            return await _set_away(tx, call, person_id, until, stand_in_id or None)

        return await self._once(call, "member.choose_stand_in", job)

    async def come_back(self, call: Call, person_id: int) -> MemberResult:
        """End a person's absence and what the stand-in held meanwhile."""

        async def job(tx: Transaction) -> MemberResult:
            card = await changeable(tx, call, person_id)
            await absences.end_absence(tx, call.board.id, person_id, call.now)
            before = {"until": card.until.isoformat() if card.until else None}
            back = await member_card(tx, call, person_id)
            return await _changed(tx, call, "come_back", back, before)

        return await self._once(call, "member.come_back", job)

    async def _once(
        self, call: Call, use_case: str, job: dialogues.Step[MemberResult]
    ) -> MemberResult:
        require(call, Action.KEEP_PEOPLE)
        return await once(self._database, call.origin, call.now, use_case, _RESULTS, job)


async def _changed(
    tx: Transaction,
    call: Call,
    action: str,
    card: MemberCard,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> MemberResult:
    await audit.add_entry(tx, call, action, "person", card.person_id, before, after)
    await close_dialogue(tx, call)
    return MemberChanged(action, card)


async def _rename(tx: Transaction, call: Call, person_id: int, text: str) -> MemberResult:
    card = await changeable(tx, call, person_id)
    name = read_name(text)
    await people.set_name(tx, person_id, name)
    changed = replace(card, name=name)
    return await _changed(tx, call, "rename_person", changed, {"name": card.name}, {"name": name})


async def _add_role(
    tx: Transaction, call: Call, person_id: int, role: Role, unit_id: int
) -> MemberResult:
    await changeable(tx, call, person_id)
    if unit_id not in {unit.id for unit in await living_units(tx, call)}:
        raise NotFound("unit", name=str(unit_id), nearest=None)
    await people.add_membership(tx, call.board.id, person_id, role, unit_id, call.now)
    card = await member_card(tx, call, person_id)
    after: dict[str, object] = {"role": role.value, "unit_id": unit_id}
    return await _changed(tx, call, "add_role", card, None, after)


async def _check_last_chair(
    tx: Transaction, call: Call, person_id: int, ending: Sequence[RoleLine]
) -> None:
    if not any(line.role is Role.CHAIR for line in ending):
        return
    chairs = {
        member.person.id
        for member in await people.members(tx, call.board.id)
        if member.role is Role.CHAIR
    }
    if chairs == {person_id}:
        raise Conflict("last_chair")


async def _say_goodbye(tx: Transaction, call: Call, person_id: int) -> None:
    """Let nothing of the board reach somebody who left."""
    await absences.end_absence(tx, call.board.id, person_id, call.now)
    await account_codes.revoke_codes(tx, person_id, call.now)
    await outbox.drop_due(tx, call.board.id, person_id, call.now)


async def _ask_stand_in(tx: Transaction, call: Call, person_id: int, until: date) -> MemberResult:
    card = await changeable(tx, call, person_id)
    if until < call.today:
        raise InvalidField("past_absence", date=until.isoformat())
    content = {"asks": "stand_in", "person_id": person_id, "until": until.isoformat()}
    await open_dialogue(tx, call, KIND, content)
    choices = tuple(
        (other.person_id, other.name)
        for other in await cards_of(tx, call)
        if other.person_id != person_id and other.reachable and other.until is None
    )
    return MemberAsked("stand_in", card, choices, until)


async def _read_stand_in(tx: Transaction, call: Call, person_id: int, text: str) -> int | None:
    if search_key(text) in NONE:
        return None
    try:
        found = named(await cards_of(tx, call), text)
    except NotFound as error:
        raise InvalidField(error.code, **error.values) from None
    others = [card for card in found if card.person_id != person_id]
    if not others:
        raise InvalidField("own_stand_in")
    if len(others) > 1:
        raise InvalidField("several_people", names=", ".join(card.name for card in others[:5]))
    return others[0].person_id


async def _set_away(
    tx: Transaction, call: Call, person_id: int, until: date, stand_in_id: int | None
) -> MemberResult:
    card = await changeable(tx, call, person_id)
    if until < call.today:
        raise InvalidField("past_absence", date=until.isoformat())
    if stand_in_id == person_id:
        raise InvalidField("own_stand_in")
    if stand_in_id is not None:
        await member_card(tx, call, stand_in_id)
    ends_at = _end_of(call, until)
    await absences.add_absence(
        tx, call.board.id, Absence(person_id, until, stand_in_id), call.person.id, call.now, ends_at
    )
    roles = [
        Membership(person_id, call.board.id, member.role, member.unit_id)
        for member in await people.members(tx, call.board.id)
        if member.person.id == person_id and member.role in UNIT_ROLES
    ]
    if stand_in_id is not None and roles:
        await absences.add_stand_in(tx, call.board.id, stand_in_id, roles, call.now, ends_at)
    after: dict[str, object] = {"until": until.isoformat(), "stand_in_id": stand_in_id}
    away = await member_card(tx, call, person_id)
    return await _changed(tx, call, "away", away, {"name": card.name}, after)


def _end_of(call: Call, day: date) -> datetime:
    """Return the instant at which a day ends in the board's zone."""
    return datetime.combine(day + timedelta(days=1), time(), call.board.zone)
