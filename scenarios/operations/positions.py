"""How far a vehicle that reports where it is lags behind its plan.

The planned route passes a place once or often. Of all the times at which the plan has the vehicle
about as near to the reported place as it ever comes, the one nearest to the report counts.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely import LineString, Point

from fleet import InvalidValue, LonLat, message
from optimizer.events import Delayed, Event, VehicleBack, VehicleOut
from optimizer.network.place import Drive, Place, Position
from optimizer.network.plane import Plane
from optimizer.plan import Activity, ActivityKind, Route
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce
from scenarios.plan_file import arc_numbers

INEXACT_M = 30.0
"""A receiver in a truck is off by so much between houses (assumed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """A piece of an arc that the plan drives, or a place where it stands, and when."""

    arc: int
    first_m: int
    last_m: int
    begin_s: float
    end_s: float


class Tracker:
    """Holds reported places against the plan in force."""

    def __init__(self, day: InForce) -> None:
        self._day = day
        west, south, east, north = day.streets.bounds
        self._plane = Plane(lon=(west + east) / 2, lat=(south + north) / 2)

    def late_s(
        self,
        vehicle_id: str,
        at_s: int,
        lon: float,
        lat: float,
        known: Sequence[Event],
        note: Note,
    ) -> int:
        """Returns by how many seconds a vehicle is behind its plan; 0 where it is ahead.

        What is known since the plan was made is taken off: it counts already.
        """
        try:
            at = LonLat(lon=lon, lat=lat)
        except InvalidValue as error:
            note("lon", error.message)
            return 0
        here = Point(self._plane.metres(at.lon, at.lat))
        passings = [
            self._passing(spell, here, at_s)
            for route in self._day.plan_file.plan.routes
            if route.vehicle_id == vehicle_id
            for spell in self._spells(route)
        ]
        if not passings:
            note(
                "vehicle",
                message(
                    "events.no_route",
                    "{vehicle} has no route today, so it cannot be behind it; give minutes.",
                    vehicle=vehicle_id,
                ),
            )
            return 0
        nearest_m = min(away_m for away_m, _ in passings)
        if nearest_m > self._day.max_snap_m:
            note(
                "lon",
                message(
                    "events.off_route",
                    "{vehicle} is {away_m:,.0f} m from where its plan ever has it (limit "
                    "{limit_m:,} m); correct lon/lat, or give minutes.",
                    vehicle=vehicle_id,
                    away_m=nearest_m,
                    limit_m=self._day.max_snap_m,
                ),
            )
            return 0
        planned_s = min(
            (time_s for away_m, time_s in passings if away_m <= nearest_m + INEXACT_M),
            key=lambda time_s: (abs(at_s - time_s), time_s),
        )
        behind_s = math.floor(at_s - planned_s)
        return max(0, behind_s - self._find_delay_s(vehicle_id, at_s, known))

    def _find_delay_s(self, vehicle_id: str, at_s: int, known: Sequence[Event]) -> int:
        """Returns the delay of a vehicle that the plan in force does not have yet."""
        running = self._day.plan_file.running
        counted = {event.id for event in running.events} if running else set()
        return sum(
            _delay_s(event, vehicle_id, at_s, known) for event in known if event.id not in counted
        )

    def _passing(self, spell: _Spell, here: Point, at_s: int) -> tuple[float, float]:
        """Returns how near a spell comes to a place, and when."""
        line, length_m = self._lines[spell.arc]
        share = shapely.line_locate_point(line, here, normalized=True)
        offset_m = min(max(share * length_m, spell.first_m), spell.last_m)
        foot = shapely.line_interpolate_point(line, offset_m / length_m, normalized=True)
        away_m = float(shapely.distance(foot, here))
        if spell.last_m > spell.first_m:
            done = (offset_m - spell.first_m) / (spell.last_m - spell.first_m)
            return away_m, spell.begin_s + done * (spell.end_s - spell.begin_s)
        return away_m, min(max(at_s, spell.begin_s), spell.end_s)

    @cached_property
    def _lines(self) -> "_Lines":
        return _Lines(self._day, self._plane)

    def _spells(self, route: Route) -> Iterator[_Spell]:
        """Yields where a route drives, works and stands, until it is home."""
        number = arc_numbers(self._day.streets)
        places = {id_: task.modes for id_, task in self._day.tasks.items()}
        standing = self._start(route)
        for activity in route.activities:
            if activity.drive is not None:
                drive = activity.drive.with_arcs(number)
                yield from self._driving(drive, activity.arrival_s)
                standing = Position(arc=drive.arcs[-1], offset_m=drive.to_offset_m)
            if activity.kind is ActivityKind.END:
                # A vehicle that is there later has not set out again; earlier, it is ahead.
                return
            if standing is None:
                continue
            works_along = activity.service_m > 0 and activity.task_id in places
            until_s = activity.begin_s if works_along else activity.end_s
            yield _standing(standing, activity.arrival_s, until_s)
            if works_along:
                mode = places[activity.task_id or ""][activity.mode].with_arcs(number)
                spell = _along(mode.place, activity)
                yield spell
                standing = Position(arc=spell.arc, offset_m=spell.last_m)

    def _start(self, route: Route) -> Position | None:
        """Returns where a route begins: where its first drive does."""
        number = arc_numbers(self._day.streets)
        for activity in route.activities:
            if activity.drive is not None:
                drive = activity.drive.with_arcs(number)
                return Position(arc=drive.arcs[0], offset_m=drive.from_offset_m)
        return None

    def _driving(self, drive: Drive, arrival_s: int) -> Iterator[_Spell]:
        """Yields the pieces of a drive, each with its share of the time by its metres."""
        ends_m = [int(self._day.streets.arc_length_m[arc]) for arc in drive.arcs]
        ends_m[-1] = drive.to_offset_m
        starts_m = [drive.from_offset_m, *[0] * (len(ends_m) - 1)]
        metres = [max(0, last - first) for first, last in zip(starts_m, ends_m, strict=True)]
        driven_m = 0
        for arc, first_m, piece_m in zip(drive.arcs, starts_m, metres, strict=True):
            begin_s, end_s = (
                arrival_s - drive.duration_s * (1 - along_m / max(1, sum(metres)))
                for along_m in (driven_m, driven_m + piece_m)
            )
            yield _Spell(
                arc=arc, first_m=first_m, last_m=first_m + piece_m, begin_s=begin_s, end_s=end_s
            )
            driven_m += piece_m


class _Lines(dict[int, tuple[LineString, int]]):
    """The line of each arc on the plane, and its length in metres, as they are asked for."""

    def __init__(self, day: InForce, plane: Plane) -> None:
        super().__init__()
        self._streets = day.streets
        self._plane = plane

    def __missing__(self, arc: int) -> tuple[LineString, int]:
        geometry = self._streets.arc_geometry(arc)
        metres = self._plane.metres(geometry[:, 0], geometry[:, 1])
        line = LineString(list(zip(*metres, strict=True)))
        self[arc] = line, int(self._streets.arc_length_m[arc])
        return self[arc]


def _standing(at: Position, begin_s: int, end_s: int) -> _Spell:
    return _Spell(
        arc=at.arc, first_m=at.offset_m, last_m=at.offset_m, begin_s=begin_s, end_s=end_s
    )


def _along(place: Place, activity: Activity) -> _Spell:
    """Returns the work along an arc."""
    first, last = place.entries[0], place.exits[0]
    return _Spell(
        arc=first.arc,
        first_m=first.offset_m,
        last_m=last.offset_m,
        begin_s=activity.begin_s,
        end_s=activity.end_s,
    )


def _delay_s(event: Event, vehicle_id: str, at_s: int, known: Sequence[Event]) -> int:
    """Returns what an event tells of a vehicle's delay until a time."""
    if not isinstance(event, Delayed | VehicleOut):
        return 0
    if event.vehicle_id != vehicle_id or event.at_s > at_s:
        return 0
    if isinstance(event, Delayed):
        return event.late_s
    backs = [
        one.at_s
        for one in known
        if isinstance(one, VehicleBack) and one.vehicle_id == vehicle_id and one.at_s >= event.at_s
    ]
    end_s = min(backs, default=at_s if event.until_s is None else event.until_s)
    return min(at_s, end_s) - event.at_s
