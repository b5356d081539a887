"""Which topic a title speaks for: a sum of word weights that people can read and change.

A topic starts with the words of its own name and, where data/topic-words.tsv knows such a topic,
with the words given there. What a board chooses changes the weights; the changed rows are stored,
take the place of the starting ones, and can be edited like any other row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from domain.boards import Topic
from domain.text import search_key
from domain.twins.titles import title_reader
from domain.twins.words import filler_keys

# Word → topic id → how much the word speaks for the topic.
Weights = Mapping[str, Mapping[int, float]]

LONGEST_WORD = 80
_NAME_PHRASE = 2.0
_NAME_WORD = 0.5
_KNOWN_PHRASE = 1.5
_KNOWN_WORD = 0.8
# A title speaks for a topic from here on: one phrase, or two single words.
_LEAST_SCORE = 1.0
# Learning stops when the right topic leads by this much.
_MARGIN = 1.0
_STEP = 0.5
_WORD_STEP = 0.25
_MOST, _LEAST = 4.0, -2.0
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word or phrase without marks and how much it speaks for a topic (below 0: against it)."""

    word: str
    topic_id: int
    weight: float


def starting_weights(topics: Iterable[Topic]) -> dict[str, dict[int, float]]:
    """Return word → topic id → weight before the board taught anything."""
    weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for topic in topics:
        for word in _known_words(topic.name):
            weights[word][topic.id] = _KNOWN_PHRASE if " " in word else _KNOWN_WORD
        for word in title_words(topic.name, longest=2):
            weight = _NAME_PHRASE if " " in word else _NAME_WORD
            weights[word][topic.id] = max(weight, weights[word].get(topic.id, 0.0))
        name = search_key(topic.name)
        weights[name[:LONGEST_WORD]][topic.id] = _NAME_PHRASE
    return dict(weights)


def with_words(weights: Weights, rows: Iterable[TopicWord]) -> Weights:
    """Return the weights with rows in the place of the old ones; `weights` is left as it is."""
    merged = dict(weights)
    for row in rows:
        merged[row.word] = {**merged.get(row.word, {}), row.topic_id: row.weight}
    return merged


def weight_of(weights: Weights, word: str, topic_id: int) -> float:
    """Return how much a word speaks for a topic, 0 for a word that nobody weighed."""
    return weights.get(word, {}).get(topic_id, 0.0)


def suggest(title: str, topics: Sequence[Topic], weights: Weights) -> list[tuple[int, float]]:
    """Return (topic id, score) of the topics that a title speaks for, best first.

    Empty when nothing matches. Where two score the same, the board's order decides.
    """
    scores = _scores(title, topics, weights)
    likely = [(topic.id, scores[topic.id]) for topic in topics if scores[topic.id] >= _LEAST_SCORE]
    return sorted(likely, key=lambda item: -item[1])


def explain(title: str, topic_id: int, weights: Weights) -> list[TopicWord]:
    """Return the words of a title that count for or against a topic, strongest first."""
    rows = [
        TopicWord(word, topic_id, weight)
        for word in title_words(title)
        if (weight := weight_of(weights, word, topic_id))
    ]
    return sorted(rows, key=lambda row: (-abs(row.weight), row.word))


def learn(
    title: str, topic_id: int, topics: Sequence[Topic], weights: Weights
) -> tuple[TopicWord, ...]:
    """Return the rows to store after the board chose `topic_id` for a title.

    The chosen topic's words gain and those of a topic that scored as high lose, until the chosen
    one leads; a choice that the weights already make changes nothing. `weights` is left as it is.
    """
    scores = _scores(title, topics, weights)
    if topic_id not in scores:
        return ()
    others = [topic.id for topic in topics if topic.id != topic_id]
    rival = max(others, key=lambda other: scores[other], default=None)
    lead = scores[topic_id] - max(scores[rival] if rival is not None else 0.0, 0.0)
    if scores[topic_id] >= _LEAST_SCORE and lead >= _MARGIN:
        return ()
    rows = [_moved(word, topic_id, weights, 1) for word in title_words(title, longest=2)]
    if rival is not None and scores[rival] >= _LEAST_SCORE:
        rows += [
            _moved(word, rival, weights, -1)
            for word in title_words(title)
            if weight_of(weights, word, rival) > 0
        ]
    return tuple(rows)


@lru_cache(maxsize=256)  # a title is suggested for and learnt from within a moment
def title_words(title: str, longest: int = _LONGEST_PHRASE) -> tuple[str, ...]:
    """Return the words of a title and its runs of up to `longest` words, without marks.

    Abbreviations are written out; single words that say nothing are left out.
    """
    words = _expanded(title)
    filler = filler_keys()
    found = [word for word in words if word not in filler and not word.isdigit() and len(word) > 1]
    for length in range(2, longest + 1):
        found += [
            " ".join(words[start : start + length]) for start in range(len(words) - length + 1)
        ]
    return tuple(word for word in dict.fromkeys(found) if len(word) <= LONGEST_WORD)


def _expanded(title: str) -> list[str]:
    prepared = title_reader().prepare(title)
    return search_key(" ".join(prepared.written_out)).split()


def _scores(title: str, topics: Iterable[Topic], weights: Weights) -> dict[int, float]:
    scores = {topic.id: 0.0 for topic in topics}
    for word in title_words(title):
        for topic_id, weight in weights.get(word, {}).items():
            if topic_id in scores:
                scores[topic_id] += weight
    return {topic_id: round(score, 6) for topic_id, score in scores.items()}


def _moved(word: str, topic_id: int, weights: Weights, direction: int) -> TopicWord:
    step = (_STEP if " " in word else _WORD_STEP) * direction
    weight = weight_of(weights, word, topic_id) + step
    return TopicWord(word, topic_id, round(min(max(weight, _LEAST), _MOST), 4))


@cache
def _known_topics() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    text = (files("domain") / "data" / "topic-words.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        (frozenset(map(_name_key, names.split("|"))), tuple(map(search_key, words)))
        for names, *words in lines
    )


def _known_words(name: str) -> list[str]:
    """Return the words of the known topics of this name, else of those that the name contains."""
    key = _name_key(name)
    rows = [words for names, words in _known_topics() if key in names] or [
        words
        for names, words in _known_topics()
        if any(f" {known} " in f" {key} " for known in names)
    ]
    return [word for words in rows for word in words]


def _name_key(name: str) -> str:
    """Return a topic's name as it is looked up: "Văn hóa – Xã hội" is "Văn hóa, xã hội"."""
    words = _expanded(name)
    return " ".join(word for word in words if word != "va")
