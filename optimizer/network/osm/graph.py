"""From an extract to arcs: osmnx builds the graph and simplifies it.

osmnx takes a second to import, so only those who read a file do; streets come from the cache.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium

from optimizer.errors import NetworkError
from optimizer.network.osm.assembly import Piece
from optimizer.network.osm.extract import Extract, RefusedWay
from optimizer.network.osm.limits import chain_breaks, check_graph
from optimizer.network.osm.node_tags import FREE, Passage
from optimizer.network.osm.stretches import stretches_of
from optimizer.network.osm.tags import OsmStreet, Refusal, street_of
from optimizer.network.road_network import Control, Posted, Sign
from optimizer.network.signs import Direction

Graph = Any
"""A networkx MultiDiGraph as osmnx makes it; its stubs ask for types that osmnx does not give."""

KIND = "onebroom"
"""Edge attribute in which two pieces of one arc must agree: all that their tags mean."""

SIGN = "sign"
"""Edge attribute that says along which way an edge runs, and whether it runs against it."""

KEPT = "kept"
"""Node attribute that keeps via nodes, signals, barriers and the like through simplification."""


def graph_of(path: Path, extract: Extract) -> Graph:
    """Returns osmnx's graph of the extract's streets, simplified to arcs between junctions."""
    import osmnx

    stretches = stretches_of(extract)
    if not stretches:
        raise NetworkError(
            "network.no_nodes",
            "{path}: none of its streets has two nodes in the file.",
            path=path,
        )
    osmnx.settings.useful_tags_way = ["highway", "oneway"]
    osmnx.settings.useful_tags_node = []
    osmnx.settings.all_oneway = False
    osmnx.settings.log_console = False
    with tempfile.TemporaryDirectory() as folder:
        filtered = Path(folder) / "streets.osm"
        with osmium.SimpleWriter(str(filtered)) as writer:
            for ref in sorted({ref for one in stretches for ref in one.refs}):
                writer.add_node(osmium.osm.mutable.Node(id=ref, location=extract.places[ref]))
            for number, one in enumerate(stretches, start=1):
                street = extract.ways[one.way_id][1]
                tags = {"highway": street.highway, "oneway": _one_way(street)}
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=one.refs, tags=tags))
        graph = osmnx.graph_from_xml(
            filtered, bidirectional=False, simplify=False, retain_all=True
        )
    numbers: dict[tuple[object, ...], str] = {}
    kinds = {
        way_id: numbers.setdefault(_kind(way_id, street), str(len(numbers)))
        for way_id, (_, street) in extract.ways.items()
    }
    # osmnx saw numbered stretches; from here on edges carry the ids of the ways themselves.
    for _, _, data in graph.edges(data=True):
        data["osmid"] = way_id = stretches[int(data["osmid"]) - 1].way_id
        street = extract.ways[way_id][1]
        data[KIND] = kinds[way_id]
        data[SIGN] = f"{way_id}{'-' if _runs_backward(data, street) else '+'}"
    for node in (*extract.list_kept_nodes(), *chain_breaks(graph)):
        if node in graph:
            graph.nodes[node][KEPT] = True
    return osmnx.simplify_graph(
        graph, node_attrs_include=[KEPT], edge_attrs_differ=[KIND], remove_rings=False
    )


def _one_way(street: OsmStreet) -> str:
    if street.backward is None:
        return "yes"
    return "-1" if street.forward is None else "no"


def _kind(way_id: int, street: OsmStreet) -> tuple[object, ...]:
    """Returns all in which two pieces of one arc must agree, whichever way they were drawn."""
    # A street that differs by direction is not joined to others: which way is forward on both?
    skewed = len(set(street.headings)) > 1 or any(one.conditional for one in street.headings)
    return (
        street.highway,
        street.name,
        street.structure,
        street.layer,
        street.width_cm,
        street.unpaved,
        street.roundabout,
        street.headings[0],
        len(street.headings),
        way_id if skewed else 0,
    )


def read_graphml(path: Path) -> tuple[Graph, Extract]:
    """Returns a graph saved by osmnx; its edges keep their tags, restrictions are not in it.

    Raises
    ------
    NetworkError
        When the file is no such graph.
    """
    import osmnx

    try:
        graph = osmnx.load_graphml(path)
    except Exception as error:  # the XML, the file and osmnx's converters all raise their own
        raise NetworkError(
            "network.no_graphml",
            "{path}: cannot be read as osmnx GraphML{error:aside}.",
            path=path,
            error=error,
        ) from None
    check_graph(path, graph)
    extract = Extract()
    refused = []
    for number, (tail, head, key, data) in enumerate(graph.edges(keys=True, data=True), start=1):
        tags = {
            name: str(value[0] if isinstance(value, list) else value)
            for name, value in data.items()
            if name not in ("geometry", "length", "osmid", "reversed", "oneway")
        }
        # An edge runs as it may be driven, whichever way the street was drawn.
        tags["oneway"] = "yes" if data.get("oneway") else "no"
        street = street_of(tags)
        if isinstance(street, Refusal):
            refused.append((tail, head, key))
            extract.refused[number] = RefusedWay(tags.get("highway", "?"), street.reason, [])
            continue
        extract.ways[number] = ([], street)
        data["osmid"] = number
        data[KIND] = repr(_kind(0, street))
        data[SIGN] = f"{number}{'-' if _runs_backward(data, street) else '+'}"
    graph.remove_edges_from(refused)
    if graph.graph.get("simplified"):
        # osmnx saves its graphs simplified unless told otherwise, and refuses to do it twice.
        return graph, extract
    for node in chain_breaks(graph):
        graph.nodes[node][KEPT] = True
    graph = osmnx.simplify_graph(
        graph, node_attrs_include=[KEPT], edge_attrs_differ=[KIND], remove_rings=False
    )
    return graph, extract


def pieces_of(graph: Graph, extract: Extract) -> list[Piece]:
    """Returns osmnx's edges as arcs with what their tags mean."""
    nodes = {node: (data["x"], data["y"]) for node, data in graph.nodes(data=True)}
    facing = _find_facing(extract)
    pieces = []
    for tail, head, data in graph.edges(data=True):
        ids = data["osmid"] if isinstance(data["osmid"], list) else [data["osmid"]]
        street = extract.ways[ids[0]][1]
        heading = street.backward if _runs_backward(data, street) else street.forward
        line = data.get("geometry")
        points = tuple(line.coords) if line is not None else (nodes[tail], nodes[head])
        passage = extract.passages.get(head, FREE)
        doubles = [double for way in ids for double in extract.doubles.get(way, ())]
        if heading is None:
            raise AssertionError(f"way {ids[0]}: osmnx made an edge against its one-way sign.")
        pieces.append(
            Piece(
                tail=tail,
                head=head,
                length_m=max(1, round(float(data["length"]))),
                ways=tuple(dict.fromkeys((*ids, *doubles))),
                points=points,
                street=street,
                heading=heading,
                control=_control(passage, facing.get((head, points[-2]))),
                signs=_gather_posted(data[SIGN], extract),
            )
        )
    return pieces


