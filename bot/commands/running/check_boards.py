"""What `tinbai check` finds of the boards: what no file names, and what is still the example's."""

from bot.app import Foundation
from bot.commands.running.findings import Findings
from bot.config.model import BoardSection
from domain.boards import Board, PeriodRule
from domain.language import Translator
from domain.reports.settings import left_from_example
from domain.text import search_key


async def check_strangers(_: Translator, base: Foundation, findings: Findings) -> None:
    """Name the boards that are in the database and in no file: they are served no more."""
    known = await base.services.boards.known()
    slugs = {section.slug for section in base.config.boards}
    for slug, (_board_id, name, _topics) in known.items():
        if slug not in slugs:
            text = _(
                "Không tệp cấu hình nào còn nêu ban “{name}” ({slug}) có trong cơ sở dữ liệu; "
                "nếu ban đã đổi slug thì chạy: tinbai boards rename {slug} SLUG-MỚI, "
                "nếu không cần nữa: tinbai boards remove {slug}"
            )
            findings.bad(text.format(name=name, slug=slug))
    names: dict[str, str] = {}
    for section in base.config.boards:
        other = names.setdefault(search_key(section.name), section.slug)
        if other != section.slug:
            text = _(
                "Hai ban {other} và {slug} cùng tên “{name}”, người dùng không phân biệt được; "
                'hãy đổi một tên, ví dụ: name = "Ban Biên tập Cổng thông tin điện tử xã Tân An"'
            )
            findings.warn(text.format(other=other, slug=section.slug, name=section.name))
        if section.slug not in known:
            text = _("Ban {slug} chưa có trong cơ sở dữ liệu; tinbai run sẽ tạo.")
            findings.note(text.format(slug=section.slug))


def check_rule(_: Translator, section: BoardSection, findings: Findings) -> None:
    """Warn of a key that another one leaves unused."""
    unused = section.closing_day != BoardSection().closing_day
    if unused and section.period_rule is not PeriodRule.CUSTOM:
        text = _(
            "Ban {slug}: closing_day = {day} không được dùng vì period_rule = “{rule}”; muốn chốt "
            'tháng vào ngày ấy thì đặt period_rule = "custom"'
        )
        rule = section.period_rule.value
        findings.warn(text.format(slug=section.slug, day=section.closing_day, rule=rule))


def check_example(_: Translator, board: Board, findings: Findings) -> None:
    """Warn of what the example says of itself and a report would be signed with."""
    left = left_from_example(board)
    if left:
        keys = ", ".join(f"board.{name}" for name in left)
        text = _(
            "Ban {slug}: {keys} còn là chữ của bản mẫu (xã Mẫu) và sẽ vào báo cáo được ký; "
            'hãy sửa, ví dụ: name = "Ban Biên tập Cổng thông tin điện tử xã Tân An"'
        )
        findings.warn(text.format(slug=board.slug, keys=keys))
