"""What a file holds of interest: streets, restrictions, lines of water, and their nodes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium

from optimizer.errors import NetworkError
from optimizer.network.osm.limits import Tally
from optimizer.network.osm.node_tags import FREE, Passage, passage_of
from optimizer.network.osm.restrictions import Restriction
from optimizer.network.osm.tags import Refusal, Street, is_water, street_name, street_of


@dataclass(slots=True)
class Extract:
    """What was found in a file, before a graph is made of it.

    Parameters
    ----------
    ways
        Node ids and street of each way that can be driven.
    refused
        Label, reason and node ids of the other ways.
    places
        (lon, lat) of the nodes of all these.
    passages
        What nodes of streets do to who passes them, where they do anything.
    clipped
        Ways that the extract's edge has cut, by street name.
    """

    ways: dict[int, tuple[list[int], Street]] = field(default_factory=dict)
    refused: list[tuple[str, str, list[int]]] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    water: list[list[int]] = field(default_factory=list)
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    clipped: Counter[str] = field(default_factory=Counter)

    def stretches(self) -> list[tuple[int, list[int]]]:
        """Returns the streets' ways as far as their nodes are in the file, and counts the cut."""
        found = []
        for way_id, (refs, street) in sorted(self.ways.items()):
            runs = _runs(refs, self.places)
            if len(runs) != 1 or len(runs[0]) < len(set(refs)):
                self.clipped[street.name or street.highway] += 1
            found += [(way_id, run) for run in runs]
        return found

    def water_lines(self) -> list[list[tuple[float, float]]]:
        """Returns the lines of water as far as their nodes are in the file."""
        runs = [run for refs in self.water for run in _runs(refs, self.places)]
        return [[self.places[ref] for ref in run] for run in runs]

    def kept_nodes(self) -> set[int]:
        """Returns the nodes that must stay nodes of the graph, junctions or not."""
        kept = {one.via_node for one in self.restrictions} | set(self.passages)
        for one in self.restrictions:
            for way in one.via_ways:
                if way in self.ways:
                    refs = self.ways[way][0]
                    kept |= {refs[0], refs[-1]}
        return kept


def scan(path: Path) -> Extract:
    """Returns what is of interest in an OSM file.

    Raises
    ------
    NetworkError
        When it is not OpenStreetMap data.
    """
    extract = Extract()
    tally = Tally(path)
    try:
        banks = _scan_relations(path, extract, tally)
        for way in _things(path, osmium.osm.WAY, tally):
            tally.check(way)
            tags = {tag.k: tag.v for tag in way.tags}
            refs = [node.ref for node in way.nodes]
            if "highway" in tags:
                _take_way(extract, way.id, refs, tags)
                tally.keep(len(refs), of_street=way.id in extract.ways)
            elif way.id in banks or is_water(tags):
                tally.keep(len(refs))
                extract.water.append(refs)
        _scan_nodes(path, extract, tally)
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        raise NetworkError(
            "network.no_osm",
            "{path}: cannot be read as OpenStreetMap data{error:aside}; download it again.",
            path=path,
            error=error,
        ) from None
    return extract


def _things(path: Path, kind: Any, tally: Tally) -> Iterable[Any]:
    """Yields the nodes, ways or relations of a file; pyosmium's types name all five kinds."""
    return tally.counted(osmium.FileProcessor(str(path), kind))


def _scan_relations(path: Path, extract: Extract, tally: Tally) -> set[int]:
    """Takes the restrictions, and returns the ways that are banks of areas of water."""
    banks: set[int] = set()
    for relation in _things(path, osmium.osm.RELATION, tally):
        tally.check(relation)
        tags = {tag.k: tag.v for tag in relation.tags}
        kind = tags.get("type", "")
        if kind.startswith("restriction"):
            tally.keep(len(relation.members))
            members = [(member.type, member.ref, member.role) for member in relation.members]
            extract.restrictions.append(Restriction.from_relation(relation.id, tags, members))
        elif kind == "multipolygon" and is_water(tags):
            tally.keep(len(relation.members))
            banks.update(member.ref for member in relation.members if member.type == "w")
    return banks


def _take_way(extract: Extract, way_id: int, refs: list[int], tags: Mapping[str, str]) -> None:
    street = street_of(tags)
    if isinstance(street, Refusal):
        named = street.reason != "not drivable"
        label = (street_name(tags) if named else "") or tags["highway"]
        extract.refused.append((label, street.reason, refs))
    else:
        extract.ways[way_id] = (refs, street)


def _scan_nodes(path: Path, extract: Extract, tally: Tally) -> None:
    on_streets = {ref for refs, _ in extract.ways.values() for ref in refs}
    needed = set(on_streets)
    needed.update(ref for _, _, refs in extract.refused for ref in refs)
    needed.update(ref for refs in extract.water for ref in refs)
    for node in _things(path, osmium.osm.NODE, tally):
        if node.id in needed and node.location.valid():
            extract.places[node.id] = (node.lon, node.lat)
            if node.id in on_streets and len(node.tags):
                passage = passage_of({tag.k: tag.v for tag in node.tags})
                if passage != FREE:
                    extract.passages[node.id] = passage


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
