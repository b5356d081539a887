"""Every error that a service can raise has a sentence."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import Conflict, DomainError, InvalidField, InvalidFile, NotAllowed, NotFound
from domain.language import translator
from handlers.problems import ALL, has_sentence, problem_text

ROOT = Path(__file__).parents[2]
ERRORS = {
    "Conflict",
    "InvalidField",
    "InvalidFile",
    "InvalidInput",
    "InvalidPeriod",
    "NotAllowed",
    "NotFound",
    "Problem",
    "Unusable",
}


def raised() -> Iterator[tuple[str, set[str] | None, str]]:
    """Yield each literal code given to an error in the code, the names of its values, its place.

    The names are None where they stand elsewhere.
    """
    for package in ("domain", "services", "reports", "storage", "handlers", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                    continue
                if node.func.id not in ERRORS or not node.args:
                    continue
                first = node.args[0]
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                whole = len(names) == len(node.keywords) and len(node.args) == 1
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield first.value, names if whole else None, place


def test_every_code_raised_in_the_code_has_a_sentence() -> None:
    codes = {code: place for code, _names, place in raised()}
    assert len(codes) > 30
    missing = {code: place for code, place in codes.items() if not has_sentence(code)}
    assert missing == {}


def test_every_code_has_one_sentence() -> None:
    codes = Counter(code for table in ALL for code in table)
    assert [code for code, times in codes.items() if times > 1] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_gets_the_values_that_it_names(language: str) -> None:
    wrong = []
    for code, names, place in raised():
        if names is None:
            continue
        values = {name: "place" if name == "key" else "2021-06-15" for name in names}
        try:
            problem_text(translator(language), code, values)
        except KeyError as error:
            wrong.append((code, str(error), place))
        except ValueError:
            pass  # a value of another form
    assert wrong == []


@pytest.mark.parametrize("error", [NotAllowed, NotFound, Conflict, InvalidField, InvalidFile])
def test_errors_keep_their_code_and_values(error: type[DomainError]) -> None:
    raised = error("some_code", name="X")
    assert raised.code == "some_code"
    assert raised.values == {"name": "X"}
    assert "some_code" in str(raised)


def test_what_was_typed_is_escaped() -> None:
    text = problem_text(translator("vi"), "bad_date", {"text": "<b>&"})
    assert "&lt;b&gt;&amp;" in text


def test_a_code_without_a_sentence_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="no sentence"):
        problem_text(translator("vi"), "no_such_code", {})
