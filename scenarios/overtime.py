"""Vehicles as their shifts are on a day on which some last longer, or more of them are out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from fleet import InvalidValue, Overtime, Shift, Vehicle, VehicleKind, widest_band
from optimizer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreShift:
    """One more vehicle is out, like another one in one of its shifts."""

    vehicle_id: str
    shift_id: str


def find_shift(vehicle: Vehicle, shift_id: str, templates: Iterable[Shift]) -> Shift:
    """Returns a shift of a vehicle, or of its kind where it leaves its shifts open.

    Raises
    ------
    InputError
        When there is none such.
    """
    known = (*vehicle.shifts, *templates)
    for shift in known:
        if shift.id == shift_id:
            return shift
    raise InputError(
        "hand.no_shift",
        "vehicle {vehicle!r} has no shift {id!r}; its shifts are {known:list}.",
        vehicle=vehicle.id,
        id=shift_id,
        known=sorted({one.id for one in known}),
    )


def lengthen(vehicle: Vehicle, wish: Overtime, templates: Iterable[Shift]) -> Vehicle:
    """Returns a vehicle that is out for longer; its break comes later where it must.

    Raises
    ------
    InputError
        When it has no such shift, or would break a rule of shifts by it.
    """
    shift = find_shift(vehicle, wish.shift_id, templates)
    others = (one for one in vehicle.shifts if one.id != shift.id)
    try:
        longer = _until(shift, shift.end_s + wish.later_s)
        shifts = sorted((*others, longer), key=lambda one: one.start_s)
        return replace(vehicle, shifts=tuple(shifts))
    except InvalidValue as error:
        raise InputError(error.message) from None


def _until(shift: Shift, end_s: int) -> Shift:
    """Returns a longer shift, without so early a break that too long a drive would follow it."""
    rest = shift.rest
    if rest is not None:
        earliest_s, _ = widest_band(shift.start_s, end_s, rest.duration_s)
        if rest.earliest_s < earliest_s <= rest.latest_s:
            rest = replace(rest, earliest_s=earliest_s)
    return replace(shift, end_s=end_s, rest=rest)


def with_more(
    vehicles: Iterable[Vehicle],
    wishes: Iterable[MoreShift],
    templates: Mapping[VehicleKind, tuple[Shift, ...]],
) -> Iterator[Vehicle]:
    """Yields vehicles, and behind each those like it that are to be out besides.

    Raises
    ------
    InputError
        When one has no such shift.
    """
    known, wanted = [*vehicles], [*wishes]
    taken = {one.id for one in known}
    for vehicle in known:
        yield vehicle
        for wish in wanted:
            if wish.vehicle_id != vehicle.id:
                continue
            shift = find_shift(vehicle, wish.shift_id, templates.get(vehicle.kind, ()))
            number = next(n for n in count(2) if f"{vehicle.id}-{n}" not in taken)
            taken.add(f"{vehicle.id}-{number}")
            yield replace(vehicle, id=f"{vehicle.id}-{number}", shifts=(shift,))
