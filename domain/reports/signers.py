"""Who may sign a board's reports, as people write it: "Phó Trưởng ban | Nguyễn Văn Mẫu".

A line's fields are told apart by their shape: what begins with "KT." stands above the post, a post
is known by its words, and what is left is the name. A second post is the agency's.
"""

import re
from collections.abc import Sequence

from domain.boards import Signatory
from domain.errors import InvalidField
from domain.text import clean_line, search_key

LONGEST = 120
_ON_BEHALF = re.compile(r"(?:kt|tm|tl|tuq|q)\s*\.\s*\S")
_POST = re.compile(
    r"\b(?:truong|pho|chu tich|chu nhiem|giam doc|chanh|bi thu|thu ky|vien|tong bien tap|cuc"
    r"|so|phong|hieu truong|thu truong|vu truong|uy vien)\b"
)
_DEPUTY = re.compile(r"pho\s+")
_LABELS = {
    "post": ("chuc vu", "chuc danh", "post"),
    "name": ("ho ten", "ho va ten", "ten", "nguoi ky", "name"),
    "on_behalf": ("ky thay", "thay mat", "on behalf", "on_behalf"),
    "agency_post": ("chuc vu co quan", "chuc vu o co quan", "agency post", "agency_post"),
}
_LABEL_OF = {label: field for field, labels in _LABELS.items() for label in labels}


def read_signer(line: str) -> Signatory:
    """Read a line "post | name | KT. POST | post in the agency", the fields in any order.

    A deputy's line above the post is made where it is not given. Raises InvalidField("bad_signer",
    text=) without a post or a name, "long_setting" for a field of more than LONGEST characters.
    """
    fields = [field for part in re.split(r"[|｜]", line) if (field := clean_line(part))]
    if len(fields) == 1:
        fields = [field for part in re.split(r"\s[–-]\s|,\s", line) if (field := clean_line(part))]
    found: dict[str, str] = {}
    for field in fields:
        if len(field) > LONGEST:
            raise InvalidField("long_setting", length=len(field), limit=LONGEST)
        kind, text = _labelled(field) or (_kind(field, found), field)
        if not text or kind in found:
            raise InvalidField("bad_signer", text=clean_line(line))
        found[kind] = text
    if not found.get("name") or not found.get("post"):
        raise InvalidField("bad_signer", text=clean_line(line))
    on_behalf = found.get("on_behalf") or _deputised(found["post"])
    return Signatory(found["post"], found["name"], on_behalf, found.get("agency_post", ""))


def signer_line(signer: Signatory) -> str:
    """Return the line that would be read as this signer."""
    fields = (signer.post, signer.name, signer.on_behalf, signer.agency_post)
    return " | ".join(field for field in fields if field)


def find_signer(text: str, signers: Sequence[Signatory]) -> int:
    """Return which signer a text names, from 0: by a number from 1, the name, or the post.

    Raises InvalidField("unknown_signer", text=).
    """
    key = search_key(text).strip(" .:")
    if key.isascii() and key.isdigit():
        place = int(key[:6]) - 1
        if 0 <= place < len(signers):
            return place
    elif key:
        for exact in (True, False):
            found = [
                place
                for place, signer in enumerate(signers)
                if any(_means(key, name, exact) for name in (signer.name, signer.post))
            ]
            if len(found) == 1:
                return found[0]
    raise InvalidField("unknown_signer", text=clean_line(text))


def _means(key: str, name: str, exact: bool) -> bool:
    other = search_key(name)
    return bool(other) and (key == other or (not exact and f" {key} " in f" {other} "))


def _labelled(field: str) -> tuple[str, str] | None:
    label, colon, text = field.partition(":")
    kind = _LABEL_OF.get(search_key(label))
    return (kind, clean_line(text)) if colon and kind else None


def _kind(field: str, found: dict[str, str]) -> str:
    key = search_key(field)
    if _ON_BEHALF.match(key):
        return "on_behalf"
    if _POST.search(key) and not ("post" in found and "name" not in found and _is_name(field)):
        return "agency_post" if "post" in found else "post"
    return "name"


def _is_name(field: str) -> bool:
    """Tell whether every word begins with a capital and goes on small, as in a person's name."""
    words = field.split()
    return 2 <= len(words) <= 6 and all(
        word[:1].isupper() and not word[1:].isupper() and word.isalpha() for word in words
    )


def _deputised(post: str) -> str:
    """Return "KT. TRƯỞNG BAN" for a deputy's post, else nothing."""
    match = _DEPUTY.match(search_key(post))
    return f"KT. {post[match.end() :].upper()}" if match else ""
