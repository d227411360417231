"""What a file may hold: none may stop the program or fill the memory.

pyosmium refuses entities, deep nesting, long texts and identifiers out of range by itself, and
streams; what is checked here, and before that by `optimizer.network.osm.file_check`, is what it
would read for hours, or all at once.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from optimizer.errors import NetworkError

MIB = 1 << 20

MAX_FILE_BYTES = 512 * MIB
"""A province as `.osm.pbf`, a city as `.osm`; streets of too much of it are refused by `Tally`."""

MAX_GRAPHML_BYTES = 128 * MIB
"""GraphML is read as a whole; the graph of a city of 15,000 arcs has 15 MiB."""

MAX_UNPACKED_BYTES = 1024 * MIB
"""Of a packed file, and of the blocks of a `.osm.pbf`."""

MAX_RATIO = 60
"""Unpacked to packed: 5 to 25 for OpenStreetMap data, 1,000 and more for a bomb."""

FREE_BYTES = 64 * MIB
"""Unpacked size that is read whatever the ratio: about a second's work."""

MIN_BYTES_PER_ELEMENT = 2
"""Of the file as it is; a node of a map takes 8 and more, packed as densely as may be."""

FREE_ELEMENTS = 3_000_000
"""Nodes, ways or relations that are looked at whatever the file's size: some seconds' work."""

MAX_TOKEN_BYTES = MIB
"""Between two ">" of an XML file; the longest text that OpenStreetMap keeps is 255 characters."""

MAX_GRAPHML_TAGS = 3_000_000
"""Starts and ends of elements; the graph of a city of 15,000 arcs has half a million."""

MAX_PARTS = 200_000
"""Nodes, tags or members of one element; OpenStreetMap allows 2,000 nodes and 32,000 members."""

MAX_STREET_NODES = 400_000
"""Each costs osmnx some 4 kB and 50 microseconds; a city of 34 x 54 km has 41,000."""

MAX_OTHER_NODES = 2_000_000
"""Of footways and the like, which are only measured, of waters, and of restrictions."""

MAX_CHAIN = 1_000
"""Nodes between two junctions after which a street is parted, for osmnx searches each chain that
it straightens as often as it has nodes: one of 100,000 takes it hours."""


