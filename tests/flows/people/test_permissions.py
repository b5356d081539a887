"""Who may: every role against every command, every button and every use case."""

import dataclasses
import inspect
import re
from collections.abc import AsyncIterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.config.model import BoardSection
from domain.articles.edits import Field
from domain.calls import Call, Origin
from domain.errors import DomainError, NotAllowed
from domain.language import translator
from domain.people.records import UNIT_ROLES, Person, Role
from domain.permissions import PERMISSIONS, Action
from handlers.commands import commands
from services.container import Services
from services.upkeep.export import Exports
from tests.flows.conftest import BOARD, ETHNIC, TAX, TOPICS, World, loaded, still_clock
from tests.flows.shapes import stage

pytestmark = pytest.mark.untraced

OTHER = BoardSection(slug="xa-khac", name="Ban xã Khác", topics=TOPICS)
SECRET = "Bí mật của huyện"
REFUSALS = ("không có quyền", "không dùng được với vai trò")
OF_SEVERAL = "dành cho người làm thư ký hoặc trưởng ban của nhiều ban"
# The design's table, written out: who may do what.
MATRIX = {
    Action.LOG_ARTICLE: "correspondent editor chair",
    Action.LOG_FOR_ANY_UNIT: "editor chair",
    Action.CONFIRM_ZERO: "correspondent editor chair",
    Action.SEE_UNIT: "correspondent head editor chair",
    Action.FIND: "correspondent head editor chair",
    Action.SEE_BOARD: "editor chair",
    Action.REVIEW: "editor chair",
    Action.REPORT: "editor chair",
    Action.REMIND: "editor chair",
    Action.KEEP_UNITS: "editor chair",
    Action.KEEP_PEOPLE: "editor chair",
    Action.KEEP_FIGURES: "editor chair",
    Action.KEEP_NOTES: "editor chair",
    Action.IMPORT: "editor chair",
    Action.KEEP_SETTINGS: "editor chair",
    Action.ISSUE: "chair",
    Action.INVITE_CHAIR: "chair",
    Action.BROADCAST: "chair",
    Action.SWITCH_DIGEST: "chair",
}


