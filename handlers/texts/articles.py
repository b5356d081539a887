"""The words of logging an article: questions, the card, the answers."""

from html import escape

from domain.articles import Kind, State
from domain.dates import format_date
from domain.drafts import Step
from domain.language import Translator
from handlers.texts.problems import problem_text
from services.submissions import AlreadyLogged, Asked, Logged


def kind_name(_: Translator, kind: Kind) -> str:
    """Return a kind's name."""
    return {
        Kind.NEWS: _("tin"),
        Kind.FEATURE: _("bài"),
        Kind.PHOTO: _("ảnh"),
        Kind.VIDEO: _("video"),
        Kind.OTHER: _("khác"),
    }[kind]


def state_name(_: Translator, state: State) -> str:
    """Return a state's name."""
    return {
        State.LOGGED: _("đã ghi"),
        State.PENDING: _("chờ duyệt"),
        State.REJECTED: _("không duyệt"),
        State.WITHDRAWN: _("đã rút"),
        State.DUPLICATE: _("trùng"),
    }[state]


def asked(_: Translator, asked: Asked, topics: dict[int, str]) -> str:
    """Return what was wrong, if anything, and the open question or the card."""
    parts = [problem_text(_, problem.code, problem.values) for problem in asked.problems]
    if asked.resumed:
        parts.append(_("Bài đang ghi dở của anh/chị vẫn còn đây."))
    known = card_lines(_, asked, topics)
    if asked.step is Step.CARD:
        parts.append("\n".join([f"<b>{_('Xin xem lại trước khi ghi')}</b>", *known]))
        parts.append(_("Bấm Ghi nhận, hoặc gửi <code>ghi</code>."))
    else:
        if known and (asked.resumed or asked.problems):
            parts.append("\n".join(known))
        parts.append(_question(_, asked))
    return "\n\n".join(parts)


def card_lines(_: Translator, asked: Asked, topics: dict[int, str]) -> list[str]:
    """Return the lines of what is known of a draft."""
    draft = asked.draft
    lines = []
    if draft.title:
        lines.append(_("Tiêu đề: {title}").format(title=f"<b>{escape(draft.title)}</b>"))
    if draft.link:
        lines.append(_("Liên kết: {link}").format(link=escape(draft.link)))
    if draft.published_on is not None:
        lines.append(_("Ngày đăng: {day}").format(day=format_date(draft.published_on)))
    if draft.topic_id is not None:
        topic = topics.get(draft.topic_id, "")
        lines.append(_("Chuyên mục: {topic}").format(topic=escape(topic)))
    if asked.unit:
        lines.append(_("Đơn vị: {unit}").format(unit=escape(asked.unit)))
    if lines:
        lines.append(_("Loại: {kind}").format(kind=kind_name(_, draft.kind)))
    return lines


def _question(_: Translator, asked: Asked) -> str:
    return {
        Step.UNIT: _("Bài này của đơn vị nào?"),
        Step.LINK: _("Xin dán liên kết của bài (hoặc gửi <code>-</code> nếu không có)."),
        Step.TITLE: _("Tiêu đề của bài là gì?"),
        Step.DATE: _("Bài đăng ngày nào? Ví dụ <code>15/6</code> hoặc <code>hôm qua</code>."),
        Step.TOPIC: _("Bài thuộc chuyên mục nào?"),
    }.get(asked.step, "")


def logged(_: Translator, logged: Logged, topics: dict[int, str]) -> str:
    """Return the answer to a logged article, with its number."""
    article = logged.article
    head = (
        _("Đã nhận bài {number}, chờ thư ký duyệt.")
        if article.state is State.PENDING
        else _("Đã ghi bài {number}.")
    ).format(number=f"<b>#{article.number}</b>")
    lines = [head, f"<b>{escape(article.title)}</b>"]
    facts = [format_date(article.published_on), escape(logged.unit)]
    if article.topic_id is not None and article.topic_id in topics:
        facts.append(escape(topics[article.topic_id]))
    lines.append(" · ".join(facts))
    if logged.zero_cancelled:
        lines.append(_("Báo “không có tin, bài” của tháng này đã được bỏ."))
    lines.append(_("Ghi nhầm? Gõ /hoantac trong 15 phút."))
    return "\n".join(lines)


def already(_: Translator, known: AlreadyLogged) -> str:
    """Return the answer to a link that is logged."""
    return _("Bài này đã được ghi rồi, số {number}: {title} ({unit}).").format(
        number=f"<b>#{known.number}</b>", title=escape(known.title), unit=escape(known.unit)
    )


def no_draft(_: Translator, *, pressed: bool) -> str:
    """Return the answer to an answer without a question."""
    if pressed:
        return _("Nút này đã được dùng; gõ /nop để ghi bài mới.")
    return _("Không có bài nào đang ghi dở; gõ /nop hoặc dán liên kết để ghi bài mới.")


def cancelled(_: Translator) -> str:
    """Return the answer to a dropped draft."""
    return _("Đã bỏ bài đang ghi dở; chưa có gì được ghi.")
