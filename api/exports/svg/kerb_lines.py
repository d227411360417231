"""The kerbs of a plan as lines on paper: who works where, and which nobody does.

A line lies beside its street, on the side of its kerb. Where several routes work at one kerb, the
first of the day lies nearest to the street and the others outside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from api.exports.svg.drawing import Drawing, RouteKey, rank_of
from api.exports.tracks import part_of_arc
from optimizer.network.place import ArcKey
from optimizer.plan import Route
from optimizer.task import Task
from scenarios.changes import side_of

Line = NDArray[np.float64]
"""Points in drawing units, shape (points, 2)."""

_TOLERANCE = 0.1
_LOST_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class KerbStretch:
    """A piece of kerb, in metres along its arc."""

    arc: str
    side: str
    start_m: int
    end_m: int


def stretch_of(task: Task[ArcKey]) -> KerbStretch:
    """Returns the piece of kerb that a task works on, whichever way it is driven."""
    place = task.modes[0].place
    entry, leave = place.entries[0], place.exits[0]
    return KerbStretch(
        arc=entry.arc, side=side_of(task), start_m=entry.offset_m, end_m=leave.offset_m
    )


def trace_worked(drawing: Drawing) -> dict[RouteKey, list[Line]]:
    """Returns the lines of every route, what is worked in one go as one."""
    tasks = {
        task.id: task
        for task in drawing.plan_file.tasks
        if task.work in drawing.works and task.modes[0].service_m > 0
    }
    stretches = {id_: stretch_of(task) for id_, task in tasks.items()}
    routes = drawing.plan_file.plan.routes
    workers = _workers(routes, stretches)
    lines: dict[RouteKey, list[Line]] = {}
    for route in routes:
        key = (route.vehicle_id, route.shift_id)
        drawn = [
            line
            for offset, pieces in _goes(drawing, route, tasks, workers)
            for line in trace_beside(pieces, offset)
        ]
        if drawn:
            lines.setdefault(key, []).extend(drawn)
    return lines


def _workers(
    routes: Sequence[Route], stretches: Mapping[str, KerbStretch]
) -> dict[KerbStretch, list[RouteKey]]:
    """Returns the routes that work at each piece of kerb, the earliest first."""
    times: dict[KerbStretch, dict[RouteKey, int]] = defaultdict(dict)
    for route in routes:
        key = (route.vehicle_id, route.shift_id)
        for activity in route.activities:
            stretch = stretches.get(activity.task_id or "")
            if stretch is not None:
                at = times[stretch]
                at[key] = min(at.get(key, activity.begin_s), activity.begin_s)
    return {stretch: sorted(at, key=lambda one: (at[one], one)) for stretch, at in times.items()}


def _goes(
    drawing: Drawing,
    route: Route,
    tasks: Mapping[str, Task[ArcKey]],
    workers: Mapping[KerbStretch, Sequence[RouteKey]],
) -> Iterator[tuple[float, list[Line]]]:
    """Yields runs of pieces that a route works one after the other, with their offset."""
    key, network = (route.vehicle_id, route.shift_id), drawing.network
    seen: set[KerbStretch] = set()
    run: list[Line] = []
    run_offset, last = 0.0, -1
    for activity in route.activities:
        task = tasks.get(activity.task_id or "")
        stretch = stretch_of(task) if task else None
        if task is None or stretch is None or stretch in seen:
            continue
        # A second pass of the same route would lie on the first.
        seen.add(stretch)
        piece = _trace(drawing, stretch)
        lanes = workers[stretch]
        offset = _offset(drawing, stretch, lane=lanes.index(key), num_lanes=len(lanes))
        arc = network.arc_of_key[stretch.arc]
        if task.modes[activity.mode].place.entries[0].arc != stretch.arc:
            piece, offset, arc = piece[::-1], -offset, int(network.arc_inverse[arc])
        goes_on = bool(
            run
            and offset == run_offset
            and np.array_equal(run[-1][-1], piece[0])
            and arc != network.arc_inverse[last]
        )
        if run and not goes_on:
            yield run_offset, run
            run = []
        run.append(piece)
        run_offset, last = offset, arc
    if run:
        yield run_offset, run


def _offset(drawing: Drawing, stretch: KerbStretch, *, lane: int = 0, num_lanes: int = 1) -> float:
    """Returns how far right of its street the line of a piece of kerb lies."""
    network = drawing.network
    arc = network.arc_of_key[stretch.arc]
    return drawing.pen.offset(
        rank_of(network.highway(arc)),
        one_way=bool(network.arc_inverse[arc] < 0),
        lane=lane,
        num_lanes=num_lanes,
        side=stretch.side,
    )


def _trace(drawing: Drawing, stretch: KerbStretch) -> Line:
    points = part_of_arc(drawing.network, stretch.arc, stretch.start_m, stretch.end_m)
    return drawing.frame.project_line(np.array(points))


def trace_unworked(drawing: Drawing, stretches: Iterable[KerbStretch]) -> list[Line]:
    """Returns lines of kerbs that nobody works at.

    Where that is all of a street, its line lies on the street's middle.
    """
    network = drawing.network
    sides: dict[tuple[int, int, int], set[KerbStretch]] = defaultdict(set)
    for stretch in stretches:
        arc = network.arc_of_key[stretch.arc]
        inverse = int(network.arc_inverse[arc])
        if 0 <= inverse < arc:
            length_m = int(network.arc_length_m[arc])
            sides[inverse, length_m - stretch.end_m, length_m - stretch.start_m].add(stretch)
        else:
            sides[arc, stretch.start_m, stretch.end_m].add(stretch)
    pieces: dict[float, list[Line]] = defaultdict(list)
    for together in sides.values():
        one = min(together, key=lambda stretch: (stretch.arc, stretch.side))
        offset = 0.0 if len(together) > 1 else _offset(drawing, one)
        pieces[offset].append(_trace(drawing, one))
    return [
        line
        for offset, lines in pieces.items()
        for merged in merge_lines(lines, directed=offset != 0)
        for line in trace_beside([merged], offset)
    ]


def merge_lines(lines: Sequence[Line], *, directed: bool = False) -> list[Line]:
    """Returns lines joined where the end of one is the end of just one other."""
    merged = shapely.line_merge(shapely.MultiLineString(list(lines)), directed=directed)
    return [shapely.get_coordinates(part) for part in shapely.get_parts(merged)]


def simplify_lines(lines: Iterable[Line]) -> list[Line]:
    """Returns lines without the points that nobody would see."""
    return [
        shapely.get_coordinates(shapely.LineString(line).simplify(_TOLERANCE)) for line in lines
    ]


def trace_beside(pieces: Sequence[Line], offset: float) -> list[Line]:
    """Returns pieces that follow each other as one line beside them, right of them if positive.

    Drawing units run south, so shapely's left is the right here.
    """
    whole = np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])
    line = shapely.LineString(whole).simplify(_TOLERANCE)
    if offset == 0:
        return [shapely.get_coordinates(line)]
    moved = shapely.offset_curve(line, offset, quad_segs=3)
    # On its way round itself a line may lose more than its corners; its pieces then stand alone.
    lost = abs(moved.length - line.length) > _LOST_SHARE * line.length + 4 * abs(offset)
    if lost and len(pieces) > 1:
        return [part for piece in pieces for part in trace_beside([piece], offset)]
    if moved.length < line.length / 2:
        return [shapely.get_coordinates(line)]
    return simplify_lines(shapely.get_coordinates(part) for part in shapely.get_parts(moved))
