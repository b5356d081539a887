"""Confirmed zeros: a unit says that it has nothing this month, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.conversation.phrases import ZERO, read_talk
from domain.conversation.replies import hesitates, is_talk, says_there_are
from domain.errors import Conflict, InvalidField, InvalidPeriod, NotAllowed
from domain.links import find_bare_links, find_links
from domain.periods.grammar import period_key
from domain.periods.spans import (
    Month,
    ReportingMonth,
    months_in,
    named_month,
    parse_month,
    rule_month,
    take_month,
)
from domain.permissions import Action, may, require, require_unit
from domain.text import clean_line, search_key
from domain.units.names import units_named_in
from domain.units.records import Unit
from services.conversation.effects import once
from storage.articles import drafts
from storage.articles import rows as articles
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.engine.transaction import OfBoard
from storage.reports.standing import first_counted_month
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

MAX_REASON = 500
OFFER = "zero"
# So long "có" is taken to answer an offer.
OFFERED_FOR = timedelta(hours=1)
# A month without its year that lies further back is asked about.
FAR_MONTHS = 6
_A_YEAR = 12
_LIKE_A_MONTH = re.compile(r"(thang \d+([/-]\d+)?|\d{1,2}[/-]\d{4}|\d{4}-\d{1,2})(?!\S)")
_MONTH_FIRST = re.compile(r"(?:thang|t\.?) ?[0-9]")
_SHORT_MONTH = re.compile(r"\bt\.? ?(?=[0-9]{1,2}\b)")
# What names more than the one month that is reported at a time.
_MORE_THAN_A_MONTH = re.compile(
    r"(?:quy|qui) (?:[1-4]|i|ii|iii|iv)\b|(?:[2-9]|ba|sau|chin) thang (?:dau|cuoi|qua|lien)\b"
    r"|(?:ca )?nam (?:nay|ngoai|truoc|20[0-9]{2})\b"
    r"|(?:,|va|&|den|toi) ?(?:(?:thang|t\.?) ?)?[0-9]{1,2}\b"
    r"(?! (?:nguoi|dong chi|can bo|anh|chi|em))"
    r"|[-–] ?thang [0-9]{1,2}\b"
    r"|(?:,|va|&|den|toi|lan) ?(?:ca )?(?:thang (?:nay|sau|toi|truoc|ke)|quy (?:nay|sau))\b"
)
# What begins a longer time, at the head of what is reported: a reason may tell of one too.
_BEGINS_LONGER = re.compile(
    r"(?:ca |trong )?tu (?:dau nam|quy|thang (?:truoc|[0-9]{1,2}))\b"
    r"|thang (?:truoc|[0-9]{1,2}(?:[/-][0-9]{4})?) (?:den|toi) (?:nay|gio|bay gio|thang)\b"
    r"|(?:may|nhung|cac|hai|ba|bon|[2-9]) thang (?:nay|qua|lien|gan|dau|cuoi|truoc|vua)\b"
    r"|thang [0-9]{1,2} ?[-–] ?[0-9]{1,2}\b"
)
_A_MONTH = re.compile(r"\bthang (nay|truoc|[0-9]{1,2}\b)(?:[/-][0-9]{4}| nam (?:[0-9]{4}|\w+))?")
_BARE_NUMBER = re.compile(r"0?[1-9]|1[0-2]")
# What is counted where a number begins a reason.
_OF_COUNTED = (
    "anh bai ban bo buoi ca can cap chi cho chot chuyen co con cong cuoc dai diem doan doi don "
    "dong dot du em gio hoat ho hoi hop lan lanh lop minh nam nganh ngay nguoi nhan nhanh nhom noi "
    "phan phong su thang thanh thay thon tin to truong tuan vien viec vu xa y"
)
_COUNTED = frozenset(_OF_COUNTED.split())
_REASON_BEGINS = re.compile(r"(?<!don )\b(?:vi|do|boi|ly do|li do)\b")
# "Không có tin, bài trong", before or behind which the month stands that is meant.
_NOTHING_IN = re.compile(
    r"\b(?:khong|ko|k|chua) (?=(?:co|phat sinh|dang|viet|gui|tin|bai)\b)(?:(?:co|phat sinh|dang"
    r"|viet|gui|duoc|them|mot|cac|bat ky|tin,? bai|tin tuc|bai viet|tin|bai|gi|nao|moi|ca|het"
    r"|hoat dong|noi dung|trong|cua|cho|vao|o)\b ?)*"
)
# Behind these a month is not the one that is reported: "nghỉ từ tháng 4", "như tháng trước".
_OF_ANOTHER = re.compile(
    r"[,;.]|(?<!don )\b(?:tu|nhu|giong|voi|da|vi|do|cho|doi|theo|sau|den|toi|chuan bi"
    r"|quyet toan|bao cao)\b"
)
_SOME_MONTH = (
    r"(?:thang |t\.? ?(?=[0-9]))(?:sau|toi|ke tiep|ke|truoc|nay|[0-9]{1,2}(?:[/-][0-9]{4})?)\b"
)
# What was or will be sent in another month says nothing of the one reported: ", tháng sau gửi bù".
_ASIDE = re.compile(
    rf"(?:(?:[,;.(] ?|\b(?:nhung|con) )(?:(?:sang|qua|den|hen|nhung|con|va) )*{_SOME_MONTH}"
    r"(?: (?:don vi|ben|phong|chung|em|minh|toi))*"
    r"(?: (?:da|se|xin|van))* (?:gui|nop|bu|hen|bo sung"
    r"|(?:dang|viet|co)(?: [0-9]+| bu)? (?:tin|bai))\b"
    r"|[,;.(]? ?\b(?:hen|se|de|bu)\b(?: \w+){0,4}? thang (?:sau|toi|ke)\b)"
    r"(?!.*\b(?:khong|chua)\b).*"
)


@dataclass(frozen=True, slots=True)
class ZeroConfirmed:
    """Units that have nothing in a month."""

    units: tuple[str, ...]
    month: Month
    reason: str
    outcome: Literal["confirmed"] = "confirmed"


@dataclass(frozen=True, slots=True)
class ZeroAsked:
    """The reason is still wanted for which these units have nothing in a month."""

    units: tuple[str, ...]
    month: Month


@dataclass(frozen=True, slots=True)
class ZeroOffered:
    """What a person said is kept until it is confirmed; nothing is recorded yet."""

    units: tuple[str, ...]
    month: Month
    reason: str
    outcome: Literal["offered"] = "offered"


_CONFIRMED: TypeAdapter[ZeroConfirmed] = TypeAdapter(ZeroConfirmed)
_OFFERED: TypeAdapter[ZeroOffered] = TypeAdapter(ZeroOffered)


class Zeros:
    """What units say instead of sending articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def confirm(self, call: Call, text: str) -> ZeroConfirmed:
        """Store that the person's silent units have nothing, with the reason given.

        Of several units those alone are meant that the text names, if it names any. The text may
        begin with a month ("tháng 5", "2021-05"). Units with articles in that month are left
        alone; raise Conflict when all of them have some.
        """
        require(call, Action.CONFIRM_ZERO)
        _require_a_unit(call)
        month, reason = self._read(call, text)
        days = _begun(call, month)

        async def job(tx: Transaction) -> ZeroConfirmed:
            own = await _meant(tx, call, reason)
            silent = await _silent(tx, call, own, days)
            for unit in silent:
                require_unit(call, unit.id, Action.CONFIRM_ZERO)
                await counts.add_confirmed_zero(
                    tx, call.board.id, unit.id, month, reason, call.person.id, call.now
                )
                await audit.add_entry(
                    tx,
                    call,
                    "confirm_zero",
                    "unit",
                    unit.id,
                    after={"month": month.code, "reason": reason},
                )
            return ZeroConfirmed(tuple(unit.name for unit in silent), month, reason)

        of_board = OfBoard(call.board.id, job)
        return await once(
            self._database, call.origin, call.now, "zeros.confirm", _CONFIRMED, of_board
        )

    async def doubted(self, call: Call, text: str) -> ZeroOffered | None:
        """Keep what is said of a month that is hard to believe until it is confirmed.

        That is one long before anything is counted, one that only ends the reason ("nghỉ lễ
        tháng 5"), and one that begins the reason given for another month. None where the month
        can be believed.
        """
        require(call, Action.CONFIRM_ZERO)
        month, reason = self._read(call, text)
        begins = _month_begun(call, reason)
        if begins is not None and begins != month:
            return await self._keep(call, begins, reason)
        behind = _month_behind(call, text, reason)
        if behind is not None and behind < month:
            return await self._keep(call, behind, reason)
        board = call.board
        now = rule_month(call.today, board.period_rule, board.closing_day).month
        first = await self._database.read(lambda tx: first_counted_month(tx, board.id))
        if month >= min(first or now, now).shifted(-_A_YEAR):
            return None
        return await self._keep(call, month, reason)

    async def _keep(self, call: Call, month: Month, reason: str) -> ZeroOffered:
        async def job(tx: Transaction) -> ZeroOffered:
            own = await _meant(tx, call, reason)
            content = {"reason": reason, "month": month.code}
            await dialogues.open_dialogue(tx, call, OFFER, content)
            return ZeroOffered(tuple(unit.name for unit in own), month, reason)

        return await once(self._database, call.origin, call.now, "zeros.offer", _OFFERED, job)

    async def lacking(self, call: Call, text: str) -> ZeroAsked | None:
        """Return what the reason is wanted for, None where the text gives one.

        Raise Conflict when all of the person's units have articles in the month.
        """
        require(call, Action.CONFIRM_ZERO)
        _require_a_unit(call)
        month, reason = self._split(call, text)
        if reason:
            return None
        days = _begun(call, month)

        async def job(tx: Transaction) -> ZeroAsked:
            own = await units.list_units(tx, call.board.id, call.unit_ids)
            silent = await _silent(tx, call, own, days)
            return ZeroAsked(tuple(unit.name for unit in silent), month)

        return await self._database.read(job)

    async def offer(self, call: Call, text: str) -> ZeroOffered:
        """Keep a text that says "nothing this month" until the person confirms it.

        The month is the one named in the text, else the current reporting month.
        """
        require(call, Action.CONFIRM_ZERO)
        reason = clean_line(text)[:MAX_REASON]
        return await self._keep(call, self._month_in(call, reason), reason)

    async def offered(self, call: Call) -> str | None:
        """Return the month of what was offered and not yet confirmed, None where nothing waits."""
        require(call, Action.CONFIRM_ZERO)

        async def job(tx: Transaction) -> str | None:
            found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if found is None or found.kind != OFFER or call.sent - found.updated_at > OFFERED_FOR:
                return None
            draft = await drafts.find_draft(tx, call.person.id, call.board.id)
            if draft is not None and found.is_older_than(draft.revision, draft.updated_at):
                return None  # a yes answers what is asked about the article
            return str(found.content["month"])

        return await self._database.read(job)

    async def accept(self, call: Call, month: str) -> ZeroConfirmed:
        """Store what was offered; raise Conflict where another question took its place."""
        require(call, Action.CONFIRM_ZERO)
        found = await self._database.read(
            lambda tx: dialogues.find_dialogue(tx, call.person.id, call.board.id)
        )
        if found is None or found.kind != OFFER or found.content["month"] != month:
            raise Conflict("old_offer")
        return await self.confirm(call, f"{month}: {found.content['reason']}")

    def _month_in(self, call: Call, text: str) -> Month:
        board = call.board
        # A month in the reason is meant only where no other is named.
        line = _without_aside(text)
        head = line[: len(_REASON_BEGINS.split(search_key(line))[0])]
        said = _months_in(call, head)
        if _names_several(line) or len(dict(said)) > 1:
            raise InvalidField("several_months")
        if not said and not _OF_ANOTHER.search(search_key(line[len(head) :]).partition(" ")[2]):
            said = _months_in(call, line)
        like = re.search(r"\bthang [0-9]+\b", search_key(head))
        if not said and like:
            raise InvalidPeriod("invalid_month", text=like[0])
        now = rule_month(call.today, board.period_rule, board.closing_day).month
        month = said[0][0] if said else now
        if named_month(month, board.period_rule, board.closing_day).first > call.today:
            raise InvalidField("future_month", month=month.code)
        return month

    def _read(self, call: Call, text: str) -> tuple[Month, str]:
        month, reason = self._split(call, text)
        if not any(char.isalpha() for char in reason):
            raise InvalidField("zero_without_reason")
        linked = find_links(reason) or find_bare_links(reason)
        if (
            linked
            or hesitates(reason)
            or says_there_are(reason)
            or is_talk(reason, for_reason=True)
        ):
            raise InvalidField("zero_contradicted", text=reason[:60])
        if len(reason) > MAX_REASON:
            raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)
        return month, reason

    def _split(self, call: Call, text: str) -> tuple[Month, str]:
        if _MORE_THAN_A_MONTH.match(search_key(text)) or _BEGINS_LONGER.match(search_key(text)):
            raise InvalidField("several_months")
        words = clean_line(text).split(" ")
        month = rule_month(call.today, call.board.period_rule, call.board.closing_day).month
        # The longest beginning that names a month is the month; the rest is the reason.
        for size in range(min(4, len(words)), 0, -1):
            name = " ".join(words[:size])
            if _BARE_NUMBER.fullmatch(period_key(name)) and not _stands_apart(words, size):
                continue
            if search_key(words[0]) == "may" and not words[0].isascii():
                continue  # "máy hỏng" is nothing in May
            try:
                month = parse_month(
                    name.rstrip(":,"),
                    call.today,
                    call.board.period_rule,
                    call.board.closing_day,
                    far_from=FAR_MONTHS,
                )
            except InvalidPeriod:
                continue
            # "tháng 4, 5" names two: the comma belongs to what follows.
            words = [*([","] if words[size - 1].endswith(",") else []), *words[size:]]
            break
        else:
            # A month that never was must not confirm this one.
            meant = _LIKE_A_MONTH.match(search_key(text))
            if meant:
                raise InvalidPeriod(text=meant[0])
            # "2 đồng chí nghỉ ốm" is a reason; what "5 nghỉ lễ" means is not known.
            if _BARE_NUMBER.fullmatch(words[0]) and search_key(words[1]) not in _COUNTED:
                raise InvalidPeriod("invalid_month", text=words[0])
            if _says_zero(text):
                return self._month_in(call, _round_nothing(text)), " ".join(words)
        if _MORE_THAN_A_MONTH.match(search_key(_without_aside(" ".join(words)))):
            raise InvalidField("several_months")
        return month, " ".join(words).strip(" :,-–—")


