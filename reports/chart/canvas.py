"""A picture measured in pixels: the little that the chart needs of matplotlib.

matplotlib is imported when a canvas is made, never with this module.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from domain.text import clean_line

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_DPI = 100
_POINTS = 72 / _DPI
# Half of a capital's height in DejaVu Sans, as a share of the font's size.
_HALF_CAPITAL = 0.365
_MISSING = "□"

Colour = str | tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the picture's top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return self.left + self.width / 2, self.top + self.height / 2


class Canvas:
    """A white picture of width × height pixels to draw boxes and lines of text on."""

    def __init__(self, width: int, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.textpath import TextToPath

        # Agg alone, without pyplot: no window system, and nothing kept between pictures.
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._measure = TextToPath()
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._boxes: list[tuple[Box, Colour]] = []

    def fill(self, box: Box, colour: Colour) -> None:
        """Draw a filled box."""
        self._boxes.append((box, colour))

    def hatch(self, box: Box) -> None:
        """Draw a box that is crossed out: nothing is known there."""
        from matplotlib.patches import Rectangle

        place, width, height = (box.left, box.top), box.width, box.height
        self._axes.add_patch(
            Rectangle(
                place, width, height, facecolor="#f7f7f7", edgecolor="#cfcfcf", hatch="////", lw=0
            )
        )

    def write(
        self,
        point: tuple[float, float],
        text: str,
        size: float,
        *,
        align: str = "left",
        bold: bool = False,
        colour: Colour = "#1a1a1a",
    ) -> None:
        """Write a line of text `size` pixels high, its capitals centred on the point's height."""
        left, middle = point
        self._axes.text(
            left,
            middle + size * _HALF_CAPITAL,
            _printable(text),
            fontproperties=_font(size, bold=bold),
            color=colour,
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
        )

    def shorten(self, text: str, width: float, size: float, *, bold: bool = False) -> str:
        """Return the text, cut with … where it is wider than `width` pixels."""
        line = _printable(text)
        if self._width(line, size, bold) <= width:
            return line
        fits, too_long = 0, len(line)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self._width(f"{line[:middle].rstrip()}…", size, bold) <= width:
                fits = middle
            else:
                too_long = middle
        return f"{line[:fits].rstrip()}…"

    def two_lines(self, text: str, width: float, size: float) -> tuple[str, str]:
        """Return the text broken between words, the second line cut where it is still too wide."""
        words = _printable(text).split(" ")
        count = len(words)
        while count > 1 and self._width(" ".join(words[:count]), size, False) > width:
            count -= 1
        first, second = " ".join(words[:count]), " ".join(words[count:])
        return self.shorten(first, width, size), self.shorten(second, width, size)

    def fitting(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        """Return the height, at most `size`, at which the text is at most `width` pixels wide."""
        return size * min(1.0, width / max(self._width(_printable(text), size, bold), 1.0))

    @property
    def texts(self) -> list[str]:
        """The lines written so far, in order."""
        return [text.get_text() for text in self._axes.texts]

    def png(self) -> bytes:
        """Return the picture as PNG; the same drawing gives the same bytes."""
        self._draw_boxes()
        content = BytesIO()
        self._figure.savefig(content, format="png", dpi=_DPI, metadata={"Software": None})
        return content.getvalue()

    def _draw_boxes(self) -> None:
        """Draw all filled boxes as one object, below the lines of text."""
        from matplotlib.collections import PolyCollection

        corners = [
            (
                (box.left, box.top),
                (box.left + box.width, box.top),
                (box.left + box.width, box.top + box.height),
                (box.left, box.top + box.height),
            )
            for box, _colour in self._boxes
        ]
        colours = [colour for _box, colour in self._boxes]
        self._axes.add_collection(
            PolyCollection(corners, facecolors=colours, linewidths=0, zorder=1), autolim=False
        )
        self._boxes.clear()

    def _width(self, line: str, size: float, bold: bool) -> float:
        width, _, _ = self._measure.get_text_width_height_descent(
            line, _font(size, bold=bold), False
        )
        return width / _POINTS


@lru_cache(maxsize=64)
def _font(size: float, *, bold: bool) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_file(bold=bold), size=size * _POINTS)


def _font_file(*, bold: bool) -> Path:
    """Return DejaVu Sans, which matplotlib brings along and which has all Vietnamese letters."""
    from matplotlib import get_data_path

    return Path(get_data_path(), "fonts", "ttf", f"DejaVuSans{'-Bold' if bold else ''}.ttf")


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    regular, bold = (FT2Font(_font_file(bold=bold)).get_charmap() for bold in (False, True))
    return frozenset(regular) & frozenset(bold)


def _printable(text: str) -> str:
    """Return one clean line in which a box stands for what the font cannot draw."""
    letters = _letters()
    return "".join(char if ord(char) in letters else _MISSING for char in clean_line(text))
