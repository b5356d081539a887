"""`tinbai check`: what works, what does not, and what to do about each fault."""

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Foundation, overview
from bot.channels.configured import TELEGRAM, switched_on
from bot.channels.outbound import Refused, SendError, Unreachable
from bot.channels.telegram.transport import outbox_client, send_raw
from bot.commands.progress import need_database
from bot.commands.running.check_boards import check_example, check_rule, check_strangers
from bot.commands.running.check_files import check_boards_dir, check_modes
from bot.commands.running.check_listening import check_listening
from bot.commands.running.check_portal import check_portal
from bot.commands.running.check_webhooks import check_webhook
from bot.commands.running.check_zalo import check_zalo
from bot.commands.running.findings import Findings
from bot.config.loading import load
from bot.failures import no_channel, sentence
from bot.terminal import operator_translator
from bot.version import program_version
from domain.boards import Board
from domain.dates import format_date
from domain.errors import Conflict, DomainError
from domain.language import Translator
from handlers.reasons import system_reason
from services.reports import rendering
from storage.engine.database import Database, DatabaseError, database_place
from storage.engine.opening import ours_to_write

# A tick comes every half minute, a backup every night.
LATE_TICK = timedelta(minutes=3)
OLD_BACKUP = timedelta(days=2)


async def check(config: Path | None, as_json: bool = False) -> int:
    """Check every part in turn, writing nothing; exit code 1 when any has a fault."""
    _ = operator_translator()
    findings = Findings(as_json)
    loaded = load(config)
    findings.note(f"tinbai {program_version()}")
    where = loaded.path.absolute() if loaded.path is not None else _("biến môi trường")
    findings.good(_("Cấu hình đọc được: {path}").format(path=where))
    if loaded.secrets_file is not None:
        findings.good(_("Tệp bí mật đọc được: {path}").format(path=loaded.secrets_file.absolute()))
    if not switched_on(loaded.config):
        findings.bad(no_channel(_))
    database = Database(loaded.database_url).path
    try:
        need_database(loaded)
    except DomainError as error:
        findings.bad(sentence(error)[0])
    else:
        try:
            await asyncio.to_thread(ours_to_write, database)
            async with overview(loaded) as (base, current):
                await _check_parts(_, base, current, findings)
        except (DomainError, DatabaseError) as error:
            if not as_json:
                raise
            text, code = sentence(error)
            findings.bad(text)
            findings.end()
            return code
    await asyncio.to_thread(check_listening, _, loaded, findings)
    await asyncio.to_thread(check_boards_dir, _, loaded, findings)
    await asyncio.to_thread(check_modes, _, loaded, database, findings)
    findings.end()
    return 1 if findings.failed else 0


async def _check_parts(_: Translator, base: Foundation, current: bool, findings: Findings) -> None:
    place = database_place(base.database)
    if current:
        findings.good(_("Cơ sở dữ liệu đúng phiên bản: {place}").format(place=place))
        await _check_inbox(_, base, findings)
    else:
        text = _("Cơ sở dữ liệu {place} chưa ở phiên bản này; tinbai run sẽ nâng cấp.")
        findings.note(text.format(place=place))
    await _check_telegram(_, base, findings)
    await check_zalo(_, base, findings, quota=current)
    await _check_operator_chat(_, base, findings)
    if current:
        await check_strangers(_, base, findings)
    for board, section in zip(base.services.boards, base.config.boards, strict=True):
        findings.note(f"{board.name} ({board.slug})")
        check_rule(_, section, findings)
        # What the board set itself counts; a database that is not there yet has nothing of it.
        kept = await base.services.boards.current(board) if current else board
        check_example(_, kept, findings)
        if current and not await base.services.people.has_chair(board):
            findings.bad(
                _("Ban chưa có trưởng ban; chạy: tinbai invite --role chair --board {slug}").format(
                    slug=board.slug
                )
            )
        if current:
            await _check_settings(_, base, board, findings)
        await check_portal(_, board, findings)
        await _check_template(_, Path(board.template) if board.template else None, findings)
    _check_schedule(_, base, findings, base.clock())
    if current:
        await _check_tick(_, base, findings, base.clock())
        await _check_reminders(_, base, findings, base.clock())
    await _check_backups(_, base, findings, base.clock())


async def _check_settings(
    _: Translator, base: Foundation, board: Board, findings: Findings
) -> None:
    left = await base.services.settings.left_config(board)
    if left:
        text = _(
            "Các mục này ban đã đổi, không còn theo config.toml: {keys}; xem: tinbai board show"
        )
        findings.note(text.format(keys=", ".join(left)))


async def _check_inbox(_: Translator, base: Foundation, findings: Findings) -> None:
    dead = (await base.services.inbox.counts()).get("dead", 0)
    if dead:
        text = _("{count} tin nhắn đến không xử lý được; xem: tinbai inbox show")
        findings.bad(text.format(count=dead))
    else:
        findings.good(_("Hộp thư đến không có tin nhắn hỏng."))


async def _check_telegram(_: Translator, base: Foundation, findings: Findings) -> None:
    section = base.config.config.telegram
    token = section.token.get_secret_value()
    if not token:
        findings.note(_("Telegram đang tắt (telegram.token trống)."))
        return
    async with outbox_client(section.proxy) as client:
        try:
            me = await send_raw(client, section.api_url, token, "getMe", {})
            hook = await send_raw(client, section.api_url, token, "getWebhookInfo", {})
        except SendError as error:
            text = _("Không gọi được Telegram ({reason}); kiểm tra mạng, proxy và token.")
            findings.bad(text.format(reason=type(error).__name__))
            return
    findings.good(_("Telegram: @{name}.").format(name=me["username"]))
    public_url = base.config.config.web.public_url.rstrip("/")
    own = f"{public_url}/{TELEGRAM}/" if public_url else ""
    check_webhook(_, findings, "Telegram", section.mode, str(hook.get("url") or ""), own)


