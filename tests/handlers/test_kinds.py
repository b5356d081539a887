"""Every kind of article has a name in files, in chat and as people type it."""

import pytest

from domain.articles.answers import read_kind
from domain.articles.records import KIND_NAMES, Kind
from domain.language import translator
from handlers.articles.submit_texts import kind_name


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_words(kind: Kind) -> None:
    assert read_kind(KIND_NAMES[kind]) is kind
    for language in ("vi", "en"):
        assert kind_name(translator(language), kind)
