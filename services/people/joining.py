"""People: who writes, how they join, what they may choose for themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.boards import Board
from domain.calls import Call, Visit
from domain.errors import InvalidInput, NotAllowed, NotFound
from domain.language import LANGUAGES
from domain.people.codes import code_hash, new_code
from domain.people.records import UNIT_ROLES, Role
from domain.permissions import Action, require
from domain.text import clean_line
from services.boards import Boards
from services.conversation.effects import once
from storage.engine.database import Database, Transaction
from storage.people import account_codes, accounts, invitations
from storage.people import rows as people
from storage.people.account_codes import AccountCode
from storage.units import rows as units
from storage.upkeep import audit

INVITATION_LIFE = timedelta(days=14)
TOUCH_EVERY = timedelta(days=1)
GUESS_WINDOW = timedelta(hours=1)
GUESSES_PER_ACCOUNT = 5
GUESSES_OVER_ALL = 200


@dataclass(frozen=True, slots=True)
class Joined:
    """An invitation was used: the person now has this role."""

    board_id: int
    role: Role
    unit: str | None
    other_boards: bool
    outcome: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """The code was not accepted.

    `reason` is wrong, used, expired, revoked, guesses, or taken: the account is another person's.
    """

    reason: str
    outcome: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class Linked:
    """The account is one of a known person now; `replaced` tells that the others are closed."""

    board_id: int
    name: str
    replaced: bool
    outcome: Literal["linked"] = "linked"


JoinResult = Joined | Linked | CodeRefused
_JOIN_RESULTS: TypeAdapter[JoinResult] = TypeAdapter(JoinResult)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A code to hand on; it is shown once and stored only as a hash."""

    code: str
    role: Role
    unit: str | None
    expires_at: datetime


