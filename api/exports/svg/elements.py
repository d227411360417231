"""SVG elements that several drawings need; names are escaped by the standard library."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

FONTS = "Noto Sans, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Helvetica, Arial, sans-serif"
INK, SOFT_INK = "#20262e", "#5b6470"
_RULE = "#c8cdd4"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: ET.Element, name: str, /, **attributes: object) -> ET.Element:
    """Adds an element; "stroke_width" becomes "stroke-width", numbers get two decimals."""
    return ET.SubElement(
        parent,
        name,
        {
            key.rstrip("_").replace("_", "-"): f"{value:.2f}".rstrip("0").rstrip(".")
            if isinstance(value, float)
            else clean(str(value))
            for key, value in attributes.items()
        },
    )


def add_text(
    parent: ET.Element,
    words: str,
    x: float,
    y: float,
    size: float,
    /,
    **attributes: object,
) -> ET.Element:
    """Adds a line of text whose baseline begins at (x, y)."""
    element = add(parent, "text", x=x, y=y, font_size=size, **attributes)
    element.text = clean(words)
    return element


def add_title(parent: ET.Element, words: str) -> None:
    """Adds what a browser shows when the pointer rests on an element."""
    ET.SubElement(parent, "title").text = clean(words)


def add_rule(parent: ET.Element, y: float, width: float, x: float = 0.0) -> None:
    """Adds a thin line across, between two paragraphs."""
    add(parent, "path", d=f"M{x:.1f},{y:.1f}h{width:.1f}", stroke=_RULE, stroke_width=0.8)


def clean(words: str) -> str:
    """Returns a text without the control characters that XML cannot hold."""
    return _NOT_XML.sub("", words)


def path_data(lines: Iterable[NDArray[np.float64]]) -> str:
    """Returns the `d` of a path of several lines, in tenths of a unit, each step from the last."""
    parts = []
    for line in lines:
        tenths = np.rint(np.asarray(line) * 10).astype(int).tolist()
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths) if a != b]
        if steps:
            x, y = tenths[0]
            parts.append(
                f"M{_format_tenths(x)},{_format_tenths(y)}l" + " ".join(map(_pair, steps))
            )
    return "".join(parts)


def _pair(step: tuple[int, int]) -> str:
    y = _format_tenths(step[1])
    return (
        f"{_format_tenths(step[0])}{y}" if y.startswith("-") else f"{_format_tenths(step[0])},{y}"
    )


def _format_tenths(tenths: int) -> str:
    return f"{tenths / 10:g}"


def text_width(words: str, size: float) -> float:
    """Returns about how wide a text is: nobody knows the font that it will be set in."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56 for c in words)


def wrap_words(words: str, size: float, width: float) -> list[str]:
    """Returns a text in lines of a width; Chinese breaks anywhere, other words at spaces."""
    lines, line = [], ""
    for piece in re.findall(r"[⺀-鿿]\s*|[^\s⺀-鿿]+\s*", words):
        if line and text_width((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
