"""The words of logging an article: questions, the card, the answers."""

from datetime import date
from html import escape

from domain.articles.drafts import Step
from domain.articles.records import Kind, State
from domain.channels import Here
from domain.dates import format_date
from domain.language import Translator
from domain.links import link_end
from domain.twins.pairs import LikelyTwin
from handlers.conversation import zalo_texts as zalo
from handlers.problems import problem_text
from services.articles.editing import Changed, EditResult
from services.articles.results import (
    AlreadyLogged,
    Asked,
    Batch,
    DroppedAll,
    Kept,
    Logged,
    LoggedMany,
    PressedBefore,
)


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


def asked(_: Translator, asked: Asked, topics: dict[int, str], here: Here, today: date) -> str:
    """Return what was wrong, if anything, and the open question or the card."""
    problems = [problem_text(_, problem.code, problem.values) for problem in asked.problems]
    if asked.held:
        return _held(_, asked, topics, today)
    if asked.added:
        kept = _("Đã giữ thêm bài “{name}”, sẽ hỏi sau; đang có {count} bài chờ.")
        parts = [kept.format(name=escape(asked.added), count=asked.waiting)]
        return "\n\n".join([*parts, _question(_, asked, here)])
    parts = problems
    if asked.resumed:
        parts.append(_("Bài đang ghi dở của anh/chị vẫn còn đây."))
    known = card_lines(_, asked, topics, today)
    if asked.step is Step.TWIN:
        parts.append(_twins(_, asked))
    elif asked.step is Step.CARD:
        head = _("Đã đọc từ trang, xin xem lại") if asked.draft.read else None
        head = head or _("Xin xem lại trước khi ghi")
        parts.append("\n".join([f"<b>{head}</b>", *known]))
        parts.append(_("Chọn Ghi nhận, hoặc gửi <code>ghi</code>."))
    else:
        if known and (asked.resumed or asked.problems):
            parts.append("\n".join(known))
        parts.append(_question(_, asked, here) + _suggestion(_, asked.topics, topics))
    return "\n\n".join(parts)


def card_lines(_: Translator, asked: Asked, topics: dict[int, str], today: date) -> list[str]:
    """Return the lines of what is known of a draft."""
    draft = asked.draft
    lines = []
    if draft.title:
        lines.append(_("Tiêu đề: {title}").format(title=f"<b>{escape(draft.title)}</b>"))
    if draft.link:
        lines.append(_("Liên kết: {link}").format(link=escape(draft.link)))
    if draft.published_on is not None:
        line = _("Ngày đăng: {day}").format(day=format_date(draft.published_on))
        lines.append(line + (" " + _("(hôm nay)") if draft.published_on == today else ""))
    if draft.topic_id is not None:
        topic = escape(topics.get(draft.topic_id, ""))
        if draft.topic_id == draft.suggested_topic:
            lines.append(_("Chuyên mục: {topic} (gợi ý)").format(topic=topic))
        else:
            lines.append(_("Chuyên mục: {topic}").format(topic=topic))
    elif asked.step is Step.CARD and topics:
        lines.append(_("Chuyên mục: chưa chọn"))
    if asked.unit:
        lines.append(_("Đơn vị: {unit}").format(unit=escape(asked.unit)))
    if lines:
        lines.append(_("Loại: {kind}").format(kind=kind_name(_, draft.kind)))
    return lines


def _held(_: Translator, asked: Asked, topics: dict[int, str], today: date) -> str:
    """Return the question whether to go on with an article that was asked about long ago."""
    lines = [_("Anh/chị còn một bài đang ghi dở:"), *card_lines(_, asked, topics, today)]
    if not asked.draft.title and not asked.draft.link:
        lines = [_("Anh/chị còn một bài đang ghi dở, chưa có liên kết và tiêu đề.")]
    if asked.draft.held:
        lines.append(_("Anh/chị vừa gửi “{text}”.").format(text=escape(asked.draft.held)))
    lines.append(_("Ghi tiếp bài này thì gửi <code>tiếp tục</code>, bỏ thì gửi <code>huỷ</code>."))
    return "\n".join(lines)


