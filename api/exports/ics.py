"""A plan's routes as calendar events (RFC 5545), which tell a changed plan from the same one.

Whoever imports a calendar again compares, for each UID, SEQUENCE and then DTSTAMP (RFC 5546,
section 2.1.5), and keeps what it has unless one of them is newer. So

- SEQUENCE counts changes of an event against the earlier file of the same name in the folder: the
  same event keeps its number, a changed one gets the next (RFC 5545, 3.8.7.4);
- DTSTAMP and LAST-MODIFIED say when the plan was made, as the file that holds it does; an event
  that did not change keeps those of the earlier file (3.8.7.2);
- a route that is no longer planned stays as a cancelled event (3.8.1.11), or it would stay in
  everybody's calendar.

Nothing else depends on the clock: the same plan and the same earlier file give the same bytes.
"""

import datetime as dt
from collections.abc import Iterator

import icalendar

from api.exports.gpx import CHINA
from api.exports.mishaps import mishaps
from api.exports.turn_list import select_notices
from api.words import Language, Phrasebook, phrasebook
from optimizer.legible import make_legible
from optimizer.plan import ActivityKind
from scenarios.measures import RouteRow
from scenarios.plan_file import PlanFile

_OF_REVISION = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_DOMAIN = "@onebroom"


def to_ics(
    plan_file: PlanFile,
    vehicle_id: str | None = None,
    *,
    language: Language = Language.EN,
    made_at: dt.datetime | None = None,
    earlier: bytes | None = None,
) -> bytes:
    """Returns a calendar with one event for each route, from leaving to coming back.

    Parameters
    ----------
    made_at
        When the plan was made; None for the beginning of its day and a second for every change.
    earlier
        The file that this one takes the place of.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//OneBroom//Plan//EN")
    calendar.add("version", "2.0")
    old = _events_of(earlier)
    events = list(_events(plan_file, vehicle_id, phrasebook(language)))
    for event in events:
        _revise(event, old.pop(str(event["UID"]), None), plan_file, made_at)
        calendar.add_component(event)
    for uid, event in sorted(old.items()):
        if uid.startswith(_uid(plan_file, vehicle_id or "")):
            calendar.add_component(_cancel(event, plan_file, made_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _uid(plan_file: PlanFile, vehicle_id: str) -> str:
    """Returns how the UIDs of a plan's events begin, of one vehicle or of all."""
    return f"{plan_file.date}/{vehicle_id}/" if vehicle_id else f"{plan_file.date}/"


def _events(
    plan_file: PlanFile, vehicle_id: str | None, words: Phrasebook
) -> Iterator[icalendar.Event]:
    """Yields the routes as events that say nothing of their revision yet."""
    midnight = _midnight(plan_file)
    facilities = {facility.id: facility for facility in plan_file.fleet.facilities}
    for row in plan_file.measures.routes:
        if vehicle_id is not None and row.vehicle_id != vehicle_id:
            continue
        event = icalendar.Event()
        event.add("uid", f"{_uid(plan_file, row.vehicle_id)}{row.shift_id}{_DOMAIN}")
        event.add("dtstart", midnight + dt.timedelta(seconds=row.start_s))
        event.add("dtend", midnight + dt.timedelta(seconds=row.end_s))
        summary = words(
            "event.summary",
            vehicle=row.vehicle_id,
            kind=row.kind,
            shift=plan_file.shift_label(row.vehicle_id, row.shift_id),
        )
        event.add("summary", make_legible(summary))
        event.add("description", make_legible(_description(row, plan_file, words)))
        for before_s, text in _reminders(row, plan_file, words):
            event.add_component(_alarm(before_s, text))
        depot = facilities.get(row.depot_id)
        if depot is not None:
            event.add("location", make_legible(depot.name))
            event.add("geo", (depot.at.lat, depot.at.lon))
        yield event


_LEAVE_S, _WINDOW_S = 30 * 60, 15 * 60
"""How long before leaving, and before windows open, one is reminded (assumed)."""


