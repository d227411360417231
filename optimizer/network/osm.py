"""Reading OpenStreetMap: the only module that imports OSM libraries.

A file is pre-filtered with pyosmium to the ways that can be driven, split where the extract's edge
has cut them, and handed to osmnx as XML; osmnx builds and simplifies the graph. Downloads and the
embedded district take the same way.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import osmium
import osmnx
import requests

from optimizer.errors import NetworkError
from optimizer.network import tags as table
from optimizer.network.assembly import Piece, build_network
from optimizer.network.components import strongly_connected
from optimizer.network.restrictions import Restriction
from optimizer.network.road_network import LeftOut, RoadNetwork

Graph = Any
"""A networkx MultiDiGraph as osmnx makes it; its stubs ask for types that osmnx does not give."""

KIND = "onebroom"
"""Tag that carries everything in which two pieces of one arc must agree."""

KIND_KEYS = (
    "highway",
    "name",
    "maxweight",
    "maxheight",
    "maxwidth",
    "bridge",
    "tunnel",
    "hgv",
)

KEPT = "kept"
"""Node attribute that keeps via nodes of restrictions and signals through simplification."""

SUFFIXES = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2", ".graphml")


@dataclass(slots=True)
class _Extract:
    """What was found in a file, before osmnx sees it."""

    ways: dict[int, tuple[list[int], dict[str, str]]] = field(default_factory=dict)
    refused: list[tuple[str, str, list[int]]] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    signals: set[int] = field(default_factory=set)
    clipped: Counter[str] = field(default_factory=Counter)
    water: list[list[int]] = field(default_factory=list)

    def water_runs(self) -> list[list[int]]:
        """Returns the lines of water, as far as their nodes are in the file."""
        return [run for refs in self.water for run in _runs(refs, self.places)]


def _settle_osmnx() -> None:
    """Sets osmnx's global settings, here and nowhere else."""
    osmnx.settings.useful_tags_way = ["highway", "oneway", KIND]
    osmnx.settings.useful_tags_node = ["highway"]
    osmnx.settings.all_oneway = False
    osmnx.settings.log_console = False


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
    if not path.is_file():
        raise NetworkError(f"{path}: no such file; give an .osm, .osm.pbf or .graphml file.")
    if not str(path).endswith(SUFFIXES):
        raise NetworkError(f"{path}: unknown kind of file; it must end in {', '.join(SUFFIXES)}.")
    _settle_osmnx()
    if path.suffix == ".graphml":
        graph, extract = _read_graphml(path)
    else:
        extract = _scan(path)
        if not extract.ways:
            raise NetworkError(
                f"{path}: holds no street that can be driven "
                f"({len(extract.refused)} other ways); is it a road extract?"
            )
        graph = _graph_of(path, extract)
    simple = _simplified(graph, extract)
    pieces = _pieces(simple, extract)
    if not pieces:
        raise NetworkError(f"{path}: holds no street that can be driven.")
    network = build_network(
        pieces,
        nodes={n: (data["x"], data["y"]) for n, data in simple.nodes(data=True)},
        signals={
            n for n, data in simple.nodes(data=True) if data.get("highway") == "traffic_signals"
        },
        restrictions=extract.restrictions,
        water=[[extract.places[r] for r in run] for run in extract.water_runs()],
        left_out=_left_out(extract),
        name=name,
        source=source or str(path),
        digest=digest,
        generated=generated,
    )
    return strongly_connected(network)


def _simplified(graph: Graph, extract: _Extract) -> Graph:
    """Returns the graph with arcs from junction to junction."""
    if graph.graph.get("simplified"):
        # osmnx saves its graphs simplified unless told otherwise, and refuses to do it twice.
        return graph
    # Signals stand before the junction as often as in it, and a drive pays for them there too.
    for node in {restriction.via for restriction in extract.restrictions} | extract.signals:
        if node in graph:
            graph.nodes[node][KEPT] = True
    return osmnx.simplify_graph(
        graph, node_attrs_include=[KEPT], edge_attrs_differ=[KIND], remove_rings=False
    )


