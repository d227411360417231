"""The audit adds up: on random streets, with random standards, whatever a plan serves."""

from collections import defaultdict
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import (
    Condition,
    LonLat,
    Method,
    StreetOverride,
    StreetStandard,
    TimeWindow,
    Town,
    WashStandard,
    Weather,
    Work,
)
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Route, Unassigned
from scenarios.due.maintained import find_maintained
from scenarios.due.street_work import Lot, LotReason, find_street_work
from scenarios.measures.coverage import audit_coverage
from tests.optimizer.network.random_streets import Streets, random_grid
from tests.scenarios.due.one_street import SCENARIO, street, with_standard, work_of

HIGHWAYS = ("primary", "secondary", "tertiary", "residential", "service", "motorway_link")
DAY = (TimeWindow(earliest_s=0, latest_s=86_400),)


def random_network(rng: Random):
    """A crooked grid of streets of all classes and widths, some without a name."""
    drawn = random_grid(rng, columns=rng.randint(2, 5), rows=rng.randint(2, 4))
    streets = tuple(
        (
            a,
            b,
            attributes
            | {
                "highway": rng.choice(HIGHWAYS),
                "width_cm": rng.choice([290, 350, 500, 599, 600, 699, 700, 905, 1400, 2111]),
                "name": rng.choice(["", "Elm Road", "Oak Road", "Ash Lane", f"{a} Street"]),
            },
        )
        for a, b, attributes in drawn.streets
    )
    return Streets(
        nodes=drawn.nodes, streets=streets, signals=drawn.signals, banned=drawn.banned
    ).build()


def random_days(rng: Random) -> dict:
    weekdays = tuple(rng.sample(range(7), rng.randint(1, 7)))
    return {"weekdays": weekdays, "number": rng.randint(1, len(weekdays))}


def random_standards(rng: Random) -> tuple[StreetStandard, ...]:
    """Some standards over some classes; the classes that are left are nobody's."""
    highways = rng.sample(HIGHWAYS, rng.randint(1, len(HIGHWAYS)))
    standards = []
    for number in range(rng.randint(1, 4)):
        days, nights = random_days(rng), random_days(rng)
        wash = WashStandard(
            washes_per_week=nights["number"],
            windows=DAY,
            weekdays=nights["weekdays"],
            min_width_cm=rng.choice([0, 600]),
        )
        standards.append(
            StreetStandard(
                id=f"class {number}",
                highways=tuple(highways[number::4]),
                method=rng.choice([Method.MECHANISED] * 4 + [Method.MANUAL]),
                passes=(DAY,) * rng.randint(0, 3),
                least_apart_s=3600,
                weekdays=days["weekdays"],
                sweeps_per_week=days["number"],
                required=rng.random() < 0.6,
                repeats_required=rng.random() < 0.5,
                prize_fen_per_m2=rng.randint(0, 9),
                min_width_cm=rng.choice([0, 500, 700]),
                cancelled_by=tuple(rng.sample(list(Condition), rng.randint(0, 4))),
                wash=wash if rng.random() < 0.7 else None,
            )
        )
    return tuple(standards)


def random_scenario(rng: Random):
    standards = random_standards(rng)
    ids = ["", *(standard.id for standard in standards)]
    return replace(
        SCENARIO,
        standards=standards,
        overrides=tuple(
            StreetOverride(id=name, standard=rng.choice(ids), names=(name,))
            for name in ("Elm Road", "Oak Road")
            if rng.random() < 0.4
        ),
        towns=tuple(
            Town(
                id=f"T{n}",
                name=f"town {n}",
                at=LonLat(lon=rng.uniform(0, 0.004), lat=rng.uniform(0, 0.003)),
            )
            for n in range(rng.randint(0, 3))
        ),
        weather=(Weather(date=SCENARIO.date, rain=rng.random() < 0.3),),
    )


def plan_of(rng: Random, tasks) -> Plan:
    """A plan that serves some of the tasks in one route and says why of most others."""
    share = rng.choice([0.0, 0.3, 0.7, 1.0])
    served = [task for task in tasks if rng.random() < share]
    ids = {task.id for task in served}
    left = [task.id for task in tasks if task.id not in ids and rng.random() < 0.9]
    lines = [Activity(kind=ActivityKind.START, arrival_s=0, begin_s=0, end_s=0)]
    lines += [
        Activity(kind=ActivityKind.SERVICE, task_id=task.id, arrival_s=n, begin_s=n, end_s=n + 1)
        for n, task in enumerate(served)
    ]
    return Plan(
        routes=(Route(vehicle_id="S1", shift_id="day", activities=tuple(lines)),),
        unassigned=tuple(
            Unassigned(task_id=id_, reason=rng.choice(list(Reason)), detail=f"of {id_}")
            for id_ in left
        ),
    )