def _reminders(row: RouteRow, plan_file: PlanFile, words: Phrasebook) -> Iterator[tuple[int, str]]:
    """Yields by how many seconds after leaving a driver is reminded, and of what."""
    yield -_LEAVE_S, words("event.leave", vehicle=row.vehicle_id, at_s=row.start_s)
    tasks = {task.id: task for task in plan_file.tasks}
    opening: dict[int, list[str]] = {}
    key = (row.vehicle_id, row.shift_id)
    for route in plan_file.plan.routes:
        if (route.vehicle_id, route.shift_id) != key:
            continue
        for one in route.activities:
            task = tasks.get(one.task_id or "")
            if one.kind is not ActivityKind.SERVICE or task is None or task.kerb is not None:
                continue
            opens = [w.earliest_s for w in task.windows if w.earliest_s <= one.begin_s]
            if opens and opens[-1] > row.start_s:
                opening.setdefault(opens[-1], []).append(task.name)
    for open_s, names in sorted(opening.items()):
        text = words("event.opens", at_s=open_s, names=names[:3])
        if len(names) > 3:
            text = words("event.opens_more", at_s=open_s, names=names[:3], more=len(names) - 3)
        yield open_s - _WINDOW_S - row.start_s, text


def _alarm(after_s: int, text: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", make_legible(text))
    alarm.add("trigger", dt.timedelta(seconds=after_s))
    return alarm


def _midnight(plan_file: PlanFile) -> dt.datetime:
    return dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)


def _events_of(earlier: bytes | None) -> dict[str, icalendar.Event]:
    """Returns the events of an earlier file by UID; what is no calendar has none."""
    if not earlier:
        return {}
    try:
        found = icalendar.Calendar.from_ical(earlier)
    except ValueError:
        return {}
    return {
        str(event.get("UID")): event
        for event in found.walk("VEVENT")
        if isinstance(event, icalendar.Event)
    }


def _revise(
    event: icalendar.Event,
    old: icalendar.Event | None,
    plan_file: PlanFile,
    made_at: dt.datetime | None,
) -> None:
    """Says which revision of an event this is, and since when it is so."""
    if old is not None and _serialise_unrevised(event) == _serialise_unrevised(old):
        for name in _OF_REVISION:
            if name in old:
                event[name] = old[name]
        return
    _stamp(event, 0 if old is None else _sequence(old) + 1, plan_file, made_at)


def _stamp(
    event: icalendar.Event, sequence: int, plan_file: PlanFile, made_at: dt.datetime | None
) -> None:
    for name in _OF_REVISION:
        event.pop(name, None)
    at = made_at or _midnight(plan_file) + dt.timedelta(seconds=sequence)
    at = at.astimezone(dt.UTC).replace(microsecond=0)
    event.add("sequence", sequence)
    event.add("dtstamp", at)
    event.add("last-modified", at)


def _sequence(event: icalendar.Event) -> int:
    return int(event.get("SEQUENCE", 0))


def _serialise_unrevised(event: icalendar.Event) -> bytes:
    """Returns what an event says, its revision aside."""
    copy = icalendar.Event()
    for name, value in event.items():
        if name not in _OF_REVISION:
            copy[name] = value
    for part in event.subcomponents:
        copy.add_component(part)
    return bytes(copy.to_ical())


def _cancel(
    event: icalendar.Event, plan_file: PlanFile, made_at: dt.datetime | None
) -> icalendar.Event:
    if str(event.get("STATUS")) != "CANCELLED":
        event["STATUS"] = icalendar.vText("CANCELLED")
        _stamp(event, _sequence(event) + 1, plan_file, made_at)
    return event


def _description(row: RouteRow, plan_file: PlanFile, words: Phrasebook) -> str:
    lines = [
        words("event.tasks", tasks=row.num_tasks),
        *_describe_driving(row, words),
        words("event.load", kg=row.load_kg),
        *_mishaps(row, plan_file, words),
        *map(words.say, select_notices(plan_file)),
    ]
    return "\n".join(lines)


def _mishaps(row: RouteRow, plan_file: PlanFile, words: Phrasebook) -> list[str]:
    tasks = {task.id: task for task in plan_file.tasks}
    key = (row.vehicle_id, row.shift_id)
    routes = [one for one in plan_file.plan.routes if (one.vehicle_id, one.shift_id) == key]
    return [line for route in routes for line in mishaps(route, tasks, words)]


def _describe_driving(row: RouteRow, words: Phrasebook) -> list[str]:
    if not row.service_m:
        return [words("event.between", km=row.between_stops_m / 1000)]
    return [
        words("event.worked", km=row.service_m / 1000),
        words("event.empty", km=row.empty_m / 1000),
    ]
