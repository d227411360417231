"""The lines of a route, in the order of driving."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.exports.svg import pick_language
from api.exports.tracks import Point, drive_points, part_of_arc, task_points, what_of
from api.exports.turn_list.corners import Corners, corners_of, heading_of
from api.exports.turn_list.line import LineKind, TurnLine
from api.exports.turn_list.steps import TurnStep, steps_of
from api.exports.turn_list.stops import CustomerPlace, customer_places, describe_stop, side_of_stop
from api.exports.turn_list.work import describe_work, tell_place
from api.words import Phrasebook
from fleet import WORKS, Facility, Supply, Where
from optimizer.network.place import ArcKey, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task
from scenarios.changes import side_of, strip_of
from scenarios.plan_file import PlanFile

JOIN_M = 60
"""So far one may drive straight on between two pieces of work that are one line (assumed)."""


def turn_list(
    plan_file: PlanFile, network: RoadNetwork, route: Route, words: Phrasebook
) -> list[TurnLine]:
    """Returns what the driver of a route is told, in the order of driving.

    The metres of the lines add up to those of the route.
    """
    lines = list(_ListWriter(plan_file, network, route, words).lines())
    told = [one for one in lines if one.text]
    number = 0
    numbered = []
    for one in told:
        number += not one.is_turn
        numbered.append(one if one.is_turn else replace(one, number=number))
    return numbered


class _ListWriter:
    """Tells a route; knows where the vehicle is and what it carries."""

    def __init__(
        self, plan_file: PlanFile, network: RoadNetwork, route: Route, words: Phrasebook
    ) -> None:
        self.route, self.words = route, words
        self.corners: Corners = corners_of(network)
        self.network = network
        self.tasks: Mapping[str, Task[ArcKey]] = {task.id: task for task in plan_file.tasks}
        self.facilities: Mapping[str, Facility] = {
            one.id: one for one in plan_file.fleet.facilities
        }
        self.places: Mapping[str, CustomerPlace] = customer_places(plan_file)
        self.supply = _supply(route, self.tasks)
        self.here: Point = (0.0, 0.0)
        self.at: Position[ArcKey] | None = None
        self.load_kg = self.tank_l = 0

    def lines(self) -> Iterator[TurnLine]:
        activities = self.route.activities
        number = 0
        while number < len(activities):
            activity = activities[number]
            steps = steps_of(self.corners, activity.drive)
            yield from self._drive(activity, steps)
            if self._is_along(activity):
                run = [activity]
                while self._goes_on(run[-1], activities, number + len(run)):
                    run.append(activities[number + len(run)])
                yield self._work(run)
                number += len(run)
            else:
                yield self._visit(activity)
                number += 1
            last = activities[number - 1]
            self.load_kg, self.tank_l = last.load_kg, last.tank_l

    def _is_along(self, activity: Activity) -> bool:
        """Tells whether an activity is work along a street."""
        task = self.tasks.get(activity.task_id or "")
        if activity.kind is not ActivityKind.SERVICE or task is None or task.kerb is None:
            return False
        return WORKS[task.work].where is not Where.STOP

    def _goes_on(self, activity: Activity, activities: Sequence[Activity], number: int) -> bool:
        """Tells whether the next work continues this one: one line will do."""
        if number >= len(activities) or not self._is_along(activities[number]):
            return False
        following = activities[number]
        if following.drive is None or following.drive.distance_m > JOIN_M:
            return False
        here, there = self.tasks[activity.task_id or ""], self.tasks[following.task_id or ""]
        steps = steps_of(self.corners, following.drive)
        first = self.network.arc_of_key[here.modes[activity.mode].place.exits[0].arc]
        onto = self.network.arc_of_key[there.modes[following.mode].place.entries[0].arc]
        is_one = self.corners.name_of(first) == self.corners.name_of(onto)
        return strip_of(here) == strip_of(there) and len(steps) <= 1 and is_one

    def _drive(self, activity: Activity, steps: Sequence[TurnStep]) -> Iterator[TurnLine]:
        """Yields the turns of the drive that led to an activity."""
        drive = activity.drive
        if drive is None:
            return
        is_first = True
        for number, step in enumerate(steps):
            if not step.move and not step.length_m:
                continue
            points = self._points(
                step,
                begin_m=drive.from_offset_m if number == 0 else None,
                end_m=drive.to_offset_m if number == len(steps) - 1 else None,
            )
            text = self._turn_text(step, points)
            if is_first and step.length_m and self.route.service_m:
                text = self.words("instruction.empty", turn=text)
            is_first = is_first and not step.length_m
            yield TurnLine(
                kind=LineKind.DRIVE,
                text=text,
                point=points[0],
                end_point=points[-1],
                move=step.move,
                length_m=step.length_m,
                arcs=step.arcs,
            )
        if drive.arcs:
            self.at = Position(arc=drive.arcs[-1], offset_m=drive.to_offset_m)

    def _points(self, step: TurnStep, *, begin_m: int | None, end_m: int | None) -> list[Point]:
        """Returns points on a step, with both ends; it may begin and end within an arc."""
        first, last = step.arcs[0], step.arcs[-1]
        ends = []
        for key, offset_m, at_end in ((first, begin_m, False), (last, end_m, True)):
            arc = self.network.arc_of_key[key]
            if offset_m is None:
                lon, lat = self.network.arc_geometry(arc)[-1 if at_end else 0]
                ends.append((round(float(lon), 6), round(float(lat), 6)))
            else:
                ends += part_of_arc(self.network, key, offset_m, offset_m)[:1]
        middle = [
            part_of_arc(self.network, key, 0, 0)[0] for key in step.arcs[1:] if not step.move
        ]
        return [ends[0], *middle, ends[1]]

    def _turn_text(self, step: TurnStep, points: Sequence[Point]) -> str:
        words, corners = self.words, self.corners
        street = corners.describe(step.onto, words)
        first = self.network.arc_of_key[step.arcs[0]]
        if step.move in ("leave_roundabout", "enter_roundabout"):
            ring = corners.name_of(first)
            move = step.move.replace("_", "_named_") if ring else step.move
            text = words(f"instruction.{move}", ring=ring, exit=step.exit, street=street)
        elif step.move == "back":
            node = int(self.network.arc_from[first])
            corner = corners.crossing(node, corners.name_of(first))
            is_end = corners.is_end(node)
            at = words("instruction.street_end") if is_end and not corner else corner
            code = "back_at" if at else "back"
            text = words(f"instruction.{code}", street=street, place=at)
        else:
            text = words(
                f"instruction.{step.move or 'along'}", street=street, heading=heading_of(points)
            )
            if step.after:
                code = f"instruction.turning_{step.move}"
                nth = words(code, number=step.turning, street=step.after)
                text = words.phrases((text, nth))
        if not step.length_m:
            return text
        return words("instruction.with_metres", text=text, metres=step.length_m)

    def _work(self, run: Sequence[Activity]) -> TurnLine:
        """Returns the line of pieces of work that follow each other."""
        first, last = run[0], run[-1]
        tasks = [self.tasks[one.task_id or ""] for one in run]
        places = [task.modes[one.mode].place for task, one in zip(tasks, run, strict=True)]
        points: list[Point] = []
        arcs: list[ArcKey] = []
        for activity, task in zip(run, tasks, strict=True):
            if activity is not first and activity.drive is not None:
                points += drive_points(self.network, activity.drive)
                arcs += [key for key in activity.drive.arcs if key not in arcs[-1:]]
            keys, piece = task_points(task, activity.mode, self.network)
            points += piece
            arcs += [key for key in keys if key not in arcs[-1:]]
        begin, end = places[0].entries[0], places[-1].exits[0]
        self.here, self.at = points[-1], end
        worked_m = sum(one.service_m for one in run)
        gaps_m = sum(one.drive.distance_m for one in run[1:] if one.drive)
        text = describe_work(
            tasks[0],
            begin=begin,
            end=end,
            points=points,
            corners=self.corners,
            words=self.words,
        )
        minutes = max(1, round((last.end_s - first.begin_s) / 60))
        return TurnLine(
            kind=LineKind.WORK,
            text=self.words(
                "instruction.with_gaps" if gaps_m else "instruction.with_minutes",
                text=text,
                metres=worked_m,
                gaps_m=gaps_m,
                minutes=minutes,
            ),
            point=points[0],
            end_point=points[-1],
            time_s=first.begin_s,
            end_s=last.end_s,
            arrival_s=first.arrival_s,
            length_m=worked_m + gaps_m,
            worked_m=worked_m,
            side=side_of(tasks[0]),
            arcs=tuple(arcs),
            task_ids=tuple(task.id for task in tasks),
            load_kg=last.load_kg,
            tank_l=last.tank_l,
        )

    def _visit(self, activity: Activity) -> TurnLine:
        """Returns the line of a stop, a visit, a break or a mishap."""
        task = self.tasks.get(activity.task_id or "")
        facility = self.facilities.get(activity.facility_id or "")
        is_service = activity.kind is ActivityKind.SERVICE
        kind = LineKind.STOP if is_service else LineKind(what_of(activity))
        side = ""
        if task is not None:
            _, points = task_points(task, activity.mode, self.network)
            point, self.here = points[0], points[-1]
            place = task.modes[activity.mode].place
            self.at = place.exits[0]
            if task.kerb is not None:
                side = side_of(task)
                text = describe_work(
                    task,
                    begin=place.entries[0],
                    end=place.exits[0],
                    points=points,
                    corners=self.corners,
                    words=self.words,
                )
            else:
                side = side_of_stop(task, activity.mode, self.places, self.corners)
                text = describe_stop(task, activity.mode, self.places, self.corners, self.words)
            if activity.kind is ActivityKind.SKIPPED:
                text = self.words("instruction.skipped", order=text)
        else:
            self.here = point = facility.at.pair if facility else self.here
            text = self._visit_text(activity, kind, facility)
        return TurnLine(
            kind=kind,
            text=text,
            point=point,
            end_point=self.here,
            time_s=activity.begin_s,
            end_s=activity.end_s,
            arrival_s=activity.arrival_s,
            length_m=activity.service_m,
            side=side,
            task_ids=(task.id,) if task else (),
            facility_id=activity.facility_id or "",
            load_kg=activity.load_kg,
            tank_l=activity.tank_l,
        )

    def _visit_text(self, activity: Activity, kind: LineKind, facility: Facility | None) -> str:
        words = self.words
        text = words(
            f"instruction.{kind}",
            place=pick_language(facility.name, words.language) if facility else "",
            until_s=activity.end_s,
            supply=self.supply,
        )
        if facility and facility.bays and kind in (LineKind.UNLOAD, LineKind.REFILL):
            text = words.phrases((text, words("instruction.bays", bays=facility.bays)))
        if kind is LineKind.UNLOAD and self.load_kg > activity.load_kg:
            amount = words("instruction.kg", kg=self.load_kg - activity.load_kg)
            return words.phrases((text, amount))
        if kind is LineKind.REFILL and activity.tank_l > self.tank_l:
            amount = words("instruction.litres", litres=activity.tank_l - self.tank_l)
            return words.phrases((text, amount))
        if kind is LineKind.BREAK and self.at is not None:
            return words.phrases((text, tell_place(self.corners, self.at, words)))
        return text


def _supply(route: Route, tasks: Mapping[str, Task[ArcKey]]) -> Supply:
    """Returns what is in the tank of a route."""
    supplies = (WORKS[tasks[id_].work].supply for id_ in route.task_ids if tasks[id_].demand_l)
    return next((one for one in supplies if one is not None), Supply.WATER)
