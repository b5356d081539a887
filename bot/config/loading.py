"""The configuration: read once from TOML and the environment, then passed as values."""

import difflib
import os
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from bot.config.faults import ConfigFaultError, fault_sentence
from bot.terminal import operator_translator
from domain.boards import (
    Board,
    FigureDefinition,
    FigureKind,
    LegalBasis,
    PeriodRule,
    QuietHours,
    ReminderStage,
    Signatory,
    StageScope,
    Topic,
)

M = TypeVar("M", bound=BaseModel)
ENVIRONMENT = "TINBAI_"  # what the names of its variables begin with
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Host = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True)]


class ConfigError(Exception):
    """The configuration cannot be used; the text is one sentence with the mend."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSection(_Section):
    """`[database]`: an SQLAlchemy URL; an empty backup_dir switches nightly backups off."""

    url: str = "sqlite+aiosqlite:///tinbai.db"
    backup_dir: str = "backups"
    backup_keep_days: int = Field(14, ge=1, le=3650)


class TelegramSection(_Section):
    """`[telegram]`: an empty token switches the channel off."""

    token: SecretStr = SecretStr("")
    proxy: str = ""
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"


class ZaloSection(_Section):
    """`[zalo]`: an empty token switches the channel off."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://bot-api.zaloplatforms.com"
    mode: Literal["polling", "webhook"] = "polling"
    bold: bool = True


class WebSection(_Section):
    """`[web]`: where webhooks, file links, health and metrics are served."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    secret: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")


class SignatorySection(_Section):
    """`[board.signatory]`: who signs."""

    post: Text = "TRƯỞNG BAN"
    name: Text = ""
    on_behalf: Text = ""
    agency_post: Text = ""


class LegalBasisSection(_Section):
    """One `[[board.legal_basis]]`."""

    text: Text
    valid_from: date | None = None
    valid_to: date | None = None


class FigureSection(_Section):
    """One `[[board.figures]]`."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=20)]
    name: Text
    kind: FigureKind
    unit: Text = ""
    of: int | None = Field(None, ge=0)


class StageSection(_Section):
    """One `[[board.reminders]]`."""

    stage: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=40)]
    day: int = Field(ge=1, le=31)
    time: time
    to: StageScope = StageScope.CORRESPONDENTS
    text: Text = ""


def _quiet(value: object) -> object:
    if isinstance(value, str) and value:
        start, separator, end = value.partition("-")
        if separator:
            return {"start": start.strip(), "end": end.strip()}
        raise ConfigFaultError("quiet_hours")
    return value or None


class _Quiet(_Section):
    start: time
    end: time


DEFAULT_TOPICS = (
    "Chính trị - Xây dựng Đảng",
    "Học tập và làm theo gương Bác",
    "Kinh tế - Nông nghiệp",
    "Nông thôn mới",
    "Văn hóa - Thể thao - Du lịch",
    "Giáo dục và đào tạo",
    "Y tế - Chăm sóc sức khỏe",
    "Dinh dưỡng và sức khỏe",
    "Lao động - Việc làm",
    "Thương binh và xã hội",
    "An ninh - Quốc phòng",
    "Cải cách hành chính - Chuyển đổi số",
    "Tài nguyên và môi trường",
    "Quy hoạch",
    "Dự án đầu tư",
    "Mua sắm công - Đấu thầu",
    "Khoa học và công nghệ",
    "Doanh nghiệp",
    "Ngân hàng - Bảo hiểm",
    "Tôn giáo - Dân tộc",
    "Gương người tốt việc tốt",
)
DEFAULT_FIGURES = (
    FigureSection(code="visits", name="Lượt truy cập", kind=FigureKind.COUNTER, unit="lượt"),
    FigureSection(code="documents", name="Văn bản đăng tải", kind=FigureKind.COUNT, unit="văn bản"),
    FigureSection(
        code="sections", name="Chuyên mục mở mới", kind=FigureKind.COUNT, unit="chuyên mục"
    ),
    FigureSection(
        code="commune_pages", name="Trang thành phần", kind=FigureKind.COUNT, unit="trang"
    ),
    FigureSection(code="budget", name="Kinh phí", kind=FigureKind.MONEY, unit="đồng"),
)
DEFAULT_STAGES = (
    StageSection(stage="nhac-1", day=20, time=time(8)),
    StageSection(stage="nhac-2", day=25, time=time(8)),
    StageSection(stage="lanh-dao", day=26, time=time(8), to=StageScope.HEADS),
    StageSection(stage="tong-hop", day=27, time=time(8), to=StageScope.EDITORS),
    StageSection(stage="bao-cao", day=28, time=time(8), to=StageScope.CHAIR),
)


