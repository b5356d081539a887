"""Reads a rendered Word file back: its text, its appendix, its layout."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row


@dataclass(frozen=True)
class Word:
    """A reopened .docx file."""

    content: bytes
    document: Document

    @property
    def front(self) -> Table:
        """The table with issuing body and motto."""
        return self.document.tables[0]

    @property
    def signature(self) -> Table:
        """The table with recipients and signatory."""
        return self.document.tables[1]

    @property
    def appendix(self) -> Table:
        """The appendix's table."""
        return self.document.tables[2]

    @property
    def rows(self) -> list[list[str]]:
        """The text of the appendix's cells, row after row, a spanning cell once."""
        return [texts(row) for row in self.appendix.rows]

    @property
    def paragraphs(self) -> list[str]:
        """The text of the paragraphs outside tables that have some."""
        return [part.text for part in self.document.paragraphs if part.text]

    @property
    def text(self) -> str:
        """All text of the body, tables included."""
        return "\n".join(part.text for part in self.document.element.body.iter(qn("w:p")))

    def xml(self, name: str = "word/document.xml") -> str:
        """A part of the file as text."""
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.read(name).decode("utf-8")


def texts(row: _Row) -> list[str]:
    """Return the text of a row's cells; python-docx repeats a spanning cell, this does not."""
    return ["\n".join(paragraph.text for paragraph in cell.p_lst) for cell in row._tr.tc_lst]


def reopen(content: bytes) -> Word:
    """Open a rendered file."""
    return Word(content, docx.Document(BytesIO(content)))
