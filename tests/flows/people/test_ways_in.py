"""However an invitation reaches the bot, it lets in; what is no code costs no guess."""

import pytest

from domain.people.codes import find_codes, nearly_code
from domain.people.names import own_name
from tests.flows.conftest import ETHNIC, TAX, World

INVISIBLE = "\u200b"


@pytest.mark.parametrize(
    "text",
    [
        "Em gửi mã {code} ạ",
        "Mã mời của tôi là: {code}.",
        "ma moi {code}",
        "Chị ơi, mã là “{code}” phải không?",
        "https://t.me/tinbai_bot?start={code}",
        "t.me/tinbai_bot?start={code}",
        "Mời anh bấm https://telegram.me/tinbai_bot?start={code} để vào",
        "tg://resolve?domain=tinbai_bot&start={code}",
        "/start {code}",
        f"{INVISIBLE}{{code}}{INVISIBLE}",
        "\u2060{code}\ufeff",
        "{apart}",
    ],
)
async def test_a_code_is_found_wherever_it_stands(world: World, text: str) -> None:
    guest = world.stranger("Lan")
    code = await world.code("correspondent", TAX)
    while text == "{apart}" and (not any(map(str.isdigit, code)) or code.isdigit()):
        code = await world.code("correspondent", TAX)
    apart = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    answer = await world.say(guest, text.format(code=code, apart=apart))
    assert f"Chào mừng anh/chị vào Ban Biên tập huyện Mẫu, cộng tác viên của {TAX}" in answer


async def test_the_whole_forwarded_invitation_lets_in(world: World) -> None:
    editor, guest = await world.join("editor"), world.stranger("Lan")
    invitation = await world.say(editor, f"/moi {ETHNIC}")
    assert "Chào mừng" in await world.say(guest, f"Chuyển tiếp:\n{invitation}")


async def test_a_member_joins_a_second_unit_by_the_whole_invitation(world: World) -> None:
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(lan, "https://huyenmau.gov.vn/tin-tuc/bai-1.html")
    await world.say(lan, "/huy")
    assert "Chào mừng" in await world.say(lan, await world.say(editor, f"/moi {ETHNIC}"))
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_a_second_tap_on_the_link_says_what_one_is_already(world: World) -> None:
    guest = world.stranger("Lan")
    code = await world.code("correspondent", TAX)
    await world.say(guest, f"/start {code}")
    for text in (f"/start {code}", code, f"https://t.me/tinbai_bot?start={code}"):
        answer = await world.say(guest, text)
        assert f"Anh/chị đã là cộng tác viên của {TAX}" in answer
    # Another code for the same is not used up: it stays for somebody else.
    other = await world.code("correspondent", TAX)
    assert "Anh/chị đã là" in await world.say(guest, f"/start {other}")
    assert "Chào mừng" in await world.say(world.stranger("Minh"), other)


@pytest.mark.parametrize(("cut", "length"), [(9, 9), (8, 8)])
async def test_a_code_that_was_cut_is_told_apart_from_a_wrong_one(
    world: World, cut: int, length: int
) -> None:
    guest = world.stranger("Lan")
    code = await world.code("correspondent", TAX)
    wrong = "ABCDE23456"[:cut]
    for text in (
        wrong,
        f"/start {wrong}",
        f"Mã mời của em là: {wrong} ạ",
        f"https://t.me/tinbai_bot?start={wrong}",
    ):
        answer = await world.say(guest, text)
        assert "Mã mời có 10 ký tự" in answer
        assert f"vừa gửi {length} ký tự" in answer
    assert world.rows("SELECT count(*) FROM wrong_codes") == [0]
    assert "Chào mừng" in await world.say(guest, code)


async def test_a_list_of_codes_lets_nobody_into_a_strange_unit(world: World) -> None:
    editor, guest = await world.join("editor"), world.stranger("Lan")
    listed = await world.say(editor, "/moi tất cả")
    for user in (guest, editor):
        assert "xin gửi riêng mã của đơn vị mình" in await world.say(user, listed[-3000:])
    assert world.rows("SELECT count(*) FROM memberships") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "I have an invitation from the board",
        "xin chao anh chi",
        "Số điện thoại của tôi là 0232456777",
        "https://huyenmau.gov.vn/tin/ABCDE23456.html",
        "Trung Quang xin chào",
        "assessment",
        "XIN CHAO BAN",
        "20.6.2021 10h",
        "bai so 12 ok",
        "tháng 6 năm 2021",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert find_codes(text) == ()
    assert nearly_code(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("Em tên là Rơ Châm H’Lan ạ", "Rơ Châm H’Lan"),
        ("Họ và tên: Trần Văn Bình", "Trần Văn Bình"),
        ("PGS.TS. Nguyễn Văn B - PCT UBND huyện", "Nguyễn Văn B"),
    ],
)
async def test_somebody_new_is_asked_once_how_the_name_is_written(
    world: World, text: str, name: str
) -> None:
    lan = await world.join("correspondent", TAX, "Lan 🌸")
    assert "Tên anh/chị đang ghi là “Lan 🌸”" in world.last(lan).text
    assert f"Đã ghi tên anh/chị là {name}" in await world.say(lan, text)
    assert world.rows("SELECT name FROM people") == [name]
    await world.say(lan, "Trần Thị Mai")
    assert world.rows("SELECT name FROM people") == [name]
    answer = await world.say(lan, f"/start {await world.code('correspondent', ETHNIC)}")
    assert "Tên anh/chị đang ghi" not in answer


