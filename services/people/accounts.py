"""More than one account: a code makes the account that sends it another one of a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calls import Call
from domain.errors import Conflict
from domain.people.codes import code_hash, new_code
from domain.people.records import Role
from domain.permissions import Action, require
from services.people.members import changeable
from storage.engine.database import Database, Transaction
from storage.people import account_codes
from storage.people import rows as people
from storage.upkeep import audit

CODE_LIFE = timedelta(days=3)
_KEEPERS = {Role.CHAIR, Role.EDITOR}


@dataclass(frozen=True, slots=True)
class NewAccountCode:
    """A code to hand on; it is shown once and stored only as a hash.

    `replaces` tells that the person's accounts so far are closed when it is used.
    """

    code: str
    name: str
    replaces: bool
    expires_at: datetime


class Accounts:
    """Codes for accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def link_own(self, call: Call) -> NewAccountCode:
        """Make a code with which the person joins from a second account."""
        require(call, Action.SEE_UNIT)
        return await self._database.write(
            lambda tx: self._make(tx, call, call.person.id, call.person.name, replaces=False)
        )

    async def move(self, call: Call, person_id: int) -> NewAccountCode:
        """Make a code that moves a person of the board to the account that sends it.

        The code opens everything the person may do: only who may give those roles may make it, on
        other boards too (Conflict "other_boards").
        """
        require(call, Action.KEEP_PEOPLE)

        async def job(tx: Transaction) -> NewAccountCode:
            card = await changeable(tx, call, person_id)
            own = await people.other_boards(tx, call.board.id, call.person.id)
            for board_id, roles in (
                await people.other_boards(tx, call.board.id, person_id)
            ).items():
                needed = {Role.CHAIR} if roles & _KEEPERS else _KEEPERS
                if person_id != call.person.id and not needed & own.get(board_id, set()):
                    raise Conflict("other_boards", name=card.name)
            return await self._make(tx, call, person_id, card.name, replaces=True)

        return await self._database.write(job)

    async def _make(
        self, tx: Transaction, call: Call, person_id: int, name: str, *, replaces: bool
    ) -> NewAccountCode:
        code, expires_at = new_code(), call.now + CODE_LIFE
        await account_codes.add_code(
            tx,
            call.board.id,
            person_id,
            code_hash(code),
            replaces=replaces,
            created_by=call.person.id,
            now=call.now,
            expires_at=expires_at,
        )
        action = "move_code" if replaces else "link_code"
        await audit.add_entry(tx, call, action, "person", person_id)
        return NewAccountCode(code, name, replaces, expires_at)
