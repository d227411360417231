"""A sheet to draw the figures on: boxes, words and arrows, as SVG."""

import math
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from api.exports.svg.elements import FONTS, INK, SOFT_INK, add, add_text, text_width

Point = tuple[float, float]

BLUE, ORANGE, GREEN, RED, GREY = "#1f6fb4", "#c8590b", "#1b8a4b", "#c0182b", "#9aa3ad"
HEAD = 8.0
"""Length of an arrow's head."""


class Sheet:
    """A white sheet of a size in drawing units, with a title for those who cannot see it."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width:g} {height:g}",
                "width": f"{width:g}",
                "height": f"{height:g}",
                "font-family": FONTS,
                "role": "img",
            },
        )
        add(self.root, "title").text = title
        add(self.root, "rect", width=width, height=height, fill="#ffffff")

    def text(
        self,
        words: str,
        at: Point,
        *,
        size: float = 14,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Writes a line of text whose baseline begins, is centred or ends at a point."""
        weight = {"font_weight": "bold"} if bold else {}
        add_text(
            self.root,
            words,
            float(at[0]),
            float(at[1]),
            size,
            fill=colour,
            text_anchor=anchor,
            **weight,
        )

    def box(
        self,
        at: Point,
        width: float,
        height: float,
        words: Sequence[str] = (),
        *,
        fill: str = "#eef3f8",
        edge: str = SOFT_INK,
        size: float = 14,
        corner: float = 5,
    ) -> None:
        """Draws a box by its upper left corner, with lines of text in its middle."""
        x, y = at
        add(
            self.root,
            "rect",
            x=float(x),
            y=float(y),
            width=float(width),
            height=float(height),
            rx=float(corner),
            fill=fill,
            stroke=edge,
            stroke_width=1.2,
        )
        top = y + height / 2 - (len(words) - 1) * size * 0.65 + size * 0.35
        for number, line in enumerate(words):
            self.text(line, (x + width / 2, top + number * size * 1.3), size=size, anchor="middle")

    def line(
        self,
        points: Sequence[Point],
        *,
        colour: str = INK,
        width: float = 1.4,
        dashes: str = "",
        arrow: bool = False,
    ) -> None:
        """Draws a line through points, with a head at its end where it is an arrow."""
        path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.curve(
            path, points[-2], points[-1], colour=colour, width=width, dashes=dashes, arrow=arrow
        )

    def curve(
        self,
        path: str,
        before: Point,
        end: Point,
        *,
        colour: str = INK,
        width: float = 1.4,
        dashes: str = "",
        arrow: bool = True,
    ) -> None:
        """Draws a path that comes from `before` to its end."""
        dashed = {"stroke_dasharray": dashes} if dashes else {}
        add(
            self.root,
            "path",
            d=path,
            fill="none",
            stroke=colour,
            stroke_width=float(width),
            stroke_linejoin="round",
            stroke_linecap="round",
            **dashed,
        )
        if arrow:
            self._head(before, end, colour, HEAD + width)

    def _head(self, before: Point, end: Point, colour: str, length: float) -> None:
        angle = math.atan2(end[1] - before[1], end[0] - before[0])
        corners = [end] + [
            (end[0] - length * math.cos(angle + turn), end[1] - length * math.sin(angle + turn))
            for turn in (-0.4, 0.4)
        ]
        add(
            self.root,
            "polygon",
            points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
            fill=colour,
        )

    def dot(self, at: Point, radius: float = 5, *, colour: str = INK) -> None:
        """Draws a dot."""
        add(self.root, "circle", cx=float(at[0]), cy=float(at[1]), r=float(radius), fill=colour)

    @property
    def svg(self) -> str:
        """The drawing."""
        ET.indent(self.root, space=" ")
        return ET.tostring(self.root, encoding="unicode") + "\n"


def width_of(words: str, size: float) -> float:
    """Returns about how wide a line of text is."""
    return text_width(words, size)