class Tally:
    """Counts what is kept of a file while it is read.

    Parameters
    ----------
    path
        Named in errors.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._street_nodes = 0
        self._other_nodes = 0

    def count(self, things: Iterable[Any]) -> Iterator[Any]:
        """Yields nodes, ways or relations as long as a map of the file's size can hold so many.

        Raises
        ------
        NetworkError
            When there are more.
        """
        size = self._path.stat().st_size
        most = max(FREE_ELEMENTS, size // MIN_BYTES_PER_ELEMENT)
        for number, thing in enumerate(things, start=1):
            if number > most:
                raise NetworkError(
                    "network.too_many_elements",
                    "{path}: holds more than {most} elements in {size} bytes, as no map does; "
                    "download it again.",
                    path=self._path,
                    most=most,
                    size=size,
                )
            yield thing

    def check(self, thing: Any) -> None:
        """Refuses an element of pyosmium with too many parts, before they are copied.

        Raises
        ------
        NetworkError
            Names the element and the number.
        """
        for parts in ("nodes", "tags", "members"):
            number = len(getattr(thing, parts, ()))
            if number > MAX_PARTS:
                kind = type(thing).__name__.lower()
                raise NetworkError(
                    "network.too_many_parts",
                    "{path}: {kind:word.osm} {id} has {number} {parts:word.osm}, more than "
                    "{most}; the file is damaged, download it again.",
                    path=self._path,
                    kind=kind,
                    id=thing.id,
                    number=number,
                    parts=parts,
                    most=MAX_PARTS,
                )

    def keep(self, nodes: int, *, of_street: bool = False) -> None:
        """Counts nodes that are kept.

        Raises
        ------
        NetworkError
            When they are more than the memory is made for.
        """
        if of_street:
            self._street_nodes += nodes
        else:
            self._other_nodes += nodes
        for what, number, most in (
            ("streets", self._street_nodes, MAX_STREET_NODES),
            ("footways_and_waters", self._other_nodes, MAX_OTHER_NODES),
        ):
            if number > most:
                raise NetworkError(
                    "network.too_many_nodes",
                    "{path}: its {what:word.osm} have more than {most} nodes; cut the district "
                    "out of it (osmium extract) and give that.",
                    path=self._path,
                    what=what,
                    most=most,
                )


def check_size(path: Path) -> None:
    """Refuses what is no file, and files too big to be read at all.

    Raises
    ------
    NetworkError
        Names what it is instead, or the size.
    """
    if path.is_dir():
        raise NetworkError(
            "network.folder",
            "{path}: is a folder; give an .osm, .osm.pbf or .graphml file in it.",
            path=path,
        )
    # A pipe or a device could be read for ever.
    if not path.is_file():
        raise NetworkError(
            "network.no_file",
            "{path}: no such file; give an .osm, .osm.pbf or .graphml file.",
            path=path,
        )
    size = path.stat().st_size
    if size == 0:
        raise NetworkError(
            "network.empty",
            "{path}: cannot be read: it is empty; download it again.",
            path=path,
        )
    most = MAX_GRAPHML_BYTES if path.suffix.lower() == ".graphml" else MAX_FILE_BYTES
    if size > most:
        raise NetworkError(
            "network.too_large",
            "{path}: has {size} MiB, more than {most}; cut the district out of it (osmium "
            "extract) and give that.",
            path=path,
            size=size // MIB,
            most=most // MIB,
        )


def check_graph(path: Path, graph: Any) -> None:
    """Refuses a graph of osmnx without the numbers that the reader relies on.

    Raises
    ------
    NetworkError
        Names the node or edge.
    """
    for node, data in graph.nodes(data=True):
        x, y = data.get("x"), data.get("y")
        known = isinstance(x, float) and isinstance(y, float)
        if not known or not (-180 <= x <= 180 and -90 <= y <= 90):
            raise NetworkError(
                "network.node_off_globe",
                "{path}: node {node} lies at ({x}, {y}), which is no place in degrees; save the "
                "graph with osmnx, unprojected.",
                path=path,
                node=node,
                x=x,
                y=y,
            )
    for tail, head, data in graph.edges(data=True):
        length = data.get("length")
        if not (isinstance(length, float) and math.isfinite(length) and 0 <= length < 1e7):
            raise NetworkError(
                "network.edge_length",
                "{path}: the edge from {tail} to {head} has no sensible length ({length}); save "
                "the graph with osmnx.",
                path=path,
                tail=tail,
                head=head,
                length=length,
            )
        if getattr(data.get("geometry"), "geom_type", "LineString") != "LineString":
            raise NetworkError(
                "network.edge_no_line",
                "{path}: the edge from {tail} to {head} is no line; save the graph with osmnx.",
                path=path,
                tail=tail,
                head=head,
            )


def chain_breaks(graph: Any) -> list[int]:
    """Returns the nodes at which a graph of osmnx has to be parted, see `MAX_CHAIN`."""
    if len(graph) <= MAX_CHAIN:
        return []
    around = {node: (set(graph.pred[node]) | set(graph.succ[node])) - {node} for node in graph}
    inner = {node for node, beside in around.items() if len(beside) == 2}
    ends = sorted(node for node in inner if not around[node] <= inner)
    breaks: list[int] = []
    # What the walks from ends do not reach lies on rings.
    for start in (*ends, *sorted(inner)):
        node: int | None = start
        steps = 0
        while node is not None and node in inner:
            inner.discard(node)
            steps += 1
            if steps % MAX_CHAIN == 0:
                breaks.append(node)
            node = min(around[node] & inner, default=None)
    return breaks
