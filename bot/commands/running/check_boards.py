"""What `tinbai check` finds of the boards: what no file names, and what is still the example's."""

from bot.app import Foundation
from bot.commands.running.findings import Findings
from bot.config.model import BoardSection
from domain.language import Translator

_EXAMPLE = "xã mẫu"


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
    for section in base.config.boards:
        if section.slug not in known:
            text = _("Ban {slug} chưa có trong cơ sở dữ liệu; tinbai run sẽ tạo.")
            findings.note(text.format(slug=section.slug))


def check_example(_: Translator, section: BoardSection, findings: Findings) -> None:
    """Warn of what the example says of itself and a report would be signed with."""
    left = [name for name in _SIGNED if _EXAMPLE in str(getattr(section, name)).lower()]
    if left:
        keys = ", ".join(f"board.{name}" for name in left)
        text = _(
            "Ban {slug}: {keys} còn là chữ của bản mẫu (xã Mẫu) và sẽ vào báo cáo được ký; "
            'hãy sửa, ví dụ: name = "Ban Biên tập Cổng thông tin điện tử xã Tân An"'
        )
        findings.warn(text.format(slug=section.slug, keys=keys))


_SIGNED = ("name", "agency", "parent_agency", "place", "addressees", "recipients")
