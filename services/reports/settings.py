"""The settings a board keeps itself: read, changed by chair, editor or operator, with a history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from domain.boards import Board
from domain.calls import Call
from domain.errors import Conflict, InvalidField, NotFound
from domain.permissions import Action, require
from domain.reports.lines.setting_requests import answered_value, check_alone, read_request
from domain.reports.lines.settings import (
    check_entries,
    entry_text,
    read_entries,
    read_value,
    value_lines,
)
from domain.reports.settings import SETTINGS, Setting, Shape, find_setting, value_of
from domain.text import clean_line, search_key
from services.boards import Boards
from services.conversation.dialogues import ANSWER, close_question, opened
from services.conversation.effects import caused, once
from storage import boards
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import settings
from storage.reports.settings import SettingChange
from storage.upkeep import audit

QUESTION = "setting"
USE_CASE = f"{ANSWER}{QUESTION}"
SHOWN = 10
_DEFAULT = frozenset({"mac dinh", "default", "config.toml", "nhu config.toml"})
_FIRST_SIGNER = ("post", "name", "on_behalf", "agency_post")


@dataclass(frozen=True, slots=True)
class SettingCard:
    """A setting as it is now: the lines that would be typed for it.

    `own` tells that the board set it itself. `before` is what it was until this change, None where
    nothing was changed; `entries` are a list's as they are marked on buttons.
    """

    key: str
    lines: tuple[str, ...]
    own: bool
    before: tuple[str, ...] | None = None
    outcome: Literal["setting"] = "setting"

    @property
    def setting(self) -> Setting:
        """Which setting it is."""
        return find_setting(self.key)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change: what was set, when (in the board's zone) and by whom (None: the operator)."""

    lines: tuple[str, ...] | None
    person: str | None
    day: date


_CARD: TypeAdapter[SettingCard] = TypeAdapter(SettingCard)


