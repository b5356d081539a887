"""What can go wrong in words a person understands.

    DomainError
    ├── NotAllowed          the person may not do this
    ├── NotFound            nothing of that number, name or code exists for this board
    ├── Conflict            it exists, but not in a state that allows this
    │   └── Unusable        the installation's database cannot be used, with its place
    └── InvalidInput        what was typed or sent cannot be used
        ├── InvalidField    one field of an article, with an example of a right one
        ├── InvalidPeriod   no period can be read from the text
        └── InvalidFile     an uploaded or imported file, with the place in it

A service raises them with a `code` and values; `bot/errors.py` alone words them for people.
"""

from typing import ClassVar


class DomainError(Exception):
    """The base of every error that a person is told about.

    `code` names the sentence that words it; `values` fill its placeholders.
    """

    code: str
    default_code: ClassVar[str] = "error"

    def __init__(self, code: str | None = None, /, **values: object) -> None:
        self.code = code or self.default_code
        self.values = values
        super().__init__(f"{self.code} {values}" if values else self.code)


class NotAllowed(DomainError):  # noqa: N818 - the design's words for errors carry no suffix
    """The person's roles do not allow the action."""

    default_code = "not_allowed"


class NotFound(DomainError):  # noqa: N818
    """Nothing of that number, name or code exists for this board."""

    default_code = "not_found"


class Conflict(DomainError):  # noqa: N818
    """The thing exists, but its state does not allow the action."""

    default_code = "conflict"


class Unusable(Conflict):
    """The installation's database cannot be used; `values["place"]` says which it is."""


class InvalidInput(DomainError):  # noqa: N818
    """What was typed or sent cannot be used."""

    default_code = "invalid_input"


class InvalidField(InvalidInput):
    """One field of an article cannot be used."""


class InvalidPeriod(InvalidInput):
    """No period can be read from the text."""

    default_code = "invalid_period"


class InvalidFile(InvalidInput):
    """A file cannot be used; `values["place"]` says where the fault is."""

    default_code = "invalid_file"
