"""What people write becomes events: names are looked up, times held against each other."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fleet import DAY_S, InvalidValue, Vehicle, message
from optimizer.events import (
    AmountChanged,
    Delayed,
    DriverLate,
    Event,
    FacilityShut,
    StreetClosed,
    TaskCancelled,
    TaskDone,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
    WeatherTurned,
)
from scenarios.operations.closures import arcs_closed, names_closed
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce
from scenarios.operations.new_work import resolve_added_task, urgent_case
from scenarios.operations.places import EventStreets
from scenarios.operations.positions import Tracker
from scenarios.operations.schema import (
    AmountChangedIn,
    DelayedIn,
    DoneIn,
    DriverLateIn,
    FacilityShutIn,
    HappenedIn,
    PeriodIn,
    SkippedIn,
    StreetClosedIn,
    TaskAddedIn,
    TaskCancelledIn,
    UrgentCaseIn,
    VehicleBackIn,
    VehicleOutIn,
    WeatherTurnedIn,
)
from scenarios.operations.standing_loads import resolve_standing_load

LAST_S = 2 * DAY_S
"""No time of a day is later: its nights end before."""


def id_of(given: HappenedIn) -> str:
    """Returns the id of an event: as it is written, else a digest of all that is."""
    if given.id:
        return given.id
    values = given.model_dump(mode="json", by_alias=True, exclude={"id"})
    values["told"] = given.at if given.told is None else given.told
    text = json.dumps(values, sort_keys=True)
    return f"{values['kind']}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads events of one day.

    Parameters
    ----------
    now_s
        Nothing can have been told later; None where nobody says what time it is.
    """

    day: InForce
    streets: EventStreets
    tracker: Tracker
    now_s: int | None = None

    def read(self, given: HappenedIn, note: Note) -> Event | None:
        """Returns the event that is meant; None with notes of all that is wrong."""
        faults = 0

        def count(field: str, why: Any) -> None:
            nonlocal faults
            faults += 1
            note(field, why)

        self._check_times(given, count)
        try:
            event = None if faults else _READ[type(given)](self, given, count)
        except InvalidValue as error:
            count("told", error.message)
        return None if faults else event

    def told_s(self, given: HappenedIn) -> int:
        """Returns when the planners were told."""
        return given.at if given.told is None else given.told

    def common(self, given: HappenedIn) -> dict[str, Any]:
        """Returns what all events have."""
        return {"id": id_of(given), "at_s": given.at, "told_s": self.told_s(given)}

    def _check_times(self, given: HappenedIn, note: Note) -> None:
        for name, field in type(given).model_fields.items():
            time_s = getattr(given, name)
            if name not in _TIMES or time_s is None or 0 <= time_s <= LAST_S:
                continue
            note(
                field.alias or name,
                message(
                    "events.not_this_day",
                    "{seconds:,} s after midnight is no time of this day; times go from 00:00 to "
                    "{last_s:clock}.",
                    seconds=time_s,
                    last_s=LAST_S,
                ),
            )
        if given.told is not None and given.told < given.at:
            note(
                "told",
                message(
                    "events.told_before",
                    "was told at {told_s:clock}, before it happened or was decided at "
                    "{at_s:clock}; what is to come has its hour in from or until.",
                    told_s=given.told,
                    at_s=given.at,
                ),
            )
        told_s = self.told_s(given)
        if self.now_s is not None and told_s > self.now_s:
            note(
                "at" if given.told is None else "told",
                message(
                    "events.in_the_future",
                    "was told at {told_s:clock_s}, and it is {now_s:clock_s}; tell it when it "
                    "has happened, or correct the time.",
                    told_s=told_s,
                    now_s=self.now_s,
                ),
            )


_TIMES = frozenset({"at", "told", "until", "from_", "deadline"})


def _period(given: PeriodIn, note: Note) -> dict[str, Any]:
    """Returns from when until when something holds."""
    from_s = given.at if given.from_ is None else given.from_
    _require_later(given.until, from_s, note)
    return {"from_s": from_s, "until_s": given.until}


def _require_later(until_s: int | None, from_s: int, note: Note) -> None:
    if until_s is not None and until_s <= from_s:
        note(
            "until",
            message(
                "events.until_before",
                "ends at {until_s:clock}, before it begins at {from_s:clock}; after midnight "
                "hours count on, as 25:30.",
                until_s=until_s,
                from_s=from_s,
            ),
        )


def _vehicle_out(reader: Reader, given: VehicleOutIn, note: Note) -> Event | None:
    vehicle = reader.day.vehicle(given.vehicle, note)
    _require_later(given.until, given.at if given.from_ is None else given.from_, note)
    if vehicle is None:
        return None
    out = VehicleOut(
        **reader.common(given),
        vehicle_id=vehicle.id,
        from_s=given.from_,
        until_s=given.until,
        carries_kg=given.kg,
    )
    return resolve_standing_load(given, out, vehicle, reader.day, note)


def _vehicle_back(reader: Reader, given: VehicleBackIn, note: Note) -> Event | None:
    vehicle = reader.day.vehicle(given.vehicle, note)
    if vehicle is None:
        return None
    return VehicleBack(**reader.common(given), vehicle_id=vehicle.id)