def _stands_apart(words: Sequence[str], size: int) -> bool:
    """Tell whether a number that begins a text is all of it or has a mark behind it."""
    behind = words[size] if size < len(words) else ":"
    return size == 1 and (words[0][-1] in ":," or behind[0] in ":-–—|")


def _says_zero(text: str) -> bool:
    found = read_talk(text)
    return found is not None and found.meaning == ZERO


def _round_nothing(text: str) -> str:
    """Return what stands round "không có tin, bài" and may name its month."""
    line = clean_line(text)
    found = _NOTHING_IN.search(search_key(line))
    if found is None:
        return ""
    before, behind = line[: found.start()], line[found.end() :]
    before = "" if _OF_ANOTHER.search(search_key(before)) else before
    return before + (behind if re.match(_SOME_MONTH, search_key(behind)) else "")


def _month_behind(call: Call, text: str, reason: str) -> Month | None:
    """Return the month at the very end of a reason that is all the text there is."""
    line = clean_line(text).strip(" :,-–—")
    try:
        said = _months_in(call, line) if line == reason else []
    except InvalidField:
        return None
    # "T5" may be a Thursday.
    ends = said and search_key(said[-1][1]).startswith("thang") and line.endswith(said[-1][1])
    if not ends or _OF_ANOTHER.search(search_key(line[: -len(said[-1][1])])):
        return None
    return said[-1][0]


