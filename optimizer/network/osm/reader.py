"""Reading a file of streets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from optimizer.errors import NetworkError
from optimizer.legible import make_legible
from optimizer.network.components import keep_strongly_connected
from optimizer.network.findings import LeftOut, Unread
from optimizer.network.osm.assembly import Piece, build_network
from optimizer.network.osm.edge import join_at_edge, with_room
from optimizer.network.osm.extract import Extract, scan
from optimizer.network.osm.file_check import check_file
from optimizer.network.osm.file_kind import Content, kind_of
from optimizer.network.osm.graph import graph_of, pieces_of, read_graphml
from optimizer.network.osm.limits import check_size
from optimizer.network.road_network import RoadNetwork


def read_osm(
    path: Path,
    *,
    name: str | None = None,
    source: str | None = None,
    generated: bool = False,
    digest: str = "",
) -> RoadNetwork:
    """Returns the streets of an OSM file.

    Parameters
    ----------
    path
        `.osm`, `.osm.pbf` or a `.graphml` saved by osmnx, see `file_kind`.
    name, source
        As in `RoadNetwork`; the file's name and path when not given.
    digest
        As in `RoadNetwork`; the cache computes it.

    Raises
    ------
    NetworkError
        When the file cannot be read or holds no street on which something can drive.
    """
    name = name or path.name
    check_size(path)
    kind = kind_of(path)
    check_file(path, kind)
    if kind.content is Content.GRAPHML:
        graph, extract = read_graphml(path)
    else:
        extract = scan(path, kind)
        if not extract.ways:
            raise NetworkError(
                "network.no_street_but_ways",
                "{path}: holds no street that can be driven ({ways} other ways); is it a road "
                "extract?",
                path=path,
                ways=len(extract.refused),
            )
        graph = graph_of(path, extract)
    pieces = pieces_of(graph, extract)
    if not pieces:
        raise NetworkError(
            "network.no_street",
            "{path}: holds no street that can be driven.",
            path=path,
        )

    def build(beyond: Sequence[Piece]) -> RoadNetwork:
        return build_network(
            [*pieces, *beyond],
            nodes={node: (data["x"], data["y"]) for node, data in graph.nodes(data=True)},
            passages=with_room(extract.passages, beyond),
            restrictions=tuple(extract.restrictions.values()),
            water=extract.water_lines(),
            left_out=_sum_left_out(extract),
            unread=_sum_unread(extract, pieces),
            name=name,
            source=source or str(path),
            digest=digest,
            generated=generated,
        )

    return keep_strongly_connected(join_at_edge(build, cut=extract.cut, box=extract.box))


def _sum_left_out(extract: Extract) -> tuple[LeftOut, ...]:
    """Returns what was not taken over, grouped by name and reason."""
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    counts: Counter[tuple[str, str]] = Counter()
    for label, reason, refs in (*extract.refused.values(), *extract.left_out):
        counts[label, reason] += 1
        lengths[label, reason] += _length_m(extract.places[r] for r in refs if r in extract.places)
    return tuple(
        LeftOut(
            name=make_legible(label),
            reason=reason,
            length_m=round(lengths[label, reason]),
            num_arcs=count,
        )
        for (label, reason), count in sorted(counts.items())
    )


def _sum_unread(extract: Extract, pieces: Sequence[Piece]) -> tuple[Unread, ...]:
    """Returns the signs that are not understood, of what became part of the network."""
    ways = {way for piece in pieces for way in piece.ways}
    used = {("node", end) for piece in pieces for end in (piece.tail, piece.head)}
    # A sign that is not understood makes no junction of its node.
    used |= {("node", ref) for way in ways & extract.ways.keys() for ref in extract.ways[way][0]}
    used |= {("way", way) for way in ways}
    used |= {("relation", one) for one in extract.restrictions}
    return tuple(
        one for key, several in sorted(extract.unread.items()) if key in used for one in several
    )


def _length_m(points: Iterable[tuple[float, float]]) -> float:
    import osmnx

    return sum(
        float(osmnx.distance.great_circle(a[1], a[0], b[1], b[0])) for a, b in pairwise(points)
    )