def _question(_: Translator, asked: Asked, here: Here) -> str:
    """Return the open question; it names the article it is about."""
    if asked.step is Step.LINK and here.keeps_links:
        return zalo.ask_link(_)
    name = asked.draft.title or (link_end(asked.draft.link) if asked.draft.link else "")
    if not name:
        return {
            Step.UNIT: _("Bài này của đơn vị nào?"),
            Step.LINK: _("Xin dán liên kết của bài (hoặc gửi <code>-</code> nếu không có)."),
            Step.TITLE: _("Tiêu đề của bài là gì?"),
            Step.DATE: _("Bài đăng ngày nào? Ví dụ <code>15/6</code> hoặc <code>hôm qua</code>."),
            Step.TOPIC: _("Bài thuộc chuyên mục nào?"),
        }.get(asked.step, "")
    question = {
        Step.UNIT: _("Bài “{name}” của đơn vị nào?"),
        Step.LINK: _("Xin dán liên kết của bài “{name}” (hoặc gửi <code>-</code> nếu không có)."),
        Step.TITLE: _("Tiêu đề của bài “{name}” là gì?"),
        Step.DATE: _(
            "Bài “{name}” đăng ngày nào? Ví dụ <code>15/6</code> hoặc <code>hôm qua</code>."
        ),
        Step.TOPIC: _("Bài “{name}” thuộc chuyên mục nào?"),
        Step.TWIN: _("Bài “{name}” có trùng bài đã ghi không?"),
        Step.CARD: _("Xin xem lại bài “{name}” rồi gửi <code>ghi</code>."),
    }.get(asked.step, "")
    return question.format(name=escape(name))


def pressed_before(_: Translator, pressed: PressedBefore) -> str:
    """Return the toast of a button that is pressed again."""
    done = {
        "logged": _("Đã ghi bài #{number}."),
        "known": _("Bài này đã được ghi rồi, số #{number}."),
        "many": _("Đã ghi {number} bài."),
        "dropped": _("Bài này đã được bỏ."),
    }.get(pressed.done, _("Câu này đã được trả lời; xin xem tin nhắn sau cùng."))
    return done.format(number=pressed.number)


def kept(_: Translator, kept: Kept) -> str:
    """Return the one summary of articles that came too fast to be asked about."""
    lines = [problem_text(_, problem.code, problem.values) for problem in kept.problems]
    lines.append(_("Đang giữ {count} bài chờ ghi; không bài nào bị mất.").format(count=kept.count))
    lines.append(
        _(
            "Các liên kết gửi liền nhau được giữ lại mà không hỏi từng bài. Gửi <code>ghi tất "
            "cả</code>, <code>xem từng bài</code> hoặc <code>bỏ tất cả</code>."
        )
    )
    return "\n".join(lines)


def dropped_all(_: Translator, dropped: DroppedAll) -> str:
    """Return the answer to all unfinished articles being dropped."""
    return _("Đã bỏ {count} bài đang chờ; chưa có gì được ghi.").format(count=dropped.count)


def already_answered(_: Translator, found: PressedBefore) -> str:
    """Return the answer to a Reply to a question that is finished."""
    return (
        pressed_before(_, found) + " " + _("Muốn sửa thì gửi số của bài, ví dụ <code>#57</code>.")
    )


def _suggestion(_: Translator, suggested: tuple[int, ...], topics: dict[int, str]) -> str:
    """Return which topics the title's words speak for."""
    names = [topics[topic_id] for topic_id in suggested if topic_id in topics]
    if not names:
        return ""
    return " " + _("Gợi ý: {topics}.").format(topics=f"<b>{escape(', '.join(names))}</b>")


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
    if article.topic_id is None and topics:
        lines.append(
            _("Bài này thuộc chuyên mục nào? Chọn để thêm.") + _suggestion(_, logged.topics, topics)
        )
    return "\n".join(lines)


def already(_: Translator, known: AlreadyLogged) -> str:
    """Return the answer to a link that is logged."""
    return _("Bài này đã được ghi rồi, số {number}: {title} ({unit}).").format(
        number=f"<b>#{known.number}</b>", title=escape(known.title), unit=escape(known.unit)
    )


def already_known(_: Translator, known: AlreadyLogged) -> str:
    """Return the answer to one link that is logged, with the way to its article."""
    if not known.own:
        return already(_, known)
    way = _("Muốn sửa hoặc rút bài thì gửi <code>#{number}</code>.").format(number=known.number)
    return f"{already(_, known)} {way}"


def _twins(_: Translator, asked: Asked) -> str:
    """Return the question whether an article is in the log already."""
    lines = [
        _("Bài “{title}” có thể đã được ghi:").format(title=escape(asked.draft.title)),
        *(twin_line(twin) for twin in asked.twins),
        _(
            "Nếu đúng là bài đó thì không ghi nữa; nếu là bài cập nhật hoặc bài khác thì vẫn ghi. "
            "Chọn, hoặc gửi <code>trùng</code>, <code>cập nhật</code> hay <code>khác</code>."
        ),
    ]
    return "\n".join(lines)


