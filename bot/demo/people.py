"""The demo's people and its board."""

from dataclasses import dataclass

from bot.config.model import BoardSection, SignatorySection

CHAIR = 1001
EDITOR = 1002
LAN = 1003
MINH = 1004
HOA = 1005
TUAN = 1006
STRANGER = 1009


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the demo; `unit` is empty for those who serve the whole board."""

    user_id: int
    name: str
    role: str
    unit: str = ""


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
