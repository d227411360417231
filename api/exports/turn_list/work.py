"""What is said of work along streets: side, street, direction, from where to where."""

from collections.abc import Sequence

from api.exports.tracks import Point
from api.exports.turn_list.corners import Corners, heading_of
from api.words import Phrasebook
from optimizer.network.place import ArcKey, Position
from optimizer.task import Task
from scenarios.changes import lane_of, side_of


def describe_work(
    task: Task[ArcKey],
    *,
    begin: Position[ArcKey],
    end: Position[ArcKey],
    points: Sequence[Point],
    corners: Corners,
    words: Phrasebook,
) -> str:
    """Returns what is to be done between two places of a street, without metres and minutes."""
    first = corners.network.arc_of_key[begin.arc]
    last = corners.network.arc_of_key[end.arc]
    order = words(
        f"order.{task.work}",
        part=_part_of(task, words),
        place=corners.describe(first, words),
        heading=heading_of(points),
    )
    begins = tell_begin(corners, first, begin.offset_m, words)
    ends = tell_end(corners, last, end.offset_m, words)
    if begins and ends:
        return words.phrases((order, words("instruction.from_to", begin=begins, end=ends)))
    if begins or ends:
        code = "instruction.from" if begins else "instruction.to"
        return words.phrases((order, words(code, place=begins or ends)))
    return order


def _part_of(task: Task[ArcKey], words: Phrasebook) -> str:
    """Returns what of a street is worked; lanes count from the kerb, as a driver sees at night."""
    if lane := lane_of(task):
        side = side_of(task)
        code = "instruction.lane_from_left" if side == "left" else "instruction.lane"
        return words(code, lane=lane)
    return words.word("part", side_of(task))


def tell_begin(corners: Corners, arc: int, offset_m: int, words: Phrasebook) -> str:
    """Returns where on a street something begins, "" where nothing can be looked for."""
    network = corners.network
    street, metres = corners.look_back(arc, offset_m)
    if street:
        return words("instruction.past", street=street, metres=metres) if metres else street
    street, metres = corners.look_ahead(arc, offset_m)
    if street:
        return words("instruction.before", street=street, metres=metres)
    node = int(network.arc_from[arc])
    is_end = offset_m == 0 and corners.is_end(node)
    return words("instruction.street_end") if is_end else ""


def tell_end(corners: Corners, arc: int, offset_m: int, words: Phrasebook) -> str:
    """Returns where on a street something ends, "" where nothing can be looked for."""
    network = corners.network
    rest_m = int(network.arc_length_m[arc]) - offset_m
    street, metres = corners.look_ahead(arc, offset_m)
    if street:
        return words("instruction.before", street=street, metres=metres) if metres else street
    if rest_m <= 0 and corners.is_end(int(network.arc_to[arc])):
        return words("instruction.street_end")
    street, metres = corners.look_back(arc, offset_m)
    return words("instruction.past", street=street, metres=metres) if street else ""


def tell_place(corners: Corners, at: Position[ArcKey], words: Phrasebook) -> str:
    """Returns the street of a place, and how far past which corner it is."""
    arc = corners.network.arc_of_key[at.arc]
    street = corners.describe(arc, words)
    where = tell_begin(corners, arc, at.offset_m, words)
    return words.phrases(filter(None, (street, where)))
