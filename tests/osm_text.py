"""Small OSM XML texts for tests, written in a line or two."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

STEP_DEG = 0.001
"""Nodes lie on a grid with this spacing, about 111 m."""


def osm_text(
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]],
    relations: Sequence[tuple[Sequence[tuple[str, int, str]], Mapping[str, str]]] = (),
    *,
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
) -> str:
    """Returns an OSM file: nodes by grid column and row, ways and relations with their tags."""

    def tags(values: Mapping[str, str]) -> str:
        return "".join(
            f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in values.items()
        )

    parts = ['<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">']
    for id_, (column, row) in nodes.items():
        inner = tags((node_tags or {}).get(id_, {}))
        lon, lat = f"{column * STEP_DEG:.6f}", f"{row * STEP_DEG:.6f}"
        parts.append(f'<node id="{id_}" lon="{lon}" lat="{lat}">{inner}</node>')
    for id_, refs, values in ways:
        nds = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        parts.append(f'<way id="{id_}">{nds}{tags(values)}</way>')
    for number, (members, values) in enumerate(relations, start=900):
        inner = "".join(
            f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members
        )
        parts.append(f'<relation id="{number}">{inner}{tags(values)}</relation>')
    return "".join(parts) + "</osm>"


SQUARE = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (0, 1), 5: (1, 1), 6: (2, 1), 7: (1, 2)}
"""Two blocks side by side and a node 7 north of the middle: enough junctions to turn round in."""

FRAME = [
    (1001, [1, 2, 3], {"highway": "residential", "name": "South"}),
    (1002, [4, 5, 6], {"highway": "residential", "name": "North"}),
    (1003, [1, 4], {"highway": "residential", "name": "West"}),
    (1004, [3, 6], {"highway": "residential", "name": "East"}),
]
"""The frame of both blocks; tests add the way in the middle (2 to 5) and what lies beyond."""


def write_square(
    folder: Path,
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]] = (),
    relations: Sequence[tuple[Sequence[tuple[str, int, str]], Mapping[str, str]]] = (),
    *,
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
) -> Path:
    """Writes the two blocks with more ways and relations, and returns the file."""
    path = folder / "square.osm"
    text = osm_text(SQUARE, [*FRAME, *ways], relations, node_tags=node_tags)
    path.write_text(text, encoding="utf-8")
    return path
