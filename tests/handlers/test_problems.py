"""Every error that a service can raise has a sentence."""

import ast
from pathlib import Path

import pytest

from domain.errors import Conflict, DomainError, InvalidField, InvalidFile, NotAllowed, NotFound
from domain.language import translator
from handlers.problems import has_sentence, problem_text

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
}


def raised_codes() -> dict[str, str]:
    """Return every literal code given to an error in the code, with a place that gives it."""
    codes = {}
    for package in ("domain", "services", "reports", "storage", "handlers", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                    continue
                if node.func.id not in ERRORS or not node.args:
                    continue
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    codes[first.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return codes


def test_every_code_raised_in_the_code_has_a_sentence() -> None:
    codes = raised_codes()
    assert len(codes) > 30
    missing = {code: place for code, place in codes.items() if not has_sentence(code)}
    assert missing == {}


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
