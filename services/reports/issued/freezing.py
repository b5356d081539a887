"""The files of an issued report, each with its hash, and the PDF that may come later."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

from domain.errors import Conflict, NotFound
from domain.reports.dataset import Report
from reports.rendered import Rendered
from services.reports import rendering
from storage.engine.database import Database, Transaction
from storage.reports import issued
from storage.reports.issued import FrozenFile

# Whoever asks for the PDF alone waits longer than issuing does: 3,000 units need a minute.
PATIENT_S = 240.0


async def freeze(report: Report, mode: str) -> tuple[FrozenFile, ...]:
    """Render the chart, the document, the workbook and the PDF, each with its SHA-256.

    Without LibreOffice, or where it fails, there is no PDF: it is made from the document later.
    """
    chart = await rendering.chart(report)
    document = await rendering.docx(report, mode)
    rendered = [chart, document, await rendering.xlsx(report)]
    with suppress(NotFound, Conflict):
        rendered.append(await rendering.pdf(document))
    return tuple(map(_frozen, rendered))


async def kept_pdf(database: Database, issued_id: int, files: Sequence[FrozenFile]) -> Rendered:
    """Return the PDF among an issued report's files; make and keep it where it is not yet.

    It is made from the frozen document, so it says the same whenever it is made. Raises NotFound
    where LibreOffice is not installed, Conflict("pdf_failed") where it fails.
    """
    kept = pdf_among(files)
    if kept is None:
        document = next((file for file in files if file.name.endswith(".docx")), None)
        if document is None:
            raise NotFound("issue", number="?", year="?")
        source = Rendered(document.name, document.media_type, document.content)
        made = _frozen(await rendering.pdf(source, PATIENT_S))

        async def job(tx: Transaction) -> FrozenFile:
            # Whoever was first made the one that is kept.
            before = pdf_among(await issued.files_of(tx, issued_id))
            if before is None:
                await issued.add_file(tx, issued_id, made)
            return before or made

        kept = await database.write(job)
    return Rendered(kept.name, kept.media_type, kept.content)


def pdf_among(files: Iterable[FrozenFile]) -> FrozenFile | None:
    """Return the PDF among files."""
    return next((file for file in files if file.name.endswith(".pdf")), None)


def _frozen(file: Rendered) -> FrozenFile:
    digest = hashlib.sha256(file.content).hexdigest()
    return FrozenFile(file.file_name, file.media_type, digest, file.content)
