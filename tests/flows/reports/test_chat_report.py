"""The sample's whole report entered by a chair in chat alone, and every fact of it read again."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Docx

from bot.config.model import BoardSection
from domain.people.records import Role
from tests.flows.conftest import SAMPLE, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage
from tests.reports.factory import SECTIONS, UNCOVERED

# Nothing but what `tinbai init` writes: the chair has no access to the server.
BOARD = BoardSection(slug="huyen-mau")
SIGNING = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)
LINES = (
    "/caidat tên ban: Ban Biên tập Cổng thông tin điện tử huyện Mẫu",
    "/caidat cơ quan chủ quản: Ủy ban nhân dân huyện Mẫu",
    "/caidat cơ quan ban hành: Ban Biên tập Cổng thông tin điện tử",
    "/caidat địa danh: Mẫu",
    "/caidat ký hiệu: BC-BBT",
    "/caidat người ký: Trưởng ban | Trần Văn Bình\nPhó Trưởng ban | Nguyễn Văn Mẫu",
    "/caidat kính gửi: Ủy ban nhân dân huyện Mẫu",
    "/caidat nơi nhận: Như trên; Các thành viên Ban Biên tập; Lưu: VT, BBT",
    "/caidat căn cứ: Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016 | từ 1/7/2018\n"
    "Quyết định cũ của huyện | đến 31/12/2019",
    f"/caidat chuyên mục: {'; '.join(UNCOVERED)}",
    "/solieu lượt truy cập 86.878 31/12/2020",
    "/solieu lượt truy cập 96.811 29/6/2021",
    "/solieu văn bản 213 30/6/2021",
    "/solieu chuyên mục 30/6/2021\n" + "\n".join(SECTIONS),
    "/solieu trang thành phần 17/17 30/6/2021",
    "/chi ngân sách 2021 150.000.000",
    "/chi nhuận bút 46.276.000 25/6/2021",
    "/ghichu 2021-H1 chỉ đạo: Ban Biên tập ban hành kế hoạch hoạt động năm 2021.",
    "/ghichu 2021-H1 nhiệm vụ: Tổ chức lớp tập huấn viết tin, bài cho cộng tác viên.",
    "/ghichu 2021-H1 lĩnh vực: tất cả",
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An empty board on the day before signing, its chair alone in it."""
    async with stage(loaded(tmp_path, BOARD), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.at(SIGNING)
        yield found


async def enter(world: World, chair: int) -> None:
    """Send the older table as a file and type everything else."""
    if world.channel == "zalo":
        # Zalo hands a bot no files: there the table comes by another channel.
        await world.load_sample()
    else:
        await world.send_file(chair, SAMPLE.name, SAMPLE.read_bytes())
        assert "Đã nhập" in await world.press(chair, "Nhập bảng này")
    for line in LINES:
        answer = await world.say(chair, line)
        assert "Không" not in answer.splitlines()[0], answer
    late = await world.say(chair, "/chi văn phòng phẩm 8.620.000")
    assert "Tính vào báo cáo 6 tháng cuối năm 2021." in late
    assert "đã hết kỳ ngày 30/6/2021" in late
    moved = await world.press(chair, "Tính vào 6 tháng đầu năm 2021, ngày 30/6/2021")
    assert "ngày 30/6/2021" in moved
    assert "Tính vào báo cáo 6 tháng đầu năm 2021." in moved


def body(document: Docx) -> list[str]:
    """Return the paragraphs outside tables that say something."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


async def test_a_chair_enters_and_issues_the_whole_report_in_chat(world: World) -> None:
    chair = world.stranger("Nguyễn Văn Mẫu")
    board = world.services.boards.named("huyen-mau")
    new = await world.services.people.invite_by_operator(
        board, Role.CHAIR, None, world.stage.clock()
    )
    await world.say(chair, f"/start {new.code}")
    await enter(world, chair)
    card = await world.say(chair, "/banhanh 2021-H1 số 05 ngày 28/7/2021 người ký Nguyễn Văn Mẫu")
    assert "05/BC-BBT, ngày 28/7/2021" in card
    assert "KT. TRƯỞNG BAN, Phó Trưởng ban Nguyễn Văn Mẫu" in card
    assert world.labels(chair)[-2:] == ["Ban hành bản giấy", "Ban hành bản điện tử"]
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    messages = list(await world.stage.press(chair, "Ban hành bản giấy"))
    assert "Đã ban hành Báo cáo số 05/BC-BBT ngày 28/7/2021" in messages[0].text
    [content] = [
        message.document.content
        for message in messages
        if message.document is not None and message.document.name.endswith(".docx")
    ]
    document = Document(BytesIO(content))
    paragraphs = body(document)
    tables = document.tables
    head = "\n".join(cell.text for row in tables[0].rows for cell in row.cells)
    whole = "\n".join(paragraphs)
    assert "ỦY BAN NHÂN DÂN HUYỆN MẪU" in head
    assert "Số: 05/BC-BBT" in head
    assert "Mẫu, ngày 28 tháng 7 năm 2021" in head.replace("\n", " ")
    for fact in (
        "Kết quả hoạt động của Ban Biên tập Cổng thông tin điện tử huyện Mẫu 6 tháng đầu năm 2021 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2021",
        "Kính gửi: Ủy ban nhân dân huyện Mẫu.",
        "Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016.",
        "Ban Biên tập ban hành kế hoạch hoạt động năm 2021.",
        "242 tin, bài",
        "Các đơn vị thuộc Ban Biên tập: 204 tin, bài.",
        "Các đơn vị cộng tác gửi tin bài: 38 tin, bài.",
        "9.933 lượt trong kỳ",
        "96.811 lượt (tính đến ngày 29/6/2021)",
        "213 văn bản",
        "03 chuyên mục: " + "; ".join(SECTIONS),
        "17/17 xã, thị trấn",
        "năm 2021: 150.000.000 đồng",
        "54.896.000 đồng",
        "nhuận bút 46.276.000 đồng",
        "văn phòng phẩm 8.620.000 đồng",
        "còn lại: 95.104.000 đồng",
        "20/25 đơn vị có tin, bài",
        "05 đơn vị chưa có tin, bài",
        "16 lĩnh vực chưa được phản ánh: " + "; ".join(UNCOVERED),
        "Tổ chức lớp tập huấn viết tin, bài cho cộng tác viên.",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2021",
        "(Kèm theo Báo cáo số 05/BC-BBT ngày 28 tháng 7 năm 2021",
    ):
        assert whole.count(fact) == 1, fact
    for never in ("Quyết định cũ", "cộng tác viên cho", "bảng tổng hợp", "chưa có người phụ trách"):
        assert never not in whole
    signature = "\n".join(
        cell.text for table in tables[1:-1] for row in table.rows for cell in row.cells
    )
    lines = [line for line in signature.splitlines() if line.strip()]
    place = lines.index("KT. TRƯỞNG BAN")
    assert lines[place + 1] == "PHÓ TRƯỞNG BAN"
    assert "Nguyễn Văn Mẫu" in lines[place:]
    assert "- Lưu: VT, BBT." in lines
    rows = [[cell.text for cell in row.cells] for row in tables[-1].rows]
    assert rows[-1][-7:] == ["34", "37", "52", "58", "56", "5", "242"]
    silent = [row[1] for row in rows if re.fullmatch(r"\d+", row[0]) and not row[-1].strip("0")]
    weakness = next(line for line in paragraphs if "05 đơn vị chưa có tin, bài" in line)
    assert len(silent) == 5
    assert all(name in weakness for name in silent)
