"""`./run bench operations`: the day while it runs, on drawn days, every new plan checked.

Prints how long the first legal new plan takes (streets warm: the network, its tables of drives and
the compiled kernels are in this process; what is counted is from the event to the checked plan,
without reasons), what the plan that changes least keeps of the tasks that no event touched, how
many urgent cases are done in time of those that any vehicle could have reached, what the breakdown
of a sweeper at 09:30 costs, and how much of what `--times` the seconds find is found in them.

Ctrl-C ends it and prints the figures of the days that are finished. With `--keep DIR` the plan of
the morning and every finished day are kept there, and the same command goes on after them.
"""

import argparse
import contextlib
import json
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fleet import VehicleKind, clock
from optimizer.errors import OneBroomError
from optimizer.events import StreetClosed, UrgentCase, VehicleOut
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, duties_of
from optimizer.stop import limits
from scenarios.files import load_network
from scenarios.plan_file import PlanFile, read_plan, write_plan
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning import PlanRefused, ReplanOptions, make_ready
from scenarios.rest_of_day import FREEZE_S
from scenarios.simulation import (
    LivedStep,
    Policy,
    can_be_reached,
    draw_day,
    go_on,
    live_through,
    objective_fen,
)

from .finished_days import Finished, Found, are_settings_of
from .machine import machine

HUZHOU = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "osm"
    / "huzhou_core10km.osm.pbf"
)
STREETS = {"district": None, "huzhou": str(HUZHOU)}
HALF_PAST_NINE_S = 34_200


def touched_by(step: LivedStep) -> set[str]:
    """Returns the tasks that events name, or whose vehicle or street they do."""
    ids = {getattr(event, "task_id", "") for event in step.events}
    vehicles = {getattr(event, "vehicle_id", "") for event in step.events}
    closed = {
        arc for event in step.events if isinstance(event, StreetClosed) for arc in event.arcs
    }
    of_vehicles = {
        id_
        for route in step.before.plan.routes
        if route.vehicle_id in vehicles
        for id_ in route.task_ids
    }
    on_closed = {
        task.id
        for task in step.before.tasks
        if closed and any(spot.arc in closed for mode in task.modes for spot in mode.place.entries)
    }
    return ids | of_vehicles | on_closed


def count_kept(step: LivedStep) -> tuple[int, int]:
    """Returns how many open tasks no event touches, and how many keep vehicle and order."""
    touched, after = touched_by(step), duties_of(step.after.plan)
    order = {
        id_: place for route in step.after.plan.routes for place, id_ in enumerate(route.task_ids)
    }
    untouched = kept = 0
    for route in step.before.plan.routes:
        left = [
            activity.task_id
            for activity in route.activities
            if activity.kind is ActivityKind.SERVICE
            and activity.begin_s >= step.now_s + FREEZE_S
            and activity.task_id not in touched
        ]
        duty = (route.vehicle_id, route.shift_id)
        untouched += len(left)
        kept += _longest_rise([order[id_] for id_ in left if after.get(id_) == duty])
    return untouched, kept