def _scan(path: Path) -> _Extract:
    """Returns the drivable ways, their nodes and the restrictions of a file."""
    extract = _Extract()
    try:
        wanted = osmium.osm.WAY | osmium.osm.RELATION
        for thing in osmium.FileProcessor(str(path), wanted):
            if isinstance(thing, osmium.osm.Way):
                if "highway" in thing.tags:
                    _take_way(extract, thing)
                elif table.is_water({tag.k: tag.v for tag in thing.tags}):
                    extract.water.append([node.ref for node in thing.nodes])
            elif str(thing.tags.get("type")).startswith("restriction"):
                extract.restrictions.append(_restriction(thing))
        needed = {ref for refs, _ in extract.ways.values() for ref in refs}
        needed.update(ref for _, _, refs in extract.refused for ref in refs)
        needed.update(ref for refs in extract.water for ref in refs)
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
            if isinstance(node, osmium.osm.Node) and node.id in needed and node.location.valid():
                extract.places[node.id] = (node.lon, node.lat)
                if node.tags.get("highway") == "traffic_signals":
                    extract.signals.add(node.id)
    except (RuntimeError, ValueError) as error:
        raise NetworkError(
            f"{path}: cannot be read as OpenStreetMap data ({error}); download it again."
        ) from None
    return extract


def _take_way(extract: _Extract, way: Any) -> None:
    tags = {tag.k: tag.v for tag in way.tags}
    refs = [node.ref for node in way.nodes]
    refusal = table.refusal(tags)
    if refusal:
        label = tags["highway"]
        if refusal.reason == "access":
            label = table.street_name(tags) or label
        extract.refused.append((label, refusal.reason, refs))
    else:
        extract.ways[way.id] = (refs, tags)


def _restriction(relation: Any) -> Restriction:
    tags = {tag.k: tag.v for tag in relation.tags}
    members = [(member.type, member.ref, member.role) for member in relation.members]
    return Restriction.from_relation(tags, members)


def _runs(refs: list[int], places: Mapping[int, tuple[float, float]]) -> list[list[int]]:
    """Returns the stretches of a way whose nodes are in the file."""
    runs: list[list[int]] = [[]]
    for ref in refs:
        if ref in places:
            if not runs[-1] or runs[-1][-1] != ref:
                runs[-1].append(ref)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _kind(tags: Mapping[str, str]) -> str:
    """Returns everything in which two pieces of one arc must agree, as one string."""
    return "|".join(tags.get(key, "") for key in KIND_KEYS)


def _graph_of(path: Path, extract: _Extract) -> Graph:
    """Returns osmnx's graph of the extract's ways, not yet simplified."""
    with tempfile.TemporaryDirectory() as folder:
        filtered = Path(folder) / "streets.osm"
        used: set[int] = set()
        stretches: list[tuple[int, list[int], dict[str, str]]] = []
        for way_id, (refs, tags) in sorted(extract.ways.items()):
            runs = _runs(refs, extract.places)
            if len(runs) != 1 or len(runs[0]) < len(set(refs)):
                extract.clipped[table.street_name(tags) or tags["highway"]] += 1
            one_way = {
                table.Direction.FORWARD: "yes",
                table.Direction.BACKWARD: "-1",
                table.Direction.BOTH: "no",
            }[table.direction(tags)]
            for run in runs:
                used.update(run)
                stretches.append(
                    (
                        way_id,
                        run,
                        {"highway": tags["highway"], "oneway": one_way, KIND: _kind(tags)},
                    )
                )
        if not stretches:
            raise NetworkError(f"{path}: none of its streets has two nodes in the file.")
        with osmium.SimpleWriter(str(filtered)) as writer:
            for ref in sorted(used):
                signal = {"highway": "traffic_signals"} if ref in extract.signals else {}
                writer.add_node(
                    osmium.osm.mutable.Node(id=ref, location=extract.places[ref], tags=signal)
                )
            for number, (_, run, tags) in enumerate(stretches, start=1):
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=run, tags=tags))
        graph = osmnx.graph_from_xml(
            filtered, bidirectional=False, simplify=False, retain_all=True
        )
    # osmnx saw numbered stretches; from here on edges carry the ids of the ways themselves.
    for _, _, data in graph.edges(data=True):
        data["osmid"] = stretches[int(data["osmid"]) - 1][0]
    return graph


