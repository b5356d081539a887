"""Make the pictures of the sample's report in docs/: `python -m bench.reports.pages`.

The sample appendix is imported, its companion figures are typed in the chat, the chair issues the
report on 29/7/2021, and LibreOffice and pdftoppm (poppler-utils) turn the document that the chat
sent into pages.
"""

import asyncio
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.config.loading import LoadedConfig
from bot.config.model import (
    BoardSection,
    Config,
    DatabaseSection,
    LegalBasisSection,
    SignatorySection,
)
from bot.demo.stage import MovableClock
from domain.people.records import Role
from reports.document.pdf import render_pdf
from tests.flows.local_stage import Stage, stage
from tests.reports.factory import UNCOVERED

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SIGNED = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)
SAMPLE = "appendix-2021-h1.xlsx"
CHAIR = 1
DOCS = Path(__file__).parents[2] / "docs"

BOARD = BoardSection(
    slug="huyen-mau",
    name="Ban Biên tập Cổng thông tin điện tử huyện Mẫu",
    agency="Ban Biên tập Cổng thông tin điện tử",
    parent_agency="Ủy ban nhân dân huyện Mẫu",
    place="Mẫu",
    addressees=("Ủy ban nhân dân huyện Mẫu",),
    recipients=("Như trên", "Các thành viên Ban Biên tập"),
    legal_basis=(
        LegalBasisSection(
            text="Nghị định số 43/2011/NĐ-CP ngày 13/6/2011 của Chính phủ",
            valid_from=date(2011, 8, 1),
            valid_to=date(2022, 8, 14),
        ),
        LegalBasisSection(text="Quy chế hoạt động của Ban Biên tập"),
    ),
    signatory=SignatorySection(
        post="PHÓ TRƯỞNG BAN", name="Nguyễn Văn Mẫu", on_behalf="KT. TRƯỞNG BAN"
    ),
    topics=UNCOVERED,
)
# What the chair types on the day of signing.
LINES = (
    "/solieu lượt truy cập 86.878 31/12/2020",
    "/solieu lượt truy cập 96.811 29/6/2021",
    "/solieu văn bản 213 30/6/2021",
    "/solieu chuyên mục 30/6/2021\nBầu cử đại biểu Quốc hội khóa XV\nPhòng, chống dịch COVID-19\n"
    "Chuyển đổi số",
    "/solieu trang thành phần 17/17 30/6/2021",
    "/chi ngân sách 2021 150.000.000",
    "/chi nhuận bút 46,276 triệu 25/6/2021",
    "/chi văn phòng phẩm 8.620.000 25/6/2021",
    "/ghichu 2021-H1 chỉ đạo: Ban Biên tập ban hành kế hoạch hoạt động năm 2021 và phân công "
    "thành viên phụ trách từng chuyên mục.",
    "/ghichu 2021-H1 lĩnh vực: tất cả",
    "/ghichu 2021-H1 nhiệm vụ: Tổ chức lớp tập huấn viết tin, bài cho cộng tác viên.",
)


async def prepare(running: Stage) -> None:
    """Import the sample, let the chair join and type the companion figures."""
    services = running.runtime.base.services
    board = services.boards.named(None)
    content = files("bot.demo").joinpath(SAMPLE).read_bytes()
    appendix = await services.imports.read(content, SAMPLE, None)
    await services.imports.apply_by_operator(board, appendix, running.clock())
    running.messenger.add_user(CHAIR, "Nguyễn Văn Mẫu")
    new = await services.people.invite_by_operator(board, Role.CHAIR, None, running.clock())
    await running.say(CHAIR, f"/start {new.code}")
    for line in LINES:
        await running.say(CHAIR, line)


async def document() -> bytes:
    """Return the issued report as the chat sent it."""
    with TemporaryDirectory(prefix="tinbai-pages-") as folder:
        config = LoadedConfig(
            Config(
                database=DatabaseSection(url=f"sqlite+aiosqlite:///{folder}/tinbai.db"),
                board=BOARD,
            ),
            Path(folder),
            (BOARD,),
        )
        clock = MovableClock(SIGNED.astimezone(UTC), lambda: timedelta(0))
        async with stage(config, clock) as running:
            await prepare(running)
            await running.say(CHAIR, "/banhanh 2021-H1")
            for message in await running.press(CHAIR, "Ban hành bản giấy"):
                if message.document and message.document.name.endswith(".docx"):
                    return message.document.content
    raise RuntimeError("the chat sent no document")


def main() -> None:
    """Write docs/report-page-N.png."""
    pdf = render_pdf(asyncio.run(document()), "report.docx")
    with TemporaryDirectory(prefix="tinbai-pages-") as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(pdf.content)
        command = ["pdftoppm", "-png", "-r", "80", "-gray", str(path), str(Path(folder) / "page")]
        subprocess.run(command, check=True)
        for place, page in enumerate(sorted(Path(folder).glob("page-*.png")), start=1):
            target = DOCS / f"report-page-{place}.png"
            target.write_bytes(page.read_bytes())
            sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
