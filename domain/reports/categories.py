"""Categories of payments: one spelling each, however they are typed."""

import re
from collections.abc import Iterable

from domain.text import clean_line, search_key

# "trả nhuận bút" is no other category than "nhuận bút".
_VERB = re.compile(r"^(?:(?:da )?(?:chi tra|chi|tra|thanh toan)(?: tien| cho)? |tien )")
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
    "cước internet",
    "nước uống",
    "giải khát",
    "tiếp khách",
    "thuê máy chủ",
    "thuê tên miền",
    "thuê dịch vụ",
    "thuê xe",
    "thuê đường truyền",
    "duy trì trang",
    "vận hành",
    "nhuận bút tin",
    "nhuận bút bài",
    "nhuận bút ảnh",
    "nhuận bút, thù lao",
    "nhuận bút và thù lao",
    "thù lao biên tập",
    "thù lao cộng tác viên",
    "cộng tác viên",
    "phóng viên",
    "họp ban",
    "hội họp",
    "tọa đàm",
    "sơ kết",
    "tổng kết",
    "máy ảnh",
    "máy tính",
    "máy in",
    "mực in",
    "giấy in",
    "photo tài liệu",
    "tài liệu",
    "bưu phẩm",
    "cước điện thoại",
    "điện nước",
    "tiền điện",
    "tiền nước",
    "quà tặng",
    "giải thưởng",
    "tuyên truyền",
    "quay phim",
    "chụp ảnh",
    "làm thêm giờ",
    "ngoài giờ",
    "lương",
    "hỗ trợ",
    "mua sắm",
    "quản trị",
    "an toàn thông tin",
    "bảo mật",
    "bản quyền",
    "phần mềm",
    "chi khác",
    "khác",
)


def spelled_category(name: str, known: Iterable[str] = ()) -> str:
    """Return a category as it was written with its accents before, or as it usually is.

    A name with accents of its own stays as it is.
    """
    line = clean_line(name)
    key = search_key(line)
    known = tuple(known)
    named = _VERB.sub("", key, count=1) if len(key) == len(line) else key
    keys = {search_key(each) for each in (*known, *_USUAL)}
    if key not in keys and named in keys:
        return spelled_category(line[-len(named) :], known)
    if key != line.lower():
        return line
    for spelled in (*known, *_USUAL):
        if spelled and search_key(spelled) == key and key != spelled.lower():
            return spelled
    return next((spelled for spelled in known if search_key(spelled) == key), line)
