"""/help: what a role uses, by groups, and each command explained in a few lines."""

from html import escape

from domain.calls import Call
from domain.channels import Here
from domain.language import Translator
from handlers.commands import Command, commands_for, shown_name, used_by
from handlers.conversation import zalo_texts as zalo


def help_text(_: Translator, call: Call, here: Here) -> str:
    """Return the commands of the person's menu by groups, then the names of the others."""
    used = used_by(_, call)
    parts = [f"<b>{escape(call.board.name)}</b>"]
    for heading, names in _groups(_):
        lines = [
            f"/{shown_name(command, _.language)} – {escape(command.what)}"
            for command in used
            if command.name in names
        ]
        if lines:
            parts.append("\n".join([f"<b>{heading}</b>", *lines]))
    shown = {command.name for command in used}
    others = [
        f"/{shown_name(one, _.language)}"
        for one in commands_for(_, call)
        if one.name not in shown and one.name != "start"
    ]
    parts.append(_("Lệnh khác: {commands}.").format(commands=", ".join(others)))
    if any(command.name == "submit" for command in used):
        parts.append(
            zalo.one_line(_)
            if here.keeps_links
            else _(
                "Ghi nhanh một dòng: <code>/nop https://… | Tiêu đề | 15/6/2021 | Chuyên mục</code>"
            )
        )
    first = shown_name(used[0], _.language)
    parts.append(
        _("Xem cách dùng một lệnh: <code>{command}</code>.").format(
            command=f"/{'huongdan' if _.language == 'vi' else 'help'} {first}"
        )
    )
    return "\n\n".join(parts)


def explained(_: Translator, command: Command, here: Here) -> str:
    """Return what one command does, how it is typed, and its other name."""
    name = shown_name(command, _.language)
    lines = [f"<b>/{name}</b> – {escape(command.what)}", _how(_, command.name, here)]
    if command.twin:
        other = command.twin if name == command.name else command.name
        lines.append(_("Tên khác: {name}.").format(name=f"/{other}"))
    return "\n".join(lines)


def _groups(_: Translator) -> tuple[tuple[str, frozenset[str]], ...]:
    return (
        (_("Tin, bài"), frozenset({"submit", "mine", "none", "find", "undo", "review", "portal"})),
        (
            _("Tình hình, báo cáo"),
            frozenset({"status", "report", "issue", "figure", "pay", "note"}),
        ),
        (_("Nhắc và thông báo"), frozenset({"remind", "broadcast", "digest"})),
        (_("Ban và đơn vị"), frozenset({"units", "people", "invite", "settings"})),
        (_("Chung"), frozenset({"page", "help"})),
    )


def _how(_: Translator, name: str, here: Here) -> str:
    """Return how a command is used, with one example."""
    if name == "submit" and here.keeps_links:
        head = _("Xin gửi bài bằng một trong các cách sau:")
        return "\n".join((head, zalo.listed_ways(_, here), zalo.one_line(_)))
    return {
        "submit": _(
            "Dán liên kết của bài là đủ; thiếu gì tôi hỏi thêm. Ghi luôn một dòng, thứ tự nào "
            "cũng được: <code>/nop https://… | Tiêu đề | 15/6/2021 | Chuyên mục</code>"
        ),
        "mine": _("Các bài của đơn vị, mới nhất trước; chọn một bài để sửa hoặc rút."),
        "none": _(
            "Kèm lý do: <code>/khongco Tập trung diễn tập</code>; tháng khác thì nêu tháng trước: "
            "<code>/khongco tháng 5 Chưa có hoạt động</code>. Sau đó có bài cứ gửi như thường."
        ),
        "status": _(
            "Tháng này được bao nhiêu, đơn vị nào chưa có. Thêm tên đơn vị để xem riêng đơn vị đó: "
            "<code>/tinhhinh Phòng Dân tộc</code>"
        ),
        "review": _("Các bài chờ duyệt và các bài có thể trùng nhau, chọn được cho từng bài."),
        "portal": _("Các bài trên cổng mà chưa ai ghi; chọn bài để ghi cho đơn vị."),
        "topics": _("Các từ mà theo đó chuyên mục được gợi ý; thêm hoặc bỏ một từ."),
        "report": _(
            "Kèm kỳ: <code>/baocao 6 tháng đầu năm 2021</code>, <code>/baocao quý 3</code>, "
            "<code>/baocao tháng này</code>; không kèm kỳ thì chọn trong danh sách."
        ),
        "figure": _("Xem, thêm số liệu: lượt truy cập, văn bản đã đăng."),
        "pay": _("Ghi một khoản: <code>/chi nhuận bút 1.500.000</code>"),
        "note": _("Các ghi chú sẽ có trong báo cáo; chọn để thêm, sửa, bỏ."),
        "settings": _("Xem và đổi những gì là của riêng ban, từng dòng một."),
        "issue": _(
            "Hiện một thẻ để xem lại trước khi ban hành: "
            "<code>/banhanh 6 tháng đầu năm 2021 số 12 ngày 15/6/2021</code>"
        ),
        "rollup": _("Kèm kỳ: <code>/tonghop quý 2</code>; gộp số của các ban."),
        "remind": _("Hiện ai sẽ được nhắc và vì sao; chọn gửi mới gửi."),
        "broadcast": _(
            "Kèm nội dung: <code>/thongbao Thứ Sáu họp ban lúc 8 giờ</code>; xem lại rồi mới gửi."
        ),
        "digest": _("Thêm trợ lý vào nhóm rồi gõ lệnh này trong nhóm để bật; gõ lại để tắt."),
        "units": _("Danh sách đơn vị; chọn để thêm, đổi tên, sáp nhập."),
        "people": _("Ai giữ vai trò gì; thêm tên để xem một người: <code>/thanhvien Lan</code>"),
        "invite": _(
            "Chọn vai trò và đơn vị, nhận một mã để gửi cho người được mời; mời cả các đơn vị chưa "
            "có ai: <code>/moi tất cả</code>"
        ),
        "find": _("Không cần dấu: <code>/tim ca phe</code>, hoặc theo số: <code>#57</code>"),
        "history": _("Kèm số của bài: <code>/lichsu 57</code>"),
        "undo": _("Rút lại việc vừa làm, trong vòng 15 phút."),
        "cancel": _("Bỏ bài hoặc câu hỏi đang dở; bài đã ghi không mất."),
        "link": _("Nhận một mã, gửi mã đó từ tài khoản thứ hai để dùng được cả hai."),
        "board": _("Khi anh/chị ở nhiều ban: chọn ban để làm việc."),
        "language": _("Kèm mã hoặc chọn trong danh sách: <code>/ngonngu en</code>"),
        "page": _("Nhận liên kết riêng để làm việc trong trình duyệt, dán liên kết và gửi tệp."),
        "help": _("Kèm tên lệnh để xem cách dùng: <code>/huongdan nop</code>"),
        "start": _("Kèm mã mời: <code>/start ABCDE23456</code>"),
    }.get(name, "")