@pytest.mark.parametrize(
    "text",
    [
        "https://huyenmau.gov.vn/tin-tuc/bai-1.html",
        "/tinhhinh",
        "tinh hinh",
        "cảm ơn",
        "ok",
        "Tháng này đơn vị không phát sinh tin bài",
    ],
)
async def test_what_is_no_name_is_read_as_ever_and_ends_the_question(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    await world.say(lan, text)
    assert "Đã ghi tên" not in world.last(lan).text
    await world.say(lan, "Trần Thị Mai")
    assert world.rows("SELECT name FROM people") == ["Lan"]


@pytest.mark.parametrize(
    "text",
    [
        "Khai mạc hội thao toàn huyện",
        "báo cáo quý 2",
        "đơn vị nào chưa có bài",
        "Phòng Tài chính - Kế hoạch",
        "hôm qua",
        "Chào chị",
        "Lan",
        "trời hôm nay đẹp quá",
        "la mot ngay dep troi nhe",
        "Phòng Dân Tộc",
        "UBND Xã Ia Pal",
        "CÔNG AN HUYỆN",
        "Ủy Ban Nhân Dân Xã",
        "Hội Phụ Nữ",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    assert own_name(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ông Nguyễn Văn A", "Nguyễn Văn A"),
        ("Bà Phạm Thị Hoa", "Phạm Thị Hoa"),
        ("Trung tá Lê Thị Bé", "Lê Thị Bé"),
        ("Đ/c Phạm Thị Hoa", "Phạm Thị Hoa"),
        ("đồng chí Trung tá Lê Thị Bé ạ", "Lê Thị Bé"),
        ("Em là ThS. Trần Văn Bình", "Trần Văn Bình"),
        ("Phạm Thị Hoa - Trưởng phòng", "Phạm Thị Hoa"),
        ("Phạm Thị Hoa, Phòng Nội vụ", "Phạm Thị Hoa"),
        ("Nguyễn Thị Lan (0912345678)", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan 0912 345 678", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan sđt 0912345678", "Nguyễn Thị Lan"),
        ("Ông Văn Tùng", "Ông Văn Tùng"),
        ("Anh Tuấn", "Anh Tuấn"),
        ("Trường Giang", "Trường Giang"),
        ("Đoàn Thị Lan", "Đoàn Thị Lan"),
        ("TRẦN TRUNG TÂM", "TRẦN TRUNG TÂM"),
        ("Công An Huyện - Đội 1", None),
    ],
)
def test_titles_and_offices_round_a_name_are_left_out(text: str, name: str | None) -> None:
    assert own_name(text) == name


@pytest.mark.parametrize("text", ["đúng rồi", "để nguyên", "không cần sửa ạ"])
async def test_somebody_new_may_keep_the_name(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    assert "vẫn ghi là Lan" in await world.say(lan, text)
    await world.say(lan, "Trần Thị Mai")
    assert world.rows("SELECT name FROM people") == ["Lan"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("CẢM ƠN CHỊ", "không có gì"),
        ("XIN CHÀO", "chào"),
        ("OK EM", "vẫn ghi là Lan"),
        ("ĐÚNG RỒI Ạ", "vẫn ghi là Lan"),
        ("Tình Hình", "Tháng 6/2021"),
        ("GHI BÀI", "liên kết"),
        ("Hướng Dẫn", "huongdan"),
        ("KHÔNG CÓ", "tháng 6/2021"),
        ("Đăng Bài", "liên kết"),
        ("Đúng Rồi", "vẫn ghi là Lan"),
        ("mai anh đăng", "Nguyễn Thị Lan"),
    ],
)
async def test_capitals_make_no_name_of_what_is_said(world: World, text: str, answer: str) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    assert answer in await world.say(lan, text)
    assert world.rows("SELECT name FROM people") == ["Lan"]


@pytest.mark.parametrize(
    "name",
    [
        *("Y Hà", "Y Anh", "Y Nhi", "A Dũng", "A Huy", "H'Hương Niê", "Vàng Anh", "Châu Nhân"),
        *("Mai Anh Đăng", "Mai Bảo Anh", "Mai Chí Bảo", "Đặng Lâm", "Lê Ghi", "Hồ Bảo Xem"),
    ],
)
async def test_a_name_that_reads_like_talk_without_its_marks_is_stored(
    world: World, name: str
) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    assert f"Đã ghi tên anh/chị là {name}" in await world.say(lan, name)
    assert world.rows("SELECT name FROM people") == [name]


async def test_what_is_no_name_and_nothing_else_is_asked_about_once_more(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    assert "Nguyễn Thị Lan" in await world.say(lan, "cô lan bên văn phòng")
    assert "Đã ghi tên anh/chị là Phạm Thị Hoa" in await world.say(lan, "Phạm Thị Hoa")
    other = await world.join("correspondent", TAX, "Mai")
    await world.say(other, "cô mai bên văn phòng")
    assert "Tôi chưa hiểu" in await world.say(other, "cô mai bên văn phòng đó")
    await world.say(other, "Phạm Thị Mai")
    assert world.rows("SELECT name FROM people ORDER BY id") == ["Phạm Thị Hoa", "Mai"]
