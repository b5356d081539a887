"""The heat map's colours: one hue that differs in lightness only.

So colour-blind people, and a black and white printer, tell more from less like anybody else.
"""

from functools import cache
from typing import TYPE_CHECKING

from reports.chart.canvas import Colour

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

# Black and white stand out equally from it: (1 + 0.05) / (L + 0.05) = (L + 0.05) / 0.05.
_EVEN_LUMINANCE = 0.179


def shade(share: float) -> Colour:
    """Return almost white for 0 to dark blue for 1; the root tells small counts apart."""
    red, green, blue, alpha = _blues()(0.04 + 0.96 * share**0.5)
    return (red, green, blue, alpha)


@cache
def _blues() -> "Colormap":
    # Each look-up gives a new copy, which has to work its colours out first.
    from matplotlib import colormaps

    return colormaps["Blues"]


def text_colour(ground: Colour) -> Colour:
    """Return black or white, whichever stands out more from the ground (WCAG 2, contrast)."""
    return "black" if luminance(ground) > _EVEN_LUMINANCE else "white"


def luminance(colour: Colour) -> float:
    """Return a colour's relative luminance (WCAG 2): 0 for black to 1 for white."""
    from matplotlib.colors import to_rgb

    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
