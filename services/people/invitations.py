"""Invitations that were handed out and not used yet."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from domain.calls import Call
from domain.errors import Conflict, InvalidInput
from domain.people.records import UNIT_ROLES, Role
from domain.people.slips import Sheet
from domain.permissions import Action, require
from reports.rendered import Rendered
from services.people.joining import add_invitation
from storage.engine.database import Database, Transaction
from storage.people import invitations
from storage.people import rows as people
from storage.units import rows as units
from storage.upkeep import audit

MOST = 50


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A code that can still be used, without the code, which nobody knows any more."""

    id: int
    role: Role
    unit: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UnitCode:
    """A fresh code for a unit that nobody belongs to; it is shown once."""

    unit: str
    code: str
    expires_at: datetime


class Invitations:
    """Open invitations, for the keepers of people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, call: Call) -> tuple[OpenInvitation, ...]:
        """Return the board's open invitations, the newest first."""
        require(call, Action.KEEP_PEOPLE)
        return await self._database.read(lambda tx: _open(tx, call))

    async def invite_units(self, call: Call, role: Role) -> tuple[UnitCode, ...]:
        """Make a code for each unit without anybody, in the board's order; they are told once.

        Codes that were handed out before stay open: somebody may hold them on paper. Raise
        InvalidInput for a role that belongs to no unit.
        """
        require(call, Action.KEEP_PEOPLE)
        if role not in UNIT_ROLES:
            raise InvalidInput("invitation_with_unit", role=role.value)

        async def job(tx: Transaction) -> tuple[UnitCode, ...]:
            taken = {
                member.unit_id
                for member in await people.members(tx, call.board.id)
                if member.role in UNIT_ROLES
            }
            codes = []
            for unit in await units.list_units(tx, call.board.id):
                if unit.id in taken or not unit.exists_between(call.today, call.today):
                    continue
                code, expires_at = await add_invitation(
                    tx, call.board, role, unit.id, call.now, call.person.id, call.origin.channel
                )
                codes.append(UnitCode(unit.name, code, expires_at))
            return tuple(codes)

        return await self._database.write(job)

    async def print_sheet(self, call: Call, sheet: Sheet) -> Rendered:
        """Return the slips of new codes as a document to print; nothing of it is stored."""
        require(call, Action.KEEP_PEOPLE)
        from reports.document.slips import render_slips

        return await asyncio.to_thread(render_slips, sheet, call.board.name, call.today)

    async def revoke(self, call: Call, invitation_id: int) -> tuple[OpenInvitation, ...]:
        """Revoke an invitation and return those that are left; raise Conflict when it is spent.

        Only who may invite editors and chairs revokes theirs.
        """
        require(call, Action.KEEP_PEOPLE)

        async def job(tx: Transaction) -> tuple[OpenInvitation, ...]:
            found = await invitations.find_by_id(tx, call.board.id, invitation_id)
            if found is not None and found.role in {Role.CHAIR, Role.EDITOR}:
                require(call, Action.INVITE_CHAIR)
            if found is not None and await invitations.revoke_invitation(
                tx, invitation_id, call.now
            ):
                before = {"role": found.role.value, "unit_id": found.unit_id}
                await audit.add_entry(
                    tx, call, "revoke_invitation", "invitation", invitation_id, before
                )
            elif not call.origin.replay:
                raise Conflict("invitation")
            return await _open(tx, call)

        return await self._database.write(job)


async def _open(tx: Transaction, call: Call) -> tuple[OpenInvitation, ...]:
    names = {unit.id: unit.name for unit in await units.list_units(tx, call.board.id)}
    return tuple(
        OpenInvitation(found.id, found.role, names.get(found.unit_id or 0, ""), found.expires_at)
        for found in await invitations.open_invitations(tx, call.board.id, call.now, MOST)
    )
