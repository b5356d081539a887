"""A person's own page: a link that opens it once, and the browsers that are let in since.

Tokens are random, shown once and stored only as hashes. The channel is `web`, and the person's
number is its chat, so a session can be nobody else's.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calls import Call, Origin, Visit
from domain.channels import WEB
from domain.errors import Conflict
from domain.people.codes import code_hash
from domain.permissions import Action, require
from services.people.joining import People
from storage.engine.database import Database, Transaction
from storage.people import accounts, page_access
from storage.people import rows as people
from storage.upkeep import audit

LINK_LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A link that opens a person's page once, until an instant."""

    address: str
    expires_at: datetime


class MyPage:
    """Links and sessions of people's own pages."""

    def __init__(self, database: Database, members: People) -> None:
        self._database = database
        self._people = members
        self._address = ""

    def serve_at(self, public_url: str) -> None:
        """Tell the public address under which the pages are reached."""
        self._address = public_url.rstrip("/")

    @property
    def served(self) -> bool:
        """Tell whether people can be given their pages."""
        return bool(self._address)

    async def link(self, call: Call) -> PageAddress | None:
        """Make a link to the person's page, None where no page is served."""
        require(call, Action.SEE_UNIT)
        if not self._address:
            return None
        token, expires_at = secrets.token_urlsafe(32), call.now + LINK_LIFE

        async def job(tx: Transaction) -> None:
            await page_access.add_link(tx, code_hash(token), call.person.id, expires_at)
            await audit.add_entry(tx, call, "page_link", "person", call.person.id)

        await self._database.write(job)
        return PageAddress(f"{self._address}/trang/{token}", expires_at)

    async def link_of(self, channel: str, chat_id: int, now: datetime) -> PageAddress | None:
        """Make a link for whom a chat belongs to: None for a group, whose members would read it."""
        if chat_id <= 0:
            return None
        call = await self._people.look(Visit(Origin(channel, 0), now, chat_id, "", "vi"))
        return None if call is None else await self.link(call)

    async def close(self, call: Call) -> int:
        """End the person's links and sessions; return how many browsers were let in."""

        async def job(tx: Transaction) -> int:
            ended = await page_access.end_all(tx, call.person.id)
            await audit.add_entry(tx, call, "page_close", "person", call.person.id)
            return ended

        return await self._database.write(job)

    async def name_of_link(self, token: str, now: datetime) -> str:
        """Return whose page a link opens, without using it up; raise Conflict "my_page_link"."""

        async def job(tx: Transaction) -> str | None:
            person_id = await page_access.link_person(tx, code_hash(token), now)
            if person_id is None:
                return None
            return (await people.names_of(tx, [person_id])).get(person_id)

        name = await self._database.read(job)
        if name is None:
            raise Conflict("my_page_link")
        return name

    async def open(self, token: str, old_session: str, now: datetime) -> str:
        """Use a link up and return the token of a fresh session; raise Conflict "my_page_link".

        What the browser was let in with before is worth nothing from then on.
        """
        session = secrets.token_urlsafe(32)

        async def job(tx: Transaction) -> bool:
            person_id = await page_access.use_link(tx, code_hash(token), now)
            if person_id is None:
                return False
            if old_session:
                await page_access.end_session(tx, code_hash(old_session))
            await accounts.add_account(tx, person_id, WEB, person_id, now, used=False)
            await page_access.add_session(tx, code_hash(session), person_id, now + SESSION_LIFE)
            return True

        if not await self._database.write(job):
            raise Conflict("my_page_link")
        return session

    async def reader(self, session: str, now: datetime) -> Call | None:
        """Return who reads by a session, None where it has ended or the person has left."""
        if not session:
            return None
        person_id = await self._database.read(
            lambda tx: page_access.session_person(tx, code_hash(session), now)
        )
        if person_id is None:
            return None
        return await self._people.look(Visit(Origin(WEB, 0), now, person_id, "", "vi"))

    async def leave(self, session: str) -> None:
        """End one session."""
        await self._database.write(lambda tx: page_access.end_session(tx, code_hash(session)))

    async def purge(self, now: datetime) -> None:
        """Forget links and sessions that have ended."""
        await self._database.write(lambda tx: page_access.purge(tx, now))