def _month_begun(call: Call, reason: str) -> Month | None:
    """Return the month that has begun by whose number a reason begins: "tháng 5 bận tập huấn"."""
    if not _MONTH_FIRST.match(search_key(reason)):
        return None
    try:
        month, _rest = take_month(
            reason, call.today, call.board.period_rule, call.board.closing_day
        )
        return None if month is None else _begun(call, month).month
    except InvalidField:
        return None


def _without_aside(text: str) -> str:
    """Return a line without what it says of another month: ", tháng sau gửi bù"."""
    line = clean_line(text)
    found = _ASIDE.search(search_key(line))
    return line[: found.start()] if found else line


def _months_in(call: Call, text: str) -> list[tuple[Month, str]]:
    board = call.board
    return months_in(text, call.today, board.period_rule, board.closing_day, far_from=FAR_MONTHS)


def _names_several(text: str) -> bool:
    """Tell whether words that say "nothing" say it of more than a month, their reason aside."""
    key = _SHORT_MONTH.sub("thang ", _REASON_BEGINS.split(search_key(text))[0])
    if len({found[1].lstrip("0") for found in _A_MONTH.finditer(key)}) > 1:
        return True
    # Of "tháng 5 năm 2021" the year names no other time; of "tháng 4, 5" the 5 does.
    rest = _A_MONTH.sub("*", key)
    words = [*re.finditer(r"\S+", key)], [*re.finditer(r"[^\s*]+", rest)]
    return any(_BEGINS_LONGER.match(key, word.start()) for word in words[0]) or any(
        _MORE_THAN_A_MONTH.match(rest, word.start()) for word in words[1]
    )


