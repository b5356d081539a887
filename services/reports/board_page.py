"""The board's page: who may open it by a signed link, and what it shows.

A link names the board, the person it was given to, the board's version of links and its end, signed
with the installation's key. So nothing is stored for a link, revoking is one number that rises, and
a person who left the board cannot read on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from itsdangerous import BadData
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.articles.records import Article, State
from domain.boards import Board
from domain.calls import Call
from domain.channels import on_a_phone
from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.people.records import Person
from domain.periods.spans import (
    Month,
    Period,
    dates_period,
    named_month,
    parse_period,
    rule_month,
)
from domain.permissions import PERMISSIONS, Action, require
from domain.reports.dataset import Report
from domain.units.records import Unit
from services.boards import Boards
from services.conversation.effects import once
from services.reminders.due import Reminders
from services.reports.building import Reports
from services.reports.rows import row_owners
from services.signing import SigningKey
from storage.articles import rows as articles
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import outbox
from storage.reminders.outbox import Undelivered
from storage.reports import board_page as store
from storage.units import rows as units
from storage.upkeep import audit

LINK_LIFE = timedelta(days=7)
TREND_MONTHS = 12
MOST_UNDELIVERED = 50
MOST_MONTHS = 24
MOST_LISTED = 500
KEPT = timedelta(seconds=10)
MOST_KEPT = 64
_DONE: TypeAdapter[bool] = TypeAdapter(bool)
_SALT = "board-page"


@dataclass(frozen=True, slots=True)
class PageLink:
    """An address that opens the board's page until an instant (UTC)."""

    address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens the page: the person the link was given to, and the board it shows."""

    board: Board
    person: Person


@dataclass(frozen=True, slots=True)
class PageContents:
    """What the page shows: the report of a period, and how the current month stands.

    `trend` is the total of each of the last twelve reporting months, the current one last,
    None where nothing is recorded.
    """

    report: Report
    month: Month
    silent: tuple[str, ...]
    trend: tuple[tuple[Month, int | None], ...]
    undelivered: tuple[Undelivered, ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class PageArticles:
    """The articles behind a number of the table, the earliest first.

    `unit` is empty for the whole board, `month` None for the whole period. `count` is the number,
    of which `brought_in` came from tables and has no articles; `more` are not listed.
    """

    period: Period
    unit: str
    month: Month | None
    count: int
    articles: tuple[tuple[str, Article], ...]
    brought_in: int
    more: int


class _Claim(BaseModel):
    """What a link says: board, person, version of links, end (seconds since 1970)."""

    b: int
    p: int
    v: int
    e: int


class BoardPage:
    """Signs links to the board's page and answers what the page shows."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        reports: Reports,
        reminders: Reminders,
        key: SigningKey,
    ) -> None:
        self._database = database
        self._boards = boards
        self._reports = reports
        self._reminders = reminders
        self._key = key
        self._address: str | None = None
        self._kept: dict[tuple[int, str], tuple[int, datetime, PageContents]] = {}

    def serve_at(self, address: str) -> None:
        """Tell the address under which this installation's pages are reached."""
        self._address = address.rstrip("/")

    def reachable_from(self, channel: str) -> bool:
        """Tell whether a page is served that somebody on a channel can open.

        A messenger is read on a phone, where this machine's own address leads nowhere.
        """
        if self._address is None:
            return False
        return not on_a_phone(channel) or not _is_own(self._address)

    async def link(self, call: Call) -> PageLink | None:
        """Return a fresh link for a chair or an editor, None where no page can be opened."""
        require(call, Action.SEE_BOARD)
        if self._address is None or not self.reachable_from(call.origin.channel):
            return None
        expires_at = call.now + LINK_LIFE
        version = await self._database.read(lambda tx: store.links_version(tx, call.board.id))
        claim = _Claim(b=call.board.id, p=call.person.id, v=version, e=int(expires_at.timestamp()))
        signer = await self._key.signer(_SALT, call.now)
        token = signer.dumps(claim.model_dump())
        return PageLink(f"{self._address}/board/{token}", expires_at)

    async def revoke(self, call: Call) -> None:
        """Make every link of the board given so far worthless."""
        require(call, Action.SEE_BOARD)

        async def job(tx: Transaction) -> bool:
            version = await store.raise_links_version(tx, call.board.id)
            await audit.add_entry(
                tx, call, "revoke_links", "board", call.board.id, after={"version": version}
            )
            return True

        await once(self._database, call.origin, call.now, "board_page.revoke", _DONE, job)

    async def open(self, token: str, now: datetime) -> Reader:
        """Return who reads by a link.

        Raises NotAllowed for a forged link or a person who may no longer see the board, Conflict
        for one that has ended or was revoked.
        """
        try:
            claim = _Claim.model_validate((await self._key.signer(_SALT, now)).loads(token))
        except (BadData, ValidationError):
            raise NotAllowed("page_link_forged") from None
        board = self._boards.by_id.get(claim.b)
        if board is None:
            raise NotAllowed("page_link_forged")
        if now >= datetime.fromtimestamp(claim.e, UTC):
            raise Conflict("page_link_expired")

        async def job(tx: Transaction) -> tuple[int, tuple[people.Member, ...]]:
            return await store.links_version(tx, board.id), await people.members(tx, board.id)

        version, members = await self._database.read(job)
        if claim.v != version:
            raise Conflict("page_link_revoked")
        for member in members:
            if member.person.id == claim.p and Action.SEE_BOARD in PERMISSIONS[member.role]:
                return Reader(board, member.person)
        raise NotAllowed("page_link_left")

    async def contents(self, reader: Reader, text: str, now: datetime) -> PageContents:
        """Return what the page shows of a period (the current half-year when `text` is empty).

        What was counted a few seconds ago counts while nothing was done on the board since. Raises
        InvalidPeriod, and InvalidInput for a span that is too long.
        """
        key = (reader.board.id, text)
        state = await self._database.read(lambda tx: store.log_state(tx, reader.board.id))
        kept = self._kept.get(key)
        if kept is not None and kept[0] == state and timedelta(0) <= now - kept[1] < KEPT:
            return kept[2]
        contents = await self._counted(reader, text, now)
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (state, now, contents)
        return contents

    async def _counted(self, reader: Reader, text: str, now: datetime) -> PageContents:
        board = reader.board
        today = now.astimezone(board.zone).date()
        current = rule_month(today, board.period_rule, board.closing_day)
        periods = [
            parse_period(code, today, board.period_rule, board.closing_day)
            for code in _suggestions(current.month)
        ]
        chosen = self._period(board, text, now) if text else periods[0]
        first = named_month(
            current.month.shifted(1 - TREND_MONTHS), board.period_rule, board.closing_day
        )
        year = dates_period(first.first, current.last, board.period_rule, board.closing_day)
        lately = await self._reports.build(board, year, now, counts_only=True)
        return PageContents(
            await self._reports.build(board, chosen, now, counts_only=True),
            current.month,
            tuple(unit.name for unit in await self._reminders.silent(board, current)),
            tuple(
                (days.month, total)
                for days, total in zip(year.months, lately.known_month_totals, strict=True)
            ),
            await self._database.read(
                lambda tx: outbox.undelivered(tx, board.id, MOST_UNDELIVERED)
            ),
            tuple(periods),
        )

    async def report(self, reader: Reader, text: str, now: datetime) -> Report:
        """Return the whole report of a period, for a file of it; raise InvalidPeriod."""
        period = self._period(reader.board, text, now)
        return await self._reports.build(reader.board, period, now)

    async def articles(
        self, reader: Reader, text: str, unit_id: int | None, month: str, now: datetime
    ) -> PageArticles:
        """Return the articles behind a number of the table, of a unit or the whole board.

        Raises NotFound "page_articles" for a unit or a month that the table does not have.
        """
        contents = await self.contents(reader, text, now)
        report, board = contents.report, reader.board
        rows = [unit for unit in report.units if unit_id in (None, unit.unit_id)]
        codes = [days.month.code for days in report.period.months]
        if not rows or (month and month not in codes):
            raise NotFound("page_articles")
        places = [codes.index(month)] if month else range(len(codes))
        shown = [report.period.months[place] for place in places]
        count = sum(row.months[place] or 0 for row in rows for place in places)

        async def job(tx: Transaction) -> tuple[Sequence[Unit], tuple[Article, ...]]:
            first, last = shown[0].first, shown[-1].last
            return (
                await units.list_units(tx, board.id),
                await articles.between(tx, board.id, State.LOGGED, first, last),
            )

        board_units, found = await self._database.read(job)
        names = {unit.id: unit.name for unit in board_units}
        owners = row_owners(board_units, report.period, merge=board.merge_units)
        lines = {row.unit_id for row in rows}
        listed = [(names[one.unit_id], one) for one in found if owners[one.unit_id] in lines]
        return PageArticles(
            report.period,
            rows[0].name if unit_id is not None else "",
            shown[0].month if month else None,
            count,
            tuple(listed[:MOST_LISTED]),
            max(0, count - len(listed)),
            max(0, len(listed) - MOST_LISTED),
        )

    def _period(self, board: Board, text: str, now: datetime) -> Period:
        today = now.astimezone(board.zone).date()
        period = self._reports.read_period(board, text, today)
        if len(period.months) > MOST_MONTHS:
            raise InvalidInput("page_span", most=MOST_MONTHS, months=len(period.months))
        return period


def _suggestions(month: Month) -> Sequence[str]:
    half = 1 if month.month <= 6 else 2
    before = f"{month.year}-H1" if half == 2 else f"{month.year - 1}-H2"
    return (f"{month.year}-H{half}", before, str(month.year), str(month.year - 1))


def _is_own(address: str) -> bool:
    """Tell whether an address leads back to the machine that it is opened on."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified
