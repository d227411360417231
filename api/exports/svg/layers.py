"""The layers of a plan's map: streets, drives, uncovered streets, routes, stops."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from api.exports.svg.drawing import BY_HAND, SIGNAL, Drawing, RouteKey, rank_of
from api.exports.svg.elements import add, add_title, path_data
from api.exports.svg.kerb_lines import (
    Line,
    merge_lines,
    simplify_lines,
    stretch_of,
    trace_unworked,
)
from api.exports.tracks import Point, drive_points, task_points
from fleet import clock
from optimizer.network.place import ArcKey
from optimizer.plan import ActivityKind
from optimizer.task import Task

_STREET_GREYS = ("#b4bac3", "#c8cdd4", "#dadee3")
_WATER = "#d3e6f2"


def draw_streets(parent: ET.Element, drawing: Drawing) -> None:
    """Draws water and all streets, the main roads last."""
    network = drawing.network
    layer = add(
        parent, "g", class_="streets", fill="none", stroke_linecap="round", stroke_linejoin="round"
    )
    water = np.split(network.water, network.water_start[1:-1])
    _add_path(layer, _cut(drawing, water), stroke=_WATER, stroke_width=1.6 * drawing.pen.factor)
    by_rank: dict[int, list[Line]] = defaultdict(list)
    for arc in np.flatnonzero(~network.is_beyond).tolist():
        if not 0 <= int(network.arc_inverse[arc]) < arc:
            by_rank[rank_of(network.highway(arc))].append(network.arc_geometry(arc))
    outside = network.outside
    for number in range(len(outside)):
        rank = rank_of(network.highways[int(outside.highway[number])])
        by_rank[rank].append(outside.line(number))
    for rank in sorted(by_rank, reverse=True):
        _add_path(
            layer,
            _cut(drawing, by_rank[rank]),
            stroke=_STREET_GREYS[rank],
            stroke_width=drawing.pen.street(rank),
        )


def _cut(drawing: Drawing, lines: Iterable[Line]) -> list[Line]:
    """Returns lines of (lon, lat) in drawing units, joined, and cut at the frame."""
    frame = drawing.frame
    drawn = [frame.project_line(line) for line in lines if len(line) > 1 and frame.shows(line)]
    cut = shapely.clip_by_rect(
        shapely.MultiLineString(merge_lines(drawn)), 0, 0, frame.width, frame.height
    )
    return simplify_lines(shapely.get_coordinates(part) for part in shapely.get_parts(cut))


def _add_path(parent: ET.Element, lines: list[Line], **attributes: object) -> None:
    data = path_data(lines)
    if data:
        add(parent, "path", d=data, **attributes)


def draw_drives(parent: ET.Element, drawing: Drawing) -> None:
    """Draws where vehicles that stop at doors drive between their stops.

    Sweepers drive without working on the streets that they and others sweep: drawn too, those
    drives would hide the work.
    """
    layer = add(
        parent,
        "g",
        class_="drives",
        fill="none",
        stroke_width=0.45 * drawing.pen.route,
        stroke_opacity=0.55,
        stroke_linejoin="round",
    )
    records = {task.id: task for task in drawing.plan_file.tasks}
    by_vehicle: dict[str, dict[tuple[Point, ...], None]] = defaultdict(dict)
    for route in drawing.plan_file.plan.routes:
        tasks = [records[id_] for id_ in route.task_ids]
        if any(task.modes[0].service_m for task in tasks):
            continue
        if any(task.work in drawing.works for task in tasks):
            for activity in route.activities:
                if activity.drive is not None and activity.drive.distance_m:
                    points = drive_points(drawing.network, activity.drive)
                    for pair in pairwise(points):
                        by_vehicle[route.vehicle_id][min(pair, pair[::-1])] = None
    for vehicle_id, pairs in by_vehicle.items():
        lines = [drawing.frame.project_line(np.array(pair)) for pair in pairs]
        _add_path(
            layer,
            simplify_lines(merge_lines([line for line in lines if (line[0] != line[1]).any()])),
            stroke=drawing.colours[vehicle_id],
            data_vehicle=vehicle_id,
        )


def draw_uncovered(parent: ET.Element, drawing: Drawing) -> None:
    """Draws the streets of which some area has no work today: required ones, and optional."""
    factor = drawing.pen.factor
    required, optional = list_uncovered_tasks(drawing)
    layer = add(parent, "g", class_="uncovered", fill="none")
    _add_path(
        layer,
        trace_unworked(drawing, map(stretch_of, optional)),
        class_="by-hand",
        stroke=BY_HAND,
        stroke_width=0.9 * factor,
        stroke_dasharray=f"{0.1 * factor:.2f} {1.9 * factor:.2f}",
        stroke_linecap="round",
    )
    lines = trace_unworked(drawing, map(stretch_of, required))
    # Seen from afar, a faint band tells where to look.
    _add_path(
        layer,
        lines,
        class_="band",
        stroke=SIGNAL,
        stroke_opacity=0.16,
        stroke_width=6.5 * factor,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    _add_path(
        layer,
        lines,
        class_="required",
        stroke=SIGNAL,
        stroke_width=1.5 * factor,
        stroke_dasharray=f"{4.2 * factor:.1f} {2.2 * factor:.1f}",
    )


def list_uncovered_tasks(drawing: Drawing) -> tuple[list[Task[ArcKey]], list[Task[ArcKey]]]:
    """Returns the required and the optional kerb tasks of no route whose kerb gets no pass."""
    records = {task.id: task for task in drawing.plan_file.tasks}
    plan = drawing.plan_file.plan
    covered = {(records[id_].work, records[id_].kerb) for id_ in plan.served}
    lots: tuple[list[Task[ArcKey]], list[Task[ArcKey]]] = ([], [])
    for one in plan.unassigned:
        task = records[one.task_id]
        if (
            task.work in drawing.works
            and task.modes[0].service_m > 0
            and (task.work, task.kerb) not in covered
        ):
            lots[0 if task.required else 1].append(task)
    return lots


def draw_routes(parent: ET.Element, drawing: Drawing, lines: dict[RouteKey, list[Line]]) -> None:
    """Draws the kerbs that each route works at."""
    layer = add(
        parent,
        "g",
        class_="routes",
        fill="none",
        stroke_width=drawing.pen.route,
        stroke_linejoin="round",
    )
    for row in drawing.rows:
        key = (row.vehicle_id, row.shift_id)
        if key in lines:
            path = add(
                layer,
                "path",
                d=path_data(lines[key]),
                stroke=drawing.colours[row.vehicle_id],
                stroke_dasharray=drawing.pen.dash(drawing.shift_number(key)),
                data_vehicle=row.vehicle_id,
                data_shift=row.shift_id,
            )
            hours = f"{clock(row.start_s)}-{clock(row.end_s)}"
            add_title(
                path,
                f"{row.vehicle_id} {drawing.shift_name((row.vehicle_id, row.shift_id))} {hours}",
            )


def draw_stops(parent: ET.Element, drawing: Drawing) -> dict[RouteKey, list[tuple[float, float]]]:
    """Draws the doors at which waste is collected, and those that were missed; returns where."""
    layer = add(parent, "g", class_="stops")
    records = {task.id: task for task in drawing.plan_file.tasks}
    size = 1.9 * drawing.pen.factor
    places: dict[RouteKey, list[tuple[float, float]]] = defaultdict(list)
    for route in drawing.plan_file.plan.routes:
        key = (route.vehicle_id, route.shift_id)
        for activity in route.activities:
            task = records.get(activity.task_id or "")
            if activity.kind is not ActivityKind.SERVICE or task is None:
                continue
            if task.work in drawing.works and task.modes[activity.mode].service_m == 0:
                _, points = task_points(task, activity.mode, drawing.network)
                x, y = drawing.frame.project(points[0])
                places[key].append((x, y))
    for key, spots in places.items():
        mark = add(
            layer, "g", data_vehicle=key[0], data_shift=key[1], stroke=drawing.colours[key[0]]
        )
        for x, y in spots:
            add_stop(mark, drawing.shift_number(key), x, y, size)
    for one in drawing.plan_file.plan.unassigned:
        task = records[one.task_id]
        if task.work in drawing.works and task.modes[0].service_m == 0:
            x, y = drawing.frame.project(task_points(task, 0, drawing.network)[1][0])
            add_missed(layer, x, y, size)
    return places


def add_stop(parent: ET.Element, shift: int, x: float, y: float, size: float) -> None:
    """Adds the mark of a stop: filled in a vehicle's first shift, a ring or a bull's eye later."""
    colour = parent.get("stroke", "none")
    fill = colour if shift % 3 == 0 else "#ffffff"
    add(parent, "circle", cx=x, cy=y, r=size, fill=fill, stroke_width=0.4 * size)
    if shift % 3 == 2:
        add(parent, "circle", cx=x, cy=y, r=0.4 * size, fill=colour, stroke="none")


def add_missed(parent: ET.Element, x: float, y: float, size: float) -> None:
    """Adds the mark of a stop that no route serves."""
    add(
        parent,
        "path",
        d=f"M{x - size:.1f},{y - size:.1f}l{2 * size:.1f},{2 * size:.1f}"
        f"m0,{-2 * size:.1f}l{-2 * size:.1f},{2 * size:.1f}",
        stroke=SIGNAL,
        stroke_width=0.6 * size,
        class_="missed",
    )
