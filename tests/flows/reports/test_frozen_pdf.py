"""The PDF of an issued report: frozen with it, or later where LibreOffice failed."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.flows.conftest import ZONE, World
from tests.flows.reports.test_issuing import files

JULY = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)
NAME = "bao-cao-6-thang-dau-nam-2021.pdf"


def broken_libreoffice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a LibreOffice that makes nothing before any other."""
    program = folder / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


async def issue(world: World, chair: int) -> str:
    """Issue the half-year's report; return all that the chair was told."""
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    return "\n".join(m.text for m in await world.stage.press(chair, "Ban hành bản giấy"))


async def test_the_pdf_is_frozen_with_the_report_and_is_the_same_ever_after(world: World) -> None:
    chair = await world.join("chair")
    told = await issue(world, chair)
    [(digest, content)] = world.rows(
        "SELECT sha256, content FROM issued_files WHERE name LIKE '%.pdf'"
    )
    assert hashlib.sha256(content).hexdigest() == digest
    assert digest in told
    assert "Chưa tạo được bản PDF" not in told
    await world.say(chair, "/baocao 2021-H1")
    assert files(list(await world.stage.press(chair, "PDF"))) == {"pdf": content}


async def test_a_pdf_that_failed_is_told_and_frozen_later_from_the_issued_document(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chair = await world.join("chair")
    with monkeypatch.context() as broken:
        broken_libreoffice(tmp_path, broken)
        told = await issue(world, chair)
        assert "Đã ban hành Báo cáo số 01/BC-BBT" in told
        assert "Chưa tạo được bản PDF" in told
        assert world.rows("SELECT count(*) FROM issued_files") == [3]
        await world.say(chair, "/baocao 2021-H1")
        assert "LibreOffice không tạo được PDF" in await world.press(chair, "PDF")
        assert world.rows("SELECT count(*) FROM issued_files") == [3]
    await world.say(chair, "/baocao 2021-H1")
    sent = files(list(await world.stage.press(chair, "PDF")))
    assert world.rows("SELECT name, content FROM issued_files WHERE name LIKE '%.pdf'") == [
        (NAME, sent["pdf"])
    ]
    again = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert files(again)["pdf"] == sent["pdf"]
    assert "Chưa tạo được bản PDF" not in again[-1].text
