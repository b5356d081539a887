import base64
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from domain.language import translator
from reports.document.docx import render_docx
from reports.document.fields import FIELDS
from reports.document.template import TemplateFault, bundled_template, check_template, fault_text
from tests.reports.factory import sample_report
from tests.reports.reading import reopen

_ = translator("vi")
# A picture of one black dot.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def edited(edit: Callable[[Document], object]) -> bytes:
    """Return the bundled template as a clerk saves it after an edit."""
    document = docx.Document(BytesIO(bundled_template()))
    edit(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def faults_after(text: str) -> tuple[TemplateFault, ...]:
    return check_template(edited(lambda document: document.paragraphs[0].add_run(text)))


def with_part(name: str, content: bytes) -> bytes:
    """Return the bundled template with one part's bytes replaced."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(bundled_template())) as source,
        zipfile.ZipFile(file, "w") as target,
    ):
        for entry in source.infolist():
            target.writestr(entry, content if entry.filename == name else source.read(entry))
    return file.getvalue()


def test_the_bundled_template_is_without_fault() -> None:
    assert check_template(bundled_template()) == ()


def test_the_bundled_template_uses_every_field() -> None:
    xml = reopen(bundled_template()).xml()
    tags = " ".join(re.findall(r"\{[{%].*?[%}]\}", xml))
    # The names of periods are for a board's own words.
    own = {"board", "period", "next_period", "first_day", "last_day"}
    for field in FIELDS:
        assert field.name in own or re.search(rf"\b{field.name}\b", tags), field.name


def test_a_clerk_s_edit_stays_in_the_report() -> None:
    template = edited(lambda document: document.paragraphs[0].add_run(" (mẫu của Ban)"))
    assert check_template(template) == ()
    opened = reopen(render_docx(sample_report(), template).content)
    assert opened.paragraphs[0] == "BÁO CÁO (mẫu của Ban)"


def test_a_clerk_may_use_a_smaller_table_font() -> None:
    def shrink(document: Document) -> None:
        for style in document.styles:
            if style.style_id == "CellText":
                style.font.size = docx.shared.Pt(8)

    opened = reopen(render_docx(sample_report(), edited(shrink)).content)
    styles = {style.style_id: style for style in opened.document.styles}
    assert styles["CellText"].font.size == docx.shared.Pt(8)
    assert styles["CellNumber"].font.size == docx.shared.Pt(12)


@pytest.mark.parametrize(
    ("tag", "name", "nearest"),
    [
        ("{{ agnecy }}", "agnecy", "agency"),
        ("{{ signatory.nmae }}", "nmae", "name"),
        ("{% if not agency %}{{ Subjects }}{% endif %}", "Subjects", "subject"),
        ("{{ xyzzy }}", "xyzzy", ""),
        ("{{ total.__class__ }}", "__class__", ""),
    ],
)
def test_an_unknown_field_is_named_with_its_nearest_right_name(
    tag: str, name: str, nearest: str
) -> None:
    assert faults_after(tag) == (TemplateFault("unknown_field", name, nearest),)


def test_a_missing_field_is_named() -> None:
    def remove(document: Document) -> None:
        row = document.tables[0].rows[1]
        row.cells[0].paragraphs[0].clear()

    [fault] = check_template(edited(remove))
    assert fault == TemplateFault("missing_field", "number")
    assert fault_text(_, fault) == "Mẫu thiếu trường number: hãy thêm trường này vào."


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{% for x in groups %}", "broken_tag"),
        ("{{ subject", "broken_tag"),
        ("{{ subject | unknown_filter }}", "broken_tag"),
        ("{{ 1 / 0 }}", "broken_tag"),
        ("{{ total + 1 }}", "broken_tag"),
        ("{{ range(10 ** 9) | list }}", "broken_tag"),
        ("{% for x in [1, 2] %}</w:t>{% endfor %}{%tr if total %}", "broken_tag"),
    ],
)
def test_a_broken_tag_is_told(tag: str, code: str) -> None:
    [fault] = faults_after(tag)
    assert fault.code == code


def test_a_broken_tag_is_told_with_the_text_beside_it() -> None:
    [fault] = faults_after("{{ subject | nothing }}")
    assert fault.near == "BÁO CÁO{{ subject | nothing }}"
    assert fault_text(_, fault).startswith("Thẻ viết sai ở đoạn “BÁO CÁO")


def test_a_tag_that_spoils_the_document_is_told() -> None:
    def misplace(document: Document) -> None:
        document.tables[0].rows[0].cells[1].paragraphs[0].add_run("{% if not place %}")
        document.paragraphs[0].add_run("{% endif %}")

    [fault] = check_template(edited(misplace))
    assert fault == TemplateFault("broken_layout")
    assert fault_text(_, fault).startswith("Thẻ đặt sai chỗ")


def test_a_picture_in_the_template_stays() -> None:
    def add_emblem(document: Document) -> None:
        for _place in range(2):
            document.paragraphs[0].add_run().add_picture(BytesIO(DOT))

    opened = reopen(render_docx(sample_report(), edited(add_emblem)).content)
    assert re.findall(r'<wp:docPr id="(\d+)"', opened.xml()) == ["1", "2"]
    assert len(opened.document.inline_shapes) == 2


def test_an_appendix_of_another_look_is_filled_as_it_is() -> None:
    def restyle(document: Document) -> None:
        style = document.tables[2]._tbl.tblPr.find(qn("w:tblStyle"))
        style.set(qn("w:val"), "TableNormal")

    opened = reopen(render_docx(sample_report(), edited(restyle)).content)
    assert opened.rows[-1][-1] == "242"


def test_a_table_without_months_keeps_its_columns() -> None:
    def add_table(document: Document) -> None:
        document.add_table(1, 2, "Bảng phụ lục").rows[0].cells[0].text = "Ghi chú"

    opened = reopen(render_docx(sample_report(), edited(add_table)).content)
    assert len(opened.document.tables[3].columns) == 2


def test_an_empty_list_s_first_item_is_no_unknown_field() -> None:
    assert faults_after("{{ [] | first }}") == ()


def test_rules_a_clerk_moved_stay_where_they_are() -> None:
    def move(document: Document) -> None:
        rule = document.paragraphs[2]._p
        document.element.body.insert(0, rule)
        agency = document.tables[0].rows[0].cells[0]
        agency.paragraphs[3].style = document.styles["Normal"]
        agency._tc.tcPr.remove(agency._tc.tcPr.find(qn("w:tcW")))  # type: ignore[union-attr]

    opened = reopen(render_docx(sample_report(), edited(move)).content)
    assert opened.document.paragraphs[0].paragraph_format.left_indent == pytest.approx(
        Mm(54.5), abs=635
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        bundled_template()[:2000],
        with_part("word/document.xml", b"<w:document"),
        with_part("[Content_Types].xml", b"<Types/>"),
        bundled_template() + b"\0" * 10_000_001,
        with_part("word/settings.xml", b" " * 50_000_001),
    ],
    ids=["empty", "text", "cut", "broken part", "no types", "large", "bomb"],
)
def test_what_is_no_word_file_is_told(content: bytes) -> None:
    [fault] = check_template(content)
    assert fault == TemplateFault("not_a_document")
    assert fault_text(_, fault).startswith("Tệp không phải là tài liệu Word")


def test_every_fault_has_a_sentence() -> None:
    assert fault_text(_, TemplateFault("broken_tag")).startswith("Có thẻ viết sai")
    assert (
        fault_text(_, TemplateFault("unknown_field", "agnecy", "agency"))
        == "Không có trường agnecy: có lẽ là agency."
    )
    assert (
        fault_text(_, TemplateFault("unknown_field", "xyz"))
        == "Không có trường xyz: hãy xóa thẻ này."
    )
