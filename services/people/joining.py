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
from domain.people.records import UNIT_ROLES, Invitation, Role
from domain.permissions import Action, require
from domain.text import clean_line
from services.boards import Boards
from services.conversation.dialogues import ANSWER, opened
from services.conversation.effects import once
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.people import account_codes, accounts, invitations
from storage.people import rows as people
from storage.people.account_codes import AccountCode
from storage.people.rows import Identity
from storage.units import rows as units
from storage.upkeep import audit

INVITATION_LIFE = timedelta(days=14)
TOUCH_EVERY = timedelta(days=1)
ASKS_NAME = "name"
ASKED_AGAIN = "again"
_JOINS = frozenset({"join"})
GUESS_WINDOW = timedelta(hours=1)
GUESSES_PER_ACCOUNT = 5
GUESSES_OVER_ALL = 200


@dataclass(frozen=True, slots=True)
class Joined:
    """An invitation was used: the person now has this role.

    `named` is the name that somebody new has on the channel, and is asked about once.
    """

    board_id: int
    role: Role
    unit: str | None
    other_boards: bool
    named: str = ""
    outcome: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class AlreadyMember:
    """The person has the role that the code gives: nothing changed, and no code was used up."""

    board_id: int
    role: Role
    unit: str | None
    outcome: Literal["member"] = "member"


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


JoinResult = Joined | AlreadyMember | Linked | CodeRefused
_JOIN_RESULTS: TypeAdapter[JoinResult] = TypeAdapter(JoinResult)
_NAME: TypeAdapter[str] = TypeAdapter(str)


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
        found = await self._found(visit)
        if found is None:
            return None
        identity, call = found
        unused = visit.now - identity.last_used_at > TOUCH_EVERY
        if unused or identity.left or not identity.active:
            account_id = identity.account_id
            await self._database.write(lambda tx: accounts.touch_account(tx, account_id, visit.now))
        return call

    async def look(self, visit: Visit) -> Call | None:
        """Return the call of a person who only reads: the account counts as unused by it."""
        found = await self._found(visit)
        return found[1] if found is not None else None

    async def _found(self, visit: Visit) -> tuple[people.Identity, Call] | None:
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
        current = identity.current_board_id
        board_id = current if current in board_ids else board_ids[0]
        return identity, Call(
            visit.origin,
            visit.now,
            visit.chat_id,
            identity.account_id,
            identity.person,
            self._boards.by_id[board_id],
            tuple(m for m in identity.memberships if m.board_id == board_id),
            board_ids,
            visit.sent_at,
            visit.typed,
        )

    async def calls_of(self, call: Call, person_id: int) -> dict[int, Call | None]:
        """Return private chat → the call of a person there, over the channel somebody writes from.

        None is for who belongs to no board any more.
        """
        require(call, Action.KEEP_PEOPLE)
        channel = call.origin.channel
        found = await self._database.read(lambda tx: accounts.accounts_of(tx, [person_id]))
        calls = {}
        for account in found.get(person_id, []):
            if account.channel == channel:
                visit = Visit(call.origin, call.now, account.chat_id, "", call.language)
                calls[account.chat_id] = await self.look(visit)
        return calls

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
            identity = await people.identify(tx, channel, visit.chat_id, visit.now)
            lasting = await people.identify(tx, channel, visit.chat_id)
            if identity is not None and lasting is not None and _has_role(lasting, invitation):
                name = await _unit_name(tx, invitation)
                await people.set_current_board(tx, identity.person.id, invitation.board_id)
                return AlreadyMember(invitation.board_id, invitation.role, name)
            if invitation.revoked_at is not None:
                return CodeRefused("revoked")
            if invitation.used_at is not None:
                return CodeRefused("used")
            if invitation.expires_at <= visit.now:
                return CodeRefused("expired")
            named = ""
            if identity is None:
                named = clean_line(visit.name)[:200] or "?"
                person_id = await people.add_person(tx, named, visit.language, visit.now)
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
            unit = await _unit_name(tx, invitation)
            others = identity is not None and any(
                membership.board_id != invitation.board_id for membership in identity.memberships
            )
            return Joined(invitation.board_id, invitation.role, unit, others, named)

        return await once(
            self._database, visit.origin, visit.now, "people.join", _JOIN_RESULTS, job
        )

    async def ask_name(self, call: Call) -> None:
        """Let the next text of somebody new be how the name is written."""
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, ASKS_NAME, {}))

    async def ask_name_again(self, call: Call) -> bool:
        """Keep the question for the name open; False for who has done something since joining."""

        async def job(tx: Transaction) -> bool:
            if await audit.last_action(tx, call.board.id, call.person.id, _JOINS) is not None:
                return False
            await dialogues.open_dialogue(tx, call, ASKS_NAME, {"asks": ASKED_AGAIN})
            return True

        return await self._database.write(job)

    async def answer_name(self, call: Call, name: str) -> str:
        """Store how a person writes the own name; return it."""

        async def job(tx: Transaction) -> str:
            await opened(tx, call, ASKS_NAME)
            await dialogues.close_dialogue(tx, call)
            await people.set_name(tx, call.person.id, name)
            before, after = {"name": call.person.name}, {"name": name}
            await audit.add_entry(
                tx, call, "rename_person", "person", call.person.id, before, after
            )
            return name

        use_case = ANSWER + ASKS_NAME
        return await once(self._database, call.origin, call.now, use_case, _NAME, job)

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

        async def job(tx: Transaction) -> NewInvitation:
            unit = None
            if unit_id is not None:
                unit = await units.find_unit(tx, board.id, unit_id)
                if unit is None:
                    raise NotFound("unit", name=str(unit_id), nearest=None)
            code, expires_at = await add_invitation(
                tx, board, role, unit_id, now, created_by, channel
            )
            return NewInvitation(code, role, unit.name if unit else None, expires_at)

        return await self._database.write(job)

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


def _has_role(identity: Identity, invitation: Invitation) -> bool:
    """Tell whether a person has what an invitation gives, by it or by another."""
    return any(
        (held.board_id, held.role, held.unit_id)
        == (invitation.board_id, invitation.role, invitation.unit_id)
        for held in identity.memberships
    )


async def _unit_name(tx: Transaction, invitation: Invitation) -> str | None:
    if invitation.unit_id is None:
        return None
    found = await units.find_unit(tx, invitation.board_id, invitation.unit_id)
    return found.name if found else None


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


async def add_invitation(
    tx: Transaction,
    board: Board,
    role: Role,
    unit_id: int | None,
    now: datetime,
    created_by: int | None,
    channel: str,
) -> tuple[str, datetime]:
    """Store an invitation; return its code, which nobody is told again, and when it ends."""
    code, expires_at = new_code(), now + INVITATION_LIFE
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
    return code, expires_at
