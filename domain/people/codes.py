"""Codes that people type: how they look, how they are made and how they are kept."""

import base64
import hashlib
import re
import secrets

CODE_LENGTH = 10

# 0, 1 and 8 are no base32 digits, but the letters they are mistaken for are.
_MISTAKEN = str.maketrans("018", "OIB")
_CODE = re.compile(r"([A-Z2-7]{5})[ -]?([A-Z2-7]{5})")


def new_code() -> str:
    """Return a fresh code of ten base32 characters."""
    return base64.b32encode(secrets.token_bytes(7)).decode()[:CODE_LENGTH]


def read_code(text: str) -> str | None:
    """Return the code a text consists of, None when it is something else.

    Ten base32 characters in any case, with a space or a hyphen in the middle or none.
    """
    letters = text.strip().upper().translate(_MISTAKEN)
    match = _CODE.fullmatch(letters)
    return match[1] + match[2] if match else None


def code_hash(code: str) -> str:
    """Return what is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