def twin_line(twin: LikelyTwin) -> str:
    """Return a likely twin with its number, title, date and unit."""
    day = format_date(twin.published_on)
    return f"<b>#{twin.number}</b> {escape(twin.title)} ({day}, {escape(twin.unit)})"


def card(_: Translator, asked: Asked, topics: dict[int, str], today: date) -> str:
    """Return one of several cards: what is known and what is missing."""
    lines = card_lines(_, asked, topics, today)
    lines += [problem_text(_, problem.code, problem.values) for problem in asked.problems]
    if asked.step is Step.TWIN:
        lines += [_("Có thể đã được ghi:"), *(twin_line(twin) for twin in asked.twins)]
    elif asked.step is not Step.CARD:
        missing = {
            Step.UNIT: _("đơn vị"),
            Step.LINK: _("liên kết"),
            Step.TITLE: _("tiêu đề"),
            Step.DATE: _("ngày đăng"),
            Step.TOPIC: _("chuyên mục"),
        }[asked.step]
        lines.append(_("Còn thiếu: {what}").format(what=missing))
    return "\n".join(lines)


def batch(_: Translator, batch: Batch) -> str:
    """Return what becomes of a message with several links."""
    lines = [already(_, known) for known in batch.known]
    if batch.cards:
        lines.append(
            _("{count} bài chờ ghi, trong đó {ready} bài đã đủ thông tin.").format(
                count=len(batch.cards), ready=batch.ready
            )
        )
    if batch.kept:
        lines.append(
            _(
                "{count} bài nữa được giữ lại, không hiện thẻ riêng; không bài nào bị mất. Gửi "
                "<code>ghi tất cả</code>, <code>xem từng bài</code> hoặc <code>bỏ tất cả</code>."
            ).format(count=batch.kept)
        )
    return "\n".join(lines)


def batch_waits(_: Translator, count: int) -> str:
    """Return the answer to a yes while several articles wait."""
    return _(
        "Chưa ghi: còn {count} bài chờ ghi; gửi <code>ghi tất cả</code> để ghi các bài đã đủ "
        "thông tin, <code>xem từng bài</code> hoặc <code>bỏ tất cả</code>."
    ).format(count=count)


def logged_many(_: Translator, many: LoggedMany) -> str:
    """Return the answer to several articles logged at once."""
    lines = [f"<b>#{done.article.number}</b> {escape(done.article.title)}" for done in many.logged]
    if many.logged:
        lines.insert(0, _("Đã ghi {count} bài:").format(count=len(many.logged)))
    lines += [already(_, known) for known in many.known]
    if many.left:
        lines.append(_("Còn {count} bài cần xem lại.").format(count=many.left))
    return "\n".join(lines)


def ask_topic_of(_: Translator, number: int) -> str:
    """Return the question which topic a logged article belongs to."""
    return _("Bài {number} thuộc chuyên mục nào?").format(number=f"<b>#{number}</b>")


def topic_chosen(_: Translator, changed: EditResult, topics: dict[int, str]) -> str:
    """Return the answer to the topic of an article that had none."""
    if not isinstance(changed, Changed):
        return _("Xin cho biết lý do sửa bài trong kỳ đã ban hành báo cáo.")
    article = changed.card.article
    return _("Đã xếp bài {number} vào chuyên mục {topic}.").format(
        number=f"<b>#{article.number}</b>", topic=escape(topics.get(article.topic_id or 0, ""))
    )


def no_draft(_: Translator, here: Here, *, pressed: bool) -> str:
    """Return the answer to an answer without a question."""
    if pressed:
        return _("Nút này đã được dùng; gõ /nop để ghi bài mới.")
    if here.keeps_links:
        return _("Không có bài nào đang ghi dở; gõ <code>nop</code> rồi tiêu đề để ghi bài mới.")
    return _("Không có bài nào đang ghi dở; gõ /nop hoặc dán liên kết để ghi bài mới.")


def cancelled(_: Translator, waiting: int = 0) -> str:
    """Return the answer to a dropped draft; `waiting` articles are unfinished still."""
    if waiting:
        text = _("Đã bỏ bài này; còn {count} bài đang chờ ghi. Gõ /huy để bỏ tiếp từng bài.")
        return text.format(count=waiting)
    return _("Đã bỏ bài đang ghi dở; chưa có gì được ghi.")
