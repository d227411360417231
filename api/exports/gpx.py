"""A vehicle's routes as GPX: `<rte>` with turns to read, `<trk>` with the line to follow."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import gpxpy.gpx

from api.exports import CREATOR
from api.exports.datum import write_point
from api.exports.tracks import Leg, Point, legs_of, point_times_s, split_trips
from api.exports.turn_list import TurnLine, select_notices, turn_list
from api.words import Language, phrasebook
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from scenarios.files import Datum
from scenarios.plan_file import PlanFile

CHINA = ZoneInfo("Asia/Shanghai")


def to_gpx(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
    points: int | None = None,
    datum: Datum = Datum.WGS84,
) -> str:
    """Returns a GPX 1.1 document with a route for each of a vehicle's shifts, and a track by trip.

    Parameters
    ----------
    points
        The most points that a route may have, for navigators that take no more; see `thin_out`.
        The tracks keep all of their own.
    datum
        GPX is in WGS-84 by its definition; some navigators in China take it for another one.

    Raises
    ------
    KeyError
        When the vehicle has no route in the plan.
    """
    routes = [route for route in plan_file.plan.routes if route.vehicle_id == vehicle_id]
    if not routes:
        raise KeyError(vehicle_id)
    document = gpxpy.gpx.GPX()
    document.creator = CREATOR
    document.keywords = f"datum {datum}"
    document.name = f"{vehicle_id} {plan_file.date}"
    words = phrasebook(language)
    title = words.pick(plan_file.title, plan_file.title_zh)
    document.description = words.clauses((title, *map(words.say, select_notices(plan_file))))
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    for route in routes:
        shift = plan_file.shift_label(route.vehicle_id, route.shift_id)
        label = f"{route.vehicle_id} {words.say(shift)}"
        lines = list(turn_list(plan_file, network, route, words))
        parts = [lines] if points is None else thin_out(lines, points)
        for number, part in enumerate(parts, start=1):
            name = label if len(parts) == 1 else f"{label} {number}/{len(parts)}"
            turns = gpxpy.gpx.GPXRoute(name=name)
            turns.points = [_waypoint(one, midnight, datum) for one in part]
            document.routes.append(turns)
        trips = split_trips(legs_of(plan_file, network, route))
        for number, legs in enumerate(trips, start=1):
            name = words("sheet.trip", route=label, number=number) if len(trips) > 1 else label
            track = gpxpy.gpx.GPXTrack(name=name)
            track.segments.append(_segment(legs, midnight, datum))
            document.tracks.append(track)
    return make_legible(str(document.to_xml(version="1.1")))


def _segment(
    legs: Sequence[Leg], midnight: dt.datetime, datum: Datum
) -> gpxpy.gpx.GPXTrackSegment:
    """Returns the line of a trip, with when each point is passed."""
    segment = gpxpy.gpx.GPXTrackSegment()
    last: Point | None = None
    for leg in legs:
        for point, time_s in zip(leg.points, point_times_s(leg), strict=True):
            if point != last:
                lon, lat = write_point(point, datum)
                time = (midnight + dt.timedelta(seconds=time_s)).astimezone(dt.UTC)
                segment.points.append(gpxpy.gpx.GPXTrackPoint(lat, lon, time=time))
            last = point
    return segment


def thin_out(lines: Sequence[TurnLine], most: int) -> list[list[TurnLine]]:
    """Returns what a driver is told in as few points as a navigator takes.

    Turns, stops and facilities stay. Of the stretches of work in between, which a driver comes to
    by going on, the shortest are left out first. Where turns and stops alone are too many, they
    make several routes, one after the other.
    """
    over = len(lines) - most
    stretches = sorted(
        (n for n, one in enumerate(lines) if one.worked_m), key=lambda n: lines[n].worked_m
    )
    left_out = set(stretches[: max(0, over)])
    kept = [one for n, one in enumerate(lines) if n not in left_out]
    return [kept[begin : begin + most] for begin in range(0, len(kept), most)]


def _waypoint(one: TurnLine, midnight: dt.datetime, datum: Datum) -> gpxpy.gpx.GPXRoutePoint:
    time = None
    if one.time_s is not None:
        time = (midnight + dt.timedelta(seconds=one.time_s)).astimezone(dt.UTC)
    lon, lat = write_point(one.point, datum)
    return gpxpy.gpx.GPXRoutePoint(latitude=lat, longitude=lon, name=one.text, time=time)
