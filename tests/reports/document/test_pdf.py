import os
import re
import shutil
import stat
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from domain.errors import Conflict, NotFound
from reports.document.docx import render_docx
from reports.document.pdf import PDF_TYPE, render_pdf
from tests.programs import needs_libreoffice
from tests.reports.factory import large_report, sample_report

pytestmark = pytest.mark.libreoffice
A4 = (595.3, 841.9)
POINTS = 72 / 25.4


def fake_soffice(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def edges(reader: PdfReader) -> list[tuple[float, float]]:
    """Return for each page the leftmost and topmost place of its text, in millimetres."""
    found = []
    for page in reader.pages:
        places: list[tuple[float, float]] = []

        def note(
            text: str,
            _matrix: list[float],
            place: list[float],
            _font: object,
            _size: float,
            places: list[tuple[float, float]] = places,
        ) -> None:
            if text.strip():
                places.append((place[4], place[5]))

        page.extract_text(visitor_text=note)
        found.append(
            (min(x for x, _ in places) / POINTS, (A4[1] - max(y for _, y in places)) / POINTS)
        )
    return found


@needs_libreoffice
def test_the_sample_s_pdf_is_a4_with_the_decree_s_margins() -> None:
    rendered = render_pdf(render_docx(sample_report()).content, "bao-cao.docx")
    assert (rendered.file_name, rendered.media_type) == ("bao-cao.pdf", PDF_TYPE)
    reader = PdfReader(BytesIO(rendered.content))
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=1)
    assert len(reader.pages) == 3
    for left, _top in edges(reader):
        assert 29.9 <= left <= 45
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "9.933" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


@needs_libreoffice
def test_the_pdf_is_for_keeping_and_can_be_read_aloud(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(render_pdf(render_docx(sample_report()).content, "bao-cao.docx").content)
    reader = PdfReader(path)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "vi-VN"
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "/OutputIntents" in catalog
    assert not reader.is_encrypted
    assert "/AcroForm" not in catalog
    # What ISO 19005-2 asks of every file and a program can see without a validator.
    assert re.match(rb"%PDF-1\.[4-7]\r?\n%[\x80-\xff]{4}", path.read_bytes())
    trailer: Any = reader.trailer
    assert len(trailer["/ID"]) == 2
    [intent] = catalog["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    profile = intent.get_object()["/DestOutputProfile"].get_object()
    assert (profile["/N"], profile.get_data()[36:40]) == (3, b"acsp")
    assert reader.metadata is not None
    assert f">{reader.metadata.title}<" in metadata
    assert f">{reader.metadata.author}<" in metadata
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(catalog.get("/Names", {}))
    pages: list[Any] = list(reader.pages)
    for page in pages:
        assert page["/StructParents"] >= 0
        resources = page["/Resources"]
        for state in resources.get("/ExtGState", {}).values():
            assert state.get_object().get("/TR") is None
        for image in resources.get("/XObject", {}).values():
            assert not image.get_object().get("/Interpolate")
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    if shutil.which("pdffonts"):
        listed = subprocess.run(
            ["pdffonts", str(path)], check=True, capture_output=True, text=True
        ).stdout.splitlines()[2:]
        assert listed
        # name, type, encoding, then: embedded, subset, unicode, object
        assert {line.split()[-5] for line in listed} == {"yes"}


@needs_libreoffice
def test_the_appendix_s_header_repeats_and_its_pages_are_numbered_anew() -> None:
    rendered = render_pdf(render_docx(large_report(80)).content, "bao-cao.docx")
    pages = [page.extract_text() for page in PdfReader(BytesIO(rendered.content)).pages]
    appendix = [page for page in pages if "STT" in page]
    assert len(appendix) >= 2
    assert appendix[0].lstrip().startswith("Phụ lục")
    for number, page in enumerate(appendix[1:], 2):
        assert re.match(rf"\s*{number}\s+STT", page)
    units = re.findall(r"Đào tạo số\s+(\d+)", "\n".join(appendix))
    assert units == [str(number) for number in range(1, 81)]


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFound) as caught:
        render_pdf(b"", "a.docx")
    assert caught.value.code == "no_libreoffice"


def test_a_libreoffice_that_makes_nothing_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_soffice(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(Conflict) as caught:
        render_pdf(b"", "a.docx")
    assert caught.value.code == "pdf_failed"


def test_a_libreoffice_that_hangs_is_ended_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_soffice(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(Conflict):
        render_pdf(b"", "a.docx", timeout_s=0.5)
    child = int((tmp_path / "child").read_text())
    with pytest.raises(ProcessLookupError):
        wait_for_end(child)


def wait_for_end(process: int) -> None:
    """Ask for a process until it is gone; a zombie that init has yet to bury counts as gone."""
    while True:
        os.kill(process, 0)
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            continue
        if state == "Z":
            raise ProcessLookupError
