"""What a file holds of interest: streets, restrictions, lines of water, and their nodes."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import osmium

from optimizer.errors import NetworkError
from optimizer.network.findings import Omission, Unread
from optimizer.network.osm.far import find_far_nodes
from optimizer.network.osm.file_check import chunks_of
from optimizer.network.osm.file_kind import Content, FileKind, Packing
from optimizer.network.osm.limits import Tally
from optimizer.network.osm.node_tags import FREE, Passage, passage_of, read_posted
from optimizer.network.osm.restrictions import Restriction
from optimizer.network.osm.tags import OsmStreet, Refusal, is_water, street_name, street_of
from optimizer.network.osm.xml_marks import Deleted, find_deleted, may_have_marks
from optimizer.network.signs import list_unread


class RefusedWay(NamedTuple):
    """A way that is no street of ours, or a part of one."""

    label: str
    reason: Omission
    refs: list[int]


@dataclass(slots=True)
class Extract:
    """What was found in a file, before a graph is made of it.

    Parameters
    ----------
    ways
        Node ids and street of each way that can be driven.
    refused
        The other ways, by id.
    left_out
        What stretches of streets were left out when they were put together.
    places
        (lon, lat) of the nodes of all these.
    far
        Nodes that lie far from all others, and have no place.
    passages
        What nodes of streets do to who passes them, where they do anything.
    doubles
        Ways left out because they lie wholly on another one, by that.
    cut
        Nodes beyond which a street goes on to nodes that are not in the file.
    box
        (west, south, east, north) that the file says it covers, None where it does not.
    """

    ways: dict[int, tuple[list[int], OsmStreet]] = field(default_factory=dict)
    refused: dict[int, RefusedWay] = field(default_factory=dict)
    left_out: list[RefusedWay] = field(default_factory=list)
    restrictions: dict[int, Restriction] = field(default_factory=dict)
    water: dict[int, list[int]] = field(default_factory=dict)
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    far: dict[int, tuple[float, float]] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    unread: dict[tuple[str, int], list[Unread]] = field(default_factory=dict)
    doubles: dict[int, list[int]] = field(default_factory=dict)
    cut: set[int] = field(default_factory=set)
    box: tuple[float, float, float, float] | None = None

    def water_lines(self) -> list[list[tuple[float, float]]]:
        """Returns the lines of water as far as their nodes are in the file."""
        runs = [run for refs in self.water.values() for run in runs_of(refs, self.places)]
        return [[self.places[ref] for ref in run] for run in runs]

    def list_kept_nodes(self) -> set[int]:
        """Returns the nodes that must stay nodes of the graph, junctions or not."""
        kept = {one.via_node for one in self.restrictions.values()} | set(self.passages)
        for one in self.restrictions.values():
            for way in one.via_ways:
                if way in self.ways:
                    refs = self.ways[way][0]
                    kept |= {refs[0], refs[-1]}
        return kept


class _Newest:
    """Which versions of objects count: in a history the newest, of equal ones the later."""

    def __init__(self, deleted: Deleted) -> None:
        self._deleted = deleted
        self._version: dict[tuple[str, int], int] = {}

    def takes(self, kind: str, thing: Any) -> bool:
        """Says whether a version replaces what was read of the object before."""
        key = kind, thing.id
        if thing.version < self._version.get(key, 0):
            return False
        self._version[key] = thing.version
        return True

    def is_gone(self, kind: str, thing: Any) -> bool:
        """Says whether this version is that the object was deleted."""
        return not thing.visible or (kind, thing.id) in self._deleted


def scan(path: Path, kind: FileKind) -> Extract:
    """Returns what is of interest in an OSM file.

    Raises
    ------
    NetworkError
        When it is not OpenStreetMap data.
    """
    try:
        with _open_readable(path, kind) as file:
            extract = _ExtractScan(path, kind, file).extract
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        raise NetworkError(
            "network.no_osm",
            "{path}: cannot be read as OpenStreetMap data{error:aside}; download it again.",
            path=path,
            error=error,
        ) from None
    on_streets = [ref for refs, _ in extract.ways.values() for ref in refs]
    extract.far = find_far_nodes(extract.places, on_streets)
    for ref in extract.far:
        del extract.places[ref]
    return extract


@contextmanager
def _open_readable(path: Path, kind: FileKind) -> Iterator[Any]:
    """Gives a file as pyosmium reads it, whatever its name; what it cannot unpack is unpacked."""
    if kind.content is Content.PBF:
        yield osmium.io.File(str(path), "pbf")
    elif kind.packing is Packing.XZ:
        with tempfile.NamedTemporaryFile(suffix=".osm") as unpacked:
            for chunk in chunks_of(path, kind):
                unpacked.write(chunk)
            unpacked.flush()
            yield osmium.io.File(unpacked.name, "xml")
    else:
        yield osmium.io.File(
            str(path), {"": "xml", "gzip": "xml.gz", "bzip2": "xml.bz2"}[kind.packing]
        )


class _ExtractScan:
    """Reads a file in three goes: relations, ways, and the nodes of those that are wanted."""

    def __init__(self, path: Path, kind: FileKind, file: Any) -> None:
        self.extract = Extract()
        self._file = file
        self._tally = Tally(path)
        self._banks: dict[int, list[int]] = {}
        deleted: Deleted = frozenset()
        if kind.content is Content.XML and may_have_marks(chunks_of(path, kind)):
            deleted = find_deleted(path, chunks_of(path, kind))
        self._newest = _Newest(deleted)
        for relation in self._things("relation", osmium.osm.RELATION):
            self._take_relation(relation)
        for way in self._things("way", osmium.osm.WAY):
            self._take_way(way)
        self.extract.box = _box_of(file)
        self._wanted = self._nodes_wanted()
        for node in self._things("node", osmium.osm.NODE):
            self._take_node(node)

    def _things(self, kind: str, entities: Any) -> Iterator[Any]:
        """Yields the newest versions of nodes, ways or relations, or any older ones before."""
        for thing in self._tally.count(osmium.FileProcessor(self._file, entities)):
            if kind != "node":
                self._tally.check(thing)
            elif thing.id not in self._wanted:
                continue
            if self._newest.takes(kind, thing):
                yield thing

    def _take_relation(self, relation: Any) -> None:
        extract, number = self.extract, relation.id
        for kept in (extract.restrictions, self._banks):
            kept.pop(number, None)
        extract.unread.pop(("relation", number), None)
        if self._newest.is_gone("relation", relation):
            return
        tags = {tag.k: tag.v for tag in relation.tags}
        kind = tags.get("type", "")
        if kind.startswith("restriction"):
            self._tally.keep(len(relation.members))
            members = [(member.type, member.ref, member.role) for member in relation.members]
            one = Restriction.from_relation(number, tags, members)
            extract.restrictions[number] = one
            extract.unread["relation", number] = list_unread("relation", number, one.tags)
        elif kind == "multipolygon" and is_water(tags):
            self._tally.keep(len(relation.members))
            self._banks[number] = [one.ref for one in relation.members if one.type == "w"]

    def _take_way(self, way: Any) -> None:
        extract, number = self.extract, way.id
        for kept in (extract.ways, extract.refused, extract.water):
            kept.pop(number, None)
        extract.unread.pop(("way", number), None)
        if self._newest.is_gone("way", way):
            return
        tags = {tag.k: tag.v for tag in way.tags}
        refs = [node.ref for node in way.nodes]
        if "highway" in tags:
            street = street_of(tags)
            if isinstance(street, Refusal):
                named = street.reason is not Omission.NOT_DRIVABLE
                label = (street_name(tags) if named else "") or tags["highway"]
                extract.refused[number] = RefusedWay(label, street.reason, refs)
            else:
                extract.ways[number] = (refs, street)
                extract.unread["way", number] = list_unread("way", number, street.signs)
            self._tally.keep(len(refs), of_street=number in extract.ways)
        elif is_water(tags) or any(number in banks for banks in self._banks.values()):
            self._tally.keep(len(refs))
            extract.water[number] = refs

    def _nodes_wanted(self) -> set[int]:
        extract = self.extract
        self._on_streets = {ref for refs, _ in extract.ways.values() for ref in refs}
        wanted = set(self._on_streets)
        wanted.update(ref for one in extract.refused.values() for ref in one.refs)
        wanted.update(ref for refs in extract.water.values() for ref in refs)
        return wanted

    def _take_node(self, node: Any) -> None:
        extract, number = self.extract, node.id
        extract.places.pop(number, None)
        extract.passages.pop(number, None)
        extract.unread.pop(("node", number), None)
        if self._newest.is_gone("node", node) or not node.location.valid():
            return
        extract.places[number] = (node.lon, node.lat)
        if number in self._on_streets and len(node.tags):
            tags = {tag.k: tag.v for tag in node.tags}
            passage = passage_of(tags)
            if passage != FREE:
                extract.passages[number] = passage
            # What stops nobody as far as we understand it may stop somebody all the same.
            if unread := list_unread("node", number, read_posted(tags)):
                extract.unread["node", number] = unread


def _box_of(file: Any) -> tuple[float, float, float, float] | None:
    """Returns the box that a file states."""
    reader = osmium.io.Reader(file, osmium.osm.NOTHING)
    box = reader.header().box()
    reader.close()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return low.lon, low.lat, high.lon, high.lat


def runs_of(refs: list[int], places: Mapping[int, tuple[float, float]]) -> list[list[int]]:
    """Returns the stretches of a way whose nodes are in the file."""
    runs: list[list[int]] = [[]]
    for ref in refs:
        if ref in places:
            if not runs[-1] or runs[-1][-1] != ref:
                runs[-1].append(ref)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]
