"""No text makes a regular expression of the program slow: not what people write, not a page's."""

import importlib
import inspect
import math
import pkgutil
import re
import signal
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

_PACKAGES = ("domain", "reports", "services", "handlers", "bot")
_SHORT, _LONG = 250, 2000  # characters
_SLOW = 1.0  # seconds for _LONG characters, as a chat message or a table's cell may have
# What takes longer for _SHORT characters is tried with _LONG ones; cubic time is 500 times as much.
_SUSPICIOUS = 0.005
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_CHARACTERS = "a1 \n(.,-/éZ_:|{"
_ANYTHING = ("a", "1", " ", "\n", "(", "a ", "1 ", "1-", "é ", "a\n", "1,")
_MOST_FORMS = 40


class _TooSlowError(Exception):
    pass


def _modules() -> Iterator[ModuleType]:
    for name in _PACKAGES:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from _patterns_in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _patterns_in(each)


def _all_patterns() -> dict[re.Pattern[str], tuple[str, list[str]]]:
    """Return each pattern of a module or a class there: its name, and how it is used."""
    found: dict[re.Pattern[str], tuple[str, list[str]]] = {}
    for module in _modules():
        source = Path(inspect.getfile(module)).read_text(encoding="utf-8")
        values = dict(vars(module))
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__:
                values |= {f"{name}.{key}": each for key, each in vars(value).items()}
        for name, value in values.items():
            for pattern in _patterns_in(value):
                used = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                ways = sorted(used & {"match", "fullmatch"})
                if used - {"match", "fullmatch"}:
                    ways.append("search")
                found.setdefault(pattern, (f"{module.__name__}.{name}", ways or ["fullmatch"]))
    return found


def _forms(nodes: Sequence[Any]) -> list[str]:
    """Return texts that a part of a pattern matches, one for each alternative."""
    forms = [""]
    for op, value in nodes:
        if op is ops.LITERAL:
            ends = [chr(value)]
        elif op is ops.ANY:
            ends = ["a", " "]
        elif op in (ops.IN, ops.NOT_LITERAL):
            ends = _characters(op, value)
        elif op is ops.BRANCH:
            ends = [form for branch in value[1] for form in _forms(branch)]
        elif op in (ops.SUBPATTERN, ops.ATOMIC_GROUP):
            ends = _forms(value[3] if op is ops.SUBPATTERN else value)
        elif op in _REPEATS:
            ends = [form * max(value[0], 1) for form in _forms(value[2])]
            ends += [""] if value[0] == 0 else []
        else:
            continue
        forms = list(dict.fromkeys(form + end for form in forms for end in ends))[:_MOST_FORMS]
    return forms


def _characters(op: object, value: object) -> list[str]:
    """Return some characters of a set."""
    one = parser.SubPattern(parser.State(), [(op, value)])
    compiled = re._compiler.compile(one)  # type: ignore[attr-defined]
    found = [char for char in _CHARACTERS if compiled.match(char)]
    found += [chr(v) for o, v in value if o is ops.LITERAL] if isinstance(value, list) else []
    return found[:3] or ["x"]


def _repeated(nodes: Sequence[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a pattern repeats, with a text that leads there."""
    for at, (op, value) in enumerate(nodes):
        lead = before + _forms(nodes[:at])[0]
        if op in _REPEATS:
            if value[1] >= 20:
                yield from ((lead, form) for form in _forms(value[2]) if form)
            yield from _repeated(value[2], lead)
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from _repeated(branch, lead)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _repeated(value[1], lead)
        elif op in (ops.SUBPATTERN, ops.ATOMIC_GROUP):
            yield from _repeated(value[3] if op is ops.SUBPATTERN else value, lead)


def _pumps(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = list(parser.parse(pattern.pattern, pattern.flags))
    pumps = [("", piece) for piece in _ANYTHING]
    for lead, piece in _repeated(nodes):
        pumps += [(lead, piece), ("", piece), (lead, f"{piece} ")]
    return list(dict.fromkeys(pumps))


def _seconds(use: Any, pump: tuple[str, str], length: int) -> float:
    lead, piece = pump
    # The character at the end is of no pattern: what was tried has to be tried in every other way.
    text = f"{lead}{(piece * length)[:length]}\0"
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _SLOW)  # CPU time: a busy machine is no fault
    try:
        use(text)
    except _TooSlowError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def _slow_uses(pattern: re.Pattern[str], ways: Sequence[str]) -> Iterator[str]:
    for pump in _pumps(pattern):
        for way in ways:
            use = getattr(pattern, way)
            short = _seconds(use, pump, _SHORT)
            if short > _SLOW or (short > _SUSPICIOUS and _seconds(use, pump, _LONG) > _SLOW):
                yield f"{way} {pump}"
                return


@pytest.fixture(autouse=True)
def _bound() -> Iterator[None]:
    def stop(*_given: object) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.slow
def test_no_pattern_takes_more_than_the_square_of_a_texts_length() -> None:
    found = _all_patterns()
    assert len(found) > 400
    slow = {
        name: use for pattern, (name, ways) in found.items() for use in _slow_uses(pattern, ways)
    }
    assert slow == {}


@pytest.mark.parametrize(
    "pattern",
    [
        r"chi (?:(?:trong|[0-9]+|i|ii|iii|iv) ?)+",
        r"(?:tin|bài)(?:\s*[,&-]?\s*(?:tin|bài|ảnh))*:",
        r"\s*a*\s*b*\s*c",
    ],
)
def test_a_slow_pattern_is_found(pattern: str) -> None:
    assert list(_slow_uses(re.compile(pattern), ["fullmatch"]))