def random_audit(seed: int) -> SimpleNamespace:
    """A random day with its streets, what is due, a plan and the audit of it."""
    rng = Random(seed)
    network, scenario = random_network(rng), random_scenario(rng)
    streets = find_maintained(scenario, network)
    drivable = np.array([rng.random() < 0.9 for _ in range(network.num_arcs)], dtype=np.bool_)
    work = find_street_work(scenario, network, streets, workable=lambda work: drivable)
    plan = plan_of(rng, work.tasks)
    audit = audit_coverage(
        work.lots,
        work.tasks,
        plan,
        lanes=work.lanes,
        unmaintained_m2=work.unmaintained_m2,
    )
    return SimpleNamespace(
        network=network, scenario=scenario, streets=streets, work=work, plan=plan, audit=audit
    )


def area_by(network, numbers, names) -> dict[str, int]:
    """The area of the arcs by what their numbers stand for, read from the network alone."""
    found: dict[str, int] = defaultdict(int)
    for number, area_m2 in zip(numbers.tolist(), network.arc_area_m2.tolist(), strict=True):
        if number >= 0:
            found[names[number]] += area_m2
    return {name: area_m2 for name, area_m2 in found.items() if area_m2}


seeds = st.integers(0, 10**9)


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_mechanised_manual_and_uncovered_add_up_to_the_square_metre(seed):
    day = random_audit(seed)
    audit = day.audit
    for row in (*audit.classes, *audit.towns, audit.total):
        assert row.mechanised_m2 + row.manual_m2 + row.uncovered_m2 == row.maintained_m2
        assert min(row.mechanised_m2, row.manual_m2, row.uncovered_m2) >= 0
    kept = day.streets.standard >= 0
    of_class = area_by(
        day.network, day.streets.standard, [one.id for one in day.scenario.standards]
    )
    of_town = area_by(day.network, np.where(kept, day.streets.town, -1), list(day.streets.towns))
    assert {row.label: row.maintained_m2 for row in audit.classes if row.maintained_m2} == of_class
    assert {row.label: row.maintained_m2 for row in audit.towns if row.maintained_m2} == of_town
    total_m2 = int(day.network.arc_area_m2.sum())
    assert audit.total.maintained_m2 + audit.unmaintained_m2 == total_m2


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_the_streets_listed_are_just_what_no_machine_sweeps(seed):
    audit = random_audit(seed).audit
    for label_of, rows in (
        (lambda street: street.service_class, audit.classes),
        (lambda street: street.town, audit.towns),
        (lambda street: "", (audit.total,)),
    ):
        for row in rows:
            listed = [street for street in audit.streets if label_of(street) == row.label]
            assert {street.lot for street in listed} <= {"manual", "uncovered"}
            for lot, area_m2 in (("manual", row.manual_m2), ("uncovered", row.uncovered_m2)):
                assert sum(one.area_m2 for one in listed if one.lot == lot) == area_m2
    assert all(street.name and street.reason for street in audit.streets)
    lines = [(s.name, s.town, s.service_class, s.lot, s.reason) for s in audit.streets]
    assert len(lines) == len(set(lines))


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_a_kerb_is_mechanised_once_when_any_of_its_passes_is_served(seed):
    day = random_audit(seed)
    swept = {
        task.kerb: task
        for task in day.work.tasks
        if task.work is Work.SWEEP and task.id in day.plan.served
    }
    by_class: dict[str, int] = defaultdict(int)
    for task in swept.values():
        by_class[task.service_class] += task.area_m2
    assert {r.label: r.mechanised_m2 for r in day.audit.classes if r.mechanised_m2} == {
        label: area_m2 for label, area_m2 in by_class.items() if area_m2
    }
    sweeps = [task for task in day.work.tasks if task.work is Work.SWEEP]
    assert day.audit.total.passes_due == len(sweeps)
    assert day.audit.total.passes_done == sum(task.id in day.plan.served for task in sweeps)


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_what_is_not_swept_is_by_hand_or_uncovered_as_the_standards_say(seed):
    day = random_audit(seed)
    standards = {standard.id: standard for standard in day.scenario.standards}
    swept = {
        task.kerb
        for task in day.work.tasks
        if task.work is Work.SWEEP and task.id in day.plan.served
    }
    manual_m2 = uncovered_m2 = 0
    for lot in day.work.lots:
        standard = standards[lot.service_class]
        by_hand = lot.reason in (LotReason.BY_STANDARD, LotReason.TOO_NARROW)
        not_today = lot.reason in (LotReason.WEATHER, LotReason.NOT_DUE_TODAY)
        assert (lot.lot is Lot.DUE) is not (by_hand or not_today)
        if by_hand or (lot.lot is Lot.DUE and lot.kerb not in swept and not standard.required):
            manual_m2 += lot.area_m2
        elif lot.kerb not in swept:
            uncovered_m2 += lot.area_m2
    assert (day.audit.total.manual_m2, day.audit.total.uncovered_m2) == (manual_m2, uncovered_m2)


