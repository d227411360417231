"""Ways become stretches to be driven: cut where nodes are missing, each line once."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from optimizer.network.findings import Omission
from optimizer.network.osm.extract import Extract, RefusedWay, runs_of
from optimizer.network.osm.tags import DRIVABLE, OsmStreet


class Stretch(NamedTuple):
    """Nodes of a way that are driven one after the other."""

    way_id: int
    refs: list[int]


def stretches_of(extract: Extract) -> list[Stretch]:
    """Returns the streets' ways as far as their nodes are in the file, every line once.

    What is cut off or left out is added to the extract's `left_out`, and ways that lie wholly on
    another to its `doubles`.
    """
    whole = []
    for way_id, (refs, street) in sorted(extract.ways.items()):
        runs = runs_of(refs, extract.places)
        if len(runs) != 1 or len(runs[0]) < len(set(refs)):
            is_far = any(ref in extract.far for ref in refs)
            label = street.name or street.highway
            extract.left_out.append(
                RefusedWay(label, Omission.FAR if is_far else Omission.CLIPPED, [])
            )
        whole += [Stretch(way_id, run) for run in runs]
        gone = {ref for ref in refs if ref not in extract.places and ref not in extract.far}
        for tail, head in pairwise(refs):
            if (tail in gone) != (head in gone):
                extract.cut.add(head if tail in gone else tail)
    return sorted(_drop_doubles(extract, whole))


def _drop_doubles(extract: Extract, stretches: list[Stretch]) -> Iterator[Stretch]:
    """Yields the stretches without what another way runs along in the same directions.

    A two-way street comes before a one-way one on the same line, a larger road before a smaller.
    """

    def rank(stretch: Stretch) -> tuple[int, int, int]:
        street = extract.ways[stretch.way_id][1]
        return -len(street.headings), DRIVABLE.index(street.highway), stretch.way_id

    taken: dict[tuple[int, int, int], int] = {}
    for stretch in sorted(stretches, key=rank):
        street = extract.ways[stretch.way_id][1]
        under: set[int] = set()
        dropped: list[list[int]] = []
        kept: list[list[int]] = []
        for tail, head in pairwise(stretch.refs):
            directed = list(_list_directions(tail, head, street))
            owners = {taken[one] for one in directed if one in taken}
            is_new = any(one not in taken for one in directed)
            under |= owners
            if is_new:
                taken.update(dict.fromkeys(directed, stretch.way_id))
            runs = kept if is_new else dropped
            if runs and runs[-1][-1] == tail:
                runs[-1].append(head)
            else:
                runs.append([tail, head])
        yield from (Stretch(stretch.way_id, run) for run in kept)
        extract.left_out += [
            RefusedWay(street.name or street.highway, Omission.DOUBLE, run) for run in dropped
        ]
        under.discard(stretch.way_id)
        if not kept and len(under) == 1:
            extract.doubles.setdefault(under.pop(), []).append(stretch.way_id)


def _list_directions(tail: int, head: int, street: OsmStreet) -> Iterator[tuple[int, int, int]]:
    """Yields the directions in which a piece of a street is driven, with its level."""
    if street.forward is not None:
        yield tail, head, street.layer
    if street.backward is not None:
        yield head, tail, street.layer