def _resolve_delayed(reader: Reader, given: DelayedIn, note: Note) -> Event | None:
    vehicle = reader.day.vehicle(given.vehicle, note)
    has_place = given.lon is not None and given.lat is not None
    half = (given.lon is None) != (given.lat is None)
    if half or has_place == (given.minutes is not None):
        note(
            "minutes",
            message(
                "events.how_late",
                "says in no way, or in two, how far it is behind; give minutes, or lon and lat.",
            ),
        )
        return None
    if vehicle is None:
        return None
    late_s = 60 * (given.minutes or 0)
    if given.lon is not None and given.lat is not None:
        before = _find_reported(reader, given, vehicle)
        if before is not None:
            return before
        late_s = reader.tracker.late_s(
            vehicle.id, given.at, given.lon, given.lat, reader.day.known, note
        )
    return Delayed(**reader.common(given), vehicle_id=vehicle.id, late_s=late_s)


def _find_reported(reader: Reader, given: DelayedIn, vehicle: Vehicle) -> Delayed | None:
    """Returns the same report as it was read when it came: the plan may be another since."""
    common = reader.common(given)
    for event in reader.day.known:
        if (
            isinstance(event, Delayed)
            and (event.id, event.at_s, event.told_s) == tuple(common.values())
            and event.vehicle_id == vehicle.id
        ):
            return event
    return None


def _driver_late(reader: Reader, given: DriverLateIn, note: Note) -> Event | None:
    vehicle = reader.day.vehicle(given.vehicle, note)
    if vehicle is None:
        return None
    meant = [
        shift
        for shift in vehicle.shifts
        if (given.shift and shift.id == given.shift)
        or (not given.shift and shift.start_s <= given.until < shift.end_s)
    ]
    if len(meant) != 1:
        note(
            "shift",
            message(
                "events.which_shift",
                "{vehicle} has no such shift, or none at {until_s:clock}; give one of "
                "{shifts:list}.",
                vehicle=vehicle.id,
                until_s=given.until,
                shifts=[shift.id for shift in vehicle.shifts],
            ),
        )
        return None
    (shift,) = meant
    if given.until >= shift.end_s:
        note(
            "until",
            message(
                "events.shift_over",
                "shift {shift} of {vehicle} is over at {end_s:clock}; tell vehicle_out instead.",
                shift=shift.id,
                vehicle=vehicle.id,
                end_s=shift.end_s,
            ),
        )
        return None
    return DriverLate(
        **reader.common(given), vehicle_id=vehicle.id, shift_id=shift.id, until_s=given.until
    )


def _resolve_done(reader: Reader, given: DoneIn, note: Note) -> Event:
    return TaskDone(**reader.common(given), task_id=reader.day.task_id(given, note))


def _resolve_skipped(reader: Reader, given: SkippedIn, note: Note) -> Event:
    return TaskSkipped(
        **reader.common(given),
        task_id=reader.day.task_id(given, note),
        reason=given.reason,
        again=given.again,
    )


def _resolve_cancelled(reader: Reader, given: TaskCancelledIn, note: Note) -> Event:
    return TaskCancelled(**reader.common(given), task_id=reader.day.task_id(given, note))


def _amount(reader: Reader, given: AmountChangedIn, note: Note) -> Event:
    return AmountChanged(
        **reader.common(given), task_id=reader.day.task_id(given, note), demand_kg=given.kg
    )


def _street_closed(reader: Reader, given: StreetClosedIn, note: Note) -> Event:
    if not (given.driving or given.working):
        note(
            "driving",
            message(
                "events.closed_to_nobody",
                "is closed neither for driving nor for working; set one of the two.",
            ),
        )
    closed = arcs_closed(given, reader.day, note)
    return StreetClosed(
        **reader.common(given),
        **_period(given, note),
        names=names_closed(given, closed, reader.day),
        arcs=tuple(reader.day.streets.arc_key(arc) for arc in np.flatnonzero(closed).tolist()),
        driving=given.driving,
        working=given.working,
    )


def _facility_shut(reader: Reader, given: FacilityShutIn, note: Note) -> Event:
    return FacilityShut(
        **reader.common(given),
        **_period(given, note),
        facility_id=reader.day.facility(given.facility, note),
    )


def _weather(reader: Reader, given: WeatherTurnedIn, note: Note) -> Event:
    return WeatherTurned(**reader.common(given), conditions=tuple(dict.fromkeys(given.conditions)))


def _resolve_added(reader: Reader, given: TaskAddedIn, note: Note) -> Event | None:
    told_s = reader.told_s(given)
    return resolve_added_task(given, id_of(given), told_s, reader.day, reader.streets, note)


def _case(reader: Reader, given: UrgentCaseIn, note: Note) -> Event | None:
    told_s = reader.told_s(given)
    return urgent_case(given, id_of(given), told_s, reader.day, reader.streets, note)


_READ: Mapping[type[HappenedIn], Callable[[Reader, Any, Note], Event | None]] = {
    VehicleOutIn: _vehicle_out,
    VehicleBackIn: _vehicle_back,
    DelayedIn: _resolve_delayed,
    DriverLateIn: _driver_late,
    DoneIn: _resolve_done,
    SkippedIn: _resolve_skipped,
    TaskAddedIn: _resolve_added,
    UrgentCaseIn: _case,
    TaskCancelledIn: _resolve_cancelled,
    AmountChangedIn: _amount,
    StreetClosedIn: _street_closed,
    FacilityShutIn: _facility_shut,
    WeatherTurnedIn: _weather,
}
