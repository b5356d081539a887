"""Reads the configuration once, from TOML, the file of secrets and the environment."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.config.environment import (
    CONFIG,
    DATABASE,
    SECRETS_FILE,
    Told,
    Variable,
    environment_variables,
    secret_variables,
    told,
)
from bot.config.faults import ConfigError, Origins, fault_sentences
from bot.config.model import BoardSection, Config, Section
from bot.config.toml import read_toml
from bot.terminal import operator_translator
from domain.text import search_key

M = TypeVar("M", bound=BaseModel)
_NO_SLUG = re.compile("[^a-z0-9]+")


class LoadedConfig:
    """A configuration with the folder its relative paths count from.

    `path` is its file, None where the environment alone says it.
    """

    def __init__(
        self,
        config: Config,
        folder: Path,
        boards: tuple[BoardSection, ...],
        path: Path | None = None,
    ) -> None:
        self.config = config
        self.folder = folder
        self.boards = boards
        self.path = path

    @property
    def database_url(self) -> str:
        """The database's URL, an SQLite path made absolute."""
        url = self.config.database.url
        scheme, separator, path = url.partition(":///")
        if not separator or not scheme.startswith("sqlite"):
            return url
        return f"{scheme}:///{(self.folder / path).resolve()}"

    @property
    def backup_dir(self) -> Path | None:
        """The folder of nightly backups, None where they are switched off."""
        return self._within(self.config.database.backup_dir)

    @property
    def boards_dir(self) -> Path | None:
        """The folder with a file for each board, None where there is none."""
        return self._within(self.config.boards_dir)

    @property
    def secrets_file(self) -> Path | None:
        """The file of variables that every command reads, None where there is none."""
        return self._within(self.config.secrets_file)

    def template_of(self, board: BoardSection) -> Path | None:
        """The board's own Word template, None where it uses the bundled one."""
        return self._within(board.template)

    def _within(self, name: str) -> Path | None:
        return self.folder / name if name else None


