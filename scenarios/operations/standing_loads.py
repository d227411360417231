"""The load of a vehicle that breaks down, as work for the one that takes it over.

It is a stop where the vehicle stands by then, of so many minutes, that brings what is aboard: all
that was known when it was told counts, and no later plan moves it.
"""

from dataclasses import replace

from fleet import WORKS, TimeWindow, Vehicle, Work, message
from optimizer.events import VehicleOut, list_told
from optimizer.operations import find_aboard_kg, find_last_place, leave_from, live
from optimizer.task import Mode, Task
from scenarios.due import street_label
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce
from scenarios.operations.new_work import LAST_S, is_amount_possible
from scenarios.operations.schema import VehicleOutIn
from scenarios.scenario import TAKE_OVER_S


def resolve_standing_load(
    given: VehicleOutIn, out: VehicleOut, vehicle: Vehicle, day: InForce, note: Note
) -> VehicleOut | None:
    """Returns the event with the load and who takes it over; None with notes of what is wrong."""
    if not given.taken_by:
        return out
    for before in day.known:
        # As it was read when it came: the plan may be another since.
        if isinstance(before, VehicleOut) and replace(before, taken_by="", load=None) == out:
            return before
    taker = _find_taker(given, vehicle, day, note)
    if taker is None:
        return None
    load = _load(given, out, vehicle, day, note)
    if load is None or not _can_take(taker, load, day, note):
        return None
    return replace(out, taken_by=taker.id, load=load.with_arcs(day.network.arc_key))


def _find_taker(given: VehicleOutIn, vehicle: Vehicle, day: InForce, note: Note) -> Vehicle | None:
    if given.until is not None:
        note(
            "taken_by",
            message(
                "events.goes_on_loaded",
                "{vehicle} goes on at {until_s:clock} with what it carries; leave until out, or "
                "taken_by.",
                vehicle=vehicle.id,
                until_s=given.until,
            ),
        )
        return None
    taker = day.vehicle(given.taken_by, lambda _, why: note("taken_by", why))
    if taker is None or taker.id != vehicle.id:
        return taker
    note(
        "taken_by",
        message(
            "events.own_load",
            "{vehicle} stands and cannot take over what it carries; name another vehicle.",
            vehicle=vehicle.id,
        ),
    )
    return None


def _load(
    given: VehicleOutIn, out: VehicleOut, vehicle: Vehicle, day: InForce, note: Note
) -> Task | None:
    """Returns what a vehicle carries where it stands, as a task."""
    tasks = {task.id: task for task in day.plan_file.tasks_on(day.network)}
    sites = day.plan_file.sites_on(day.network)
    told = list_told((*day.new_events, out), out.told_s)
    lived = live(day.plan_file.plan, told, tasks, now_s=out.told_s, freeze_s=0)
    route = next(
        (one for one in lived.routes if one.vehicle_id == vehicle.id and one.is_lost), None
    )
    if route is None:
        note(
            "taken_by",
            message(
                "events.stands_nowhere",
                "{vehicle} is in its depot at {at_s:clock} by the plan, with nothing aboard; "
                "leave taken_by out.",
                vehicle=vehicle.id,
                at_s=out.stands_s,
            ),
        )
        return None
    aboard_kg = find_aboard_kg(route.frozen, tasks)
    works = [one for one in vehicle.works if WORKS[one].stream in aboard_kg]
    works = works or [one for one in vehicle.works if given.kg and WORKS[one].stream is not None]
    kg = given.kg or sum(aboard_kg.values())
    if len(aboard_kg) > 1 or Work.HAUL in vehicle.works or not works:
        note(
            "taken_by",
            message(
                "events.no_load",
                "{vehicle} has no load at {at_s:clock} that another could take over: none at all, "
                "several kinds of waste, or a bulk load; leave taken_by out.",
                vehicle=vehicle.id,
                at_s=out.stands_s,
            ),
        )
        return None
    place, _ = find_last_place(route.frozen, sites[vehicle.depot_id or ""], tasks, sites)
    stop = leave_from(place)
    minutes_s = None if given.minutes is None else 60 * given.minutes
    stated_s = day.scenario.take_over_s if day.scenario else {}
    service_s = stated_s.get(vehicle.kind, TAKE_OVER_S) if minutes_s is None else minutes_s
    first_s = max(out.told_s, route.frozen[-1].end_s)
    return Task(
        id=f"load/{vehicle.id}",
        work=works[0],
        name=street_label(day.network, stop.exits[0].arc),
        modes=(Mode(place=stop, service_m=0, service_s=service_s),),
        demand_kg=kg,
        windows=(TimeWindow(earliest_s=first_s, latest_s=LAST_S),),
        taken_from=vehicle.id,
    )


def _can_take(taker: Vehicle, load: Task, day: InForce, note: Note) -> bool:
    """Notes a vehicle that does not do such work, and a load that no such hopper holds."""
    if load.work not in taker.works:
        able = [one.id for one in day.plan_file.fleet.vehicles if load.work in one.works]
        note(
            "taken_by",
            message(
                "events.cannot_take",
                "{vehicle} does no {work:word.work} and cannot take over such a load; name one of "
                "{others:list}.",
                vehicle=taker.id,
                work=load.work,
                others=[id_ for id_ in able if id_ != load.taken_from],
            ),
        )
        return False
    stream = WORKS[load.work].stream
    holds_kg = taker.holds_kg(stream) if stream else 0
    return is_amount_possible("kg", load.demand_kg, holds_kg, note)
