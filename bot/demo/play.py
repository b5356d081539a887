"""The main job, played through the real handlers and printed as a conversation."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.documents.report import write_beside
from bot.demo.people import CHAIR, EDITOR, LAN, PLAYERS, STRANGER, Player
from bot.demo.printing import Printer
from bot.demo.stage import Stage
from domain.language import Translator
from domain.people.records import Role
from storage.conversation.web_messages import WebMessage

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2021, 6, 15, 9, 0, tzinfo=ZONE)
REMINDER = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
REPORT = datetime(2021, 6, 30, 16, 0, tzinfo=ZONE)
SAMPLE = "appendix-2021-h1.xlsx"
LINK = "https://trang.huyenmau.gov.vn/tin-tuc/cong-khai-du-toan-quy-ii.html"
ARTICLE = f"{LINK} | Công khai dự toán ngân sách quý II năm 2021 | 14/6 | Dự án đầu tư"
SECOND_LINK = "https://trang.huyenmau.gov.vn/tin-tuc/tap-huan-quan-ly-tai-san-cong.html"


async def play(_: Translator, stage: Stage, printer: Printer, output: Path) -> list[Path]:
    """Play everything from the import to the report; return the files the chair received."""
    await _import(_, stage, printer)
    printer.heading(_("Vào ban bằng mã mời"))
    for player in PLAYERS:
        stage.personas.add_user(player.user_id, player.called(_), _.language)
        if player.user_id not in {LAN, STRANGER}:
            await _join_by_operator(stage, player)
    await _join(_, stage, printer)
    printer.heading(_("Ghi tin, bài"))
    await _log(_, stage, printer)
    printer.heading(_("Nhắc các đơn vị chưa có tin, bài"))
    await _remind(_, stage, printer)
    printer.heading(_("Báo cáo 6 tháng đầu năm 2021"))
    return await _report(_, stage, printer, output)


async def _import(_: Translator, stage: Stage, printer: Printer) -> None:
    services = stage.runtime.base.services
    board = services.boards.named(None)
    content = files("bot.demo").joinpath(SAMPLE).read_bytes()
    appendix = await services.imports.read(content, SAMPLE, None)
    done = await services.imports.apply_by_operator(board, appendix, stage.clock())
    printer.heading(f"tinbai import {SAMPLE}")
    text = _(
        "{units} đơn vị trong {groups} nhóm, tổng {total} tin, bài từ tháng 1 đến tháng 6/2021."
    )
    counts = {"units": len(done.new_units), "groups": len(done.groups), "total": appendix.total}
    printer.note(text.format(**counts))


async def _join_by_operator(stage: Stage, player: Player) -> None:
    """Let a person of the cast join with a code that the operator made."""
    services = stage.runtime.base.services
    board = services.boards.named(None)
    unit_id = (await services.units.named(board, player.unit)).id if player.unit else None
    new = await services.people.invite_by_operator(board, Role(player.role), unit_id, stage.clock())
    await stage.say(player.user_id, f"/start {new.code}")


async def _join(_: Translator, stage: Stage, printer: Printer) -> None:
    """Let the editor invite a correspondent in chat, who joins with the bare code."""
    await _say(stage, printer, STRANGER, _("Xin chào"))
    answers = await _say(stage, printer, EDITOR, _("/moi Phòng Tài chính - Kế hoạch"))
    code = answers[-1].text.splitlines()[1].strip()
    await _say(stage, printer, LAN, code)


async def _log(_: Translator, stage: Stage, printer: Printer) -> None:
    await _say(stage, printer, LAN, _("/nop {article}").format(article=ARTICLE))
    await _say(stage, printer, LAN, SECOND_LINK)
    await _say(stage, printer, LAN, "Tập huấn quản lý, sử dụng tài sản công")
    await _say(stage, printer, LAN, _("hôm qua"))
    await _press(stage, printer, LAN, _("Sửa chuyên mục"))
    await _say(stage, printer, LAN, "Cải cách hành chính - Chuyển đổi số")
    await _press(stage, printer, LAN, _("Ghi nhận"))
    await _say(stage, printer, LAN, _("/tinhhinh"))


async def _remind(_: Translator, stage: Stage, printer: Printer) -> None:
    before = {p.user_id: len(await stage.personas.messages(p.user_id)) for p in PLAYERS}
    printer.note(
        _("Ngày nhắc 20/6/2021 là Chủ nhật, nên đồng hồ chuyển đến 8 giờ thứ Hai 21/6/2021.")
    )
    await stage.move_clock(REMINDER)
    for player in PLAYERS:
        new = (await stage.personas.messages(player.user_id))[before[player.user_id] :]
        if new:
            printer.answers(player, new)
        elif player.role == "correspondent":
            text = _("{name} ({unit}) không bị nhắc.")
            printer.note(text.format(name=player.name, unit=player.unit))


async def _report(_: Translator, stage: Stage, printer: Printer, output: Path) -> list[Path]:
    printer.note(_("Đồng hồ chuyển đến 16 giờ ngày 30/6/2021."))
    await stage.move_clock(REPORT)
    answers = await _say(stage, printer, CHAIR, _("/baocao 2021-H1"))
    saved = []
    for message in answers:
        file = await stage.personas.file(message)
        if file is not None and file.kind == "document":
            path = output / file.name
            await asyncio.to_thread(write_beside, path, file.content)
            saved.append(path)
    return saved


async def _say(stage: Stage, printer: Printer, user_id: int, text: str) -> Sequence[WebMessage]:
    printer.said(_player(user_id), text, stage.clock().astimezone(ZONE))
    answers = await stage.say(user_id, text)
    printer.answers(_player(user_id), answers)
    return answers


async def _press(stage: Stage, printer: Printer, user_id: int, label: str) -> None:
    printer.pressed(_player(user_id), label, stage.clock().astimezone(ZONE))
    printer.answers(_player(user_id), await stage.press(user_id, label))


def _player(user_id: int) -> Player:
    return next(player for player in PLAYERS if player.user_id == user_id)