def locate(named: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the configuration's file: the one named, TINBAI_CONFIG's, or config.toml here.

    None where the environment alone says which database is meant; where nothing does, raise
    ConfigError, for to work on a new and empty installation would be to mistake it for another.
    """
    if named is not None:
        return named
    if environment.get(CONFIG):
        return Path(environment[CONFIG])
    here = Path("config.toml")
    if here.exists():
        return here
    if environment.get(DATABASE):
        return None
    _ = operator_translator()
    text = _(
        "Thư mục {folder} không có config.toml; hãy chạy lệnh trong thư mục của tinbai hoặc thêm "
        "--config, ví dụ: --config /var/lib/tinbai/config.toml; lập mới thì chạy: tinbai init"
    )
    raise ConfigError(text.format(folder=Path.cwd()))


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a configuration is found without being named."""
    named = environment.get(CONFIG) or environment.get(DATABASE)
    return bool(named) or Path("config.toml").exists()


def load(named: Path | None) -> LoadedConfig:
    """Read the configuration; anything wrong in it raises ConfigError."""
    path = locate(named)
    path = None if path is None else path.absolute()
    # The names of sections may be written as one likes, in the file as in the environment.
    values = {} if path is None else _lowered(read_toml(path, Config), path)
    folder = Path.cwd() if path is None else path.resolve().parent
    found = _told(values, folder)
    own_board = "board" in values or "board" in found.values or not _boards_dir(values, found)
    values = _merged(values, found.values)
    source = str(path) if path is not None else "TINBAI_…"
    config = _validated(Config, values, source, found.origins)
    boards = [(config.board, source)] if own_board else []
    if config.boards_dir:
        boards += _boards_of(folder / config.boards_dir)
    _check_slugs(boards)
    return LoadedConfig(config, folder, tuple(board for board, _source in boards), path)


def _lowered(values: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return a file's parts by their small letters; two of one name are a fault."""
    found: dict[str, str] = {}
    for name in values:
        other = found.setdefault(name.lower(), name)
        if other != name:
            _ = operator_translator()
            text = _("{path}: phần [{name}] đã có ở trên là [{other}]; hãy gộp hai phần làm một.")
            raise ConfigError(text.format(path=path, name=name, other=other))
    return {key.lower(): one for key, one in values.items()}


def _told(values: Mapping[str, Any], folder: Path) -> Told:
    """Return what the file of secrets and the environment say, the latter last."""
    variables: list[Variable] = environment_variables(os.environ)
    named = [one.value for one in variables if one.name == SECRETS_FILE]
    file = (named or [values.get("secrets_file", "")])[-1]
    if isinstance(file, str) and file.strip() and not file.startswith("~"):
        variables = [*secret_variables(folder / file.strip()), *variables]
    return told(variables, Config)


def _boards_dir(values: Mapping[str, Any], found: Told) -> object:
    named = found.values.get("boards_dir", values.get("boards_dir"))
    return named.strip() if isinstance(named, str) else named


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(under, dict) and isinstance(value, dict)
        merged[key] = _merged(under or {}, value) if both else value
    return merged


def _boards_of(folder: Path) -> list[tuple[BoardSection, str]]:
    """Read the boards of a folder; raise ConfigError for one that is missing or holds none."""
    _ = operator_translator()
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        text = _(
            "boards_dir: {folder} phải là thư mục mà tinbai đọc được; hãy tạo: "
            "install -d -m 700 -o tinbai {example}"
        )
        example = folder.resolve().with_name("boards")
        raise ConfigError(text.format(folder=folder.resolve(), example=example))
    if not folder.is_dir():
        text = _(
            "boards_dir: không có thư mục {folder}; hãy tạo và đặt vào đó mỗi ban một tệp .toml, "
            'hoặc đặt boards_dir = "".'
        )
        raise ConfigError(text.format(folder=folder.resolve()))
    found = []
    for file in sorted(folder.glob("*.toml")):
        section = read_toml(file, BoardSection)
        # A file may be the board's keys alone, or a [board] as in the configuration.
        inner = section.get("board")
        if "slug" not in (inner if isinstance(inner, dict) else section):
            # The example's slug would take over the board that has it in the database.
            text = _(
                '{file}: thiếu slug của ban, hãy thêm: slug = "{slug}"; ban đã có dữ liệu thì ghi '
                "đúng slug cũ của ban ấy."
            )
            slug = _NO_SLUG.sub("-", search_key(file.stem)).strip("-") or "xa-mau"
            raise ConfigError(text.format(file=file, slug=slug))
        if isinstance(inner, dict):
            board = _validated(_BoardFile, section, str(file), {}).board
        else:
            board = _validated(BoardSection, section, str(file), {})
        found.append((board, str(file)))
    if not found:
        text = _(
            "boards_dir: thư mục {folder} không có tệp .toml nào; hãy đặt vào đó mỗi ban một tệp, "
            "ví dụ: {example}."
        )
        folder = folder.resolve()
        raise ConfigError(text.format(folder=folder, example=folder / "xa-mau.toml"))
    return found


class _BoardFile(Section):
    board: BoardSection


def _check_slugs(boards: Sequence[tuple[BoardSection, str]]) -> None:
    sources: dict[str, str] = {}
    for board, source in boards:
        if board.slug in sources:
            _ = operator_translator()
            text = _(
                "{source}: slug “{slug}” đã thuộc ban trong {other}; hãy đặt cho mỗi ban một slug "
                "riêng, ví dụ: {slug}-2."
            )
            raise ConfigError(
                text.format(source=source, slug=board.slug, other=sources[board.slug])
            )
        sources[board.slug] = source


def _validated(model: type[M], values: dict[str, Any], source: str, origins: Origins) -> M:
    try:
        return model(**values)
    except ValidationError as error:
        _ = operator_translator()
        raise ConfigError(fault_sentences(_, model, error, source, origins, Config)) from None
