"""Small whole numbers in Vietnamese words, on search keys: "muoi bon", "ham mot", "hai lam"."""

_UNITS = {
    1: ("mot",),
    2: ("hai",),
    3: ("ba",),
    4: ("bon", "tu"),
    5: ("nam", "lam"),
    6: ("sau",),
    7: ("bay",),
    8: ("tam",),
    9: ("chin",),
}
_TENS = {2: ("hai muoi", "hai", "ham"), 3: ("ba muoi", "ba", "bam")}


def _words() -> dict[str, int]:
    words = {name: number for number, names in _UNITS.items() for name in names}
    words["muoi"] = 10
    for unit, names in _UNITS.items():
        for name in names:
            words[f"muoi {name}"] = 10 + unit
        for name in (*names, "nham") if unit == 5 else names:
            for tens, heads in _TENS.items():
                for head in heads:
                    words[f"{head} {name}"] = tens * 10 + unit
    words["hai muoi"] = words["hai chuc"] = 20
    words["ba muoi"] = words["ba chuc"] = 30
    return words


NUMBER_WORDS = _words()
# The longest first, so that "muoi bon" is not read as "muoi".
NUMBER = "|".join(("[0-9]{1,2}", *sorted(NUMBER_WORDS, key=len, reverse=True)))
MONTH_WORDS = {"gieng": 1, "chap": 12} | {
    word: number for word, number in NUMBER_WORDS.items() if number <= 12
}
MONTH = "|".join(("[0-9]{1,2}", *sorted(MONTH_WORDS, key=len, reverse=True)))

ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

ENGLISH_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def number_of(word: str) -> int:
    """Return the number of figures or of a word that one of the tables here matched."""
    return int(word) if word.isdigit() else (NUMBER_WORDS | MONTH_WORDS | ENGLISH_NUMBERS)[word]
