"""Tells the operator's chat that something broke: once, not for every message it breaks."""

import asyncio
import html
from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.channels.outbound import NeverSent, Outbound, SendError, ServerFault
from bot.clock.now import Clock
from bot.terminal import operator_translator
from services.upkeep.monitoring import QUIET_FOR, Monitoring
from storage.engine.database import DatabaseError, why

PAUSES = (1.0, 5.0, 30.0)  # seconds, before an alarm that never left is sent again

log = structlog.get_logger(__name__)


class Alarms:
    """Sends alarms to `operator_chat` ("telegram:123456789"; "" sends none)."""

    def __init__(
        self,
        monitoring: Monitoring,
        outbounds: Mapping[str, Outbound],
        operator_chat: str,
        clock: Clock,
    ) -> None:
        channel, _, chat_id = operator_chat.partition(":")
        self._outbound = outbounds.get(channel) if chat_id else None
        self._chat_id = int(chat_id) if chat_id else 0
        self._monitoring = monitoring
        self._clock = clock
        self._sending: set[asyncio.Task[None]] = set()
        self._told_at: dict[str, datetime] = {}

    def set_aside(self, number: str, place: str) -> None:
        """Tell that an update could not be handled, `place` being where in the program."""
        _ = operator_translator()
        text = _(
            "tinbai: có tin nhắn không xử lý được ({place}), lỗi số {number}. "
            "Xem: tinbai inbox show {number}. Lỗi giống thế trong một giờ tới không báo thêm."
        )
        self.alarm(place, text.format(place=html.escape(place), number=number))

    def scheduler_stopped(self, reason: str) -> None:
        """Tell that the scheduler's tick fails or does not end."""
        _ = operator_translator()
        text = _(
            "tinbai: bộ hẹn giờ không chạy được ({reason}), nên lời nhắc có thể không gửi đúng "
            "hạn. Xem nhật ký của tinbai run."
        )
        self.alarm("scheduler", text.format(reason=html.escape(reason)))

    def backup_failed(self, reason: str) -> None:
        """Tell that the nightly backup could not be made, or what is strange about it."""
        _ = operator_translator()
        text = _("tinbai: bản sao lưu hằng đêm có điều phải xem: {reason} Chạy: tinbai check.")
        self.alarm("backup", text.format(reason=html.escape(reason)))

    def database_gone(self, path: str) -> None:
        """Tell that the database's file was replaced or deleted, so that nothing can be stored."""
        _ = operator_translator()
        text = _(
            "tinbai: tệp cơ sở dữ liệu {path} đã bị thay hoặc xóa khi đang chạy, nên tinbai run "
            "dừng lại và không nhận tin nào nữa. Đặt lại đúng tệp (hoặc: tinbai restore), rồi chạy "
            "lại tinbai run."
        )
        self.alarm("database_gone", text.format(path=html.escape(path)))

    def board_failed(self, board: str, reason: str) -> None:
        """Tell that what the clock does for a board fails; the others have theirs."""
        _ = operator_translator()
        text = _(
            "tinbai: việc hẹn giờ của ban {board} không làm được ({reason}); các ban khác vẫn "
            "chạy. Xem nhật ký của tinbai run, rồi kiểm tra tệp cấu hình của ban: tinbai check."
        )
        self.alarm(f"board {board}", text.format(board=board, reason=html.escape(reason)))

    def alarm(self, fault: str, text: str) -> None:
        """Send a text of simple HTML in the background, unless that fault was just told of."""
        if self._outbound is None:
            return
        task = asyncio.create_task(self._send(self._outbound, fault, text))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def finish(self, within_s: float = 2.0) -> None:
        """Let alarms on their way arrive."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=within_s)

    async def _send(self, outbound: Outbound, fault: str, text: str) -> None:
        try:
            if not await self._is_news(fault):
                return
            for pause in PAUSES:
                try:
                    await outbound.send(self._chat_id, text)
                except (NeverSent, ServerFault):
                    await asyncio.sleep(pause)
                else:
                    return
            await outbound.send(self._chat_id, text)
        except SendError as error:
            log.error("alarm_not_sent", fault=fault, error=type(error).__name__)

    async def _is_news(self, fault: str) -> bool:
        """Tell whether the operator is to hear of a fault now; where it cannot be noted, too."""
        now = self._clock()
        try:
            return await self._monitoring.raise_alarm(fault, now)
        except DatabaseError as error:
            log.warning("alarm_not_noted", fault=fault, reason=why(error))
        told_at = self._told_at.get(fault)
        if told_at is not None and now - told_at < QUIET_FOR:
            return False
        self._told_at[fault] = now
        return True
