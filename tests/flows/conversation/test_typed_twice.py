"""A number that is typed twice where buttons are: it does not answer what it asked for."""

import pytest

from tests.flows.conftest import World

pytestmark = pytest.mark.only("telegram", "web", why="tests/bot/channels/zalo has Zalo's lists")


@pytest.mark.parametrize(
    ("command", "number", "form"),
    [
        ("/solieu", "1", "01"),
        ("/ghichu nhiệm vụ", "1", ""),
        ("/banhanh 2021-H1", "1", "01"),
        ("/banhanh 2021-H1", "2", "ngày 2"),
        ("/caidat địa danh", "1", ""),
    ],
)
async def test_a_number_that_chose_a_question_is_not_its_answer(
    world: World, command: str, number: str, form: str
) -> None:
    await world.load_sample()
    chair = await world.join("chair")
    await world.say(chair, command)
    await world.say(chair, number)
    answer = await world.say(chair, number)
    assert f"Danh sách có số {number} đã được chọn rồi" in answer
    assert answer.endswith(f"xin gửi {form}.") is bool(form)
    assert world.rows("SELECT count(*) FROM dialogues") == [1]
    for stored in ("figure_entries", "report_notes", "issue_choices", "board_settings"):
        assert world.rows(f"SELECT count(*) FROM {stored}") == [0]  # noqa: S608 - one of the above


async def test_a_button_is_no_typed_number(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/solieu")
    await world.press(chair, "Lượt truy cập")
    await world.say(chair, "1")
    assert world.rows("SELECT amount FROM figure_entries") == [1]
