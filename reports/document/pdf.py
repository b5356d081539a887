"""The report as a PDF, made by LibreOffice where it is installed: tagged, for keeping (PDF/A-2b).

A signature is set on it in another program, so it is neither signed nor locked here.
"""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import Conflict, NotFound
from reports.rendered import Rendered

PDF_TYPE = "application/pdf"
_PROGRAMS = ("soffice", "libreoffice")
# PDF/A-2b holds its fonts itself; tags tell a reading program headings, tables and the language.
_OPTIONS = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}
_FORMAT = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS, separators=(',', ':'))}"


def render_pdf(docx: bytes, file_name: str, timeout_s: float = 60.0) -> Rendered:
    """Return a .docx file's bytes as a PDF; `file_name` is the .docx file's.

    Blocks for some seconds. Raises NotFound("no_libreoffice") where there is no LibreOffice, and
    Conflict("pdf_failed") where it makes no PDF within `timeout_s` seconds.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise NotFound("no_libreoffice")
    with TemporaryDirectory(prefix="tinbai-pdf-") as name:
        folder = Path(name)
        source = folder / "report.docx"
        source.write_bytes(docx)
        # A profile of its own: two LibreOffices cannot share one, nor should ours meet a person's.
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            _FORMAT,
            "--outdir",
            str(folder),
            str(source),
        ]
        _run(command, timeout_s)
        try:
            content = source.with_suffix(".pdf").read_bytes()
        except FileNotFoundError:
            raise Conflict("pdf_failed") from None
    return Rendered(str(Path(file_name).with_suffix(".pdf")), PDF_TYPE, content)


def _run(command: list[str], timeout_s: float) -> None:
    """Run a program to its end; after the time-out end it with everything it started."""
    process = subprocess.Popen(  # noqa: S603 - no shell, and no argument comes from a person
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        raise Conflict("pdf_failed") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
