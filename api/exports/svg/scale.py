"""The scale bar of a map and its arrow to the north."""

from xml.etree import ElementTree as ET

from api.exports.svg.drawing import Drawing
from api.exports.svg.elements import INK, SOFT_INK, add, add_text

MM_PER_UNIT = 0.3528
"""A sheet is drawn in printer's points."""

_LONGEST = 230.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def box_of_scale(drawing: Drawing, x: float, y: float) -> Box:
    """Returns what a scale at x and y lies on."""
    bar = _length_m(drawing) * drawing.frame.units_per_m
    return x - bar - 66, y - 46, x + 10, y + 10


def _length_m(drawing: Drawing) -> int:
    """Returns the longest round length that the bar may have."""
    per_m = drawing.frame.units_per_m
    lengths = (n * 10**power for power in range(1, 6) for n in (1, 2, 5))
    return max((one for one in lengths if one * per_m <= _LONGEST), default=10)


def draw_scale(
    parent: ET.Element, drawing: Drawing, x: float, y: float, *, paper: str = "A1"
) -> None:
    """Draws a scale bar with its right end at x, and an arrow to the north beside it.

    Parameters
    ----------
    paper
        The sheet on which the map has the scale that is written.
    """
    per_m = drawing.frame.units_per_m
    length_m = _length_m(drawing)
    bar, ratio = length_m * per_m, 1000 / MM_PER_UNIT / per_m
    group = add(parent, "g", class_="scale", fill=INK)
    left = x - 50 - bar
    add(
        group,
        "rect",
        x=left - 16,
        y=y - 46,
        width=bar + 76,
        height=56,
        fill="#ffffff",
        fill_opacity=0.88,
    )
    for part in range(4):
        add(
            group,
            "rect",
            x=left + part * bar / 4,
            y=y - 18,
            width=bar / 4,
            height=5,
            fill="#ffffff" if part % 2 else INK,
            stroke=INK,
            stroke_width=0.7,
        )
    far = (
        drawing.words("map.kilometres", km=length_m / 1000)
        if length_m >= 1000
        else drawing.words("map.metres", metres=length_m)
    )
    add_text(group, "0", left, y, 11.0, text_anchor="middle")
    add_text(group, far, left + bar, y, 11.0, text_anchor="middle")
    # A sheet that is printed smaller has another scale; the bar keeps its truth.
    add_text(
        group,
        f"1 : {round(ratio, -2):,.0f} ({paper})",
        left + bar / 2,
        y - 25,
        11.0,
        text_anchor="middle",
        fill=SOFT_INK,
    )
    top = x - 14
    add(group, "path", d=f"M{top:.1f},{y - 40:.1f}l9,30l-9,-7l-9,7z", fill=INK)
    add_text(
        group,
        drawing.words("map.north"),
        top,
        y + 4,
        13.0,
        text_anchor="middle",
        font_weight="bold",
    )
