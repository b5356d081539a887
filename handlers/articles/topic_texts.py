"""The words of topics and of the weights behind their suggestion."""

from html import escape

from domain.boards import Board
from domain.language import Translator
from services.articles.topics import TopicCard


def topics(_: Translator, board: Board) -> str:
    """Return the question which topic to look at."""
    if not board.topics:
        return _("Ban chưa có chuyên mục nào; người vận hành thêm vào mục topics của cấu hình.")
    return _("Chọn chuyên mục để xem các từ dùng để gợi ý chuyên mục đó.")


def card(_: Translator, card: TopicCard) -> str:
    """Return a topic's words with their weights and how to change one."""
    name = escape(card.topic.name)
    head = _("Từ của chuyên mục {topic}").format(topic=name)
    lines = [f"<b>{head}</b>"]
    if card.changed:
        lines.append(_("Đã đổi trọng số của “{word}”.").format(word=escape(card.changed)))
    lines.append(
        ", ".join(f"{escape(row.word)} {_number(row.weight)}" for row in card.words)
        or _("Chưa có từ nào.")
    )
    lines.append(
        _(
            "Trọng số càng lớn, từ càng gợi ý chuyên mục này; số âm thì ngược lại. "
            "Đổi bằng <code>/chuyenmuc {topic}: tiêm chủng 2</code>, bỏ một từ bằng số 0."
        ).format(topic=name)
    )
    return "\n\n".join(lines)


def _number(weight: float) -> str:
    return f"{weight:g}".replace(".", ",")
