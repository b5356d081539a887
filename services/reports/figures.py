"""Figures: what a report needs beside articles, kept as a ledger that is never rewritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter
from rapidfuzz import fuzz

from domain.boards import FigureDefinition, FigureKind
from domain.calls import Call
from domain.conversation.replies import says_yes
from domain.dates import format_date, looks_like_date, names_month, parse_answered_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.periods.spans import Period
from domain.permissions import Action, may, require
from domain.reports.categories import spelled_category
from domain.reports.figures import Entry, EntryKind
from domain.reports.lines.entries import FigureLine
from domain.reports.lines.figures import names_figure, read_figure
from domain.reports.lines.payments import read_pay_line, says_paid
from domain.text import clean_line, nearest, search_key
from domain.units.names import typed_unit
from domain.units.records import Unit
from services.conversation.dialogues import ANSWER, close_question, opened
from services.conversation.effects import caused, once
from services.reports.building import WRITING_TIME, Reports
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import figures
from storage.units import rows as units
from storage.upkeep import audit

QUESTION = "figure"
USE_CASE = f"{ANSWER}{QUESTION}"
SHOWN = 8
MOST_SPOKEN = 20  # words of a figure that is written without its command
NEAR = 85  # of 100: what is as like a unit's name as this is probably meant for it


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure with its newest entries (the newest first) and how many there are."""

    definition: FigureDefinition
    entries: tuple[Entry, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """Entries were stored; `replaced` are the budgets that a new one stands in for.

    `alone` tells that a counter has no earlier reading, so that no rise can be told. `counts_in` is
    the code of the period that the entries count in, `offer` of the one that is being written and
    that ended before them, where no day was given.
    """

    definition: FigureDefinition
    entries: tuple[Entry, ...]
    replaced: tuple[Entry, ...] = ()
    alone: bool = False
    counts_in: str = ""
    offer: str = ""
    outcome: Literal["recorded"] = "recorded"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nothing is stored: why, and the entry that speaks against it.

    `reason` is "falls", "above_later", "whole" (a part of one among sums) or "same".
    """

    definition: FigureDefinition
    entry: Entry
    reason: str
    other: Entry
    outcome: Literal["doubtful"] = "doubtful"


@dataclass(frozen=True, slots=True)
class DayAsked:
    """Nothing is stored: the day of the line is in doubt, and its day alone is asked for.

    `code` and `values` are the problem's; `today` and what may be meant (`past`) are offered.
    """

    code: str
    values: dict[str, str]
    today: date
    past: date | None = None
    outcome: Literal["day_asked"] = "day_asked"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entry counts no more."""

    definition: FigureDefinition
    entry: Entry
    outcome: Literal["withdrawn"] = "withdrawn"


FigureResult = Recorded | Doubtful | DayAsked
_DAY_DOUBTS = frozenset({"near_date", "vague_date", "weekday_date", "bad_date"})
_RESULTS: TypeAdapter[FigureResult] = TypeAdapter(FigureResult)
_WITHDRAWN: TypeAdapter[Withdrawn] = TypeAdapter(Withdrawn)
_MOVED: TypeAdapter[Recorded] = TypeAdapter(Recorded)


class Figures:
    """A board's figures."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports

    async def overview(self, call: Call, *, money: bool = False) -> tuple[FigureCard, ...]:
        """Return every figure (with `money` those of money alone) with its newest entry."""
        require(call, Action.KEEP_FIGURES)
        wanted = [
            definition
            for definition in call.board.figures
            if not money or definition.kind is FigureKind.MONEY
        ]
        codes = [definition.code for definition in wanted]
        entries = await self._database.read(lambda tx: figures.entries_of(tx, call.board.id, codes))
        return tuple(_card(definition, entries, 1) for definition in wanted)

    async def open(self, call: Call, code: str) -> FigureCard:
        """Return a figure with its newest entries; the person's next text is its value."""
        require(call, Action.KEEP_FIGURES)
        definition = _named(call, code)

        async def job(tx: Transaction) -> FigureCard:
            await dialogues.open_dialogue(tx, call, QUESTION, {"asks": "value", "code": code})
            entries = await figures.entries_of(tx, call.board.id, [code])
            return _card(definition, entries, SHOWN)

        return await self._database.write(job)

    async def look(self, call: Call, code: str) -> FigureCard:
        """Return a figure with its newest entries; nothing is asked by that."""
        require(call, Action.KEEP_FIGURES)
        entries = await self._database.read(
            lambda tx: figures.entries_of(tx, call.board.id, [code])
        )
        return _card(_named(call, code), entries, SHOWN)

    def spoken(self, call: Call, text: str) -> str:
        """Return the command ("figure" or "pay") that a text without one reads as, else "".

        Only of somebody who keeps figures; what is named without a number may be anything.
        """
        if not may(call, Action.KEEP_FIGURES) or len(text.split()) > MOST_SPOKEN:
            return ""
        for payment in (False, True):
            try:
                line = _read(call, text, payment=payment)
            except (InvalidField, NotFound):
                continue
            counted = line.definition.kind is not FigureKind.MONEY and not line.entries[0].name
            if counted or line.entries[0].kind is EntryKind.BUDGET or says_paid(text):
                return "pay" if payment else "figure"
        return ""

    async def record(
        self, call: Call, text: str, *, payment: bool = False, sure: bool = False
    ) -> FigureResult:
        """Store what a line of /figure (with `payment`, of /pay) says, or ask about it.

        With `sure` a doubtful entry is stored without asking.

        Raises the errors of domain.reports.lines.figures and domain.reports.lines.payments.
        """
        require(call, Action.KEEP_FIGURES)
        try:
            line = _read(call, text, payment=payment)
        except InvalidField as error:
            asked = await self._ask_day(call, text, error, payment=payment)
            if asked is None:
                raise
            return asked
        line = replace(line, sure=line.sure or sure)
        return await self._record(call, line, text, payment=payment)

    async def _ask_day(
        self, call: Call, text: str, error: InvalidField, *, payment: bool
    ) -> DayAsked | None:
        """Keep a line whose day alone is in doubt and ask for it; None for another problem.

        Raises what is wrong with the rest of the line.
        """
        words = str(error.values.get("text") or "")
        line = "\n".join(clean_line(each) for each in text.splitlines())
        if error.code not in _DAY_DOUBTS or not words or line.count(words) != 1:
            return None
        before, after = line.split(words)
        # What else is wrong is said first.
        _read(call, f"{before}{format_date(call.today)}{after}", payment=payment)
        content = {"asks": "day", "before": before, "after": after, "payment": payment}
        await self._database.write(
            lambda tx: dialogues.open_dialogue(tx, call, QUESTION, content), brief=True
        )
        past = error.values.get("past")
        return DayAsked(
            error.code,
            {key: str(value) for key, value in error.values.items()},
            call.today,
            date.fromisoformat(str(past)) if past else None,
        )

    async def choose_day(self, call: Call, day: date) -> FigureResult:
        """Store the line whose day was asked for with the day that was chosen."""
        require(call, Action.KEEP_FIGURES)
        done = await caused(self._database, call.origin, USE_CASE, _RESULTS)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked.get("asks") != "day":
            raise Conflict("no_question")
        return await self.record(call, _with_day(asked, day), payment=bool(asked["payment"]))

    async def answer(self, call: Call, text: str) -> FigureResult:
        """Take a typed answer: the value of the figure shown, or "đúng" to a doubt."""
        require(call, Action.KEEP_FIGURES)
        done = await caused(self._database, call.origin, USE_CASE, _RESULTS)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        sure = asked.get("asks") == "sure" and says_yes(text)
        if asked.get("asks") == "sure":
            # Anything but a plain yes is another line.
            text = asked["text"] if sure else text
        elif asked.get("asks") == "day":
            # Anything but a day is another line.
            text = _with_answered_day(asked, text, call.today)
        elif not names_figure(text, call.board.figures):
            text = f"{asked['code']} {text}"
        return await self.record(call, text, payment=bool(asked.get("payment")), sure=sure)

    async def insist(self, call: Call) -> FigureResult:
        """Store the entry that was asked about."""
        require(call, Action.KEEP_FIGURES)
        done = await caused(self._database, call.origin, USE_CASE, _RESULTS)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked.get("asks") != "sure":
            raise Conflict("no_question")
        return await self.record(call, asked["text"], payment=bool(asked["payment"]), sure=True)

    async def withdraw(self, call: Call, entry_id: int) -> Withdrawn:
        """Leave an entry out of every report from now on; its row and who wrote it stay."""
        require(call, Action.KEEP_FIGURES)

        async def job(tx: Transaction) -> Withdrawn:
            entry = await figures.find_entry(tx, call.board.id, entry_id)
            if entry is None:
                raise NotFound("figure_entry")
            await figures.withdraw_entries(tx, [entry.id], call.now)
            await audit.add_entry(
                tx, call, "withdraw_figure", "figure", entry.id, _audited(entry), None
            )
            return Withdrawn(_named(call, entry.code), entry)

        return await once(
            self._database, call.origin, call.now, "figures.withdraw", _WITHDRAWN, job
        )

    async def move(self, call: Call, entry_id: int, code: str) -> Recorded:
        """Date what one line wrote on the last day of a period, so that it counts there.

        The entries are withdrawn and written anew: a ledger is never changed.
        """
        require(call, Action.KEEP_FIGURES)
        period = self._reports.read_period(call.board, code, call.today)

        async def job(tx: Transaction) -> Recorded:
            found = await figures.written_with(tx, call.board.id, entry_id)
            if not found:
                raise NotFound("figure_entry")
            definition = _named(call, found[0].code)
            if period.last > call.today:
                raise InvalidField("future_day", date=period.last.isoformat())
            await figures.withdraw_entries(tx, [entry.id for entry in found], call.now)
            moved = [replace(entry, day=period.last) for entry in found]
            kept = await figures.add_entries(tx, call.board.id, moved, call.person.id, call.now)
            for before, after in zip(found, kept, strict=True):
                await audit.add_entry(
                    tx, call, "figure", "figure", after.id, _audited(before), _audited(after)
                )
            return Recorded(definition, kept, counts_in=period.code)

        return await once(self._database, call.origin, call.now, "figures.move", _MOVED, job)

    async def _periods(self, call: Call, entry: Entry, *, dated: bool) -> tuple[str, str]:
        """Return the period an entry counts in, and the one being written that could be meant."""
        if entry.kind is EntryKind.BUDGET:
            return "", ""
        current = await self._reports.current_period(call)
        if current.first <= entry.day <= current.last:
            return current.code, ""
        offer = "" if dated else self._just_over(call, current, entry.day)
        for code in (f"{entry.day.year}-H1", f"{entry.day.year}-H2", f"{entry.day.year + 1}-H1"):
            half = self._reports.read_period(call.board, code, call.today)
            if half.first <= entry.day <= half.last:
                return half.code, offer
        return "", offer

    def _just_over(self, call: Call, current: Period, day: date) -> str:
        """Return the code of the period that ended lately and is being written, "" for none."""
        halves = [f"{day.year - 1}-H2", f"{day.year}-H1", f"{day.year}-H2"]
        known = [self._reports.read_period(call.board, code, call.today) for code in halves]
        for period in (current, *known):
            if period.last < day <= period.last + WRITING_TIME:
                return period.code
        return ""

    async def _with_parties(self, call: Call, line: FigureLine) -> FigureLine:
        """Find a payment's unit and payee; raise InvalidField where they cannot be told."""
        if not (line.unit or line.payee or line.others):
            return line
        known = await self._database.read(lambda tx: units.list_units(tx, call.board.id))
        unit = _unit(known, line.unit) if line.unit else None
        payee = line.payee
        for name in line.others:
            found = typed_unit(name, known).unit
            if found is not None and unit is None:
                unit = found
            elif not payee and not _near_unit(known, name):
                payee = name
            elif not payee:
                _unit(known, name)
            else:
                raise InvalidField("payment_parts", text=name)
        entries = tuple(
            replace(
                entry,
                unit_id=unit.id if unit else None,
                unit=unit.name if unit else "",
                payee=payee,
            )
            for entry in line.entries
        )
        return replace(line, entries=entries)

    async def _record(
        self, call: Call, line: FigureLine, text: str, *, payment: bool
    ) -> FigureResult:
        definition = line.definition
        line = await self._with_parties(call, line)
        counts_in, offer = await self._periods(call, line.entries[0], dated=line.dated)

        async def job(tx: Transaction) -> FigureResult:
            known = await figures.entries_of(tx, call.board.id, [definition.code])
            line_entries = tuple(_with_known_name(entry, known) for entry in line.entries)
            doubt = None if line.sure else _doubt(replace(line, entries=line_entries), known)
            if doubt is not None:
                content = {"asks": "sure", "text": text, "payment": payment}
                await dialogues.open_dialogue(tx, call, QUESTION, content)
                return doubt
            kept = await figures.add_entries(
                tx, call.board.id, line_entries, call.person.id, call.now
            )
            replaced = _replaced(kept, known)
            if replaced:
                await figures.withdraw_entries(tx, [entry.id for entry in replaced], call.now)
            for entry in kept:
                before = _audited(replaced[-1]) if replaced else None
                await audit.add_entry(
                    tx, call, "figure", "figure", entry.id, before, _audited(entry)
                )
            await close_question(tx, call, QUESTION)
            alone = definition.kind is FigureKind.COUNTER and not any(
                entry.day <= kept[0].day for entry in known
            )
            return Recorded(definition, kept, replaced, alone, counts_in, offer)

        return await once(self._database, call.origin, call.now, USE_CASE, _RESULTS, job)


def _with_known_name(entry: Entry, known: Sequence[Entry]) -> Entry:
    """Return a payment under the spelling of its category that is known or usual."""
    if entry.kind is not EntryKind.PAYMENT or not entry.name:
        return entry
    return replace(entry, name=spelled_category(entry.name, [each.name for each in known]))


def _unit(known: Sequence[Unit], name: str) -> Unit:
    found = typed_unit(name, known)
    if found.unit is not None:
        return found.unit
    choices = [each for unit in known for each in (unit.name, *unit.aliases)]
    raise InvalidField("payment_unit", name=name, nearest=nearest(name, choices))


def _near_unit(known: Sequence[Unit], name: str) -> bool:
    """Tell whether a name is nearly a unit's: then it was probably meant, and mistyped."""
    key = search_key(name)
    return any(
        fuzz.ratio(key, search_key(each)) >= NEAR
        for unit in known
        for each in (unit.name, *unit.aliases)
    )


def _read(call: Call, text: str, *, payment: bool) -> FigureLine:
    read = read_pay_line if payment else read_figure
    return read(text, call.board.figures, call.today)


def _with_day(asked: Mapping[str, Any], day: date) -> str:
    """Return the line that was kept with its day in the place of the doubtful one."""
    return f"{asked['before']}{format_date(day)}{asked['after']}"


def _with_answered_day(asked: Mapping[str, Any], text: str, today: date) -> str:
    if not (looks_like_date(text) or text.strip().isdigit() or names_month(text)):
        return text
    try:
        return _with_day(asked, parse_answered_date(text, today))
    except InvalidField:
        return f"{asked['before']}{text}{asked['after']}"


def _named(call: Call, code: str) -> FigureDefinition:
    for definition in call.board.figures:
        if definition.code == code:
            return definition
    raise NotFound("figure", name=code, nearest=None)


def _card(definition: FigureDefinition, entries: Sequence[Entry], shown: int) -> FigureCard:
    own = [entry for entry in entries if entry.code == definition.code]
    own.sort(key=lambda entry: (entry.day, entry.id), reverse=True)
    return FigureCard(definition, tuple(own[:shown]), len(own))


def _doubt(line: FigureLine, known: Sequence[Entry]) -> Doubtful | None:
    """Return what speaks against a line: a counter that falls, a part among sums, a twin."""
    first = line.entries[0]
    if first.kind is EntryKind.READING:
        earlier = [entry for entry in known if entry.day <= first.day]
        later = [entry for entry in known if entry.day > first.day]
        if earlier and first.amount < earlier[-1].amount:
            return Doubtful(line.definition, first, "falls", earlier[-1])
        if later and first.amount > later[0].amount:
            return Doubtful(line.definition, first, "above_later", later[0])
    counted = [other for other in known if other.kind is EntryKind.COUNT]
    if first.kind is EntryKind.COUNT and counted and line.definition.of is None:
        # "3/5" among numbers that add up: of parts of a whole the latest alone counts.
        same = [other for other in counted if (other.whole is None) == (first.whole is None)]
        if not same:
            return Doubtful(line.definition, first, "whole", counted[-1])
    for entry in line.entries:
        for other in known:
            if other.kind is not EntryKind.BUDGET and _same(entry, other):
                return Doubtful(line.definition, entry, "same", other)
    return None


def _same(entry: Entry, other: Entry) -> bool:
    return _said(entry) == _said(other)


def _said(entry: Entry) -> tuple[object, ...]:
    names = (search_key(entry.name), entry.unit_id, search_key(entry.payee))
    return entry.kind, entry.day, entry.amount, entry.whole, *names


def _replaced(kept: Sequence[Entry], known: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the budgets of the same year, which a new one stands in for."""
    return tuple(
        entry
        for entry in known
        if entry.kind is EntryKind.BUDGET
        and any(new.kind is EntryKind.BUDGET and new.day == entry.day for new in kept)
    )


def _audited(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "entry": entry.kind.value,
        "day": entry.day.isoformat(),
        "amount": entry.amount,
        "whole": entry.whole,
        "name": entry.name,
        "unit_id": entry.unit_id,
        "payee": entry.payee,
    }
