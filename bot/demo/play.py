"""The main job, played through the real handlers and printed as a conversation."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.web.request import LocalMessage
from bot.commands.documents.report import write_beside
from bot.demo.people import CHAIR, EDITOR, LAN, PLAYERS, STRANGER, Player
from bot.demo.printing import Printer
from bot.demo.stage import Stage
from domain.people.records import Role

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2021, 6, 15, 9, 0, tzinfo=ZONE)
REMINDER = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
REPORT = datetime(2021, 6, 30, 16, 0, tzinfo=ZONE)
SAMPLE = "appendix-2021-h1.xlsx"
LINK = "https://trang.huyenmau.gov.vn/tin-tuc/cong-khai-du-toan-quy-ii.html"
SECOND_LINK = "https://trang.huyenmau.gov.vn/tin-tuc/tap-huan-quan-ly-tai-san-cong.html"


async def play(stage: Stage, printer: Printer, output: Path) -> list[Path]:
    """Play everything from the import to the report; return the files the chair received."""
    await _import(stage, printer)
    printer.heading("Vào ban bằng mã mời")
    for player in PLAYERS:
        stage.messenger.add_user(player.user_id, player.name)
        if player.user_id not in {LAN, STRANGER}:
            await _join_by_operator(stage, player)
    await _join(stage, printer)
    printer.heading("Ghi tin, bài")
    await _log(stage, printer)
    printer.heading("Nhắc các đơn vị chưa có tin, bài")
    await _remind(stage, printer)
    printer.heading("Báo cáo 6 tháng đầu năm 2021")
    return await _report(stage, printer, output)


async def _import(stage: Stage, printer: Printer) -> None:
    services = stage.runtime.base.services
    board = services.boards.named(None)
    content = files("bot.demo").joinpath(SAMPLE).read_bytes()
    appendix = await services.imports.read(content, SAMPLE, None)
    done = await services.imports.apply_by_operator(board, appendix, stage.clock())
    printer.heading(f"tinbai import {SAMPLE}")
    printer.note(
        f"{len(done.new_units)} đơn vị trong {len(done.groups)} nhóm, tổng {appendix.total} "
        "tin, bài từ tháng 1 đến tháng 6/2021."
    )


async def _join_by_operator(stage: Stage, player: Player) -> None:
    """Let a person of the cast join with a code that the operator made."""
    services = stage.runtime.base.services
    board = services.boards.named(None)
    unit_id = (await services.units.named(board, player.unit)).id if player.unit else None
    new = await services.people.invite_by_operator(board, Role(player.role), unit_id, stage.clock())
    await stage.say(player.user_id, f"/start {new.code}")


async def _join(stage: Stage, printer: Printer) -> None:
    """Let the editor invite a correspondent in chat, who joins with the bare code."""
    await _say(stage, printer, STRANGER, "Xin chào")
    answers = await _say(stage, printer, EDITOR, "/moi Phòng Tài chính - Kế hoạch")
    code = answers[-1].text.splitlines()[1].strip()
    await _say(stage, printer, LAN, code)


async def _log(stage: Stage, printer: Printer) -> None:
    await _say(
        stage,
        printer,
        LAN,
        f"/nop {LINK} | Công khai dự toán ngân sách quý II năm 2021 | 14/6 | Dự án đầu tư",
    )
    await _say(stage, printer, LAN, SECOND_LINK)
    await _say(stage, printer, LAN, "Tập huấn quản lý, sử dụng tài sản công")
    await _say(stage, printer, LAN, "hôm qua")
    await _press(stage, printer, LAN, "Cải cách hành chính - Chuyển đổi số")
    await _press(stage, printer, LAN, "Ghi nhận")
    await _say(stage, printer, LAN, "/tinhhinh")


async def _remind(stage: Stage, printer: Printer) -> None:
    before = {p.user_id: len(stage.messenger.messages(p.user_id)) for p in PLAYERS}
    printer.note("Ngày nhắc 20/6/2021 là Chủ nhật, nên đồng hồ chuyển đến 8 giờ thứ Hai 21/6/2021.")
    await stage.move_clock(REMINDER)
    for player in PLAYERS:
        new = stage.messenger.messages(player.user_id)[before[player.user_id] :]
        if new:
            printer.answers(player, new)
        elif player.role == "correspondent":
            printer.note(f"{player.name} ({player.unit}) không bị nhắc.")


async def _report(stage: Stage, printer: Printer, output: Path) -> list[Path]:
    printer.note("Đồng hồ chuyển đến 16 giờ ngày 30/6/2021.")
    await stage.move_clock(REPORT)
    answers = await _say(stage, printer, CHAIR, "/baocao 2021-H1")
    saved = []
    for message in answers:
        file = message.document
        if file is not None:
            path = output / file.name
            await asyncio.to_thread(write_beside, path, file.content)
            saved.append(path)
    return saved


async def _say(stage: Stage, printer: Printer, user_id: int, text: str) -> Sequence[LocalMessage]:
    printer.said(_player(user_id), text, stage.clock().astimezone(ZONE))
    answers = await stage.say(user_id, text)
    printer.answers(_player(user_id), answers)
    return answers


async def _press(stage: Stage, printer: Printer, user_id: int, label: str) -> None:
    printer.pressed(_player(user_id), label, stage.clock().astimezone(ZONE))
    printer.answers(_player(user_id), await stage.press(user_id, label))


def _player(user_id: int) -> Player:
    return next(player for player in PLAYERS if player.user_id == user_id)
