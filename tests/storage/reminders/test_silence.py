"""Who is silent: asked in the database, over many boards at once."""

from datetime import UTC, date, datetime

from sqlalchemy import insert

from domain.boards import PeriodRule
from domain.periods.spans import Month, named_month
from storage.engine import tables
from storage.engine.database import Transaction
from storage.engine.opening import opened
from storage.reminders.silence import silence_of, silent_units

NOW = datetime(2021, 6, 25, 2, tzinfo=UTC)
AT = {"created_at": NOW}
JUNE = named_month(Month(2021, 6), PeriodRule.CALENDAR, 31)
# What each unit of the first board gave in June; the second board has one silent unit.
GAVE = (
    "nothing",
    "logged",
    "pending",
    "withdrawn",
    "zero",
    "opening",
    "opening 0",
    "ended",
    "May",
    "not begun",
)
SILENT = ("nothing", "withdrawn", "opening 0", "May")


async def fill(tx: Transaction) -> None:
    """Store two boards, their units and what these gave."""
    await tx.execute(
        insert(tables.boards),
        [{"id": n, "slug": f"b{n}", "name": f"Ban {n}", **AT} for n in (1, 2)],
    )
    await tx.execute(
        insert(tables.unit_groups),
        [{"id": n, "board_id": n, "name": "Nhóm", "key": "nhom", "position": 0} for n in (1, 2)],
    )
    units = [(n, 1, name) for n, name in enumerate(GAVE, 1)] + [(50, 2, "other board")]
    await tx.execute(
        insert(tables.units),
        [
            {
                "id": n,
                "board_id": board,
                "group_id": board,
                "name": name,
                "key": name,
                "position": n,
                "valid_from": date(2021, 7, 1) if name == "not begun" else None,
                "valid_to": date(2021, 5, 31) if name == "ended" else None,
            }
            for n, board, name in units
        ],
    )
    people = {1: "correspondent", 2: "away", 3: "no account", 4: "chair", 5: "past", 6: "elsewhere"}
    await tx.execute(
        insert(tables.people),
        [{"id": n, "name": name, "language": "vi", **AT} for n, name in people.items()],
    )
    await tx.execute(
        insert(tables.accounts),
        [
            {
                "person_id": n,
                "channel": "web",
                "chat_id": n,
                "active": n != 3,
                "last_used_at": NOW,
                **AT,
            }
            for n in people
        ],
    )
    roles = {4: (1, None, "chair"), 6: (2, 50, "correspondent")}
    await tx.execute(
        insert(tables.memberships),
        [
            {
                "board_id": roles.get(n, (1,))[0],
                "person_id": n,
                "unit_id": roles[n][1] if n in roles else 1,
                "role": roles[n][2] if n in roles else "correspondent",
                "ended_at": NOW if n == 5 else None,
                **AT,
            }
            for n in people
        ],
    )
    await tx.execute(
        insert(tables.absences),
        [{"board_id": 1, "person_id": 2, "until": JUNE.last, "ends_at": NOW.replace(day=30), **AT}],
    )
    ids = {name: n for n, _board, name in units}
    for number, name in enumerate(("logged", "pending", "withdrawn", "May"), 1):
        await tx.execute(
            insert(tables.articles).values(
                board_id=1,
                number=number,
                unit_id=ids[name],
                author_id=1,
                title=name,
                title_key=name,
                link="",
                published_on=JUNE.first.replace(month=5) if name == "May" else JUNE.first,
                kind="tin",
                state="logged" if name == "May" else name,
                logged_at=NOW,
            )
        )
    for name, count in (("opening", 3), ("opening 0", 0)):
        await tx.execute(
            insert(tables.opening_counts).values(
                board_id=1, unit_id=ids[name], month="2021-06", count=count, **AT
            )
        )
    await tx.execute(
        insert(tables.confirmed_zeros).values(
            board_id=1, unit_id=ids["zero"], month="2021-06", reason="", person_id=1, **AT
        )
    )


async def test_units_are_silent_that_exist_and_gave_neither_an_article_nor_an_answer(
    database_url: str,
) -> None:
    async with opened(database_url) as database:
        await database.write(fill)
        units = await database.read(lambda tx: silent_units(tx, 1, JUNE))
        found = await database.read(lambda tx: silence_of(tx, [1, 2], JUNE, NOW))
    assert tuple(unit.name for unit in units) == SILENT
    assert tuple(found[1].units) == units
    assert [unit.name for unit in found[2].units] == ["other board"]


async def test_only_who_can_be_written_to_now_is_named(database_url: str) -> None:
    async with opened(database_url) as database:
        await database.write(fill)
        found = await database.read(lambda tx: silence_of(tx, [1, 2], JUNE, NOW))
    assert [(one.name, one.unit_id) for one in found[1].contacts] == [
        ("correspondent", 1),
        ("chair", None),
    ]
    assert [one.name for one in found[2].contacts] == ["elsewhere"]