def _runs_backward(data: Mapping[str, Any], street: OsmStreet) -> bool:
    """Says whether an edge runs against its way as it was drawn."""
    if street.forward is None:
        # osmnx has turned it round.
        return True
    return data.get("reversed") is True and street.backward is not None


def _gather_posted(labels: str | list[str], extract: Extract) -> Posted:
    """Returns the signs along an edge, of each way that it runs along once."""
    found = []
    for label in sorted(set(labels)) if isinstance(labels, list) else [labels]:
        tags = extract.ways[int(label[:-1])][1].signs
        if tags:
            found.append(Sign(tags, label.endswith("-")))
    return tuple(dict.fromkeys(found))


def _find_facing(extract: Extract) -> Mapping[tuple[int, tuple[float, float]], Direction]:
    """Returns how the way is directed for who comes to a signed node from the point before it."""
    facing = {}
    for refs, _ in extract.ways.values():
        for at, ref in enumerate(refs):
            if extract.passages.get(ref, FREE).towards is None:
                continue
            for before, direction in ((at - 1, Direction.FORWARD), (at + 1, Direction.BACKWARD)):
                if 0 <= before < len(refs) and refs[before] in extract.places:
                    facing[ref, extract.places[refs[before]]] = direction
    return facing


def _control(passage: Passage, coming: Direction | None) -> Control:
    """Returns what holds for traffic that comes in a direction of the way."""
    faces = passage.towards is None or coming is None or passage.towards is coming
    return passage.control if faces else Control.NONE
