"""Updates that are handled a second time, as after a crash between the effect and its record."""

from tests.flows.conftest import TAX, World

LINE = "/nop https://a.vn/1 | Khai mạc hội thao | 14/6"


async def again(world: World, user: int) -> str:
    """Have the person's newest update handled once more; return the new answer."""
    before = len(_from_bot(world, user))
    base = world.stage.runtime.base
    await base.database.write(_unfinish)
    # Whatever comes next wakes the loop; the update is before it in the chat.
    await world.say(user, "/huongdan")
    return _from_bot(world, user)[before]


def _from_bot(world: World, user: int) -> list[str]:
    return [message.text for message in world.messenger.messages(user) if message.from_bot]


async def _unfinish(tx: object) -> None:
    from sqlalchemy import text

    await tx.execute(  # type: ignore[attr-defined]
        text(
            "UPDATE inbox SET state = 'pending', attempts = 1"
            " WHERE id = (SELECT max(id) FROM inbox)"
        )
    )


async def test_an_answer_handled_again_is_told_again_and_changes_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "Bế mạc hội thao")
    assert "Đã sửa tiêu đề của bài #1" in await again(world, lan)
    assert world.rows("SELECT count(*) FROM audit_entries WHERE action = 'edit'") == [1]


async def test_an_undo_handled_again_takes_nothing_more_back(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE)
    await world.say(lan, "/undo")
    assert "Đã rút bài #1" in await again(world, lan)
    assert world.rows("SELECT count(*) FROM audit_entries WHERE action = 'undo'") == [1]
