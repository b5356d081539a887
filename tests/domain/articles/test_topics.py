"""What the topic scorer suggests, and how a board's choices change it."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.articles.topics import (
    LONGEST_WORD,
    TopicWord,
    Weights,
    explain,
    learn,
    starting_weights,
    suggest,
    title_words,
    with_words,
)
from domain.boards import Topic

EDUCATION = Topic(1, "Giáo dục và Đào tạo")
HEALTH = Topic(2, "Y tế")
FARMING = Topic(3, "Nông nghiệp - Nông thôn mới")
CULTURE = Topic(4, "Văn hóa - Xã hội")
BORDER = Topic(5, "Gương sáng vùng biên")
TOPICS = (EDUCATION, HEALTH, FARMING, CULTURE, BORDER)
START = starting_weights(TOPICS)


def best(title: str, weights: Weights = START) -> int | None:
    found = suggest(title, TOPICS, weights)
    return found[0][0] if found else None


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Trường THCS A khai giảng năm học mới", EDUCATION),
        ("truong thpt a khai giang nam hoc moi", EDUCATION),
        ("Xã Ia Tô về đích NTM", FARMING),
        ("Trạm Y tế xã khám bệnh cho trẻ em", HEALTH),
        ("TYT xã tiêm vắc xin", HEALTH),
        ("Hội diễn văn nghệ quần chúng", CULTURE),
        ("Trao nhà tình nghĩa cho thương binh", CULTURE),
        ("Một gương sáng vùng biên", BORDER),
    ],
)
def test_a_title_suggests_the_topic_it_speaks_for(title: str, topic: Topic) -> None:
    assert best(title) == topic.id


@pytest.mark.parametrize("title", ["", "...", "Họp giao ban tháng 6", "xyz 123"])
def test_a_title_that_speaks_for_nothing_suggests_nothing(title: str) -> None:
    assert suggest(title, TOPICS, START) == []


def test_suggestions_come_best_first_with_their_scores() -> None:
    found = suggest("Khám bệnh cho học sinh trường mầm non, trao học bổng", TOPICS, START)

    assert {EDUCATION.id, HEALTH.id} <= {topic_id for topic_id, _ in found}
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_a_boards_choice_changes_what_is_suggested_next() -> None:
    title = "Đội chiêng làng Ốp dạy trẻ em"
    weights: Weights = START
    for _ in range(3):
        rows = learn(title, EDUCATION.id, TOPICS, weights)
        weights = with_words(weights, rows)

    assert best(title, weights) == EDUCATION.id
    assert best("Đội chiêng làng Ốp biểu diễn", weights) == EDUCATION.id
    assert best("Khám bệnh cho người già", weights) == HEALTH.id


def test_a_correction_takes_from_the_topic_that_was_suggested_wrongly() -> None:
    rows = learn("Khám bệnh ở vùng cao", BORDER.id, TOPICS, START)

    lost = {row.word for row in rows if row.topic_id == HEALTH.id}
    assert "kham benh" in lost
    assert all(row.weight < START[row.word][HEALTH.id] for row in rows if row.topic_id == HEALTH.id)
    assert any(row.topic_id == BORDER.id and row.weight > 0 for row in rows)


def test_learning_leaves_the_weights_it_was_given() -> None:
    before = deepcopy(START)

    learn("Khám bệnh cho giáo viên", CULTURE.id, TOPICS, START)

    assert before == START


def test_a_choice_that_was_suggested_clearly_teaches_nothing() -> None:
    assert learn("Trường THCS A khai giảng năm học mới", EDUCATION.id, TOPICS, START) == ()


def test_a_topic_of_another_board_teaches_nothing() -> None:
    assert learn("Khám bệnh", 99, TOPICS, START) == ()


def test_a_board_with_one_topic_learns_too() -> None:
    rows = learn("Đội chiêng làng Ốp", BORDER.id, (BORDER,), {})

    assert rows
    assert {row.topic_id for row in rows} == {BORDER.id}


def test_weights_stay_within_bounds_however_often_the_board_chooses() -> None:
    weights: Weights = {}
    for topic_id in [1, 2] * 60:
        rows = learn("Đội chiêng làng Ốp", topic_id, TOPICS, weights)
        weights = with_words(weights, rows)

    assert all(-2 <= weight <= 4 for row in weights.values() for weight in row.values())


def test_a_stored_row_takes_the_place_of_a_starting_weight() -> None:
    weights = with_words(START, [TopicWord("kham benh", HEALTH.id, 0.0)])

    assert suggest("Khám bệnh", TOPICS, weights) == []
    assert best("Khám bệnh") == HEALTH.id


def test_the_words_behind_a_suggestion_can_be_shown() -> None:
    rows = explain("Trạm Y tế khám bệnh", HEALTH.id, START)

    assert rows[0].weight == max(row.weight for row in rows)
    assert {"y te", "kham benh", "tram y te"} <= {row.word for row in rows}


@given(st.text(max_size=120))
def test_any_title_gives_words_that_fit_the_table(title: str) -> None:
    words = title_words(title)

    assert len(words) == len(set(words))
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
