"""The people of a board as its keepers see them: who they are, what they hold, who is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.calls import Call
from domain.errors import NotFound
from domain.people.records import Role
from domain.permissions import Action, may, require
from domain.text import nearest, search_key, sort_key
from domain.units.records import Unit
from storage.engine.database import Database, Transaction
from storage.people import absences, accounts
from storage.people import rows as people
from storage.people.rows import Member
from storage.units import rows as units

BOARD_ROLES = (Role.CHAIR, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role: `unit` is empty for a board's role, `for_whom` names whose role it is meanwhile."""

    membership_id: int
    role: Role
    unit: str
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One person of the board; `until` is the last day of an absence."""

    person_id: int
    name: str
    roles: tuple[RoleLine, ...]
    channels: tuple[str, ...]
    until: date | None = None
    stand_in: str = ""
    may_change: bool = True

    @property
    def reachable(self) -> bool:
        """Tell whether the person has an account that can be written to."""
        return bool(self.channels)


@dataclass(frozen=True, slots=True)
class Roster:
    """A board's people: `units` are the living units with those who hold a role for them."""

    members: tuple[MemberCard, ...]
    board: tuple[MemberCard, ...]
    units: tuple[tuple[str, tuple[MemberCard, ...]], ...]


class Members:
    """Who is who; each method requires Action.KEEP_PEOPLE."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def roster(self, call: Call) -> Roster:
        """Return everybody who holds a role, by the board and by its units."""
        require(call, Action.KEEP_PEOPLE)

        async def job(tx: Transaction) -> Roster:
            cards = await cards_of(tx, call)
            known = await units.list_units(tx, call.board.id)
            today = call.today
            return Roster(
                cards,
                tuple(c for c in cards if any(r.role in BOARD_ROLES for r in c.roles)),
                tuple(
                    (
                        unit.name,
                        tuple(c for c in cards if any(r.unit == unit.name for r in c.roles)),
                    )
                    for unit in known
                    if unit.exists_between(today, today)
                ),
            )

        return await self._database.read(job)

    async def show(self, call: Call, person_id: int) -> MemberCard:
        """Return one person; raise NotFound for somebody without a role on this board."""
        require(call, Action.KEEP_PEOPLE)
        return await self._database.read(lambda tx: member_card(tx, call, person_id))

    async def named(self, call: Call, text: str) -> tuple[MemberCard, ...]:
        """Return the people whose name or unit has the words; raise NotFound without any."""
        require(call, Action.KEEP_PEOPLE)
        cards = await self._database.read(lambda tx: cards_of(tx, call))
        return named(cards, text)


async def member_card(tx: Transaction, call: Call, person_id: int) -> MemberCard:
    """Return one person; raise NotFound for somebody without a role on this board."""
    for card in await cards_of(tx, call):
        if card.person_id == person_id:
            return card
    raise NotFound("person", name=str(person_id), nearest=None)


async def cards_of(tx: Transaction, call: Call) -> tuple[MemberCard, ...]:
    """Return everybody who holds a role, in the order of the alphabet."""
    held = await people.members(tx, call.board.id, call.now)
    by_person: dict[int, list[Member]] = {}
    for member in held:
        by_person.setdefault(member.person.id, []).append(member)
    names = {member.person.id: member.person.name for member in held}
    unit_names = {unit.id: unit.name for unit in await units.list_units(tx, call.board.id)}
    by_id = await accounts.accounts_of(tx, list(by_person))
    away = await absences.absences_of(tx, call.board.id, call.now)
    cards = []
    for person_id, roles in by_person.items():
        absence = away.get(person_id)
        cards.append(
            MemberCard(
                person_id,
                names[person_id],
                tuple(
                    RoleLine(
                        member.membership_id,
                        member.role,
                        unit_names.get(member.unit_id or 0, ""),
                        names.get(member.stands_in_for or 0, ""),
                    )
                    for member in roles
                ),
                tuple(dict.fromkeys(a.channel for a in by_id.get(person_id, []))),
                absence.until if absence else None,
                names.get(absence.stand_in_id or 0, "") if absence else "",
                _may_change(call, {member.role for member in roles}),
            )
        )
    return tuple(sorted(cards, key=lambda card: sort_key(card.name)))


def _may_change(call: Call, roles: set[Role]) -> bool:
    """Tell whether this person may change somebody of these roles: chairs keep chairs' roles."""
    return not roles & set(BOARD_ROLES) or may(call, Action.INVITE_CHAIR)


async def changeable(tx: Transaction, call: Call, person_id: int) -> MemberCard:
    """Return a person this one may change; raise NotFound or NotAllowed."""
    card = await member_card(tx, call, person_id)
    if not card.may_change:
        require(call, Action.INVITE_CHAIR)
    return card


def named(cards: Sequence[MemberCard], text: str) -> tuple[MemberCard, ...]:
    """Return the people whose name or unit has the words; raise NotFound without any."""
    words = search_key(text).split()
    found = tuple(
        card
        for card in cards
        if all(
            word in search_key(" ".join([card.name, *(line.unit for line in card.roles)])).split()
            for word in words
        )
    )
    if not found or not words:
        names = [card.name for card in cards]
        raise NotFound("person", name=text[:60], nearest=nearest(text, names))
    return found


async def living_units(tx: Transaction, call: Call) -> tuple[Unit, ...]:
    """Return the units that exist today."""
    today = call.today
    known = await units.list_units(tx, call.board.id)
    return tuple(unit for unit in known if unit.exists_between(today, today))
