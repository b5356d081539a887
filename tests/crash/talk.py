"""People who talk to the bot: each says the next thing when the last was answered."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.crash.zalo_side import ZaloSide
from tests.fakes.bot_api import BotApi, Sent

Messenger = BotApi | ZaloSide

TYPED_AGAIN_S = 90  # beyond any restart, or the number would meet the next list
ASKS_TITLE = "Tiêu đề của bài"
LOG_IT = "Ghi nhận"
_SCENES = (
    "ruộng bậc thang mùa nước đổ phiên chợ vùng cao hội thi nấu ăn cây cầu treo mới đàn bò vàng "
    "lớp học xóa mù giếng khoan sạch tuyến đường bê tông vườn cà phê đội bóng chuyền tủ sách "
    "ngày hội đoàn kết kho lúa giống trạm biến áp chiến dịch tiêm chủng"
)
_WORDS = _SCENES.split()


@dataclass(frozen=True, slots=True)
class Piece:
    """An article that a person logged: what the database and the chat have to show."""

    chat_id: int
    link: str
    title: str


@dataclass
class Talker:
    """One person's chat; `updates` are the ids of everything said, `waits` the seconds until
    each was answered."""

    api: Messenger
    chat_id: int
    rng: random.Random
    patience_s: float
    pieces: list[Piece] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    async def join(self, code: str) -> None:
        """Join with an invitation."""
        await self._say(f"/start {code}", lambda sent: True)

    async def confirm_zero(self) -> None:
        """Say that there is nothing this month."""
        known = {sent.text for sent in self.api.sent(self.chat_id)}
        await self._say("/khongco Đang sửa trụ sở", lambda sent: sent.text not in known)

    async def log_article(self) -> None:
        """Log an article: in one line, or step by step with buttons."""
        name = f"k{self.chat_id}n{len(self.pieces)}"
        title = f"{' '.join(self.rng.sample(_WORDS, 6))} {name}".capitalize()
        piece = Piece(self.chat_id, f"https://xamau.gov.vn/tin/{name}.html", title)
        self.pieces.append(piece)

        def logged(sent: Sent) -> bool:
            # The card that asks for confirmation shows the title as well.
            said = "#" in sent.text and name in sent.text.lower()
            return said and not shows(LOG_IT)(sent)

        if self.rng.random() < 0.4:
            await self._say(f"/nop {piece.link} | {title}", logged)
            return
        await self._say(piece.link, lambda sent: ASKS_TITLE in sent.text)
        await self._say(title, shows(LOG_IT))
        if self.rng.random() < 0.5:
            await self._press(LOG_IT, logged)
        else:
            await self._say("ghi", logged)

    async def _say(self, text: str, answers: Callable[[Sent], bool]) -> None:
        await self._answered(lambda: self.api.inject_text(self.chat_id, text), text, answers)

    async def _press(self, label: str, answers: Callable[[Sent], bool]) -> None:
        # A number can arrive before the list it was typed for is stored: it is typed again.
        again = isinstance(self.api, ZaloSide)
        await self._answered(
            lambda: self.api.press(self.chat_id, label), label, answers, again=again
        )

    async def _answered(
        self,
        act: Callable[[], int],
        what: str,
        answers: Callable[[Sent], bool],
        *,
        again: bool = False,
    ) -> None:
        since, began = len(self.api.world.record), time.monotonic()
        while True:
            self.updates.append(act())
            # A crash repeats answers: only the one that belongs to this step counts.
            found = await self.api.world.wait_for(
                lambda: any(answers(sent) for sent in self.api.sent(self.chat_id, since)),
                TYPED_AGAIN_S if again else self.patience_s,
            )
            if found or time.monotonic() - began >= self.patience_s:
                break
        if not found:
            last = [sent.text for sent in self.api.sent(self.chat_id)][-2:]
            raise UnansweredError(f"chat {self.chat_id}: {what!r} was not answered; last: {last}")
        self.waits.append(time.monotonic() - began)


class UnansweredError(Exception):
    """Something that was said got no answer."""


def shows(label: str) -> Callable[[Sent], bool]:
    """Return the test for a message with a button of this label."""
    return lambda sent: any(one.label == label for row in sent.buttons for one in row)
