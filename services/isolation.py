"""Keeps a fault of one board that board's own: the clock goes on with the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from domain.boards import Board
from storage.engine.database import DatabaseBusy

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BoardFault:
    """What failed for a board: its slug, the part of the tick, the error's name."""

    board: str
    part: str
    error: str


class BoardFaults:
    """The faults of one tick, for whoever is to be told of them."""

    def __init__(self) -> None:
        self.found: list[BoardFault] = []

    @contextmanager
    def of(self, board: Board, part: str) -> Iterator[None]:
        """Keep a fault of a board within; a database that is out of reach is everybody's."""
        try:
            yield
        except DatabaseBusy:
            raise
        except Exception as error:
            name = type(error).__name__
            log.error("board_failed", board=board.slug, part=part, reason=name, exc_info=error)
            self.found.append(BoardFault(board.slug, part, name))
