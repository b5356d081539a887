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
