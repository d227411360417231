"""A drive cut where a driver has something to do; going on in one street is no step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.exports.tracks import angle_between, turn_between
from api.exports.turn_list.corners import Corners
from optimizer.network.place import ArcKey, Drive

_AHEAD_DEG = 30.0
"""Up to this angle one goes straight on."""

_BACK_DEG = 150.0
"""Beyond this angle one turns round, onto the other carriageway of a street (assumed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStep:
    """A piece of a drive, from something to do to the next.

    Parameters
    ----------
    move
        What is done where it begins; "" where the drive begins.
    exit
        Of a roundabout, counted from where one is in it; 0 for other moves.
    turning, after
        Of a turn into a lane without a name: which of its side it is after the street `after`.
    onto
        Number of the arc that it leads onto.
    arcs
        Keys of the arcs that it runs along.
    """

    move: str
    arcs: tuple[ArcKey, ...]
    length_m: int
    onto: int
    exit: int = 0
    turning: int = 0
    after: str = ""


def steps_of(corners: Corners, drive: Drive[ArcKey] | None) -> list[TurnStep]:
    """Returns the steps of a drive; their metres are the drive's."""
    if drive is None or not drive.arcs:
        return []
    metres = _metres(corners, drive)
    begins = list(_moves(corners, drive.arcs))
    steps = []
    for (begin, step), (end, _) in zip(
        begins, [*begins[1:], (len(drive.arcs), None)], strict=True
    ):
        assert step is not None
        whole_m = sum(metres[begin:end])
        steps.append(replace(step, arcs=drive.arcs[begin:end], length_m=whole_m))
    return steps


def _metres(corners: Corners, drive: Drive[ArcKey]) -> list[int]:
    """Returns the metres driven on each arc of a drive."""
    network = corners.network
    arcs = [network.arc_of_key[key] for key in drive.arcs]
    metres = [int(network.arc_length_m[arc]) for arc in arcs]
    metres[-1] = drive.to_offset_m
    metres[0] -= drive.from_offset_m
    # What the plan states holds, also where one comes round to the arc that one is on.
    metres[-1] += drive.distance_m - sum(metres)
    return metres


def _moves(corners: Corners, keys: tuple[ArcKey, ...]) -> Iterator[tuple[int, TurnStep]]:
    """Yields where in a drive something is to be done, and what."""
    network = corners.network
    arcs = [network.arc_of_key[key] for key in keys]
    is_round = [bool(network.arc_roundabout[arc]) for arc in arcs]
    at = 0
    if not is_round[0]:
        yield 0, _step("", arcs[0])
        at = 1
    while at < len(arcs):
        if is_round[at]:
            end = at
            while end < len(arcs) and is_round[end]:
                end += 1
            if end < len(arcs):
                passed = [int(network.arc_to[arc]) for arc in arcs[at : end - 1]]
                exit_ = 1 + sum(_can_leave(corners, node) for node in passed)
                yield at, replace(_step("leave_roundabout", arcs[end]), exit=exit_)
            elif at > 0:
                yield at, _step("enter_roundabout", arcs[at])
            else:
                yield at, _step("", arcs[at])
            at = end + 1
            continue
        if move := _move(corners, arcs[at - 1], arcs[at]):
            step = _step(move, arcs[at])
            if move in ("left", "right") and not corners.name_of(arcs[at]):
                turning, after = _count_turnings(corners, arcs[:at], move)
                step = replace(step, turning=turning, after=after)
            yield at, step
        at += 1


def _step(move: str, onto: int) -> TurnStep:
    return TurnStep(move=move, arcs=(), length_m=0, onto=onto)


def _can_leave(corners: Corners, node: int) -> bool:
    return any(not corners.network.arc_roundabout[arc] for arc in corners.leaving(node))


def _move(corners: Corners, arc: int, after: int) -> str:
    """Returns what a driver does between two arcs, "" for nothing."""
    network = corners.network
    turn = turn_between(network, network.arc_key(arc), network.arc_key(after))
    own, next_name = corners.name_of(arc), corners.name_of(after)
    angle = angle_between(network, arc, after)
    if turn == "back" or (abs(angle) > _BACK_DEG and own == next_name):
        return "back"
    others = [one for one in corners.ways_on(arc) if one != after]
    if own == next_name and not others:
        # A bend of the only way.
        return ""
    if turn == "straight":
        # Two ways ahead are told apart, unless the other one is another street that leaves this.
        ahead = [_beside(corners, arc, one) for one in others]
        near = [one for one, name in ahead if abs(one) <= _AHEAD_DEG and name in (own, next_name)]
        if near:
            return "keep_left" if min(near) > angle else "keep_right"
        is_same = own == next_name and (
            bool(own) or network.arc_highway[arc] == network.arc_highway[after]
        )
        return "" if is_same else "straight"
    return f"follow_{turn}" if own and own == next_name else turn


def _beside(corners: Corners, arc: int, other: int) -> tuple[float, str]:
    return angle_between(corners.network, arc, other), corners.name_of(other)


def _count_turnings(corners: Corners, arcs: list[int], side: str) -> tuple[int, str]:
    """Returns which turning to its side a turn is after the last street crossed, and that."""
    network = corners.network
    turning = 1
    own = corners.name_of(arcs[-1])
    for before, arc in zip(arcs[-2::-1], arcs[:0:-1], strict=True):
        if corners.name_of(before) != own:
            break
        node = int(network.arc_to[before])
        if other := corners.crossing(node, own):
            return turning, other
        turning += any(
            turn_between(network, network.arc_key(before), network.arc_key(one)) == side
            for one in corners.ways_on(before)
            if one != arc
        )
    return 0, ""
