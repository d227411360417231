"""A plan's routes as calendar events (RFC 5545)."""

import datetime as dt

import icalendar

from api.exports.gpx import CHINA
from api.words import Language, say
from scenarios.measures import RouteRow
from scenarios.plan_file import PlanFile


def to_ics(
    plan_file: PlanFile, vehicle_id: str | None = None, *, language: Language = Language.EN
) -> bytes:
    """Returns a calendar with one event for each route, from leaving to coming back."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//OneBroom//Plan//EN")
    calendar.add("version", "2.0")
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    facilities = {facility.id: facility for facility in plan_file.fleet.facilities}
    for row in plan_file.measures.routes:
        if vehicle_id is not None and row.vehicle_id != vehicle_id:
            continue
        event = icalendar.Event()
        event.add("uid", f"{plan_file.date}/{row.vehicle_id}/{row.shift_id}@onebroom")
        # No clock goes into an export: the plan counts as made at the beginning of its day.
        event.add("dtstamp", midnight.astimezone(dt.UTC))
        event.add("dtstart", midnight + dt.timedelta(seconds=row.start_s))
        event.add("dtend", midnight + dt.timedelta(seconds=row.end_s))
        kind = say(row.kind, language).replace("_", " ")
        event.add("summary", f"{row.vehicle_id} {kind} ({row.shift_id})")
        event.add("description", _description(row, plan_file, language))
        depot = facilities.get(row.depot_id)
        if depot is not None:
            event.add("location", depot.name)
            event.add("geo", (depot.at.lat, depot.at.lon))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _description(row: RouteRow, plan_file: PlanFile, language: Language) -> str:
    lines = [
        f"{say('tasks', language)}: {row.num_tasks}",
        *_driven(row, language),
        f"{say('load kg', language)}: {row.load_kg:,}",
        *map(str, plan_file.notices),
    ]
    return "\n".join(lines)


def _driven(row: RouteRow, language: Language) -> list[str]:
    if not row.service_m:
        return [f"{say('km between stops', language)}: {row.between_stops_m / 1000:.1f}"]
    return [
        f"{say('worked km', language)}: {row.service_m / 1000:.1f}",
        f"{say('empty km', language)}: {row.empty_m / 1000:.1f}",
    ]
