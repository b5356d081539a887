"""Tells the operator's chat that something broke: once, not for every message it breaks."""

import asyncio
import html
from collections.abc import Mapping

import structlog

from bot.channels.outbound import NeverSent, Outbound, SendError, ServerFault
from bot.clock.now import Clock
from bot.terminal import operator_translator
from services.upkeep.monitoring import Monitoring
from storage.engine.database import DatabaseError

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
            if not await self._monitoring.raise_alarm(fault, self._clock()):
                return
            for pause in PAUSES:
                try:
                    await outbound.send(self._chat_id, text)
                except (NeverSent, ServerFault):
                    await asyncio.sleep(pause)
                else:
                    return
            await outbound.send(self._chat_id, text)
        except (SendError, DatabaseError) as error:
            log.error("alarm_not_sent", fault=fault, error=type(error).__name__)
