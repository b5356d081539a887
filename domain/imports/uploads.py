"""A file that somebody sent and what they have said of it so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Upload:
    """How a sent file is fetched again, and the choices made; `import_id` once it is stored."""

    id: int
    file_id: str
    file_name: str
    choices: dict[str, Any]
    created_at: datetime
    import_id: int | None