def _longest_rise(places: Sequence[int]) -> int:
    """Returns the length of the longest subsequence that rises: so many keep their order."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def live_days(
    morning: PlanFile, network: RoadNetwork, options: argparse.Namespace, finished: Finished
) -> None:
    """Lives drawn days by the policy that changes least."""
    for seed in range(options.seed, options.seed + options.days):
        if f"day {seed}" not in finished:
            found = Found()
            _live_day(morning, network, options, seed, found)
            finished.keep(f"day {seed}", found)


def _live_day(
    morning: PlanFile,
    network: RoadNetwork,
    options: argparse.Namespace,
    seed: int,
    found: Found,
) -> None:
    reachable: set[str] = set()

    def follow(step: LivedStep) -> None:
        found.first_s.append(step.seconds)
        untouched, kept = count_kept(step)
        found.open_untouched += untouched
        found.kept += kept
        print(
            f"  {clock(step.now_s)} {len(step.events)} told, {step.seconds:.1f} s, "
            f"{kept} of {untouched} stay",
            file=sys.stderr,
        )
        how = ReplanOptions(now_s=step.now_s)
        for event in step.events:
            if isinstance(event, UrgentCase):
                found.cases += 1
                if can_be_reached(event.task.id, step.before, network, step.events, how):
                    reachable.add(event.task.id)

    day = draw_day(morning, network, seed)
    happened = Counter(event.kind for event in day.events)
    print(f"day {seed}: {dict(happened)}, {len(day.blocked)} blocked", file=sys.stderr)
    try:
        lived = live_through(
            morning,
            network,
            day,
            Policy.LEAST,
            stop=limits(seconds=options.seconds),
            seed=options.seed,
            on_step=follow,
        )
    except PlanRefused as error:
        found.refuse(error)
        return
    ends_s = {
        activity.task_id: activity.end_s
        for route in lived.plan_file.plan.routes
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE
    }
    found.reachable += len(reachable)
    for event in day.events:
        if isinstance(event, UrgentCase) and event.task.id in reachable:
            by_s = event.task.finish_by_s
            found.in_time += ends_s.get(event.task.id, by_s + 1) <= by_s


def break_down(
    morning: PlanFile, network: RoadNetwork, options: argparse.Namespace, finished: Finished
) -> None:
    """Lets a sweeper break down at 09:30, another one for each day."""
    kinds = {vehicle.id: vehicle.kind for vehicle in morning.fleet.vehicles}
    out = sorted(
        route.vehicle_id
        for route in morning.plan.routes
        if kinds[route.vehicle_id] is VehicleKind.SWEEPER
        and route.start_s < HALF_PAST_NINE_S < route.end_s
    )
    for number in range(min(options.days, len(out))):
        vehicle_id = out[(options.seed + number) % len(out)]
        if f"breakdown {vehicle_id}" not in finished:
            found = Found()
            _break_down_one(morning, network, options, vehicle_id, found)
            finished.keep(f"breakdown {vehicle_id}", found)


def _break_down_one(
    morning: PlanFile,
    network: RoadNetwork,
    options: argparse.Namespace,
    vehicle_id: str,
    found: Found,
) -> None:
    event = VehicleOut(
        id="breakdown",
        at_s=HALF_PAST_NINE_S,
        told_s=HALF_PAST_NINE_S,
        vehicle_id=vehicle_id,
    )
    plans = []
    for policy, seconds in (
        (Policy.LEAST, options.seconds),
        (Policy.BEST, options.seconds),
        (Policy.BEST, options.times * options.seconds),
    ):
        begin_s = time.perf_counter()
        try:
            plans.append(
                go_on(
                    policy,
                    morning,
                    network,
                    (event,),
                    ReplanOptions(now_s=HALF_PAST_NINE_S),
                    stop=limits(seconds=seconds),
                    seed=options.seed,
                )
            )
        except PlanRefused as error:
            found.refuse(error)
        took_s = time.perf_counter() - begin_s
        if policy is Policy.LEAST:
            found.first_s.append(took_s)
        print(f"{vehicle_id} out at 09:30, {policy}: {took_s:.1f} s", file=sys.stderr)
    if len(plans) == 3:
        least, short, long = plans
        found.loss_least.append(morning.measures.rate - least.measures.rate)
        found.loss_best.append(morning.measures.rate - short.measures.rate)
        found.behind.append(objective_fen(short) / objective_fen(long) - 1)


def _morning(name: str, options: argparse.Namespace) -> PlanFile:
    """Returns the plan of the morning, from the folder where it is kept."""
    path = options.keep / f"morning-{name}.json" if options.keep else None
    if path is not None and path.exists():
        return read_plan(path)
    morning = plan_day(
        PlanRequest(
            scenario=options.scenario,
            osm=STREETS[name],
            seconds=options.plan_seconds,
            seed=options.seed,
            bound_seconds=0,
        )
    )
    if path is not None:
        write_plan(morning, path)
    return morning


def bench(name: str, options: argparse.Namespace) -> dict[str, object]:
    """Returns the figures of one set of streets."""
    network = load_network(osm=STREETS[name])
    morning = _morning(name, options)
    # Compiles what only new plans need, and makes the tables of drives: they are warm from here.
    begin_s = time.perf_counter()
    make_ready(morning, network)
    warm_up_s = time.perf_counter() - begin_s
    finished = Finished(options.keep, name)
    interrupted = False
    try:
        break_down(morning, network, options, finished)
        live_days(morning, network, options, finished)
    except KeyboardInterrupt:
        interrupted = True
    found = finished.total()
    first_s = sorted(found.first_s)
    return {
        "streets": name,
        "interrupted": interrupted,
        "tasks": len(morning.tasks),
        "rate of the morning": round(morning.measures.rate, 4),
        "warm-up s": round(warm_up_s, 1),
        "new plans": len(first_s),
        "first legal plan s, median": round(first_s[len(first_s) // 2], 2) if first_s else None,
        "first legal plan s, longest": round(first_s[-1], 2) if first_s else None,
        "untouched tasks that stay": _share(found.kept, found.open_untouched),
        "cases": found.cases,
        "cases any vehicle can reach": found.reachable,
        "of these in time": _share(found.in_time, found.reachable),
        "sweepers broken down at 09:30": len(found.loss_least),
        "rate lost, least change": _mean(found.loss_least),
        "rate lost, best from here": _mean(found.loss_best),
        "rate lost, at most": _most(found.loss_best),
        f"objective above {options.times} times the seconds": _mean(found.behind),
        "the same, at most": _most(found.behind),
        "violations": found.violations,
        "refused": found.refused,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 5) if values else None


def _most(values: Sequence[float]) -> float | None:
    return round(max(values), 5) if values else None


def main() -> int:
    """Prints the figures of each set of streets."""
    parser = argparse.ArgumentParser(prog="./run bench operations", description=__doc__)
    parser.add_argument("--scenario", default="yinzhou-2012")
    parser.add_argument("--streets", default="district,huzhou", help="parted by commas")
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0, help="of each search on the way")
    parser.add_argument("--times", type=int, default=10, help="what it is held against")
    parser.add_argument("--plan-seconds", type=float, default=60.0, help="for the morning's plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keeps finished days, goes on")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = options.streets.split(",")
    if unknown := sorted(set(names) - set(STREETS)):
        parser.error(f"--streets: {', '.join(unknown)} is unknown; there are {', '.join(STREETS)}")
    if options.keep is not None and not are_settings_of(options.keep, options):
        parser.error(f"--keep: {options.keep} is of other settings; give these, or another folder")
    run = {
        "machine": machine(),
        "seed": options.seed,
        "days": options.days,
        "seconds": options.seconds,
        "seconds of the morning": options.plan_seconds,
    }
    found: list[dict[str, object]] = []
    # Before the first day of some streets there is nothing to tell of them.
    with contextlib.suppress(KeyboardInterrupt):
        for name in names:
            found.append(bench(name, options))
            if found[-1]["interrupted"]:
                break
    code = 0 if len(found) == len(names) and not found[-1]["interrupted"] else 130
    if options.json:
        print(json.dumps(run | {"streets": found}))
        return code
    for part in (run, *found):
        for name, value in part.items():
            print(f"{name:<38}{value}")
        print()
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