@settings(max_examples=100, deadline=None)
@given(seed=seeds)
def test_washing_is_counted_lane_by_lane(seed):
    day = random_audit(seed)
    washes = [task for task in day.work.tasks if task.work is Work.WASH]
    rows = {row.service_class: row for row in day.audit.lanes}
    assert {task.service_class for task in washes} <= set(rows)
    for id_, row in rows.items():
        due = [task for task in washes if task.service_class == id_]
        done = [task for task in due if task.id in day.plan.served]
        assert row.due_m2 == sum(task.area_m2 for task in due)
        assert row.done_m2 == sum(task.area_m2 for task in done)
        assert (row.passes_due, row.passes_done) == (len(due), len(done))
        assert row.due_m2 + row.cancelled_m2 <= row.maintained_m2
        assert not (row.due_m2 and row.cancelled_m2)


def activity(task) -> Activity:
    return Activity(kind=ActivityKind.SERVICE, task_id=task.id, arrival_s=0, begin_s=0, end_s=1)


def serving(*tasks, left=()) -> Plan:
    """A plan of one route that serves the tasks and leaves others out for lack of time."""
    route = Route(vehicle_id="S1", shift_id="day", activities=tuple(map(activity, tasks)))
    return Plan(
        routes=(route,),
        unassigned=tuple(
            Unassigned(task_id=task.id, reason=Reason.SHIFT_TIME, detail=f"{task.id} lacks time")
            for task in left
        ),
    )


def test_of_a_street_with_one_kerb_swept_the_other_is_listed_with_the_next_step():
    work = work_of(street(width_cm=1400))
    there, back = [task for task in work.tasks if task.work is Work.SWEEP]
    audit = audit_coverage(work.lots, work.tasks, serving(there, left=[back]))
    # 200 m x 14 m, half and half.
    assert (audit.total.mechanised_m2, audit.total.uncovered_m2) == (1400, 1400)
    assert audit.total.rate == 0.5
    (row,) = audit.streets
    assert (row.name, row.lot, row.reason) == ("1-2 Street", "uncovered", "shift_time")
    assert (row.num_kerbs, row.length_m, row.area_m2) == (1, 200, 1400)
    assert row.detail == f"{back.id} lacks time"


def test_an_optional_street_that_no_route_takes_falls_to_manual_work():
    work = work_of(street(width_cm=1400), with_standard(required=False))
    sweeps = [task for task in work.tasks if task.work is Work.SWEEP]
    audit = audit_coverage(work.lots, work.tasks, serving(left=sweeps))
    assert (audit.total.manual_m2, audit.total.uncovered_m2) == (2800, 0)
    assert [(row.lot, row.reason) for row in audit.streets] == [("manual", "shift_time")]


def test_the_second_pass_alone_makes_a_kerb_mechanised():
    twice = with_standard(passes=(DAY, DAY))
    work = work_of(street(width_cm=500), twice)
    first, second = [task for task in work.tasks if task.work is Work.SWEEP]
    audit = audit_coverage(work.lots, work.tasks, serving(second, left=[first]))
    assert (audit.total.mechanised_m2, audit.total.maintained_m2) == (1000, 1000)
    assert (audit.total.passes_due, audit.total.passes_done) == (2, 1)
    assert audit.streets == ()
