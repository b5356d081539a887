"""The form of a configuration: its parts, its keys, what each may be."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from bot.config.values import (
    DEFAULT_DATABASE,
    QUIET,
    Address,
    Clock,
    ConfigFaultError,
    Count,
    DatabaseUrl,
    Day,
    FigureCode,
    FilePath,
    Host,
    Key,
    Listening,
    MonthDay,
    Name,
    OperatorChat,
    Proxy,
    PublicAddress,
    Secret,
    Slug,
    SomeAddress,
    StageCode,
    Suffix,
    Text,
    Words,
    Zone,
    platform_address,
    platform_token,
)
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
from domain.text import search_key

TELEGRAM_API = "https://api.telegram.org"
ZALO_API = "https://bot-api.zaloplatforms.com"


class Section(BaseModel):
    """A table of the file; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSection(Section):
    """`[database]`: an SQLAlchemy URL; an empty backup_dir switches nightly backups off."""

    url: DatabaseUrl = DEFAULT_DATABASE
    backup_dir: FilePath = "backups"
    backup_keep_days: Count = Field(14, ge=1, le=3650)


class TelegramSection(Section):
    """`[telegram]`: an empty token switches the channel off."""

    # Before the token, whose form it decides.
    api_url: Annotated[str, platform_address(TELEGRAM_API)] = TELEGRAM_API
    token: Annotated[SecretStr, platform_token(TELEGRAM_API)] = Field(
        SecretStr(""), examples=["123456789:AAE…"]
    )
    proxy: Proxy = Field("", examples=["socks5://127.0.0.1:1080"])
    mode: Literal["polling", "webhook"] = "polling"


class ZaloSection(Section):
    """`[zalo]`: an empty token switches the channel off."""

    # Before the token, whose form it decides.
    api_url: Annotated[str, platform_address(ZALO_API)] = ZALO_API
    token: Annotated[SecretStr, platform_token(ZALO_API)] = Field(
        SecretStr(""), examples=["123456789:abc…"]
    )
    mode: Literal["polling", "webhook"] = "polling"
    bold: bool = True


class WebSection(Section):
    """`[web]`: where webhooks, file links, health and metrics are served."""

    host: Listening = "127.0.0.1"
    port: Count = Field(8080, ge=0, le=65535)
    public_url: PublicAddress = Field("", examples=["https://tinbai.xamau.gov.vn"])
    secret: Secret = Field(SecretStr(""), examples=["…"])
    metrics_token: Key = Field(SecretStr(""), examples=["…"])


class SignatorySection(Section):
    """`[board.signatory]`: who signs."""

    post: Text = "TRƯỞNG BAN"
    name: Text = ""
    on_behalf: Text = ""
    agency_post: Text = ""


class LegalBasisSection(Section):
    """One `[[board.legal_basis]]`."""

    text: Name = Field(examples=["Nghị định số 42/2022/NĐ-CP"])
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            example = self.valid_from.replace(
                day=1, year=min(self.valid_from.year + 1, 9999)
            ).isoformat()
            raise ConfigFaultError("valid_to", example=example)
        return self


class FigureSection(Section):
    """One `[[board.figures]]`."""

    code: FigureCode = Field(examples=["visits"])
    name: Name = Field(examples=["Lượt truy cập"])
    kind: FigureKind = Field(examples=["count"])
    unit: Text = ""
    of: Count | None = Field(None, ge=0, examples=[25])


class StageSection(Section):
    """One `[[board.reminders]]`."""

    stage: StageCode = Field(examples=["nhac-1"])
    day: MonthDay = Field(examples=[20])
    time: Clock = Field(examples=["08:00"])
    to: StageScope = StageScope.CORRESPONDENTS
    text: Words = ""


class _Quiet(Section):
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


def _no_twins(names: Sequence[str]) -> None:
    keys = [search_key(name) for name in names]
    for name, key in zip(names, keys, strict=True):
        if keys.count(key) > 1:
            raise ConfigFaultError("twice", name=name)


class BoardSection(Section):
    """`[board]`: one editorial board."""

    slug: Slug = "ban-bien-tap"
    name: Name = "Ban Biên tập Cổng thông tin điện tử xã Mẫu"
    agency: Text = "Ban Biên tập Cổng thông tin điện tử"
    parent_agency: Text = "Ủy ban nhân dân xã Mẫu"
    place: Text = "Xã Mẫu"
    time_zone: Zone = "Asia/Ho_Chi_Minh"
    period_rule: PeriodRule = PeriodRule.CALENDAR
    closing_day: MonthDay = 31
    review: Literal["none", "required"] = "none"
    merged_units: Literal["successor", "separate"] = "successor"
    quiet_hours: Annotated[_Quiet | None, QUIET] = _Quiet(start=time(21), end=time(7))
    working_days_only: bool = True
    days_off: tuple[Day, ...] = Field((), examples=[("2026-05-04",)])
    thanks: bool = True
    number_suffix: Suffix = "BC-BBT"
    addressees: tuple[Name, ...] = ("Ủy ban nhân dân xã Mẫu",)
    recipients: tuple[Name, ...] = ("Như trên", "Các thành viên Ban Biên tập")
    legal_basis: tuple[LegalBasisSection, ...] = ()
    signatory: SignatorySection = SignatorySection()
    template: FilePath = Field("", examples=["mau-bao-cao.docx"])
    topics: tuple[Name, ...] = DEFAULT_TOPICS
    figures: tuple[FigureSection, ...] = DEFAULT_FIGURES
    site_hosts: tuple[Host, ...] = Field((), examples=[("xamau.gov.vn",)])
    portal: tuple[SomeAddress, ...] = Field((), examples=[("https://xamau.gov.vn/rss",)])
    feed_url: Address = Field("", examples=["https://xamau.gov.vn/rss"])
    abbreviations: dict[Name, Name] = Field({}, examples=["Văn hóa - Thông tin"])
    reminders: tuple[StageSection, ...] = DEFAULT_STAGES

    @field_validator("reminders")
    @classmethod
    def _stages(cls, value: tuple[StageSection, ...]) -> tuple[StageSection, ...]:
        _no_twins([stage.stage for stage in value])
        return value

    @field_validator("figures")
    @classmethod
    def _figures(cls, value: tuple[FigureSection, ...]) -> tuple[FigureSection, ...]:
        _no_twins([figure.code for figure in value])
        # People name a figure by its name.
        _no_twins([figure.name for figure in value])
        return value

    @field_validator("topics")
    @classmethod
    def _topics(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _no_twins(value)
        return value

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
            thanks=self.thanks,
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
            portal=self.portal,
            template=self.template,
            topics=topics,
            abbreviations=self.abbreviations,
        )


class Config(Section):
    """Everything an installation is told."""

    database: DatabaseSection = DatabaseSection()
    telegram: TelegramSection = TelegramSection()
    zalo: ZaloSection = ZaloSection()
    web: WebSection = WebSection()
    board: BoardSection = BoardSection()
    boards_dir: FilePath = Field("", examples=["boards"])
    secrets_file: FilePath = Field("", examples=["/etc/tinbai/secrets.env"])
    flood_limit: Count = Field(60, ge=0)
    log_level: Literal["debug", "info", "warning"] = "info"
    operator_chat: OperatorChat = Field("", examples=["telegram:123456789"])

    @model_validator(mode="after")
    def _check(self) -> Self:
        public = self.web.public_url.startswith("https://")
        for name, channel in (("telegram", self.telegram), ("zalo", self.zalo)):
            if channel.token.get_secret_value() and channel.mode == "webhook" and not public:
                raise ConfigFaultError("webhook", name=name)
        return self

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