class BoardSettings:
    """What a board's chair and editor, and the operator, may set."""

    def __init__(self, database: Database, known: Boards) -> None:
        self._database = database
        self._boards = known

    async def overview(self, call: Call) -> tuple[SettingCard, ...]:
        """Return every setting."""
        require(call, Action.KEEP_SETTINGS)
        return await self.all_of(call.board)

    async def all_of(self, board: Board) -> tuple[SettingCard, ...]:
        """Return every setting of a board."""
        values = await self._database.read(lambda tx: settings.settings_of(tx, board.id))
        now = await self._boards.current(board)
        return tuple(_card(now, setting, values) for setting in SETTINGS)

    async def show(self, call: Call, name: str) -> SettingCard:
        """Return a setting; raise NotFound for a name there is none of."""
        require(call, Action.KEEP_SETTINGS)
        setting = find_setting(name)
        values = await self._database.read(lambda tx: settings.settings_of(tx, call.board.id))
        return _card(await self._boards.current(call.board), setting, values)

    async def history(self, call: Call, name: str) -> tuple[HistoryLine, ...]:
        """Return the newest changes of a setting, the newest first."""
        require(call, Action.KEEP_SETTINGS)
        setting = find_setting(name)
        found = await self._changes(call.board, setting.key)
        return tuple(
            HistoryLine(
                None if change.value is None else value_lines(setting, change.value),
                change.person,
                change.set_at.astimezone(call.board.zone).date(),
            )
            for change in found
        )

    async def write(self, call: Call, text: str) -> SettingCard:
        """Do what a line says: show a setting, set it, add to or take from a list.

        Raises NotFound for a name there is none of, InvalidField("several_settings") where more
        than one is named, and what domain.reports.lines.settings raises.
        """
        require(call, Action.KEEP_SETTINGS)
        asked = read_request(text)
        setting = find_setting(asked.name)
        if asked.verb == "back":
            return await self.take_back(call, setting.key)
        if asked.verb not in {"set", "add", "remove"}:
            return await self.show(call, setting.key)
        if asked.verb == "remove":
            return await self._remove_named(call, setting, asked.value)
        adding = asked.verb == "add" and setting.listed
        return await self._take(call, setting, asked.value, adding=adding)

    def history_asked(self, text: str) -> str | None:
        """Return the key of the setting whose history a line asks for, None where it does not."""
        asked = read_request(text)
        return find_setting(asked.name).key if asked.verb == "history" else None

    async def ask(self, call: Call, name: str, *, adding: bool) -> SettingCard:
        """Make the person's next text the value of a setting, or one entry more of its list."""
        card = await self.show(call, name)
        content = {"asks": "setting", "key": card.key, "adding": adding}
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, QUESTION, content))
        return card

    async def answer(self, call: Call, text: str) -> SettingCard:
        """Take the typed value of the setting that was asked about."""
        require(call, Action.KEEP_SETTINGS)
        done = await caused(self._database, call.origin, USE_CASE, _CARD)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        setting = find_setting(asked["key"])
        value = answered_value(setting, text)
        return await self._take(call, setting, value, adding=bool(asked["adding"]))

    async def remove(self, call: Call, name: str, place: int) -> SettingCard:
        """Take an entry (numbered from 1) out of a list."""
        require(call, Action.KEEP_SETTINGS)
        setting = find_setting(name)
        entries = await self._entries(call.board, setting)
        if not 0 < place <= len(entries):
            raise InvalidField("setting_place", place=place, count=len(entries))
        del entries[place - 1]
        return await self._store(call, setting, entries)

    async def reset(self, call: Call, name: str) -> SettingCard:
        """Let a setting follow config.toml again."""
        require(call, Action.KEEP_SETTINGS)
        return await self._store(call, find_setting(name), None)

    async def take_back(self, call: Call, name: str) -> SettingCard:
        """Set a setting to what it said before its last change; raise Conflict without one."""
        require(call, Action.KEEP_SETTINGS)
        setting = find_setting(name)
        found = await self._changes(call.board, setting.key)
        if not found:
            raise Conflict("setting_unchanged")
        now = self._shown(call.board, setting, found[0].value)
        earlier = (change.value for change in found[1:])
        before = next(
            (value for value in earlier if self._shown(call.board, setting, value) != now), None
        )
        return await self._store(call, setting, before)

    async def set_by_operator(
        self, board: Board, name: str, text: str, now: datetime
    ) -> SettingCard:
        """Set a setting from the command line; "default" goes back to config.toml's."""
        today = now.astimezone(board.zone).date()
        base, dot, part = name.partition(".")
        if dot and base in {"signatory", "signers"}:
            return await self._set_signer(board, part, text, now)
        setting = find_setting(name)
        value = None if _is_default(text) else read_value(setting, text, today)
        return await self._keep(board, setting, value, None, now)

    async def left_config(self, board: Board) -> tuple[str, ...]:
        """Return the keys whose value the board set itself to something else than config.toml's."""
        values = await self._database.read(lambda tx: settings.settings_of(tx, board.id))
        configured = self._boards.configured(board)
        kept = {**{key: value_of(configured, key) for key in values if _is_known(key)}}
        if "topics" in kept:
            kept["topics"] = list(self._boards.configured_topics(board))
        return tuple(
            key
            for key, value in values.items()
            if key in kept and value is not None and value != kept[key]
        )

    async def _take(self, call: Call, setting: Setting, text: str, *, adding: bool) -> SettingCard:
        if _is_default(text):
            return await self._store(call, setting, None)
        check_alone(setting, text)
        if not adding:
            return await self._store(call, setting, read_value(setting, text, call.today))
        more = read_entries(setting, text, call.today)
        entries = await self._entries(call.board, setting)
        return await self._store(call, setting, check_entries(setting, [*entries, *more]))

    async def _remove_named(self, call: Call, setting: Setting, text: str) -> SettingCard:
        entries = await self._entries(call.board, setting)
        key = search_key(text).strip(" .")
        if key.isascii() and key.isdigit():
            return await self.remove(call, setting.key, int(key[:6]))
        names = [_names_of(setting, entry) for entry in entries]
        found = [place for place, each in enumerate(names, start=1) if _plain(text) in each]
        if len(found) == 1:
            return await self.remove(call, setting.key, found[0])
        near = found or [
            place
            for place, each in enumerate(names, start=1)
            if any(f" {_plain(text)} " in f" {name} " for name in each)
        ]
        if not near:
            raise InvalidField("setting_entry", text=clean_line(text))
        shown = [f"{place}. {entry_text(setting, entries[place - 1])}" for place in near]
        raise InvalidField(
            "setting_entries",
            text=clean_line(text),
            key=setting.key,
            place=near[0],
            entries="; ".join(shown[:SHOWN]),
        )

    async def _entries(self, board: Board, setting: Setting) -> list[Any]:
        if not setting.listed:
            raise InvalidField("no_list", key=setting.key)
        entries = list(value_of(await self._boards.current(board), setting.key))
        if setting.shape is Shape.SIGNERS:
            # config.toml's signatory may have no name yet.
            entries = [entry for entry in entries if entry["name"]]
        return entries

    async def _set_signer(self, board: Board, part: str, text: str, now: datetime) -> SettingCard:
        field = part.replace("-", "_")
        if field not in _FIRST_SIGNER:
            raise NotFound("setting", name=f"signatory.{part}", nearest="signatory.name")
        entries = list(value_of(await self._boards.current(board), "signers"))
        entries[0] = {**entries[0], field: clean_line(text)}
        return await self._keep(board, find_setting("signers"), entries, None, now)

    async def _changes(self, board: Board, key: str) -> Sequence[SettingChange]:
        return await self._database.read(lambda tx: settings.changes_of(tx, board.id, key, SHOWN))

    async def _store(self, call: Call, setting: Setting, value: Any) -> SettingCard:
        now = await self._boards.current(call.board)
        before = value_lines(setting, value_of(now, setting.key))

        async def job(tx: Transaction) -> SettingCard:
            if await self._write(tx, call.board, setting, value, call.person.id, call.now):
                await audit.add_entry(
                    tx,
                    call,
                    "set",
                    "board",
                    call.board.id,
                    {"key": setting.key, "value": list(before)},
                    {"key": setting.key, "value": value},
                )
            await close_question(tx, call, QUESTION)
            lines = self._shown(call.board, setting, value)
            return SettingCard(setting.key, lines, value is not None, before)

        done = await once(self._database, call.origin, call.now, USE_CASE, _CARD, job)
        await self._boards.current(call.board)
        return done

    async def _keep(
        self, board: Board, setting: Setting, value: Any, person_id: int | None, now: datetime
    ) -> SettingCard:
        before = value_lines(setting, value_of(await self._boards.current(board), setting.key))
        await self._database.write(
            lambda tx: self._write(tx, board, setting, value, person_id, now)
        )
        after = value_of(await self._boards.current(board), setting.key)
        return SettingCard(setting.key, value_lines(setting, after), value is not None, before)

    async def _write(
        self,
        tx: Transaction,
        board: Board,
        setting: Setting,
        value: Any,
        person_id: int | None,
        now: datetime,
    ) -> bool:
        """Keep a value; False where it is the one that is kept already."""
        if (await settings.settings_of(tx, board.id)).get(setting.key) == value:
            return False
        await settings.add_setting(tx, board.id, setting.key, value, person_id, now)
        kept = value if value is not None else self._configured(board, setting)
        if setting.key == "topics":
            await boards.keep_topics(tx, board.id, kept)
        elif setting.key == "name":
            await boards.keep_board(tx, board.slug, kept, now)
        return True

    def _shown(self, board: Board, setting: Setting, value: Any) -> tuple[str, ...]:
        kept = value if value is not None else self._configured(board, setting)
        return value_lines(setting, kept)

    def _configured(self, board: Board, setting: Setting) -> Any:
        if setting.key == "topics":
            return list(self._boards.configured_topics(board))
        return value_of(self._boards.configured(board), setting.key)


def _card(board: Board, setting: Setting, values: dict[str, Any]) -> SettingCard:
    lines = value_lines(setting, value_of(board, setting.key))
    return SettingCard(setting.key, lines, values.get(setting.key) is not None)


def _names_of(setting: Setting, entry: Any) -> set[str]:
    """Return what names an entry of a list whole: one of its fields, or the first few or all."""
    fields = [_plain(field) for field in entry_text(setting, entry).split(" | ")]
    return {*fields, *(" ".join(fields[:count]) for count in range(2, len(fields) + 1))}


def _plain(text: str) -> str:
    """Return the words of a text without accents and punctuation."""
    return " ".join(re.findall(r"\w+", search_key(text)))


def _is_default(text: str) -> bool:
    return search_key(text).strip(" .") in _DEFAULT


def _is_known(key: str) -> bool:
    return any(setting.key == key for setting in SETTINGS)
