"""The one module that runs docxtpl: a Word template and its fields become a document.

A template is written by people and may hold anything, so its tags run in jinja2's sandbox, and what
they make must be sound XML before it is saved. Afterwards the things no tag can say are set: the
appendix's column widths and font size, and the short rules under the heading.
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reports.document.parts import Description, describe
from reports.document.shaping.columns import fit_columns, mark_columns
from reports.document.shaping.head import shape_head
from reports.document.shaping.sound import settle

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

# A template holds text and perhaps an emblem; more than this is a mistake or an attack.
LARGEST_TEMPLATE = 10_000_000
LARGEST_UNPACKED = 50_000_000


class BadTemplate(Exception):  # noqa: N818 - caught and worded by this package alone
    """The file is no usable template: `code` says how, `near` quotes the text at the fault."""

    def __init__(self, code: str, near: str = "") -> None:
        self.code = code
        self.near = near
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A name in a template that means nothing; `known` are the names that would mean something."""

    name: str
    known: tuple[str, ...]


@dataclass(slots=True)
class Filled:
    """A filled template: the document's bytes, and names that no field has (printed as nothing)."""

    content: bytes
    unknown: list[UnknownField] = field(default_factory=list)


def fill_template(
    template: bytes, fields: Mapping[str, object], description: Description
) -> Filled:
    """Fill a template's tags with `fields`; `description` is what the file says of itself.

    Raises BadTemplate("not_a_document" | "broken_tag" | "broken_layout").
    """
    from jinja2.exceptions import TemplateError, TemplateSyntaxError

    document = open_template(template)
    unknown: list[UnknownField] = []
    mark_columns(document.docx)
    try:
        document.render(dict(fields), _environment(fields, unknown), autoescape=True)
        settle(document.docx.element.body)
        fit_columns(document.docx)
        shape_head(document.docx, str(fields.get("place", "")))
    except TemplateSyntaxError as error:
        raise BadTemplate("broken_tag", _near(error)) from error
    except (TemplateError, TypeError, ArithmeticError, LookupError) as error:
        raise BadTemplate("broken_tag") from error
    except (SyntaxError, ValueError, AttributeError) as error:
        # docxtpl trusts the XML that the tags made; where it is unsound it fails in many ways.
        raise BadTemplate("broken_layout") from error
    describe(document.docx, description)
    file = BytesIO()
    document.save(file)
    return Filled(file.getvalue(), unknown)


def open_template(template: bytes) -> "DocxTemplate":
    """Open a template; raises BadTemplate("not_a_document") when it is no .docx file."""
    from docx.opc.exceptions import OpcError

    if len(template) > LARGEST_TEMPLATE:
        raise BadTemplate("not_a_document")
    document = _strict_template()(BytesIO(template))
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise BadTemplate("not_a_document")
        document.init_docx()
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OpcError,
        SyntaxError,
        KeyError,
        ValueError,
        AttributeError,
        EOFError,
        OSError,
    ) as error:
        raise BadTemplate("not_a_document") from error
    return document


def template_names(template: bytes) -> set[str]:
    """Return the names of the fields that the tags of a template use, one that could be filled."""
    document = open_template(template)
    names: set[str] = document.get_undeclared_template_variables(_environment({}, []))
    return names


def _strict_template() -> "type[DocxTemplate]":
    """Return docxtpl's class, taking sound XML only and leaving tables to `fit_appendix`."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docxtpl import DocxTemplate

    class StrictTemplate(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
        def fix_tables(self, xml: str) -> Any:
            # The parser docxtpl uses mends unsound XML by leaving text out without a word.
            return parse_xml(xml)

        def fix_docpr_ids(self, tree: Any) -> None:
            # As docxtpl does it, in a way that python-docx's own elements understand.
            for number, picture in enumerate(tree.iter(qn("wp:docPr")), 1):
                picture.set("id", str(number))

    return StrictTemplate


def _environment(fields: Mapping[str, object], unknown: list[UnknownField]) -> Any:
    """Return a sandbox in which an unknown name prints nothing and is written down."""
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.utils import missing

    class Recorded(ChainableUndefined):
        def __init__(
            self, hint: str | None = None, obj: Any = missing, name: Any = None, exc: Any = None
        ) -> None:
            super().__init__(hint, obj, name, exc or self._raised)
            known = tuple(fields) if obj is missing else tuple(_names(obj))
            entry = UnknownField(str(name), known)
            if name is not None and entry not in unknown:
                unknown.append(entry)

        @property
        def _raised(self) -> Any:
            from jinja2.exceptions import UndefinedError

            return UndefinedError

    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=Recorded, finalize=_keep_underscores
    )


@dataclass(frozen=True, slots=True)
class _Escaped:
    """Text that is XML already; jinja2 asks for it by this method."""

    xml: str

    def __html__(self) -> str:
        return self.xml


def _keep_underscores(value: object) -> object:
    """Return a value as it is, safe from docxtpl, which afterwards takes {_{ for an escaped {{."""
    if isinstance(value, str) and "_" in value:
        return _Escaped(escape(value).replace("_", "&#95;"))
    return value


def _names(value: object) -> list[str]:
    slots = getattr(type(value), "__slots__", ())
    return [name for name in slots if not name.startswith("_")]


def _near(error: Any) -> str:
    """Return the text of the paragraph in which a tag is broken."""
    lines = list(getattr(error, "docx_context", ()))
    # docxtpl begins the excerpt four lines above the fault.
    place = min(3, max((error.lineno or 1) - 1, 0))
    return " ".join(lines[place].split()) if place < len(lines) else ""
