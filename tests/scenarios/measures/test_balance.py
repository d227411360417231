"""The balance of domestic waste: hand-computed, and on random plans."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fleet import Stream, Work
from optimizer.chain.ledger import Step
from optimizer.checker.chain import check_chain
from optimizer.plan import ActivityKind, Plan, Reason, Route, Unassigned
from scenarios.due.container_work import Decision, PointDue
from scenarios.measures.balance import PointOutcome, balance_tonnes
from tests.fleet.test_container import POINT
from tests.optimizer.checker.test_chain import (
    COMPACTOR,
    DOOR,
    FLEET,
    PLANT,
    STATION,
    TRUCK,
    line,
    task,
)

SECOND = replace(STATION, id="U", name="Second", storage_kg=0, stock_kg=0)
DUMP = replace(PLANT, id="D", name="Dump", streams=(Stream.DOMESTIC_WASTE,))


def due(id_, decision, *, level_kg=100, demand_kg=150, risk=0.5, allowed=True):
    return PointDue(
        point=replace(POINT, id=id_, town="west"),
        decision=decision,
        allowed=allowed,
        level_kg=level_kg,
        demand_kg=demand_kg,
        risk=risk,
        prize_fen=0,
        next_due=None,
    )


def emptied(due):
    """The task of a collection point."""
    id_ = due.point.id
    return replace(task(f"container/{id_}", Work.CONTAINER, due.demand_kg), point_id=id_)


def unserved(id_, reason):
    return Unassigned(task_id=f"container/{id_}", reason=reason, detail="why")


def loaded(activities, tasks):
    """The activities with the loads that their tasks make."""
    aboard_kg, found = 0, []
    for one in activities:
        aboard_kg = aboard_kg + tasks[one.task_id].demand_kg if one.task_id else 0
        found.append(replace(one, load_kg=aboard_kg))
    return tuple(found)


def balanced(points, tasks, plan, fleet=FLEET):
    return balance_tonnes(
        points, fleet, tasks, plan, towns={"west": "West"}, overflow_price_fen=10_000
    )


def test_every_point_is_listed_with_what_became_of_it():
    points = [
        due("A", Decision.MUST),
        due("B", Decision.MAY),
        due("C", Decision.MAY, risk=0.1),
        due("D", Decision.MUST, risk=0.9),
        due("E", Decision.WAIT, risk=0.0),
        due("F", Decision.WAIT, risk=1.0, allowed=False),
    ]
    tasks = [emptied(one) for one in points[:4]]
    route = Route(
        vehicle_id="C1",
        shift_id="day",
        activities=loaded(
            (
                line("service", 100, 200, task_id="container/A"),
                line("service", 300, 400, task_id="container/B"),
                line("unload", 500, 600, facility_id="T"),
            ),
            {one.id: one for one in tasks},
        ),
    )
    plan = Plan(
        routes=(route,),
        unassigned=(unserved("C", Reason.NOT_WORTH), unserved("D", Reason.SHIFT_TIME)),
    )
    found = balanced(points, tasks, plan)
    assert [(row.point_id, row.outcome, row.reason) for row in found.points] == [
        ("A", PointOutcome.SERVED, ""),
        ("B", PointOutcome.EARLY, ""),
        ("C", PointOutcome.SKIPPED, "not_worth"),
        ("D", PointOutcome.UNSERVED, "shift_time"),
        ("E", PointOutcome.SKIPPED, "not_due"),
        ("F", PointOutcome.SKIPPED, "not_its_day"),
    ]
    # 100 yuan x (0.1 + 0.9 + 0 + 1)
    assert found.overflow_fen == 20_000
    # Six points of 100 kg and 100 kg more in the day, 2 x 150 kg taken.
    assert found.kg(Step.CONTAINERS) == (600, 600, 300, 900)
    # 100 kg of stock and 300 kg brought; nothing is hauled.
    assert found.kg(Step.STATION) == (100, 300, 0, 400)
    assert found.kg(Step.TOTAL) == (700, 600, 0, 1_300)


def test_what_is_collected_beside_the_points_has_a_row_of_its_own():
    point = due("A", Decision.MUST)
    # A case, and one that is left; a load that another truck takes over was taken before.
    case = task("case/1", Work.CONTAINER, 100)
    tasks = [emptied(point), case, replace(case, id="case/2")]
    route = Route(
        vehicle_id="C1",
        shift_id="day",
        activities=loaded(
            (
                line("service", 100, 200, task_id="container/A"),
                line("service", 300, 400, task_id="case/1"),
                line("unload", 500, 600, facility_id="T"),
            ),
            {one.id: one for one in tasks},
        ),
    )
    left = Unassigned(task_id="case/2", reason=Reason.SHIFT_TIME, detail="why")
    plan = Plan(routes=(route,), unassigned=(left,))
    found = balanced([point], tasks, plan)
    # The point had 100 kg, got 100 and gave 150; the case came and went.
    assert found.kg(Step.CONTAINERS) == (100, 200, 250, 50)
    assert found.kg(Step.STATION) == (100, 250, 0, 350)
    sites = {one.id: DOOR for one in FLEET.facilities}
    by_id = {one.id: one for one in tasks}
    assert list(check_chain(FLEET, by_id, sites, plan, found.ledger)) == []


@st.composite
def days(draw):
    """Points, tasks and a plan: who is served, by which trip, unloaded where, hauled or not."""
    points, tasks, lines, plain = [], {}, [], []
    now_s = 0
    for number in range(draw(st.integers(0, 12))):
        decision = draw(st.sampled_from(list(Decision)))
        level_kg, part_kg = draw(st.integers(0, 900)), draw(st.integers(0, 100))
        one = due(f"G{number}", decision, level_kg=level_kg, demand_kg=level_kg + part_kg)
        points.append(one)
        if decision is Decision.WAIT:
            continue
        stop = emptied(one)
        tasks[stop.id] = stop
        if not draw(st.booleans()):
            plain.append(unserved(one.point.id, Reason.SHIFT_TIME))
            continue
        lines.append(line("service", now_s, now_s + 10, task_id=stop.id))
        if draw(st.booleans()):
            where = draw(st.sampled_from(["T", "U", "D"]))
            lines.append(line("unload", now_s + 10, now_s + 20, facility_id=where))
        now_s += 20
    lines.append(line("unload", now_s, now_s + 10, facility_id="T"))
    hauls, there_kg = [], 100
    aboard_kg = 0
    for one in loaded(lines, tasks):
        if one.kind is ActivityKind.UNLOAD:
            there_kg += aboard_kg if one.facility_id == "T" else 0
        aboard_kg = one.load_kg
    for number in range(draw(st.integers(0, 3))):
        kg = draw(st.integers(0, there_kg))
        there_kg -= kg
        tasks[f"H{number}"] = task(f"H{number}", Work.HAUL, kg, facility_id="T")
        begin_s = now_s + 100 + 100 * number
        hauls.append(line("service", begin_s, begin_s + 10, task_id=f"H{number}"))
        hauls.append(line("unload", begin_s + 20, begin_s + 30, facility_id="P"))
    routes = [
        Route(vehicle_id=id_, shift_id="day", activities=loaded(part, tasks))
        for id_, part in (("C1", lines), ("B1", hauls))
        if part
    ]
    return points, tasks, Plan(routes=tuple(routes), unassigned=tuple(plain))


@given(day=days(), limit_kg=st.sampled_from([0, 500]))
def test_the_tonnes_of_any_plan_add_up_to_the_kilogram(day, limit_kg):
    points, tasks, plan = day
    plant = replace(PLANT, daily_capacity_kg=limit_kg)
    fleet = replace(
        FLEET,
        vehicles=(COMPACTOR, TRUCK),
        facilities=(replace(STATION, storage_kg=0), SECOND, plant, DUMP),
    )
    found = balanced(points, tuple(tasks.values()), plan, fleet)
    assert [row.gap_kg for row in found.ledger] == [0] * len(found.ledger)
    assert len(found.points) == len(points)
    # What leaves one step comes in at the next.
    assert found.kg(Step.CONTAINERS)[2] == found.kg(Step.COLLECTION)[1]
    assert found.kg(Step.STATION)[2] == found.kg(Step.HAULAGE)[1]
    brought_kg = found.kg(Step.STATION)[1] + found.kg(Step.PLANT)[1]
    assert found.kg(Step.COLLECTION)[2] + found.kg(Step.HAULAGE)[2] == brought_kg
    sites = dict.fromkeys(("T", "U", "P", "D"), DOOR)
    assert list(check_chain(fleet, tasks, sites, plan, found.ledger)) == []
