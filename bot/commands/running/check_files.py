"""What `tinbai check` sees of an installation's files: where they are and who may read them."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.commands.running.findings import Findings
from bot.config.loading import LoadedConfig
from domain.language import Translator

OTHERS = 0o077
# Root's own file may be readable by the group that the program runs in.
BEYOND_ROOTS_GROUP = 0o037
# Written with a capital, or by an editor that adds its own ending.
_NEARLY_TOML = re.compile(r"(.+)[._]toml(\.txt)?", re.IGNORECASE)


def check_modes(
    _: Translator, loaded: LoadedConfig, database: Path | None, findings: Findings
) -> None:
    """Warn of each file that others may read."""
    for path in _private(loaded, database):
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        kept_by_root = found.st_uid == 0 and not mode & BEYOND_ROOTS_GROUP
        if not mode & OTHERS or (kept_by_root and path in {loaded.secrets_file, loaded.path}):
            continue
        text = _("Người khác trên máy đọc được {path} (quyền {mode}); chạy: chmod {right} {path}")
        right = "700" if path.is_dir() else "600"
        findings.warn(text.format(path=path.absolute(), mode=f"{mode:04o}", right=right))


def check_boards_dir(_: Translator, loaded: LoadedConfig, findings: Findings) -> None:
    """Warn of each file of the boards that is not read, for its name ends in another way."""
    folder = loaded.boards_dir
    for path in sorted(folder.iterdir()) if folder is not None else ():
        if path.suffix != ".toml" and _NEARLY_TOML.fullmatch(path.name):
            text = _("{path} không được đọc; nếu là tệp của một ban, hãy đổi tên thành {name}")
            name = _NEARLY_TOML.sub(r"\1.toml", path.name)
            findings.warn(text.format(path=path.absolute(), name=name))


def _private(loaded: LoadedConfig, database: Path | None) -> Iterator[Path]:
    found = [loaded.path, loaded.secrets_file, database, loaded.backup_dir]
    if database is not None:
        found += [Path(f"{database}{ending}") for ending in ("-wal", "-shm")]
    if loaded.backup_dir is not None and loaded.backup_dir.is_dir():
        found += sorted(loaded.backup_dir.glob("tinbai-*"))[-1:]
    for path in found:
        if path is not None and path.exists():
            yield path
