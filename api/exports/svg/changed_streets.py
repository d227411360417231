"""Which streets are swept in one scenario and not in another, on a map."""

from collections.abc import Collection, Iterable
from xml.etree import ElementTree as ET

import numpy as np

from api.exports.svg.elements import add, path_data
from api.exports.svg.frame import Frame
from api.exports.svg.kerb_lines import Line, merge_lines, simplify_lines
from optimizer.network.road_network import RoadNetwork

GAINED, LOST = "#2f7d4f", "#c21f3a"

_SIZE = 900.0
_STREET = "#cfd4da"


def draw_changed_streets(
    network: RoadNetwork, *, gained: Collection[str], lost: Collection[str]
) -> str:
    """Returns the streets as SVG: all of them grey, the arcs gained and lost on top."""
    arcs = np.flatnonzero(~network.is_beyond).tolist()
    nodes = np.concatenate([network.arc_geometry(arc)[[0, -1]] for arc in arcs])
    west, south = nodes.min(axis=0)
    east, north = nodes.max(axis=0)
    frame = Frame.fit(
        [(float(west), float(south)), (float(east), float(north))],
        width=_SIZE,
        height=_SIZE * 0.75,
        margin=0.02,
    )
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {frame.width:g} {frame.height:g}",
            "role": "img",
        },
    )
    once = [arc for arc in arcs if not 0 <= int(network.arc_inverse[arc]) < arc]
    _draw(root, frame, (network.arc_geometry(arc) for arc in once), _STREET, 0.9)
    for keys, colour in ((lost, LOST), (gained, GAINED)):
        known = [network.arc_of_key[key] for key in sorted(keys) if key in network.arc_of_key]
        _draw(root, frame, (network.arc_geometry(arc) for arc in known), colour, 2.4)
    return ET.tostring(root, encoding="unicode")


def _draw(
    root: ET.Element, frame: Frame, lines: Iterable[Line], colour: str, width: float
) -> None:
    drawn = [line for one in lines if len(line := frame.project_line(one)) > 1]
    drawn = [line for line in drawn if (line[0] != line[-1]).any() or len(line) > 2]
    if drawn:
        add(
            root,
            "path",
            d=path_data(simplify_lines(merge_lines(drawn))),
            fill="none",
            stroke=colour,
            stroke_width=width,
            stroke_linecap="round",
            stroke_linejoin="round",
        )