class BoardSection(_Section):
    """`[board]`: one editorial board."""

    slug: Slug = "ban-bien-tap"
    name: Text = "Ban Biên tập Cổng thông tin điện tử xã Mẫu"
    agency: Text = "Ban Biên tập Cổng thông tin điện tử"
    parent_agency: Text = "Ủy ban nhân dân xã Mẫu"
    place: Text = "Xã Mẫu"
    time_zone: str = "Asia/Ho_Chi_Minh"
    period_rule: PeriodRule = PeriodRule.CALENDAR
    closing_day: int = Field(31, ge=1, le=31)
    review: Literal["none", "required"] = "none"
    merged_units: Literal["successor", "separate"] = "successor"
    quiet_hours: Annotated[_Quiet | None, BeforeValidator(_quiet)] = _Quiet(
        start=time(21), end=time(7)
    )
    working_days_only: bool = True
    days_off: tuple[date, ...] = ()
    number_suffix: Text = "BC-BBT"
    addressees: tuple[Text, ...] = ("Ủy ban nhân dân xã Mẫu",)
    recipients: tuple[Text, ...] = ("Như trên", "Các thành viên Ban Biên tập")
    legal_basis: tuple[LegalBasisSection, ...] = ()
    signatory: SignatorySection = SignatorySection()
    template: str = ""
    topics: tuple[Text, ...] = DEFAULT_TOPICS
    figures: tuple[FigureSection, ...] = DEFAULT_FIGURES
    site_hosts: tuple[Host, ...] = ()
    feed_url: str = ""
    abbreviations: dict[str, Text] = {}
    reminders: tuple[StageSection, ...] = DEFAULT_STAGES

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            near = difflib.get_close_matches(self.time_zone, available_timezones(), 1)
            raise ConfigFaultError("time_zone", near[0] if near else "") from None
        stages = [stage.stage for stage in self.reminders]
        for stage in stages:
            if stages.count(stage) > 1:
                raise ConfigFaultError("stage_names", stage)
        return self

    def board(self, board_id: int, topics: tuple[Topic, ...]) -> Board:
        """Return the board with its row's id and its topics' rows."""
        quiet = self.quiet_hours
        return Board(
            id=board_id,
            slug=self.slug,
            name=self.name,
            agency=self.agency,
            parent_agency=self.parent_agency,
            place=self.place,
            zone=ZoneInfo(self.time_zone),
            period_rule=self.period_rule,
            closing_day=self.closing_day,
            review_required=self.review == "required",
            merge_units=self.merged_units == "successor",
            quiet_hours=QuietHours(quiet.start, quiet.end) if quiet else None,
            working_days_only=self.working_days_only,
            days_off=frozenset(self.days_off),
            number_suffix=self.number_suffix,
            addressees=self.addressees,
            recipients=self.recipients,
            legal_basis=tuple(
                LegalBasis(basis.text, basis.valid_from, basis.valid_to)
                for basis in self.legal_basis
            ),
            signatory=Signatory(**self.signatory.model_dump()),
            stages=tuple(ReminderStage(**stage.model_dump()) for stage in self.reminders),
            figures=tuple(FigureDefinition(**figure.model_dump()) for figure in self.figures),
            site_hosts=self.site_hosts,
            feed_url=self.feed_url,
            template=self.template,
            topics=topics,
            abbreviations=self.abbreviations,
        )


