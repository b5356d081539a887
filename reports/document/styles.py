"""The styles of the report's Word template, after Decree 30/2020/NĐ-CP, Appendix I.

They replace all that python-docx brings along, so that nothing in the file names another font, and
a clerk finds each part of the document in Word's style list under its Vietnamese name. The table's
size is not set by the decree: see APPENDIX_SIZE.
"""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
BODY_SIZE = 14
APPENDIX_SIZE = 12

AGENCY_RULE = "RuleAgency"
MOTTO_RULE = "RuleMotto"
SUBJECT_RULE = "RuleSubject"
APPENDIX_TABLE = "AppendixTable"
APPENDIX_TABLE_NAME = "Bảng phụ lục"
CELL_HEAD = "CellHead"
CELL_STYLES = (
    CELL_HEAD,
    "CellText",
    "CellNumber",
    "CellTextBold",
    "CellNumberBold",
    "CellGroup",
    "CellGroupName",
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FIRST_LINE = 720  # 1.27 cm in twentieths of a point
_SIX_POINTS = 120


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes in points, spaces in twentieths of a point."""

    id: str
    name: str
    size: float = BODY_SIZE
    bold: bool = False
    italic: bool = False
    align: str = "center"
    before: int = 0
    after: int = 0
    line: int = 240
    first_line: int = 0
    level: int | None = None
    keep_next: bool = False
    rule: bool = False


_STYLES = (
    Style("ParentAgency", "Cơ quan chủ quản", 12),
    Style("Agency", "Cơ quan ban hành", 12, bold=True),
    Style("Country", "Quốc hiệu", 12, bold=True),
    Style("Motto", "Tiêu ngữ", 13, bold=True),
    Style("Number", "Số ký hiệu", 13, before=_SIX_POINTS),
    Style("PlaceDate", "Địa danh, ngày tháng", 13, italic=True, before=_SIX_POINTS),
    Style(AGENCY_RULE, "Kẻ dưới cơ quan ban hành", before=30, rule=True),
    Style(MOTTO_RULE, "Kẻ dưới tiêu ngữ", before=30, rule=True),
    Style(SUBJECT_RULE, "Kẻ dưới trích yếu", after=240, before=30, rule=True),
    Style("Title", "Title", bold=True, before=360),
    Style("Subtitle", "Subtitle", bold=True),
    Style("Addressee", "Kính gửi", after=_SIX_POINTS),
    Style(
        "LegalBasis",
        "Căn cứ",
        italic=True,
        align="both",
        after=_SIX_POINTS,
        first_line=_FIRST_LINE,
    ),
    Style(
        "BodyText",
        "Body Text",
        align="both",
        after=_SIX_POINTS,
        line=264,
        first_line=_FIRST_LINE,
    ),
    # A signature never stands alone on a page: the last paragraph goes with it.
    Style(
        "Closing",
        "Câu kết",
        align="both",
        after=_SIX_POINTS,
        line=264,
        first_line=_FIRST_LINE,
        keep_next=True,
    ),
    Style("RecipientsHead", "Nơi nhận", 12, bold=True, italic=True, align="left"),
    Style("Recipients", "Danh sách nơi nhận", 11, align="left"),
    Style("Post", "Chức vụ người ký", bold=True, keep_next=True),
    Style("Signer", "Họ tên người ký", bold=True, before=1400),
    Style("AppendixHead", "Phụ lục", bold=True, level=0, keep_next=True),
    Style("AppendixTitle", "Tên phụ lục", bold=True, keep_next=True),
    Style("AppendixReference", "Kèm theo", italic=True, after=240, keep_next=True),
    Style("AppendixNote", "Ghi chú phụ lục", APPENDIX_SIZE, align="both", before=60),
    Style("CellHead", "Bảng - tiêu đề", APPENDIX_SIZE, bold=True, before=30, after=30),
    Style("CellText", "Bảng - chữ", APPENDIX_SIZE, align="left", before=30, after=30),
    Style("CellNumber", "Bảng - số", APPENDIX_SIZE, before=30, after=30),
    Style("CellTextBold", "Bảng - chữ đậm", APPENDIX_SIZE, True, align="left", before=30, after=30),
    Style("CellNumberBold", "Bảng - số đậm", APPENDIX_SIZE, True, before=30, after=30),
    Style("CellGroup", "Bảng - nhóm", APPENDIX_SIZE, True, before=30, after=30, keep_next=True),
    Style(
        "CellGroupName",
        "Bảng - tên nhóm",
        APPENDIX_SIZE,
        bold=True,
        align="left",
        before=30,
        after=30,
        keep_next=True,
    ),
    Style("Header", "header", 13),
)
_HEADINGS = (
    Style(
        "Heading1",
        "heading 1",
        bold=True,
        align="both",
        before=_SIX_POINTS,
        after=_SIX_POINTS,
        first_line=_FIRST_LINE,
        level=0,
        keep_next=True,
    ),
    Style(
        "Heading2",
        "heading 2",
        bold=True,
        align="both",
        after=_SIX_POINTS,
        first_line=_FIRST_LINE,
        level=1,
        keep_next=True,
    ),
    Style(
        "Heading3",
        "heading 3",
        align="both",
        after=_SIX_POINTS,
        first_line=_FIRST_LINE,
        level=2,
        keep_next=True,
    ),
)


def styles_xml() -> str:
    """Return the whole styles part: defaults, paragraph styles, the appendix's table style."""
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    half = BODY_SIZE * 2
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts {fonts}/><w:color w:val="000000"/><w:sz w:val="{half}"/>'
        f'<w:szCs w:val="{half}"/><w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" '
        f'w:bidi="{LANGUAGE}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        + "".join(_style_xml(style) for style in (*_STYLES, *_HEADINGS))
        + _table_style_xml()
        + "</w:styles>"
    )


def _style_xml(style: Style) -> str:
    paragraph = ""
    if style.keep_next:
        paragraph += "<w:keepNext/>"
    line, rule = style.line, "auto"
    if style.rule:
        paragraph += (
            '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        )
        line, rule = 60, "exact"
    paragraph += (
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{line}" '
        f'w:lineRule="{rule}"/>'
    )
    if style.first_line:
        paragraph += f'<w:ind w:firstLine="{style.first_line}"/>'
    paragraph += f'<w:jc w:val="{style.align}"/>'
    if style.level is not None:
        paragraph += f'<w:outlineLvl w:val="{style.level}"/>'
    half = round((2 if style.rule else style.size) * 2)
    run = ("<w:b/><w:bCs/>" if style.bold else "") + ("<w:i/><w:iCs/>" if style.italic else "")
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}">'
        f'<w:name w:val={quoteattr(style.name)}/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr>{run}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _table_style_xml() -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:style w:type="table" w:styleId="{APPENDIX_TABLE}">'
        f'<w:name w:val="{APPENDIX_TABLE_NAME}"/><w:basedOn w:val="TableNormal"/>'
        f"<w:qFormat/><w:tblPr><w:tblBorders>{borders}"
        '</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
    )