def _require_a_unit(call: Call) -> None:
    """Raise NotAllowed for a person who speaks for no unit."""
    if not call.unit_ids:
        may_invite = may(call, Action.KEEP_PEOPLE)
        raise NotAllowed("editor_without_unit" if may_invite else "person_without_unit")


async def _meant(tx: Transaction, call: Call, text: str) -> Sequence[Unit]:
    """Return the person's units, those alone that a text names where it names any."""
    own = await units.list_units(tx, call.board.id, call.unit_ids)
    return units_named_in(text, own) or own


def _begun(call: Call, month: Month) -> ReportingMonth:
    """Return the days of a month; raise InvalidField for one that has not begun."""
    days = named_month(month, call.board.period_rule, call.board.closing_day)
    if days.first > call.today:
        raise InvalidField("future_month", month=month.code)
    return days


async def _silent(
    tx: Transaction, call: Call, own: Sequence[Unit], days: ReportingMonth
) -> list[Unit]:
    """Return the units without articles in a month; raise Conflict when all have some."""
    busy = await articles.units_with_articles(tx, call.board.id, days.first, days.last)
    silent = [unit for unit in own if unit.id not in busy]
    if not silent:
        number = sum(busy.get(unit.id, 0) for unit in own)
        raise Conflict("zero_with_articles", month=days.month.code, count=number)
    return silent