def test_the_table_is_the_designs() -> None:
    assert set(MATRIX) == set(Action)
    for action, roles in MATRIX.items():
        allowed = {role.value for role in Role if action in PERMISSIONS[role]}
        assert allowed == set(roles.split()), action


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[World]:
    """A board full of things that are nobody else's business, beside another board."""
    config = loaded(tmp_path, BOARD, OTHER)
    async with stage(config, still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        lan = await world.join("correspondent", TAX, f"{SECRET} Lan")
        await world.join("head", TAX, f"{SECRET} Hòa")
        await world.join("editor", None, f"{SECRET} Hạnh")
        chair = await world.join("chair", None, f"{SECRET} Bình")
        for number in (1, 2, 3):
            await world.say(lan, f"/nop https://a.vn/{number} | {SECRET} số {number} | 14/6")
        await world.say(chair, f"/thongbao {SECRET}")
        await world.say(chair, "/solieu 96811")
        world.messenger.blocked.add(lan)
        await world.say(chair, "/thongbao Thử gửi")
        await world.press(chair, "Gửi cho 3 người")
        yield world


def handlers(world: World) -> list[Any]:
    """Return every handler of the Application as the program wires it."""
    application = world.stage.runtime.applications[world.channel]
    return [one for group in application.handlers.values() for one in group]


def patterns(world: World) -> list[str]:
    """Return the pattern of every button's handler."""
    found = []
    for handler in handlers(world):
        if isinstance(handler, CallbackQueryHandler) and handler.pattern is not None:
            assert isinstance(handler.pattern, re.Pattern)
            found.append(handler.pattern.pattern)
    return found


@cache
def forged(pattern: str, most: int = 4) -> list[str]:
    """Return data that a pattern accepts, made up by somebody who knows small numbers exist."""
    found: set[str] = set()

    @settings(
        max_examples=40,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    def collect(data: str) -> None:
        if len(data) <= 64 and "\n" not in data:
            found.add(data)
        for number in "123":
            small = re.sub(r"(?<=:)[0-9]+(?=:|$)", number, data.rstrip("\n"))
            if re.fullmatch(pattern, small) and len(small) <= 64:
                found.add(small)

    collect()
    return sorted(found, key=lambda data: (len(data), data))[:most]


@pytest.mark.only("telegram", why="the handlers are the same on every channel")
async def test_every_pattern_is_anchored_and_bounded(world: World) -> None:
    assert len(patterns(world)) > 20
    for pattern in patterns(world):
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern
        assert not re.search(r"[^\\][*+]|^[*+]", pattern), pattern
        assert forged(pattern), pattern


async def snapshot(world: World, *person_ids: int) -> dict[str, list[dict[str, Any]]]:
    """Return the board's rows but for what people may always change about themselves."""
    board = world.services.boards.named("huyen-mau")
    tables: dict[str, list[dict[str, Any]]] = await Exports(
        world.stage.runtime.base.database
    ).board(board)
    own = {"drafts", "dialogues", "questions", "shown_reports"}
    # What the people say of units of their own, and the record of it.
    said = {"confirmed_zeros", "audit_entries"}
    return {
        name: [
            row
            for row in rows
            if not (
                (name in own | said and row["person_id"] in person_ids)
                or (name == "people" and row["id"] in person_ids)
                or (name == "accounts" and row["person_id"] in person_ids)
            )
        ]
        for name, rows in tables.items()
    }


async def press_everything(world: World, user: int) -> str:
    """Have a person press every button there is; return all the texts that came back."""
    await world.say(user, "/huongdan")
    known = world.last(user).id
    for pattern in patterns(world):
        for data in forged(pattern):
            await world.messenger.press(user, known, data)
            await world.stage.settled()
    return "\n".join(m.text for m in world.messenger.messages(user) if m.from_bot)


def person_of(world: World, user: int) -> int:
    """Return the id of the person behind an account, 0 for a stranger."""
    return int((world.rows("SELECT person_id FROM accounts WHERE chat_id = ?", user) or [0])[0])


@pytest.mark.only("telegram", "web", why="a press with made-up data cannot come from Zalo")
async def test_no_button_of_another_board_opens_or_changes_anything(board: World) -> None:
    spy = board.stranger("Người xã Khác")
    await board.say(spy, f"/start {await board.code('chair', None, 'xa-khac')}")
    before = await snapshot(board)
    texts = await press_everything(board, spy)
    assert await snapshot(board) == before
    assert SECRET not in texts
    assert board.rows("SELECT fault_text FROM inbox WHERE state = 'dead'") == []


@pytest.mark.only("telegram", "web", why="a press with made-up data cannot come from Zalo")
async def test_no_button_lets_a_stranger_learn_or_change_anything(board: World) -> None:
    before = await snapshot(board)
    stranger = board.stranger()
    texts = await press_everything(board, stranger)
    assert await snapshot(board) == before
    assert SECRET not in texts
    assert "huyện Mẫu" not in texts
    assert "chỉ phục vụ người có mã mời" in texts


@pytest.mark.only("telegram", "web", why="a press with made-up data cannot come from Zalo")
@pytest.mark.parametrize("role", ["head", "correspondent"])
async def test_no_button_lets_people_of_another_unit_change_anything(
    board: World, role: str
) -> None:
    spy = await board.join(role, ETHNIC)
    own = person_of(board, spy)
    before = await snapshot(board, own)
    await press_everything(board, spy)
    assert await snapshot(board, own) == before
    assert board.rows("SELECT fault_text FROM inbox WHERE state = 'dead'") == []


@pytest.mark.only("telegram", "web", why="a press with made-up data cannot come from Zalo")
async def test_an_editor_cannot_press_what_is_the_chairs(board: World) -> None:
    spy = await board.join("editor")
    own = person_of(board, spy)
    before = await snapshot(board, own)
    await board.say(spy, "/huongdan")
    for data in ("i:chair", "i:editor", "bc:1", "is:ask:2021-H1", "is:cancel:1"):
        await board.messenger.press(spy, board.last(spy).id, data)
        await board.stage.settled()
        assert REFUSALS[0] in board.last(spy).text, data
    assert await snapshot(board, own) == before


@pytest.mark.parametrize("role", list(Role))
async def test_every_command_is_open_to_its_roles_alone(board: World, role: Role) -> None:
    person = await board.join(role.value, ETHNIC if role in UNIT_ROLES else None)
    own = person_of(board, person)
    listed = commands(translator("vi"))
    allowed = {one for one in listed if one.action is None or one.action in PERMISSIONS[role]}
    before = await snapshot(board, own)
    for command in [*(one for one in listed if one not in allowed), *allowed]:
        if command in allowed and before:
            assert await snapshot(board, own) == before
            before = {}
        for text in (f"/{command.name}", f"/{command.twin or command.name} 9"):
            answer = await board.say(person, text)
            if command in allowed:
                assert not any(words in answer for words in REFUSALS), (role, text, answer)
            else:
                assert any(words in answer for words in (*REFUSALS, OF_SEVERAL)), (role, text)
        await board.say(person, "/huy")


@pytest.mark.only("telegram", why="the handlers are the same on every channel")
async def test_every_registered_command_is_listed_with_its_action(world: World) -> None:
    listed = {name for one in commands(translator("vi")) for name in (one.name, one.twin) if name}
    registered: set[str] = set()
    for handler in handlers(world):
        if isinstance(handler, CommandHandler):
            registered |= handler.commands
    assert registered == listed


# What somebody without a role may ask: about themselves, and nothing that is anybody else's.
OPEN_USE_CASES = {
    "dialogues.ask_rest",
    "dialogues.current",
    "dialogues.drop",
    "dialogues.forget_rest",
    "dialogues.take_rest",
    # What the person's own changed message said, and the own draft or article it named.
    "edits.before",
    "edits.changed",
    "edits.retitle",
    "edits.titled",
    # Closing the own page: whoever lost the role may do that more than anybody.
    "my_page.close",
    # The buttons of the person's own chat.
    "offers.choose",
    "offers.drop",
    "offers.is_used",
    "offers.keep",
    "offers.listed",
    "offers.on_show",
    "offers.shown",
    "offers.use",
    "people.answer_name",
    "people.ask_name",
    "people.ask_name_again",
    "people.boards_of",
    "people.choose_board",
    "people.choose_language",
    # What the portal has for the person's own units: nothing for somebody without one.
    "portal_offers.needs_unit",
    "portal_offers.offer",
    "portal_offers.unit_names",
    "reports.current_period",
    # What the person's own messages and drafts are about.
    "submissions.about",
    "submissions.open_step",
    "submissions.cancel",
    "submissions.count_waiting",
    "submissions.has_draft",
    "submissions.replayed",
    "topics.learn_from",  # the person's own article, named by the use case before it
    # An answer to a question that only somebody with the role was asked.
    "editing.answer",
}
VALUES: dict[Any, Any] = {
    int: 1,
    str: "x",
    bool: True,
    date: date(2021, 6, 15),
    Role: Role.CORRESPONDENT,
    Field: Field.TITLE,
    Sequence[tuple[str, str]]: (),
}
NAMED = {
    "period": "2021-H1",
    "section": "tasks",
    "action": "withdraw",
    "asks": "rename",
    "mode": "paper",
    "text": "Khai mạc hội thao",
    "language": "vi",
}


async def test_every_use_case_refuses_whoever_has_no_role(board: World) -> None:
    services = board.services
    chosen = services.boards.named("huyen-mau")
    nobody = Call(
        Origin("telegram", 999_999),
        board.stage.clock(),
        7,
        0,
        Person(1, "Không ai", "vi"),
        chosen,
        (),
        (chosen.id,),
    )
    own = nobody.person.id
    before = await snapshot(board, own)
    answered: dict[str, str] = {}
    for field in dataclasses.fields(Services):
        service = getattr(services, field.name)
        for name, method in inspect.getmembers(service, inspect.iscoroutinefunction):
            parameters = inspect.signature(method).parameters
            if (
                name.startswith("_")
                or "call" not in parameters
                or {"tx", "board"} & set(parameters)
            ):
                continue
            hints = get_type_hints(method)
            arguments = {
                key: NAMED.get(key, VALUES.get(hints[key]))
                for key, parameter in parameters.items()
                if key != "call" and parameter.default is parameter.empty
            }
            use_case = f"{field.name}.{name}"
            try:
                answered[use_case] = type(await method(nobody, **arguments)).__name__
            except NotAllowed:
                answered[use_case] = "refused"
            except DomainError as error:
                answered[use_case] = error.code
    assert len(answered) > 30
    open_ones = {name: what for name, what in answered.items() if what != "refused"}
    assert sorted(open_ones) == sorted(OPEN_USE_CASES)
    assert await snapshot(board, own) == before
