"""The demo's people and its board."""

from dataclasses import dataclass

from bot.channels.web.personas import FIRST_PERSONA
from bot.config.model import BoardSection, SignatorySection
from domain.language import Translator

CHAIR = FIRST_PERSONA + 1001
EDITOR = FIRST_PERSONA + 1002
LAN = FIRST_PERSONA + 1003
MINH = FIRST_PERSONA + 1004
HOA = FIRST_PERSONA + 1005
TUAN = FIRST_PERSONA + 1006
STRANGER = FIRST_PERSONA + 1009


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the demo; `unit` is empty for those who serve the whole board."""

    user_id: int
    name: str
    role: str
    unit: str = ""

    def called(self, _: Translator) -> str:
        """Return the name; a stranger's is a word of the reader's language."""
        return _("Khách") if self.user_id == STRANGER else self.name


PLAYERS = (
    Player(CHAIR, "Trần Văn Bình", "chair"),
    Player(EDITOR, "Nguyễn Thị Hạnh", "editor"),
    Player(LAN, "Lê Thị Lan", "correspondent", "Phòng Tài chính - Kế hoạch"),
    Player(MINH, "Rơ Châm Minh", "correspondent", "Phòng Dân tộc"),
    Player(HOA, "Phạm Thị Hòa", "correspondent", "Thanh tra huyện"),
    Player(TUAN, "Đỗ Anh Tuấn", "correspondent", "Công an huyện"),
    Player(STRANGER, "Khách", "stranger"),
)

BOARD = BoardSection(
    slug="huyen-mau",
    name="Ban Biên tập Trang thông tin điện tử huyện Mẫu",
    agency="Ban Biên tập Trang thông tin điện tử",
    parent_agency="Ủy ban nhân dân huyện Mẫu",
    place="Huyện Mẫu",
    addressees=("Ủy ban nhân dân huyện Mẫu",),
    signatory=SignatorySection(
        post="PHÓ TRƯỞNG BAN", name="Trần Văn Bình", on_behalf="KT. TRƯỞNG BAN"
    ),
)
