"""Which depot and which shifts a vehicle gets when the scenario leaves them open.

A small integer programme, solved by OR-Tools CP-SAT: cover as many due hours as possible with as
few shifts as needed, and house the vehicles near their work.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fleet import WORKS, Fleet, Shift, Vehicle, VehicleKind, Work
from optimizer.errors import InfeasibleScenario

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True, kw_only=True)
class DueHours:
    """Work that some shifts could do.

    Parameters
    ----------
    shift_ids
        The templates of the kind within which the work's windows lie.
    minutes
        Service time in all.
    """

    work: Work
    kind: VehicleKind
    shift_ids: frozenset[str]
    minutes: int


def assign(
    fleet: Fleet,
    *,
    templates: Mapping[VehicleKind, tuple[Shift, ...]],
    due: tuple[DueHours, ...],
    near: Mapping[VehicleKind, Mapping[str, float]],
) -> Fleet:
    """Returns the fleet with every depot and shift settled.

    Vehicles that are alike are dealt out by count, so the answer does not depend on their ids but
    for who gets which; a vehicle without work keeps to its depot and gets no shift.

    Parameters
    ----------
    templates
        The shifts to choose from, by kind; those of one kind must not overlap.
    near
        For each kind, the share of its work that lies nearest to each depot.

    Raises
    ------
    InfeasibleScenario
        When the depots cannot house the fleet.
    """
    from ortools.sat.python import cp_model

    depots = [facility.id for facility in fleet.depots]
    parking = {facility.id: facility.parking for facility in fleet.depots}
    open_depot: dict[VehicleKind, list[Vehicle]] = defaultdict(list)
    open_shift: dict[VehicleKind, list[Vehicle]] = defaultdict(list)
    for vehicle in fleet.vehicles:
        if vehicle.depot_id is None:
            open_depot[vehicle.kind].append(vehicle)
        else:
            parking[vehicle.depot_id] -= 1
        if not vehicle.shifts:
            open_shift[vehicle.kind].append(vehicle)
    num_open = sum(len(group) for group in open_depot.values())
    places = sum(parking.values())
    if min(parking.values(), default=0) < 0 or num_open > places:
        raise InfeasibleScenario(
            "assignment.no_parking",
            "{vehicles} vehicles, but the depots have parking for {parking}; add parking or a "
            "depot.",
            vehicles=len(fleet.vehicles),
            parking=sum(facility.parking for facility in fleet.depots),
        )
    model = cp_model.CpModel()
    housed = {
        (kind, depot): model.new_int_var(0, min(len(group), parking[depot]), f"{kind} {depot}")
        for kind, group in open_depot.items()
        for depot in depots
    }
    for kind, group in open_depot.items():
        model.add(sum(housed[kind, depot] for depot in depots) == len(group))
    for depot in depots:
        model.add(sum(housed[kind, depot] for kind in open_depot) <= parking[depot])
    far = []
    for kind, group in open_depot.items():
        for depot in depots:
            wanted = round(100 * len(group) * near.get(kind, {}).get(depot, 1 / len(depots)))
            off = model.new_int_var(0, 100 * len(group), f"off {kind} {depot}")
            model.add(off >= 100 * housed[kind, depot] - wanted)
            model.add(off >= wanted - 100 * housed[kind, depot])
            far.append(off)
    on_duty = {
        (kind, shift.id): model.new_int_var(0, len(group), f"{kind} {shift.id}")
        for kind, group in open_shift.items()
        for shift in templates.get(kind, ())
    }
    covered = []
    room: dict[tuple[VehicleKind, str], list[cp_model.LinearExprT]] = defaultdict(list)
    for number, hours in enumerate(due):
        parts = []
        for shift_id in sorted(hours.shift_ids):
            if (hours.kind, shift_id) in on_duty:
                part = model.new_int_var(0, hours.minutes, f"part {number} {shift_id}")
                # What a minute of work takes out of a shift, in hundredths of a minute.
                room[hours.kind, shift_id].append(
                    round(100 / WORKS[hours.work].useful_share) * part
                )
                parts.append(part)
        if parts:
            model.add(sum(parts) <= hours.minutes)
            covered += parts
    for (kind, shift_id), uses in room.items():
        shift = next(one for one in templates[kind] if one.id == shift_id)
        model.add(sum(uses) <= 100 * (shift.duration_s // 60) * on_duty[kind, shift_id])
    # One covered minute outweighs any shift, and a shift any distance: the order of importance.
    model.maximize(100_000 * sum(covered) - 50_000 * sum(on_duty.values()) - sum(far))
    solver = cp_model.CpSolver()
    # CP-SAT would take Ctrl-C for itself and not give it back.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = 5.0
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InfeasibleScenario(
            "assignment.no_housing", "the depots cannot house the fleet; add parking or a depot."
        )
    return replace(
        fleet,
        vehicles=_deal(fleet, templates, open_depot, open_shift, depots, housed, on_duty, solver),
    )


def _deal(
    fleet: Fleet,
    templates: Mapping[VehicleKind, tuple[Shift, ...]],
    open_depot: Mapping[VehicleKind, list[Vehicle]],
    open_shift: Mapping[VehicleKind, list[Vehicle]],
    depots: list[str],
    housed: "Mapping[tuple[VehicleKind, str], cp_model.IntVar]",
    on_duty: "Mapping[tuple[VehicleKind, str], cp_model.IntVar]",
    solver: "cp_model.CpSolver",
) -> tuple[Vehicle, ...]:
    """Returns the vehicles with the programme's counts dealt out in the order of the fleet."""
    depot_of: dict[str, str] = {}
    for kind, group in open_depot.items():
        # Dealt in turn, so that a kind's first vehicles do not all stand in one yard.
        left = {depot: solver.value(housed[kind, depot]) for depot in depots}
        for vehicle in group:
            depot = max(depots, key=lambda one: (left[one], -depots.index(one)))
            depot_of[vehicle.id] = depot
            left[depot] -= 1
    shifts_of: dict[str, tuple[Shift, ...]] = {}
    for kind, group in open_shift.items():
        given: dict[str, list[Shift]] = {vehicle.id: [] for vehicle in group}
        for shift in sorted(templates.get(kind, ()), key=lambda one: one.start_s):
            for vehicle in group[: solver.value(on_duty[kind, shift.id])]:
                given[vehicle.id].append(shift)
        shifts_of.update({id_: tuple(shifts) for id_, shifts in given.items()})
    return tuple(
        replace(
            vehicle,
            depot_id=vehicle.depot_id or depot_of[vehicle.id],
            shifts=vehicle.shifts or shifts_of[vehicle.id],
        )
        for vehicle in fleet.vehicles
    )