async def _check_operator_chat(_: Translator, base: Foundation, findings: Findings) -> None:
    config = base.config.config
    channel, _colon, chat_id = config.operator_chat.partition(":")
    if not channel:
        findings.note(_("Không ai được báo khi có sự cố (operator_chat trống)."))
        return
    if channel not in switched_on(config):
        text = _("operator_chat dùng kênh {channel}, mà kênh này không có hoặc đang tắt.")
        findings.bad(text.format(channel=channel))
        return
    if channel != TELEGRAM:
        return  # Zalo has no way to ask
    section = config.telegram
    token = section.token.get_secret_value()
    async with outbox_client(section.proxy) as client:
        try:
            await send_raw(client, section.api_url, token, "getChat", {"chat_id": int(chat_id)})
        except (Unreachable, Refused):
            text = _(
                "Không nhắn được cho operator_chat {chat}; người ấy phải nhắn cho bot một lần "
                "trước."
            )
            findings.bad(text.format(chat=chat_id))
        except SendError:
            pass  # told above already
        else:
            findings.good(_("Người vận hành được báo ở {chat}.").format(chat=config.operator_chat))


async def _check_template(_: Translator, template: Path | None, findings: Findings) -> None:
    from reports.document.template import fault_text

    if template is None:
        findings.good(_("Mẫu báo cáo: mẫu có sẵn."))
        return
    try:
        content = await asyncio.to_thread(template.read_bytes)
    except OSError as error:
        text = _("Không đọc được mẫu báo cáo {path}: {reason}; sửa board.template.")
        findings.bad(text.format(path=template, reason=system_reason(_, error.errno)))
        return
    try:
        faults = await rendering.check(content)
    except Conflict as error:
        findings.bad(sentence(error)[0])
        return
    for fault in faults:
        findings.bad(fault_text(_, fault))
    if not faults:
        findings.good(_("Mẫu báo cáo {path} dùng được.").format(path=template))


def _check_schedule(_: Translator, base: Foundation, findings: Findings, now: datetime) -> None:
    upcoming = base.services.reminders.upcoming(now)
    if not upcoming:
        findings.note(_("Chưa cấu hình đợt nhắc nào ([[board.reminders]])."))
        return
    at, board, stage = upcoming[0]
    local = at.astimezone(board.zone)
    text = _("Đợt nhắc tới: {stage}, {time} ngày {day}.")
    findings.good(
        text.format(stage=stage.stage, time=f"{local:%H:%M}", day=format_date(local.date()))
    )


async def _check_tick(_: Translator, base: Foundation, findings: Findings, now: datetime) -> None:
    ticked_at = await base.services.monitoring.last_tick()
    if ticked_at is None:
        findings.note(_("Bộ hẹn giờ chưa chạy lần nào; nó chạy trong tinbai run."))
        return
    zone = next((board.zone for board in base.services.boards), ZoneInfo("Asia/Ho_Chi_Minh"))
    local = ticked_at.astimezone(zone)
    at = {"time": f"{local:%H:%M}", "day": format_date(local.date())}
    if now - ticked_at > LATE_TICK:
        text = _("Bộ hẹn giờ đã dừng từ {time} ngày {day}; kiểm tra xem tinbai run có chạy không.")
        findings.bad(text.format(**at))
    else:
        findings.good(_("Bộ hẹn giờ chạy lần cuối lúc {time} ngày {day}.").format(**at))


async def _check_reminders(
    _: Translator, base: Foundation, findings: Findings, now: datetime
) -> None:
    counts = await base.services.monitoring.reminders_by_state(now)
    failed, unknown = counts.get("failed", 0), counts.get("unknown", 0)
    if failed or unknown:
        text = _(
            "Lời nhắc trong 24 giờ qua: {failed} không gửi được, {unknown} không rõ đã đến chưa; "
            "thư ký xem /tinhhinh để gửi lại."
        )
        findings.bad(text.format(failed=failed, unknown=unknown))


def _may_keep(folder: Path) -> bool:
    """Tell whether copies can be kept in a folder, or the folder be made."""
    nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


async def _check_backups(
    _: Translator, base: Foundation, findings: Findings, now: datetime
) -> None:
    backups, folder = base.services.backups, base.config.backup_dir
    if backups.missing_program is not None:
        text = _("Không có {program} nên không sao lưu được; cài gói postgresql-client.")
        findings.bad(text.format(program=backups.missing_program))
    if folder is None:
        findings.note(_("Sao lưu hằng đêm đang tắt (database.backup_dir trống)."))
        return
    if not _may_keep(folder):
        text = _(
            "database.backup_dir: {path} phải là thư mục mà tinbai ghi được; hãy tạo: "
            "install -d -m 700 -o tinbai {path}, hoặc ghi thư mục khác, ví dụ: backups"
        )
        findings.bad(text.format(path=folder.absolute()))
        return
    newest = await backups.newest(folder)
    if newest is None:
        findings.note(
            _("Chưa có bản sao lưu hằng đêm nào trong {path}.").format(path=folder.absolute())
        )
    elif now.date() - newest > OLD_BACKUP:
        text = _("Bản sao lưu hằng đêm mới nhất là của ngày {day}; xem nhật ký của tinbai run.")
        findings.bad(text.format(day=format_date(newest)))
    else:
        text = _("Bản sao lưu hằng đêm mới nhất: ngày {day}.")
        findings.good(text.format(day=format_date(newest)))
