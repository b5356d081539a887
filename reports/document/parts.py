"""The parts of the Word file beside its text: settings, fonts, theme and what it says of itself.

python-docx's own template brings parts that name other fonts and break the schema (ECMA-376: a zoom
without its percentage), so the bundled template gets these instead.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from reports.document.styles import FONT, LANGUAGE

if TYPE_CHECKING:
    from docx.document import Document

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "http://schemas.microsoft.com/office/word"

SETTINGS = (
    f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    # Since Word 2013 a table begins at the margin, not a cell's padding before it.
    f'<w:compatSetting w:name="compatibilityMode" w:uri="{_WORD}" w:val="15"/></w:compat>'
    f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/></w:settings>'
)
FONTS = (
    f'<w:fonts xmlns:w="{_W}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/>'
    '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "1F497D",
    "lt2": "EEECE1",
    "accent1": "4F81BD",
    "accent2": "C0504D",
    "accent3": "9BBB59",
    "accent4": "8064A2",
    "accent5": "4BACC6",
    "accent6": "F79646",
    "hlink": "0000FF",
    "folHlink": "800080",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_FACES = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
THEME = (
    f'<a:theme xmlns:a="{_A}" name="Office"><a:themeElements><a:clrScheme name="Office">'
    + "".join(f'<a:{name}><a:srgbClr val="{c}"/></a:{name}>' for name, c in _COLOURS.items())
    + f'</a:clrScheme><a:fontScheme name="Office"><a:majorFont>{_FACES}</a:majorFont>'
    f"<a:minorFont>{_FACES}</a:minorFont></a:fontScheme>"
    f'<a:fmtScheme name="Office"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_HEADER = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def replace_parts(document: "Document") -> None:
    """Put our settings, fonts and theme in the place of all that python-docx brought along."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    kept = {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
    }
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype not in kept]:
            relations.pop(key)
    settings: Any = document.settings.element
    for child in list(settings):
        settings.remove(child)
    forget_ignorable(settings)
    for child in list(parse_xml(SETTINGS)):
        settings.append(child)
    for name, content_type, relation, xml in (
        (
            "/word/fontTable.xml",
            CONTENT_TYPE.WML_FONT_TABLE,
            RELATIONSHIP_TYPE.FONT_TABLE,
            FONTS,
        ),
        ("/word/theme/theme1.xml", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME, THEME),
    ):
        part = Part(PackURI(name), content_type, (_HEADER + xml).encode(), document.part.package)
        document.part.relate_to(part, relation)


def forget_ignorable(element: Any) -> None:
    """Take away the attribute by which Word 2010 names its own extensions: there are none."""
    element.attrib.pop(_IGNORABLE, None)


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of itself: its title, whose it is, and its day."""

    title: str
    author: str
    day: date


def describe(document: "Document", description: Description) -> None:
    """Write the core properties: title, author, day, language."""
    properties = document.core_properties
    properties.title = cut(description.title)
    properties.author = properties.last_modified_by = cut(description.author)
    # The day of a report has no hour; midnight UTC is within that day in Viet Nam too.
    properties.created = properties.modified = datetime.combine(description.day, time())
    properties.language = LANGUAGE
    properties.revision = 1


def cut(text: str) -> str:
    """Return the text as far as a property of a file takes it (255 characters)."""
    return text if len(text) <= 255 else text[:254] + "…"
