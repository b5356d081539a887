"""Who may sign a board's reports, as people write it: "Phó Trưởng ban | Nguyễn Văn Mẫu".

A line's fields are told apart by their shape: what begins with "KT." stands above the post, a post
is known by its words, and what is left is the name. A second post is the agency's.
"""

import re
from collections.abc import Sequence

from domain.boards import Signatory
from domain.errors import InvalidField
from domain.people.names import CALLED, FAMILIES, without_title
from domain.text import clean_line, search_key

LONGEST = 120
_ON_BEHALF = re.compile(r"(?:kt|tm|tl|tuq|q)\s*\.\s*\S")
_ACTING = re.compile(r"q\s*\.")
_POST = re.compile(
    r"\b(?:truong|pho|chu tich|chu nhiem|giam doc|chanh|bi thu|thu ky|vien|tong bien tap|cuc"
    r"|so|phong|hieu truong|thu truong|vu truong|uy vien)\b"
)
_DEPUTY = re.compile(r"(?:pho\s+|p\s*\.\s*)(?=(?P<unit>(?:ban|phong|to|doan)\b)?)")
# What stands behind a deputy's rank and is no part of the post that it is signed for.
_RANK_END = re.compile(
    r"\s*(?:[,;/(]|\s[–-]\s|\stt$|\b(?:kiem|thuong truc|truc(?! thuoc)|phu trach|dieu hanh"
    r"|chuyen trach|thu nhat)\b)"
)
# "Trần Văn Trưởng" is a name; "Trưởng Phòng Nội vụ", "Vụ Trưởng", "Đảng Ủy Viên" are none.
_POST_FIRST = frozenset({"trưởng", "truong", "vụ", "vu", "đảng", "dang"})
# "Ông Ích Khiêm" is called by the family. "Chu" and "Bá" call nobody.
_NEVER_CALLED = frozenset({"chu", "bá"})
_LABELS = {
    "post": ("chuc vu", "chuc danh", "post"),
    "name": ("ho ten", "ho va ten", "ten", "nguoi ky", "name"),
    "on_behalf": ("ky thay", "thay mat", "on behalf", "on_behalf"),
    "agency_post": ("chuc vu co quan", "chuc vu o co quan", "agency post", "agency_post"),
}
_LABEL_OF = {label: field for field, labels in _LABELS.items() for label in labels}


def read_signer(line: str) -> Signatory:
    """Read a line "post | name | KT. POST | post in the agency", the fields in any order.

    A deputy's line above the post is made where it is not given; "Q. TRƯỞNG BAN" is a post; titles
    and degrees are left out of a name, as the decree has it. Raises InvalidField("bad_signer",
    text=) without a post or a name, "long_setting" for a field of more than LONGEST characters.
    """
    fields = [field for part in re.split(r"[|｜]", line) if (field := clean_line(part))]
    if len(fields) == 1:
        parts = re.split(r"\s[–-]\s|,\s", line)
        if len(parts) == 1 and not _labelled(line):
            parts = line.split(":")
        fields = [field for part in parts if (field := clean_line(part))]
    found: dict[str, str] = {}
    for field in fields:
        if len(field) > LONGEST:
            raise InvalidField("long_setting", length=len(field), limit=LONGEST)
        kind, text = _labelled(field) or (_kind(field, found), field)
        if not text or kind in found:
            raise InvalidField("bad_signer", text=clean_line(line))
        found[kind] = text
    if not found.get("post") and _ACTING.match(search_key(found.get("on_behalf", ""))):
        found["post"] = found.pop("on_behalf")
    if not found.get("name") or not found.get("post"):
        raise InvalidField("bad_signer", text=clean_line(line))
    on_behalf = found.get("on_behalf") or _deputised(found["post"])
    return Signatory(
        found["post"], _untitled(found["name"]), on_behalf, found.get("agency_post", "")
    )


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
        # "KT. Trưởng ban Nguyễn Văn Mẫu": the post goes before a name of the list.
        named = [
            place
            for place, signer in enumerate(signers)
            if signer.name and f" {key} ".endswith(f" {search_key(signer.name)} ")
        ]
        if len(named) == 1:
            return named[0]
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
    if _is_person(field):
        return "name"
    if _POST.search(key) and not ("post" in found and "name" not in found and _is_name(field)):
        return "agency_post" if "post" in found else "post"
    return "name"


def _is_person(field: str) -> bool:
    """Tell whether a field is a name by its family name, whatever words of posts are in it."""
    words = field.split()
    first = words[0].lower()
    known = search_key(first) in FAMILIES and first not in _POST_FIRST
    return known and len(words) > 2 and _is_name(field)


def _untitled(name: str) -> str:
    """Return a name without the titles before it, unless the first word may be the family."""
    words = name.split()
    bare = without_title(words)
    called = search_key(words[0]) in CALLED
    if words[0].lower() in _NEVER_CALLED or (called and search_key(bare[0]) not in FAMILIES):
        return name
    return " ".join(bare)


def _is_name(field: str) -> bool:
    """Tell whether every word begins with a capital and goes on small, as in a person's name."""
    words = field.split()
    return 2 <= len(words) <= 6 and all(
        word[:1].isupper() and not word[1:].isupper() and word.isalpha() for word in words
    )


def _deputised(post: str) -> str:
    """Return "KT. TRƯỞNG BAN" for a deputy's post, however it is called, else nothing."""
    key = search_key(post)
    match = _DEPUTY.match(key)
    if match is None:
        return ""
    end = _RANK_END.search(key, match.end())
    rank = post[match.end() : end.start() if end else None].upper()
    # "Phó ban", but "Phó Tổ trưởng".
    led = match["unit"] and not search_key(rank).startswith(f"{match['unit']} truong")
    return f"KT. {'TRƯỞNG ' if led else ''}{rank}" if rank else ""
