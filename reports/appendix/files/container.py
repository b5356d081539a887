"""What an uploaded file really is, and whether it is safe to open.

Names lie and files come from strangers: the content decides, and a file that would unpack to
gigabytes or carries XML entities is refused before a parser sees it.
"""

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath

from domain.errors import InvalidFile

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
_MAX_PARTS = 5_000
_MAX_RATIO = 200
# A part below this size may compress as well as it likes: ten megabytes harm nobody.
_RATIO_MATTERS_FROM = 10 * 1024 * 1024
_CHUNK = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# The record that opens an encrypted .xls (FILEPASS, with RC4's 54 bytes).
_ENCRYPTED_BOOK = b"\x2f\x00\x36\x00\x01\x00"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_MOVING_PICTURES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif")
_HTML_TAGS = (b"<html", b"<table", b"<!doctype html", b"<meta", b"<body", b"text/html")
_OFFICE_SUFFIXES = (".xlsx", ".docx", ".xlsm", ".xlsb", ".ods", ".odt", ".xls", ".doc")
_MARKUP = ("<!DOCTYPE", "<!ENTITY")
_FORBIDDEN = tuple(
    word.encode(encoding) for word in _MARKUP for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_XML_STARTS = tuple("<".encode(encoding) for encoding in ("ascii", "utf-16-be"))
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODINGS = {b"utf-8", b"utf-16", b"utf8", b"us-ascii", b"ascii"}

# What openpyxl, python-docx, lxml and zipfile raise on a damaged file; they document no base class.
LIBRARY_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class FileKind(StrEnum):
    """The kinds of files that can be read; those of OFFICE go through LibreOffice first."""

    CSV = "csv"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    HTML = "html"
    OFFICE_TEXT = "doc"
    OFFICE_TABLE = "xml"


_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.text": FileKind.OFFICE_TEXT,
}


def recognise(content: bytes, file_name: str) -> FileKind:
    """Return what the file is by its content; plain text is a table whatever its name.

    Raises InvalidFile: `too_large`, `no_table` (empty), `old_format` (an Office file of an unknown
    kind), `protected` (by a password), `broken_file`, `unknown_type`, `pdf`, `picture`.
    """
    if len(content) > MAX_BYTES:
        raise InvalidFile("too_large", place=file_name, limit_mb=MAX_BYTES // 1024**2)
    if not content.strip():
        raise InvalidFile("no_table", place=file_name)
    if content.startswith(_OLE):
        return _recognise_ole(content, file_name)
    if content.startswith(b"PK"):
        return _recognise_package(content, file_name)
    if content.startswith(b"%PDF"):
        raise InvalidFile("pdf", place=file_name)
    if content.startswith(_PICTURES) or content[4:12] in _MOVING_PICTURES:
        raise InvalidFile("picture", place=file_name)
    if content.startswith(b"{\\rtf"):
        return FileKind.OFFICE_TEXT
    opening = content[:4096].lstrip(_BEFORE_XML).replace(b"\0", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in opening and opening.startswith(b"<?xml"):
        return FileKind.OFFICE_TABLE
    tagged = any(tag in opening for tag in _HTML_TAGS) or b"<table" in content.lower()
    if tagged and opening.startswith((b"<", b"mime-version:")):
        return FileKind.HTML
    suffix = PurePath(file_name.lower()).suffix
    if suffix in (".csv", ".tsv", ".txt", ".prn", ".tab") or (
        suffix in (".xls", ".doc", ".xlsx", ".ods")
        and _is_plain_text(content)
        and (suffix in (".xls", ".doc") or _is_rows(content))
    ):
        return FileKind.CSV
    raise InvalidFile(
        "broken_file" if suffix in _OFFICE_SUFFIXES else "unknown_type", place=file_name
    )


def _recognise_ole(content: bytes, file_name: str) -> FileKind:
    """Tell by the names of its streams what an Office file of the old kind is."""
    if _ENCRYPTED_STREAM in content or _ENCRYPTED_BOOK in content:
        raise InvalidFile("protected", place=file_name)
    if any(_directory_name(name) in content for name in ("Workbook", "Book")):
        return FileKind.XLS
    if _directory_name("WordDocument") in content:
        return FileKind.OFFICE_TEXT
    raise InvalidFile("old_format", place=file_name)


def _directory_name(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")


def _is_plain_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 for byte in content[:4096])


def _is_rows(content: bytes) -> bool:
    lines = content.splitlines()[:20]
    return sum(any(mark in line for mark in (b",", b";", b"\t")) for line in lines) > 2


def looks_like_xml(opening: bytes) -> bool:
    """Tell whether a part that begins with these bytes would be parsed as XML."""
    return opening.lstrip(_BEFORE_XML).startswith(_XML_STARTS)


def _recognise_package(content: bytes, file_name: str) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts, file_name)
            if any(part.flag_bits & 1 for part in parts):
                raise InvalidFile("protected", place=file_name)
            kind = _kind_of(package, {part.filename for part in parts})
            if kind is None:
                raise InvalidFile("unknown_type", place=file_name)
            for part in parts:
                _check_markup(package, part, file_name)
    except LIBRARY_FAULTS as error:
        raise InvalidFile("broken_file", place=file_name) from error
    return kind


def _check_sizes(parts: list[zipfile.ZipInfo], file_name: str) -> None:
    bomb = any(
        part.file_size > _RATIO_MATTERS_FROM
        and part.file_size > _MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    unpacked = sum(part.file_size for part in parts)
    if bomb or unpacked > MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise InvalidFile("too_large", place=file_name, limit_mb=MAX_UNPACKED // 1024**2)


def _kind_of(package: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if "mimetype" in names and "content.xml" in names:
        kind = package.read("mimetype")[:100].strip()
        return _OPEN_DOCUMENTS.get(kind.removesuffix(b"-template"))
    return None


def _check_markup(package: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> None:
    """Refuse a part with a document type or an encoding that could hide one.

    zipfile never yields more than the size the part declares, so the sizes checked above hold.
    """
    with package.open(part) as stream:
        chunk = stream.read(_CHUNK)
        if not looks_like_xml(chunk):
            return
        declared = _ENCODING.search(chunk[:400].split(b"?>")[0].replace(b"\0", b""))
        if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
            raise InvalidFile("broken_file", place=file_name)
        tail = b""
        while chunk:
            window = tail + chunk
            if any(word in window for word in _FORBIDDEN):
                raise InvalidFile("broken_file", place=file_name)
            tail = window[-32:]
            chunk = stream.read(_CHUNK)
