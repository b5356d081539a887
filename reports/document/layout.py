"""The bundled Word template, made by code so that a change to it can be reviewed.

The layout is Decree 30/2020/NĐ-CP's (Appendix I and III): what stands where, and the docxtpl tags a
clerk meets in Word. How each part looks is in `reports.document.styles`.
"""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from reports.document.layout_appendix import add_appendix
from reports.document.layout_parts import fill, indent, plain_table, write, write_loop
from reports.document.parts import Description, describe, forget_ignorable, replace_parts
from reports.document.styles import AGENCY_RULE, MOTTO_RULE, SUBJECT_RULE, styles_xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

# A4 and margins in millimetres (top and bottom 20-25, left 30-35, right 15-20).
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 16
HEADER_DISTANCE = 10
# The two columns of the header, and those of the signature block.
AGENCY_WIDTH, COUNTRY_WIDTH = 71, 93
RECIPIENTS_WIDTH, SIGNER_WIDTH = 80, 84
# "Độc lập - Tự do - Hạnh phúc" in 13 pt bold: the rule below is as long as the text.
MOTTO_LENGTH = 59.5
# The other two are drawn anew for each report; these are what the empty template shows.
AGENCY_RULE_LENGTH, SUBJECT_RULE_LENGTH = 25, 55

# The template is the same each time it is made.
TEMPLATE_DAY = date(2026, 1, 1)

_BLOCKS = (
    ("part", "Heading1"),
    ("section", "Heading2"),
    ("point", "Heading3"),
    ("closing", "Closing"),
)


def build_template() -> bytes:
    """Return the template as the bytes of a .docx file."""
    from docx import Document
    from docx.enum.section import WD_SECTION

    document = Document()
    _strip(document)
    _set_page(document.sections[0])
    _add_page_number(document.sections[0])
    _add_head(document)
    _add_body(document)
    _add_signature(document)
    appendix = document.add_section(WD_SECTION.NEW_PAGE)
    _restart_numbering(appendix)
    # The paragraph that carries the section's end must not begin a page of its own.
    _flatten(document)
    add_appendix(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _strip(document: "Document") -> None:
    """Take away what python-docx's own template brings: styles, theme, picture, foreign data."""
    from docx.oxml import parse_xml

    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(parse_xml(styles_xml())):
        styles.append(child)
    replace_parts(document)
    forget_ignorable(document.element)
    forget_ignorable(styles)
    document.core_properties.comments = ""
    describe(document, Description("Mẫu báo cáo", "", TEMPLATE_DAY))


def _set_page(section: "Section") -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(HEADER_DISTANCE)
    section.different_first_page_header_footer = True


def _add_page_number(section: "Section") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    forget_ignorable(section.header._element)
    paragraph = section.header.paragraphs[0]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _restart_numbering(section: "Section") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # The schema wants it right behind the margins.
    section._sectPr.find(qn("w:pgMar")).addnext(numbering)


def _flatten(document: "Document") -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    layout = document.paragraphs[-1].paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(1)


def _add_head(document: "Document") -> None:
    upper, lower = plain_table(document, 2, (AGENCY_WIDTH, COUNTRY_WIDTH))
    left, right = upper.cells
    fill(
        left,
        ("ParentAgency", "{%p if parent_agency %}"),
        ("ParentAgency", "{{ parent_agency }}"),
        ("ParentAgency", "{%p endif %}"),
        ("Agency", "{{ agency }}"),
        (AGENCY_RULE, ""),
    )
    fill(
        right,
        ("Country", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Motto", "Độc lập - Tự do - Hạnh phúc"),
        (MOTTO_RULE, ""),
    )
    indent(left.paragraphs[-1], (AGENCY_WIDTH - AGENCY_RULE_LENGTH) / 2)
    indent(right.paragraphs[-1], (COUNTRY_WIDTH - MOTTO_LENGTH) / 2)
    left, right = lower.cells
    fill(left, ("Number", "Số: {{ number }}"))
    fill(right, ("PlaceDate", "{% if place %}{{ place }}, {% endif %}{{ date }}"))


def _add_body(document: "Document") -> None:
    write(document, "Title", "BÁO CÁO")
    write(document, "Subtitle", "{{ subject }}")
    write(document, SUBJECT_RULE, "")
    indent(document.paragraphs[-1], (PAGE_WIDTH - LEFT - RIGHT - SUBJECT_RULE_LENGTH) / 2)
    write_loop(document, "Addressee", "addressees")
    write_loop(document, "LegalBasis", "legal_basis")
    write(document, "BodyText", "{{ opening }}")
    write(document, "BodyText", "{%p for block in body %}")
    word = "if"
    for kind, style in _BLOCKS:
        write(document, "BodyText", f"{{%p {word} block.kind == '{kind}' %}}")
        write(document, style, "{{ block.text }}")
        word = "elif"
    write(document, "BodyText", "{%p else %}")
    write(document, "BodyText", "{{ block.text }}")
    write(document, "BodyText", "{%p endif %}")
    write(document, "BodyText", "{%p endfor %}")


def _add_signature(document: "Document") -> None:
    row = plain_table(document, 1, (RECIPIENTS_WIDTH, SIGNER_WIDTH))[0]
    left, right = row.cells
    fill(
        left,
        ("RecipientsHead", "Nơi nhận:"),
        ("Recipients", "{%p for line in recipients %}"),
        ("Recipients", "{{ line }}"),
        ("Recipients", "{%p endfor %}"),
    )
    fill(
        right,
        ("Post", "{%p for post in signatory.posts %}"),
        ("Post", "{{ post }}"),
        ("Post", "{%p endfor %}"),
        ("Signer", "{{ signatory.name }}"),
    )
