"""Reading a file of streets."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import osmnx

from optimizer.errors import NetworkError
from optimizer.legible import legible
from optimizer.network.components import strongly_connected
from optimizer.network.osm.assembly import build_network
from optimizer.network.osm.extract import Extract, scan
from optimizer.network.osm.graph import graph_of, pieces_of, read_graphml
from optimizer.network.osm.limits import check_file, check_size
from optimizer.network.road_network import LeftOut, RoadNetwork

SUFFIXES = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2", ".graphml")


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
        `.osm`, `.osm.pbf` or a `.graphml` saved by osmnx.
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
    if not str(path).endswith(SUFFIXES):
        raise NetworkError(
            "network.unknown_kind",
            "{path}: unknown kind of file; it must end in {suffixes:list}.",
            path=path,
            suffixes=SUFFIXES,
        )
    check_file(path)
    if path.suffix == ".graphml":
        graph, extract = read_graphml(path)
    else:
        extract = scan(path)
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
    network = build_network(
        pieces,
        nodes={node: (data["x"], data["y"]) for node, data in graph.nodes(data=True)},
        passages=extract.passages,
        restrictions=extract.restrictions,
        water=extract.water_lines(),
        left_out=_left_out(extract),
        name=name,
        source=source or str(path),
        digest=digest,
        generated=generated,
    )
    return strongly_connected(network)


def _left_out(extract: Extract) -> tuple[LeftOut, ...]:
    """Returns what was not taken over, grouped by name and reason."""
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    counts: Counter[tuple[str, str]] = Counter()
    for label, reason, refs in extract.refused:
        counts[label, reason] += 1
        lengths[label, reason] += _length_m(extract.places[r] for r in refs if r in extract.places)
    for label, count in extract.clipped.items():
        counts[label, "clipped"] += count
    return tuple(
        LeftOut(
            name=legible(label),
            reason=reason,
            length_m=round(lengths[label, reason]),
            num_arcs=count,
        )
        for (label, reason), count in sorted(counts.items())
    )


def _length_m(points: Iterable[tuple[float, float]]) -> float:
    return sum(
        float(osmnx.distance.great_circle(a[1], a[0], b[1], b[0])) for a, b in pairwise(points)
    )