def _read_graphml(path: Path) -> tuple[Graph, _Extract]:
    """Returns a graph saved by osmnx; its edges keep their tags, restrictions are not in it."""
    try:
        graph = osmnx.load_graphml(path)
    except Exception as error:  # the XML, the file and osmnx's converters all raise their own
        raise NetworkError(f"{path}: cannot be read as osmnx GraphML ({error}).") from None
    extract = _Extract()
    for number, (_, _, data) in enumerate(graph.edges(data=True), start=1):
        tags = {
            key: str(value[0] if isinstance(value, list) else value)
            for key, value in data.items()
            if key not in ("geometry", "length", "osmid", "reversed", "oneway")
        }
        tags["oneway"] = "yes" if data.get("oneway") else "no"
        extract.ways[number] = ([], tags)
        data["osmid"] = number
        data[KIND] = _kind(tags)
    return graph, extract


def _pieces(graph: Graph, extract: _Extract) -> list[Piece]:
    """Returns osmnx's edges as arcs with the tags of their ways."""
    pieces = []
    for tail, head, data in graph.edges(data=True):
        ids = data["osmid"] if isinstance(data["osmid"], list) else [data["osmid"]]
        tags = extract.ways[ids[0]][1]
        if table.refusal(tags):
            continue
        line = data.get("geometry")
        points = (
            tuple(line.coords)
            if line is not None
            else tuple((graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (tail, head))
        )
        pieces.append(
            Piece(
                tail=tail,
                head=head,
                length_m=max(1, round(float(data["length"]))),
                ways=tuple(dict.fromkeys(ids)),
                points=points,
                tags=tags,
            )
        )
    return pieces


def _left_out(extract: _Extract) -> tuple[LeftOut, ...]:
    """Returns what was not taken over, grouped by name and reason."""
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    counts: Counter[tuple[str, str]] = Counter()
    for label, reason, refs in extract.refused:
        counts[label, reason] += 1
        lengths[label, reason] += _length_m(extract.places[r] for r in refs if r in extract.places)
    for label, count in extract.clipped.items():
        counts[label, "clipped"] += count
    return tuple(
        LeftOut(name=label, reason=reason, length_m=round(lengths[label, reason]), num_arcs=count)
        for (label, reason), count in sorted(counts.items())
    )


def _length_m(points: Iterable[tuple[float, float]]) -> float:
    line = list(points)
    return sum(
        float(osmnx.distance.great_circle(a[1], a[0], b[1], b[0])) for a, b in pairwise(line)
    )


def download(place: str, directory: Path) -> Path:
    """Downloads the streets and restrictions of a place, once, and returns the file.

    Parameters
    ----------
    place
        A name that Nominatim knows, e.g. "Yinzhou District, Ningbo, China".
    directory
        Where the OSM XML is kept.

    Raises
    ------
    NetworkError
        When the place is unknown or the servers cannot be reached.
    """
    _settle_osmnx()
    label = "".join(letter if letter.isalnum() else "_" for letter in place)[:80]
    path = directory / f"place-{label}.osm"
    if path.is_file():
        return path
    try:
        area = osmnx.geocode_to_gdf(place).geometry.iloc[0]
        west, south, east, north = area.bounds
        box = f"{south},{west},{north},{east}"
        query = (
            f"[out:xml][timeout:{int(osmnx.settings.requests_timeout)}];"
            f"(way[highway]({box});relation[type=restriction]({box}););(._;>;);out body;"
        )
        answer = requests.post(
            f"{osmnx.settings.overpass_url}/interpreter",
            data={"data": query},
            timeout=osmnx.settings.requests_timeout,
        )
        answer.raise_for_status()
    except Exception as error:  # osmnx, requests and the geocoder each raise their own
        raise NetworkError(
            f"place {place!r}: its streets cannot be downloaded "
            f"({type(error).__name__}: {error}); check the name and the connection, or give "
            "a file with --osm."
        ) from None
    directory.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(answer.content)
    partial.replace(path)
    return path
