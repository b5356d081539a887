"""The settings a board keeps itself, in chat and on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.flows.conftest import TAX, World

KEPT = "SELECT key, value FROM board_settings ORDER BY id"


async def test_settings_are_listed_and_changed_on_one_line(world: World) -> None:
    editor = await world.join("editor")
    listed = await world.say(editor, "/caidat")
    assert "Địa danh: Xã Mẫu" in listed
    assert "Người ký: TRƯỞNG BAN | Trần Văn Bình" in listed
    answer = await world.say(editor, "/caidat địa danh: Chư Păh")
    assert "Đã đổi Địa danh. Trước đó: Xã Mẫu" in answer
    assert "Chư Păh" in answer
    assert "Địa danh: Chư Păh" in await world.say(editor, "/settings")
    assert [(key, json.loads(value)) for key, value in world.rows(KEPT)] == [("place", "Chư Păh")]
    assert "Đã đổi" in await world.say(editor, "/caidat place: mặc định")
    assert "Đang theo config.toml" in await world.say(editor, "/caidat địa danh")


async def test_a_list_is_kept_entry_by_entry_and_by_buttons(world: World) -> None:
    chair = await world.join("chair")
    answer = await world.say(chair, "/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn Mẫu")
    assert "1. TRƯỞNG BAN | Trần Văn Bình" in answer
    assert "2. Phó Trưởng ban | Nguyễn Văn Mẫu | KT. TRƯỞNG BAN" in answer
    assert "Không rõ mục nào" in await world.say(chair, "/caidat bỏ người ký Lan")
    assert "không có mục 9" in await world.say(chair, "/caidat bỏ người ký 9")
    answer = await world.say(chair, "/caidat bỏ người ký 1")
    assert "1. Phó Trưởng ban" in answer
    answer = await world.press(chair, "Trả về giá trị trước")
    assert "1. TRƯỞNG BAN | Trần Văn Bình" in answer
    await world.say(chair, "/caidat nơi nhận")
    await world.press(chair, "Thêm")
    assert "3. Lưu: VT, BBT" in await world.say(chair, "Lưu: VT, BBT")
    history = await world.press(chair, "Các lần đổi")
    assert "Như trên; Các thành viên Ban Biên tập; Lưu: VT, BBT" in history


async def test_an_answer_is_the_value_of_one_setting(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/caidat địa danh")
    await world.press(chair, "Đổi")
    assert "mỗi mục trong một tin" in await world.say(chair, "Chư Păh\nký hiệu: BC-BBT")
    assert world.rows(KEPT) == []
    assert "Trước đó: Xã Mẫu" in await world.say(chair, "Địa danh: Chư Păh")
    assert [(key, json.loads(value)) for key, value in world.rows(KEPT)] == [("place", "Chư Păh")]


@pytest.mark.parametrize(
    ("kept", "line", "left"),
    [
        ("chuyên mục: Y tế; Giáo dục", "bỏ chuyên mục y te", ["Giáo dục"]),
        ("chuyên mục: Y tế; Bảo hiểm y tế", "bỏ chuyên mục: Y tế.", ["Bảo hiểm y tế"]),
        ("chuyên mục: Y tế; Bảo hiểm y tế", "bỏ chuyên mục 2", ["Y tế"]),
        ("nơi nhận: Như trên; Các thành viên", "bỏ nơi nhận các thành viên", ["Như trên"]),
    ],
)
async def test_an_entry_is_taken_out_by_its_whole_name(
    world: World, kept: str, line: str, left: list[str]
) -> None:
    chair = await world.join("chair")
    await world.say(chair, f"/caidat {kept}")
    assert "Đã đổi" in await world.say(chair, f"/caidat {line}")
    assert [json.loads(value) for _key, value in world.rows(KEPT)][1:] == [left]


@pytest.mark.parametrize(
    ("kept", "line", "sentence"),
    [
        ("chuyên mục: Y tế; Giáo dục", "bỏ chuyên mục tế",
         "“tế” có thể là 1. Y tế; xin gửi số của mục, như"),
        ("chuyên mục: Bảo hiểm y tế; Giáo dục", "bỏ chuyên mục: Y tế", "1. Bảo hiểm y tế"),
        ("chuyên mục: Y tế; Giáo dục", "bỏ chuyên mục áo", "Không rõ mục nào"),
        ("nơi nhận: Như trên; Các thành viên; Các xã", "bỏ nơi nhận các",
         "2. Các thành viên; 3. Các xã"),
        ("người ký: Trưởng ban | Trần Văn Bình", "bỏ người ký An", "Không rõ mục nào"),
        ("người ký: Trưởng ban | Trần Văn Bình", "bỏ người ký Bình",
         "1. Trưởng ban | Trần Văn Bình"),
        ("người ký: Phó ban | Trần A; Phó ban | Lê B", "bỏ người ký Phó ban",
         "; 2. Phó ban | Lê B"),
    ],
)  # fmt: skip
async def test_an_entry_that_is_named_in_part_is_asked_about(
    world: World, kept: str, line: str, sentence: str
) -> None:
    chair = await world.join("chair")
    await world.say(chair, f"/caidat {kept}")
    assert sentence in await world.say(chair, f"/caidat {line}")
    assert world.rows("SELECT count(*) FROM board_settings") == [1]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("bỏ người ký Trưởng ban", "Lê Thị Cúc"),
        ("bỏ người ký Lê Thị Cúc", "Trần Văn Bình"),
        ("bỏ người ký Phó Trưởng ban | Lê Thị Cúc", "Trần Văn Bình"),
        ("bỏ người ký: phó trưởng ban", "Trần Văn Bình"),
    ],
)
async def test_a_signer_is_taken_out_by_a_whole_field(world: World, line: str, left: str) -> None:
    chair = await world.join("chair")
    signers = "Trưởng ban | Trần Văn Bình; Phó Trưởng ban | Lê Thị Cúc"
    await world.say(chair, f"/caidat người ký: {signers}")
    await world.say(chair, f"/caidat {line}")
    assert [each["name"] for each in json.loads(world.rows(KEPT)[-1][1])] == [left]


async def test_what_changes_nothing_is_no_change_to_take_back(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/caidat địa danh: A")
    await world.say(chair, "/caidat địa danh: B")
    assert "không có gì thay đổi" in await world.say(chair, "/caidat địa danh: B")
    assert "không có gì thay đổi" in await world.say(chair, "/caidat địa danh = B")
    assert len(world.rows(KEPT)) == 2
    assert world.rows("SELECT count(*) FROM audit_entries WHERE action = 'set'") == [2]
    for place in ("A", "B", "A"):
        await world.say(chair, "/caidat địa danh trả lại")
        assert json.loads(world.rows(KEPT)[-1][1]) == place
    # What is set to the same as config.toml's says nothing else either.
    await world.say(chair, "/caidat ký hiệu: BC-X")
    await world.say(chair, "/caidat ký hiệu: mặc định")
    own = (await world.say(chair, "/caidat ký hiệu")).splitlines()[1]
    await world.say(chair, f"/caidat ký hiệu: {own}")
    await world.say(chair, "/caidat ký hiệu trả lại")
    assert json.loads(world.rows(KEPT)[-1][1]) == "BC-X"


async def test_topics_set_in_chat_are_those_of_articles_and_stay(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/caidat chuyên mục: Tôn giáo; Y tế")
    assert world.rows("SELECT name FROM topics WHERE active ORDER BY position") == [
        "Tôn giáo",
        "Y tế",
    ]
    board = world.services.boards.named("huyen-mau")
    assert [topic.name for topic in board.topics] == ["Tôn giáo", "Y tế"]
    await world.say(chair, "/caidat chuyên mục: mặc định")
    assert len(world.services.boards.named("huyen-mau").topics) == 4


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/caidat màu sắc: đỏ", "Không có mục cài đặt “màu sắc”"),
        ("/caidat địa dnh: Chư Păh", "Có phải là “Địa danh”?"),
        ("/caidat period_rule: nd09", "sửa trong config.toml"),
        ("/caidat địa danh:", "đang trống"),
        ("/caidat địa danh: " + "x" * 301, "dài 301 ký tự"),
        ("/caidat ký hiệu: BC BBT", "không phải là ký hiệu"),
        ("/caidat người ký: Trưởng ban", "Chưa rõ chức vụ và họ tên"),
        ("/caidat nơi nhận: A; B; a", "có hai lần"),
        ("/caidat căn cứ: Luật A | khi nào đó", "Không đọc được thời hạn"),
        ("/caidat căn cứ: Luật A | đến 31/2/2021", "không đọc được"),
        ("/caidat trích yếu: Báo cáo {{ perod }}", "Có phải là “period”?"),
        ("/caidat trích yếu: Báo cáo {{ period", "chưa đóng"),
        ("/caidat giờ yên lặng: đêm", "không phải là khoảng giờ"),
        ("/caidat địa danh: Chư Păh\nký hiệu: BC-BBT\nnơi nhận: Như trên", "mỗi mục trong một tin"),
        ("/caidat địa danh Chư Păh\nký hiệu BC-BBT", "mỗi mục trong một tin"),
        ("/caidat thêm địa danh: A", "Đã đổi Địa danh"),
    ],
)
async def test_a_wrong_setting_is_answered_with_one_sentence(
    world: World, line: str, sentence: str
) -> None:
    editor = await world.join("editor")
    assert sentence in await world.say(editor, line)
    stored = world.rows("SELECT count(*) FROM board_settings")
    assert stored == ([1] if "Đã đổi" in sentence else [0])


async def test_a_correspondent_keeps_no_settings(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "không có quyền" in await world.say(lan, "/caidat địa danh: Chư Păh")
    assert world.rows("SELECT count(*) FROM board_settings") == [0]


def test_the_operator_sets_and_sees_settings_and_check_names_them(tmp_path: Path) -> None:
    from bot.cli import app

    config = tmp_path / "config.toml"
    config.write_text('[board]\nslug = "mau"\nplace = "Xã Mẫu"\n', encoding="utf-8")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--config", str(config)])
        return result.output

    assert run("board", "set", "place", "Chư Păh") == "place = Chư Păh\n"
    assert "recipients = A; B" in run("board", "set", "recipients", "A; B")
    assert "Trần Văn B" in run("board", "set", "signatory.name", "Trần Văn B")
    assert "place = Chư Păh (đã đổi, không theo config.toml)" in run("board", "show")
    assert "place, recipients, signers" in run("check")
    run("board", "set", "place", "default")
    assert "recipients, signers" in run("check")
    assert "place = Xã Mẫu\n" in run("board", "show")
    assert "sửa trong config.toml" in run("board", "set", "template", "x")
    assert "Có phải là" in run("board", "set", "plac", "x")
