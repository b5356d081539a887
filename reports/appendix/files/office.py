"""Turns what only LibreOffice reads (.doc, .odt, .rtf) into .docx or .xlsx."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import InvalidFile

_PROGRAMS = ("soffice", "libreoffice")
# LibreOffice maps far more memory than it uses.
_MEMORY = 4_000_000_000
TIMEOUT_S = 60.0


def convert(content: bytes, file_name: str, target: str, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return the file as a .docx or .xlsx.

    Blocks for some seconds. Raises InvalidFile: `old_format` where there is no LibreOffice,
    `broken_file` where it makes nothing of it within its time.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise InvalidFile("old_format", place=file_name)
    with TemporaryDirectory(prefix="tinbai-office-") as name:
        folder = Path(name)
        source = folder / "table.bin"
        source.write_bytes(content)
        # A profile of its own: two LibreOffices cannot share one, nor should ours meet a person's.
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        _run(command, name, timeout_s)
        try:
            return (folder / "out" / f"table.{target}").read_bytes()
        except FileNotFoundError:
            raise InvalidFile("broken_file", place=file_name) from None


def _run(command: list[str], home: str, timeout_s: float) -> None:
    process = subprocess.Popen(  # noqa: S603 - no shell, and no argument comes from a person
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": home, "PATH": os.environ.get("PATH", os.defpath)},
        # In the group of the child that reads the file, it would end with it; alone, it must not
        # take its parent along.
        process_group=0,
        preexec_fn=_limit,
    )
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
