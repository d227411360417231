"""A triangle of streets as OpenStreetMap XML, for tests that spoil it."""

import osmium
import pytest

from optimizer.errors import NetworkError
from optimizer.network.osm import read_osm

NODES = [
    '<node id="1" lat="30" lon="120"/>',
    '<node id="2" lat="30.001" lon="120"/>',
    '<node id="3" lat="30.001" lon="120.001"/>',
]
REFS = '<nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>'
TAG = '<tag k="highway" v="residential"/>'
WAY = f'<way id="1">{REFS}{TAG}</way>'
"""A triangle of three streets, both ways: six arcs."""

HEAD = '<?xml version="1.0"?>'


def osm_text(*parts, doctype=""):
    return f'{HEAD}{doctype}<osm version="0.6">{"".join(parts)}</osm>'


def nds(refs):
    return "".join(f'<nd ref="{ref}"/>' for ref in refs)


def tags(count):
    return "".join(f'<tag k="k{i}" v="v{i}"/>' for i in range(count))


def members(count):
    return "".join(
        f'<member type="way" ref="{i}" role="{("from", "to")[i % 2]}"/>' for i in range(count)
    )


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path):
    """The one sentence that a file is refused with."""
    with pytest.raises(NetworkError) as caught:
        read_osm(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    assert len(text) < len(str(path)) + 250
    return text


def triangle_pbf(path):
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in enumerate([(120, 30), (120, 30.001), (120.001, 30.001)], start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=place))
        writer.add_way(
            osmium.osm.mutable.Way(id=1, nodes=[1, 2, 3, 1], tags={"highway": "residential"})
        )
    return path
