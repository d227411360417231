"""The fleet of the day beside the scenario's: vehicles, their depots and shifts, facilities."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from fleet import Fleet, Message, Shift, Vehicle, message
from optimizer.checker import Violation, ViolationCode
from scenarios.scenario import Scenario
from scenarios.second_opinion.comparing import Finding, Unchecked, compare

PATH = "fleet.vehicles"


def check_fleet(fleet: Fleet, scenario: Scenario) -> Iterator[Finding]:
    """Yields vehicles and facilities that are not the scenario's.

    Where the scenario leaves depot or shifts of a vehicle open, the program chose: any that the
    vehicle could be given will do.
    """
    yield from compare(
        fleet.facilities, scenario.facilities, "fleet.facilities", ViolationCode.STATED_FLEET
    )
    owned = (*scenario.vehicles, *scenario.bulk_trucks)
    given = [_as_given(one, stated) for one, stated in zip(owned, fleet.vehicles, strict=False)]
    due = (*given, *owned[len(given) :])
    yield from compare(fleet.vehicles, due, PATH, ViolationCode.STATED_FLEET)
    for number, (one, stated) in enumerate(zip(owned, fleet.vehicles, strict=False)):
        for detail in _choice_faults(one, stated, scenario):
            yield Violation(
                code=ViolationCode.STATED_FLEET, where=f"{PATH}.{number}", detail=detail
            )
        why = message("unchecked.assignment", "the scenario leaves it open; the program chose")
        if one.depot_id is None:
            yield Unchecked(what=f"{PATH}.{number}.depot_id", why=why)
        if not one.shifts and one not in scenario.bulk_trucks:
            yield Unchecked(what=f"{PATH}.{number}.shifts", why=why)
    housed = Counter(vehicle.depot_id for vehicle in fleet.vehicles)
    for depot in scenario.fleet.depots:
        if housed[depot.id] > depot.parking:
            yield Violation(
                code=ViolationCode.STATED_FLEET,
                where=PATH,
                detail=message(
                    "violation.parking",
                    "{vehicles} vehicles stand at {depot}, which houses {parking}",
                    vehicles=housed[depot.id],
                    depot=depot.id,
                    parking=depot.parking,
                ),
            )


def _as_given(one: Vehicle, stated: Vehicle) -> Vehicle:
    """Returns the scenario's vehicle with the depot and shifts that it leaves open."""
    return replace(
        one,
        depot_id=stated.depot_id if one.depot_id is None else one.depot_id,
        shifts=one.shifts or stated.shifts,
    )


def _choice_faults(one: Vehicle, stated: Vehicle, scenario: Scenario) -> Iterator[Message]:
    """Yields what of a vehicle's depot and shifts could not be chosen."""
    if stated.depot_id is None:
        yield message("violation.no_depot", "{vehicle} has no depot", vehicle=one.id)
    if one.shifts:
        return
    open_to: tuple[Shift, ...] = scenario.shift_templates.get(one.kind, ())
    strange = [shift.id for shift in stated.shifts if shift not in open_to]
    if strange:
        yield message(
            "violation.strange_shift",
            "{vehicle} has shifts that its kind has not, or not at these hours: {shifts:list}",
            vehicle=one.id,
            shifts=strange,
        )
    # A transfer company's trucks are on duty whenever they may be.
    if one in scenario.bulk_trucks and len(stated.shifts) != len(open_to):
        yield message(
            "violation.bulk_shift",
            "{vehicle} has {shifts} of the {all} shifts of bulk trucks",
            vehicle=one.id,
            shifts=len(stated.shifts),
            all=len(open_to),
        )
