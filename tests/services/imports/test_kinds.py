"""The kinds of articles as lists write them."""

import pytest

from domain.articles.records import Kind
from services.imports.tables import read_kind_of_list


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            Kind.NEWS,
            "|Tin|Tin tức|Tin vắn|Bản tin|Tin văn bản|Tin bài|Tin, bài|tin/bài|T|post|Tin (có ảnh)",
        ),
        (
            Kind.FEATURE,
            "Bài|Bài viết|Bài phỏng vấn|Phóng sự|Phản ánh|Gương điển hình|B|Ký sự",
        ),
        (Kind.FEATURE, "Bài (kèm ảnh)|Bài viết (kèm video)"),
        (Kind.PHOTO, "Ảnh|Tin ảnh|Hình ảnh|Tin hình|Phóng sự ảnh|Infographic|Ảnh (kèm bài)|(Ảnh)"),
        (Kind.VIDEO, "Video|Clip|Phóng sự truyền hình|Video clip"),
        (Kind.OTHER, "Tác phẩm|Podcast|Xã luận"),
    ],
)
def test_a_word_of_a_list_means_a_kind(kind: Kind, words: str) -> None:
    assert {word: read_kind_of_list(word) for word in words.split("|")} == dict.fromkeys(
        words.split("|"), kind
    )
