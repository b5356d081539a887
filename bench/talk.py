"""What people write in the measurements: submissions, each with a new link and a title of its own.

Titles are drawn from a stock of words, so that the check for duplicates has something to compare
and hardly ever finds a twin.
"""

import random

WORDS = """
ruộng bậc thang mùa nước đổ phiên chợ vùng cao hội thi nấu ăn cầu treo mới đàn bò vàng lớp học
xóa mù giếng khoan sạch tuyến đường bê tông vườn cà phê đội bóng chuyền tủ sách ngày hội kho
lúa giống trạm biến áp chiến dịch tiêm chủng tập huấn quản lý tài sản công khai dự toán
""".split()  # noqa: SIM905 - a list of single words would fill the page


def title(number: int) -> str:
    """Return the title of a number: the same for the same number."""
    rng = random.Random(number)
    return f"{' '.join(rng.sample(WORDS, 8))} {number}".capitalize()


def submission(number: int) -> str:
    """Return a whole submission in one line."""
    return f"/nop https://xamau.gov.vn/tin/{number}.html | {title(number)} | Nông thôn mới"
