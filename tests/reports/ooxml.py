"""Judges a file against ECMA-376 as Microsoft's own validator does (openxml-audit)."""

from functools import cache
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)


def faults(folder: Path, name: str, content: bytes) -> list[str]:
    """Return what is not valid in a file."""
    path = folder / name
    path.write_bytes(content)
    return [
        str(error)
        for error in _validator().validate(path).errors
        if error.severity is ValidationSeverity.ERROR
    ]
