"""A vehicle's routes as GPX: `<rte>` with turns to read, `<trk>` with the line to follow."""

import datetime as dt
from zoneinfo import ZoneInfo

import gpxpy.gpx

from api.exports.instructions import Instruction, instructions
from api.exports.tracks import Point, legs_of, point_times_s
from api.words import Language
from optimizer.network.road_network import RoadNetwork
from scenarios.plan_file import PlanFile

CHINA = ZoneInfo("Asia/Shanghai")
CREATOR = "OneBroom"


def to_gpx(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
) -> str:
    """Returns a GPX 1.1 document with a route and a track for each of the vehicle's shifts.

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
    document.name = f"{vehicle_id} {plan_file.date}"
    document.description = "; ".join((plan_file.title, *map(str, plan_file.notices)))
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    for route in routes:
        label = f"{route.vehicle_id} {route.shift_id}"
        turns = gpxpy.gpx.GPXRoute(name=label)
        turns.points = [
            _waypoint(one, midnight) for one in instructions(plan_file, network, route, language)
        ]
        document.routes.append(turns)
        track = gpxpy.gpx.GPXTrack(name=label)
        segment = gpxpy.gpx.GPXTrackSegment()
        last: Point | None = None
        for leg in legs_of(plan_file, network, route):
            for (lon, lat), time_s in zip(leg.points, point_times_s(leg), strict=True):
                if (lon, lat) != last:
                    time = midnight + dt.timedelta(seconds=time_s)
                    segment.points.append(
                        gpxpy.gpx.GPXTrackPoint(lat, lon, time=time.astimezone(dt.UTC))
                    )
                last = (lon, lat)
        track.segments.append(segment)
        document.tracks.append(track)
    return str(document.to_xml(version="1.1"))


def _waypoint(one: Instruction, midnight: dt.datetime) -> gpxpy.gpx.GPXRoutePoint:
    time = None
    if one.time_s is not None:
        time = (midnight + dt.timedelta(seconds=one.time_s)).astimezone(dt.UTC)
    return gpxpy.gpx.GPXRoutePoint(
        latitude=one.point[1], longitude=one.point[0], name=one.text, time=time
    )
