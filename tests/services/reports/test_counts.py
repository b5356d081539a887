"""A report counts its own list of articles, a table over boards in the database: they agree."""

from tests.flows.conftest import ETHNIC, TAX, World
from tests.flows.conftest import world as world

LINES = (
    "/nop https://a.vn/1 | Xã trồng rừng bên suối Đá | 2/1 | Y tế",
    "/nop https://a.vn/2 | Khai giảng lớp học nghề mây tre | 31/3 | Việc làm",
    "/nop https://a.vn/3 | Ngày hội đọc sách của thiếu nhi | 1/4 | Y tế",
    "/nop https://a.vn/4 | Lễ ra quân dọn vệ sinh bờ kênh | 14/6",
)


async def test_the_list_and_the_database_count_alike(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    minh = await world.join("correspondent", ETHNIC, "Minh")
    for place, line in enumerate(LINES):
        await world.say(lan if place % 2 else minh, line)
    now = world.stage.clock()
    board = world.services.boards.named("huyen-mau")
    for text in ("2021-H1", "2021-Q2", "2021-01-15..2021-05-20"):
        period = world.services.reports.read_period(board, text, now.date())
        whole = await world.services.reports.build(board, period, now)
        counted = await world.services.reports.build(board, period, now, counts_only=True)
        assert whole.articles
        for name in ("groups", "topics", "kinds", "before", "year_before", "units_with_nobody"):
            assert getattr(whole, name) == getattr(counted, name), name


async def test_a_unit_with_nothing_before_rises_and_a_cut_month_is_compared_with_nothing(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, "/nop https://a.vn/9 | Khai mạc hội thao công nhân viên chức | 14/6")
    now = world.stage.clock()
    board = world.services.boards.named("huyen-mau")
    unit = (await world.services.units.named(board, TAX)).id

    async def before(text: str) -> dict[int, int] | None:
        period = world.services.reports.read_period(board, text, now.date())
        report = await world.services.reports.build(board, period, now)
        return None if report.before is None else dict(report.before.units)

    found = await before("2021-Q2")
    assert found is not None
    assert found[unit] == 0
    assert sum(found.values()) == sum(
        world.rows("SELECT count FROM opening_counts WHERE month BETWEEN '2021-01' AND '2021-03'")
    )
    # Half of June with half of May: the table's months cannot be cut.
    assert await before("2021-06-01..2021-06-15") is None
    assert await before("2021-05-16..2021-06-15") is None
