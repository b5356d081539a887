"""Lists of articles, cut where one ends."""

import re

import pytest

from domain.articles.cutting import cut_list
from domain.links import canonical_link, find_links

SITE = "https://huyenmau.gov.vn/tin-tuc/"


def cut(text: str) -> list[str]:
    """Cut a list in which A, B and C stand for links, and write the parts like that."""
    full = re.sub(r"\b([ABC])\b", rf"{SITE}\1.html", text)
    wanted = {canonical_link(link) for link in find_links(full)}
    parts = cut_list(full, wanted)
    return [re.sub(rf"{re.escape(SITE)}([ABC])\.html", r"\1", part) for part in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A\nB\nC", ["A", "B", "C"]),
        ("A B C", ["A", "B", "C"]),
        ("A\nKhai mạc\nB\nBế mạc", ["A\nKhai mạc", "B\nBế mạc"]),
        ("Khai mạc\nA\nBế mạc\nB", ["Khai mạc\nA", "Bế mạc\nB"]),
        ("Khai mạc\n\nA\n\nBế mạc\n\nB", ["Khai mạc\nA", "Bế mạc\nB"]),
        ("Khai mạc\nA\n12/6\nBế mạc\nB\n13/6", ["Khai mạc\nA\n12/6", "Bế mạc\nB\n13/6"]),
        ("Khai mạc\nA\n12/6\nBế mạc\nB", ["Khai mạc\nA\n12/6", "Bế mạc\nB"]),
        ("12/6\nKhai mạc\nA\n13/6\nBế mạc\nB", ["12/6\nKhai mạc\nA", "13/6\nBế mạc\nB"]),
        ("Em gửi chị ạ\nKhai mạc\nA\nBế mạc\nB", ["Khai mạc\nA", "Bế mạc\nB"]),
        ("Danh sách bài:\nKhai mạc A\nBế mạc B", ["Khai mạc A", "Bế mạc B"]),
        (
            "1. Khai mạc\nA\nNgày: 12/6\n2. Bế mạc\nB",
            ["1. Khai mạc\nA\nNgày: 12/6", "2. Bế mạc\nB"],
        ),
        ("Khai mạc A\nNgày 12/6\nBế mạc B", ["Khai mạc A\nNgày 12/6", "Bế mạc B"]),
        ("A (12/6)\nB (13/6)", ["A (12/6)", "B (13/6)"]),
        ("Khai mạc A\nBế mạc B\nKhai mạc A", ["Khai mạc A", "Bế mạc B"]),
        ("Hội thảo A và Lễ cúng B", ["Hội thảo A", "Lễ cúng B"]),
        ("Hội thảo A, Lễ cúng B", ["Hội thảo A", ", Lễ cúng B"]),
        ("Hội thảo: A; Lễ cúng: B; Ra quân: C", ["Hội thảo: A", "; Lễ cúng: B", "; Ra quân: C"]),
        ("A Hội thảo B Lễ cúng", ["A Hội thảo", "B Lễ cúng"]),
        ("A Hội thảo và B Lễ cúng", ["A Hội thảo", "B Lễ cúng"]),
        ("Em gửi chị: A Hội thảo B Lễ cúng", ["A Hội thảo", "B Lễ cúng"]),
        ("Hội thảo A và Lễ cúng B ạ", ["Hội thảo A", "Lễ cúng B"]),
        ("A (12/6) B (13/6)", ["A (12/6)", "B (13/6)"]),
        ("Em gửi A và B ạ", ["A", "B"]),
        ("Hội thảo A B", ["A", "B"]),
        ("Hội thảo A Lễ cúng B Ra quân", ["A", "B"]),
        # Nobody can tell whose title it is.
        ("A\nB\nMột câu nào đó", ["A", "B"]),
    ],
)
def test_a_list_is_cut_by_how_regular_it_is(text: str, parts: list[str]) -> None:
    assert cut(text) == parts
