"""What every renderer hands back, so that nobody above needs to know which renderer it was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: its name without a folder, its media type and its bytes."""

    file_name: str
    media_type: str
    content: bytes
