"""Categories of payments: one spelling each, however they are typed."""

from collections.abc import Iterable

from domain.text import clean_line, search_key

_USUAL = (
    "nhuận bút",
    "thù lao",
    "văn phòng phẩm",
    "nhuận ảnh",
    "công tác phí",
    "tập huấn",
    "hội nghị",
    "thiết bị",
    "tên miền",
    "máy chủ",
    "bảo trì",
    "nâng cấp",
    "in ấn",
    "bồi dưỡng",
    "khen thưởng",
    "phụ cấp",
    "biên tập",
    "xăng xe",
    "sửa chữa",
    "phí dịch vụ",
    "điện thoại",
    "đường truyền",
    "chi khác",
    "khác",
)


def spelled_category(name: str, known: Iterable[str] = ()) -> str:
    """Return a category as it was written with its accents before, or as it usually is.

    A name with accents of its own stays as it is.
    """
    line = clean_line(name)
    key = search_key(line)
    if key != line.lower():
        return line
    for spelled in (*known, *_USUAL):
        if spelled and search_key(spelled) == key and key != spelled.lower():
            return spelled
    return next((spelled for spelled in known if search_key(spelled) == key), line)