class People:
    """Who belongs to which board."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    async def identify(self, visit: Visit) -> Call | None:
        """Return the call of a person on the current board, None for a stranger."""
        identity = await self._database.read(
            lambda tx: people.identify(tx, visit.origin.channel, visit.chat_id, visit.now),
            brief=True,
        )
        if identity is None:
            return None
        board_ids = tuple(
            dict.fromkeys(
                membership.board_id
                for membership in identity.memberships
                if membership.board_id in self._boards.by_id
            )
        )
        if not board_ids:
            return None
        unused = visit.now - identity.last_used_at > TOUCH_EVERY
        if unused or identity.left or not identity.active:
            account_id = identity.account_id
            await self._database.write(lambda tx: accounts.touch_account(tx, account_id, visit.now))
        current = identity.current_board_id
        board_id = current if current in board_ids else board_ids[0]
        return Call(
            visit.origin,
            visit.now,
            visit.chat_id,
            identity.account_id,
            identity.person,
            self._boards.by_id[board_id],
            tuple(m for m in identity.memberships if m.board_id == board_id),
            board_ids,
            visit.sent_at,
        )

    async def join(self, visit: Visit, code: str) -> JoinResult:
        """Use an invitation: the account's person (a new one for a stranger) gets its role."""

        async def job(tx: Transaction) -> JoinResult:
            channel = visit.origin.channel
            since = visit.now - GUESS_WINDOW
            own, everybody = await invitations.count_wrong_codes(tx, channel, visit.chat_id, since)
            if own >= GUESSES_PER_ACCOUNT or everybody >= GUESSES_OVER_ALL:
                return CodeRefused("guesses")
            invitation = await invitations.find_invitation(tx, code_hash(code))
            known = await account_codes.find_code(tx, code_hash(code))
            if known is not None and known.board_id in self._boards.by_id:
                return await _link(tx, visit, known)
            if invitation is None or invitation.board_id not in self._boards.by_id:
                await invitations.note_wrong_code(tx, channel, visit.chat_id, visit.now)
                return CodeRefused("wrong")
            if invitation.revoked_at is not None:
                return CodeRefused("revoked")
            if invitation.used_at is not None:
                return CodeRefused("used")
            if invitation.expires_at <= visit.now:
                return CodeRefused("expired")
            identity = await people.identify(tx, channel, visit.chat_id, visit.now)
            if identity is None:
                person_id = await people.add_person(
                    tx, clean_line(visit.name)[:200] or "?", visit.language, visit.now
                )
                await accounts.add_account(tx, person_id, channel, visit.chat_id, visit.now)
            else:
                person_id = identity.person.id
            await invitations.use_invitation(tx, invitation.id, person_id, visit.now)
            await people.add_membership(
                tx,
                invitation.board_id,
                person_id,
                invitation.role,
                invitation.unit_id,
                visit.now,
            )
            await people.set_current_board(tx, person_id, invitation.board_id)
            await audit.add_entry_by(
                tx,
                invitation.board_id,
                person_id,
                channel,
                visit.now,
                "join",
                "person",
                person_id,
                after={"role": invitation.role.value, "unit_id": invitation.unit_id},
            )
            unit = None
            if invitation.unit_id is not None:
                found = await units.find_unit(tx, invitation.board_id, invitation.unit_id)
                unit = found.name if found else None
            others = identity is not None and any(
                membership.board_id != invitation.board_id for membership in identity.memberships
            )
            return Joined(invitation.board_id, invitation.role, unit, others)

        return await once(
            self._database, visit.origin, visit.now, "people.join", _JOIN_RESULTS, job
        )

    async def invite(self, call: Call, role: Role, unit_id: int | None = None) -> NewInvitation:
        """Make an invitation on behalf of a person; only a chair invites chairs and editors."""
        require(call, Action.KEEP_PEOPLE)
        if role in {Role.CHAIR, Role.EDITOR}:
            require(call, Action.INVITE_CHAIR)
        return await self.invite_by_operator(
            call.board, role, unit_id, call.now, call.person.id, call.origin.channel
        )

    async def invite_by_operator(
        self,
        board: Board,
        role: Role,
        unit_id: int | None,
        now: datetime,
        created_by: int | None = None,
        channel: str = "cli",
    ) -> NewInvitation:
        """Make an invitation; raise InvalidInput when the role and the unit do not fit.

        A lost answer leaves an invitation behind that nobody knows and that expires.
        """
        if (role in UNIT_ROLES) != (unit_id is not None):
            raise InvalidInput(
                "invitation_without_unit" if role in UNIT_ROLES else "invitation_with_unit",
                role=role.value,
            )
        code = new_code()
        expires_at = now + INVITATION_LIFE

        async def job(tx: Transaction) -> str | None:
            unit = None
            if unit_id is not None:
                unit = await units.find_unit(tx, board.id, unit_id)
                if unit is None:
                    raise NotFound("unit", name=str(unit_id), nearest=None)
            invitation_id = await invitations.add_invitation(
                tx, board.id, role, unit_id, code_hash(code), created_by, now, expires_at
            )
            await audit.add_entry_by(
                tx,
                board.id,
                created_by,
                channel,
                now,
                "invite",
                "invitation",
                invitation_id,
                after={"role": role.value, "unit_id": unit_id},
            )
            return unit.name if unit else None

        return NewInvitation(code, role, await self._database.write(job), expires_at)

    async def choose_board(self, call: Call, board_id: int) -> Board:
        """Make a board the person's current one; raise NotAllowed for a board of others."""
        if board_id not in call.board_ids:
            raise NotAllowed(action="choose_board")
        await self._database.write(
            lambda tx: people.set_current_board(tx, call.person.id, board_id)
        )
        return self._boards.by_id[board_id]

    async def choose_language(self, call: Call, language: str) -> None:
        """Change the language the person reads."""
        if language not in LANGUAGES:
            raise InvalidInput("language", language=language)
        await self._database.write(lambda tx: people.set_language(tx, call.person.id, language))

    async def boards_of(self, call: Call) -> tuple[Board, ...]:
        """Return the boards the person belongs to."""
        return tuple(self._boards.by_id[board_id] for board_id in call.board_ids)

    async def has_chair(self, board: Board) -> bool:
        """Tell whether anybody is chair of a board."""
        return await self._database.read(lambda tx: people.has_role(tx, board.id, Role.CHAIR))


async def _link(tx: Transaction, visit: Visit, code: AccountCode) -> JoinResult:
    """Make the account that sent a code one of the code's person."""
    if code.revoked_at is not None:
        return CodeRefused("revoked")
    if code.used_at is not None:
        return CodeRefused("used")
    if code.expires_at <= visit.now:
        return CodeRefused("expired")
    channel = visit.origin.channel
    identity = await people.identify(tx, channel, visit.chat_id, visit.now)
    if identity is not None and identity.person.id != code.person_id and identity.memberships:
        return CodeRefused("taken")
    account_id = await accounts.add_account(tx, code.person_id, channel, visit.chat_id, visit.now)
    await account_codes.use_code(tx, code.id, visit.now)
    if code.replaces:
        await accounts.close_accounts(tx, code.person_id, account_id, visit.now)
    await people.set_current_board(tx, code.person_id, code.board_id)
    await audit.add_entry_by(
        tx,
        code.board_id,
        code.person_id,
        channel,
        visit.now,
        "move_account" if code.replaces else "link_account",
        "person",
        code.person_id,
        after={"account_id": account_id},
    )
    names = await people.names_of(tx, [code.person_id])
    return Linked(code.board_id, names[code.person_id], code.replaces)