class Config(_Section):
    """Everything an installation is told."""

    database: DatabaseSection = DatabaseSection()
    telegram: TelegramSection = TelegramSection()
    zalo: ZaloSection = ZaloSection()
    web: WebSection = WebSection()
    board: BoardSection = BoardSection()
    boards_dir: str = ""
    flood_limit: int = Field(60, ge=0)
    log_level: Literal["debug", "info", "warning"] = "info"
    operator_chat: Annotated[str, StringConstraints(pattern=r"^([a-z]+:-?\d{1,18})?$")] = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be logged, the passwords within addresses too."""
        secrets = (
            self.telegram.token,
            self.zalo.token,
            self.web.secret,
            self.web.metrics_token,
        )
        found = [secret.get_secret_value() for secret in secrets]
        for address in (self.database.url, self.telegram.proxy):
            password = urlsplit(address).password or ""
            # A short one may be a word of any sentence.
            found += [word for word in (password, unquote(password)) if len(word) >= 8]
        return tuple(value for value in found if value)


class LoadedConfig:
    """A configuration with the folder its relative paths count from."""

    def __init__(self, config: Config, folder: Path, boards: tuple[BoardSection, ...]) -> None:
        self.config = config
        self.folder = folder
        self.boards = boards

    @property
    def database_url(self) -> str:
        """The database's URL, an SQLite path made absolute."""
        url = self.config.database.url
        scheme, separator, path = url.partition(":///")
        if not separator or not scheme.startswith("sqlite") or path == ":memory:":
            return url
        return f"{scheme}:///{(self.folder / path).resolve()}"

    @property
    def backup_dir(self) -> Path | None:
        """The folder of nightly backups, None where they are switched off."""
        name = self.config.database.backup_dir
        return (self.folder / name) if name else None

    def template_of(self, board: BoardSection) -> Path | None:
        """The board's own Word template, None where it uses the bundled one."""
        return (self.folder / board.template) if board.template else None


def load(path: Path | None) -> LoadedConfig:
    """Read the configuration.

    `path` None means `config.toml` here, or the example's values where it does not exist; a named
    file that is missing, and anything wrong in a file, raises ConfigError.
    """
    folder = Path.cwd()
    values: dict[str, Any] = {}
    if path is None:
        path = Path("config.toml")
        if path.exists():
            values = _read(path)
    else:
        values = _read(path)
        folder = path.resolve().parent
    # The names of sections may be written as one likes, in the file as in the environment.
    values = {name.lower(): value for name, value in values.items()}
    config = _validated(_model(), values, str(path))
    boards = [config.board]
    if config.boards_dir:
        for file in sorted((folder / config.boards_dir).glob("*.toml")):
            section = _read(file)
            boards.append(_validated(BoardSection, section.get("board", section), str(file)))
    slugs = [board.slug for board in boards]
    for slug in slugs:
        if slugs.count(slug) > 1:
            _ = operator_translator()
            raise ConfigError(
                _("Hai ban cùng mang slug “{slug}”; hãy đặt cho mỗi ban một slug riêng.").format(
                    slug=slug
                )
            )
    return LoadedConfig(config, folder, tuple(boards))


def _model() -> type[Config]:
    """Return the configuration's form, the one that the environment fills too where it has to."""
    said = {
        name.upper().removeprefix(ENVIRONMENT).partition("__")[0]
        for name in os.environ
        if name.upper().startswith(ENVIRONMENT)
    }
    if not said & {field.upper() for field in Config.model_fields}:
        return Config
    # Loaded where it is used: a start that reads all of it from a file need not wait for it.
    from bot.config.environment import EnvironmentConfig

    return EnvironmentConfig


def _read(path: Path) -> dict[str, Any]:
    _ = operator_translator()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        text = _(
            "Không có tệp cấu hình {path}; hãy chạy: tinbai init, hoặc ghi tệp khác ở --config."
        )
        raise ConfigError(text.format(path=path)) from None
    except UnicodeDecodeError:
        text = _("{path} không phải tệp chữ UTF-8; hãy lưu lại ở dạng UTF-8.")
        raise ConfigError(text.format(path=path)) from None
    except tomllib.TOMLDecodeError as error:
        text = _("{path} không đúng dạng TOML ({reason}); hãy sửa chỗ đó.")
        raise ConfigError(text.format(path=path, reason=error)) from None
    except OSError as error:
        text = _("Không đọc được {path}: {reason}.")
        raise ConfigError(text.format(path=path, reason=error.strerror)) from None


def _validated(model: type[M], values: dict[str, Any], source: str) -> M:
    try:
        return model(**values)
    except ValidationError as error:
        _ = operator_translator()
        raise ConfigError(fault_sentence(_, model, error, source)) from None
