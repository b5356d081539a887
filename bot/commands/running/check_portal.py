"""What `tinbai check` finds of a board's portal: what each address is, and what it lists."""

from bot.commands.running.findings import Findings
from domain.boards import Board
from domain.errors import InvalidInput
from domain.language import Translator
from services.pages.listings import host_of_source, read_source


async def check_portal(_: Translator, board: Board, findings: Findings) -> None:
    """Read each address of the portal once and say what was found there."""
    hosts = [*map(host_of_source, board.portal_sources), *board.site_hosts]
    for url in board.portal_sources:
        try:
            found = await read_source(url, board.zone, hosts=hosts)
        except InvalidInput as error:
            text = _("Cổng: không đọc được {link} ({reason}); {mend}")
            reason = str(error.values["reason"])
            findings.warn(text.format(link=url, reason=reason, mend=_mend(_, reason)))
            continue
        kind = {
            "feed": _("RSS hoặc Atom"),
            "sitemap": _("sơ đồ trang"),
            "page": _("trang danh sách tin"),
        }[found.kind]
        text = _("Cổng: {link} là {kind}, có {count} bài.")
        findings.good(text.format(link=url, kind=kind, count=len(found.items)))
        if found.kind == "page" and found.feeds:
            text = _('Cổng có RSS, đọc chắc hơn trang danh sách; có thể đặt portal = ["{link}"]')
            findings.note(text.format(link=found.feeds[0]))
    if board.portal_sources and not board.site_hosts:
        text = _(
            "Cổng: site_hosts trống nên không đọc được tác giả và ngày trong từng bài; "
            'hãy điền, ví dụ: site_hosts = ["{host}"]'
        )
        findings.warn(text.format(host=host_of_source(board.portal_sources[0])))


def _mend(_: Translator, reason: str) -> str:
    """Return what to do about an address that cannot be read."""
    if reason == "robots":
        return _("robots.txt của cổng không cho đọc; xin nhờ đơn vị quản trị cổng cho phép.")
    if reason == "no_feed":
        return _("ở đó không có danh sách bài; hãy thử trang danh sách tin của cổng.")
    return _("hãy mở địa chỉ bằng trình duyệt và sửa portal trong cấu hình.")
