"""What people say instead of a command, by a table of wordings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation.phrases import read_talk, says_nothing, wordings
from domain.conversation.typed_commands import read_command
from domain.language import translator
from handlers.commands import SPELLED, command_names, commands

TABLE = Path(__file__).parents[2] / "data" / "words" / "phrases.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]
NAMES = command_names(translator("vi"))


def meaning(text: str) -> str:
    """Return the command or the courtesy of a text as the table writes it."""
    command = read_command(text, NAMES, SPELLED)
    if command is not None and (command.whole or command.slash):
        return command.name
    talk = read_talk(text)
    return talk.meaning if talk else "none"


@pytest.mark.parametrize(("text", "meant"), ROWS)
def test_a_phrase_means_its_command(text: str, meant: str) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize("text", ["không có", "khong co", "ko có ạ", "Không"])
def test_just_none_is_known(text: str) -> None:
    assert says_nothing(text.removesuffix(" ạ"))


def test_every_meaning_of_the_table_is_a_command_or_a_courtesy() -> None:
    known = {command.name for command in commands(translator("vi"))}
    known |= {"thanks", "greeting", "log_all", "look_through", "drop_all"}
    assert set(wordings().values()) <= known


@pytest.mark.parametrize(
    "text",
    [
        "/nộp https://a.vn/1 | Khai mạc",
        "/nop https://a.vn/1 | Khai mạc",
        " /nop https://a.vn/1 | Khai mạc",
        "/ nop https://a.vn/1 | Khai mạc",
        "/Nộp https://a.vn/1 | Khai mạc",
        "/nop@tinbai_bot https://a.vn/1 | Khai mạc",
        "@tinbai_bot nop https://a.vn/1 | Khai mạc",
        "@tinbai_bot /nộp https://a.vn/1 | Khai mạc",
        "nộp https://a.vn/1 | Khai mạc",
        "Nop https://a.vn/1 | Khai mạc",
        "/nopp https://a.vn/1 | Khai mạc",
        "/npo https://a.vn/1 | Khai mạc",
        "/submit https://a.vn/1 | Khai mạc",
        "/submti https://a.vn/1 | Khai mạc",
    ],
)
def test_a_command_is_understood_however_it_is_typed(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert (found.name, found.rest) == ("submit", "https://a.vn/1 | Khai mạc")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/báo cáo quý 1", "report", "quý 1"),
        ("/bao cao quy 1", "report", "quy 1"),
        ("/baocao quý 1", "report", "quý 1"),
        ("báo cáo quý 1", "report", "quý 1"),
        ("/không có Tập trung diễn tập", "none", "Tập trung diễn tập"),
        ("/khongco Tập trung diễn tập", "none", "Tập trung diễn tập"),
        ("/tình hình", "status", ""),
        ("tinh hinh", "status", ""),
        ("/đơn vị", "units", ""),
        ("/hoàn tác", "undo", ""),
        ("/hủy", "cancel", ""),
        ("huỷ", "cancel", ""),
        ("/lịch sử 57", "history", "57"),
        ("/tim ca phe", "find", "ca phe"),
        ("/tinhhnh", "status", ""),
        ("huongdna", "help", ""),
    ],
)
def test_each_command_has_its_spellings(text: str, name: str, rest: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ Phòng Nội vụ tổ chức sinh hoạt",
        "Nhạc hội mùa xuân tại trung tâm huyện",
        "Hủy bỏ quyết định thu hồi đất",
        "Khai mạc hội thao",
        "Nộp thuế điện tử tại bộ phận một cửa",
        "Bản tin dự báo thời tiết",
        "",
        "/",
    ],
)
def test_the_beginning_of_a_sentence_is_no_command(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is None or found.whole


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    read_command(text, NAMES, SPELLED)
    read_talk(text)


@given(st.sampled_from(sorted(SPELLED)), st.sampled_from(["{}", "/{}", " /{}", "/ {}", "{}!"]))
def test_every_spelled_command_is_its_command(spelled: str, form: str) -> None:
    for text in (form.format(spelled), form.format(spelled.upper())):
        found = read_command(text, NAMES, SPELLED)
        assert found is not None
        assert found.name == SPELLED[spelled]
