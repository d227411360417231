"""Figures of driving, each on a route that is made by hand; the checker counts them too.

::

    1 ---- East Road ---- 2 ---- East Road ---- 3      300 m each, two-way
                          |                     |
                     South Road             North Road leads up from 3 to 4
                          |
                          5
"""

from collections import Counter
from dataclasses import fields, replace
from random import Random

import pytest

from fleet import Fleet, TimeWindow, Work
from optimizer.checker import ViolationCode
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import Drive, Place, Position
from optimizer.network.road_network import DrivingSide
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Mode, Task
from scenarios.measures import measure_driving
from scenarios.second_opinion.comparing import Unchecked
from scenarios.second_opinion.routes import check_driving
from tests.hand_drawn import SWEEPER, YARD
from tests.streets import street_network

STREETS = street_network(
    {1: (0, 0), 2: (300, 0), 3: (600, 0), 4: (600, 300), 5: (300, -300)},
    [
        (1, 2, {"name": "East Road"}),
        (2, 3, {"name": "East Road"}),
        (3, 4, {"name": "North Road"}),
        (2, 5, {"name": "South Road"}),
    ],
)
ALL_DAY = (TimeWindow(earliest_s=0, latest_s=80_000),)
RIGHT, LEFT, WHOLE = Side.RIGHT, Side.LEFT, Side.WHOLE
WASHER = replace(SWEEPER, id="W1", kind="washer", works=(Work.WASH,), tank_l=1_000)
FLEET = Fleet(vehicles=(SWEEPER, WASHER), facilities=(YARD,))


def task(key, *, side=RIGHT, lane=0, work=Work.SWEEP, windows=ALL_DAY, part="", of=STREETS):
    arc = of.arc_of_key[key]
    length_m = int(of.arc_length_m[arc])
    place = Place(
        entries=(Position(arc=arc, offset_m=0),), exits=(Position(arc=arc, offset_m=length_m),)
    )
    kerb = KerbKey(arc=key, side=side, lane=lane)
    return Task(
        id=f"{work}/{kerb}{part}",
        work=work,
        name=key,
        modes=(Mode(place=place, service_m=length_m, service_s=0),),
        windows=windows,
        kerb=kerb,
    )


class Sheet:
    """A route as it is written down, line by line; every second of it is one of its metres."""

    def __init__(self, vehicle="S1"):
        self.vehicle, self.tasks, self.lines = vehicle, [], []
        self.add(ActivityKind.START, None)

    def add(self, kind, drive, *, task_id=None, length_m=0, lane_change_s=0):
        self.lines.append(
            Activity(
                kind=kind,
                task_id=task_id,
                facility_id=None if task_id else "yard",
                drive=drive,
                arrival_s=0,
                begin_s=0,
                end_s=length_m,
                service_m=length_m,
                lane_change_s=lane_change_s,
            )
        )
        return self

    def works(self, key, length_m, *, drive=None, lane_change_s=0, **kerb):
        """Works so many metres of a kerb, straight on or after a drive (arcs, metres)."""
        one = task(key, part=f"/{len(self.tasks)}", **kerb)
        self.tasks.append(one)
        path = driven(*drive) if drive else None
        return self.add(
            ActivityKind.SERVICE,
            path,
            task_id=one.id,
            length_m=length_m,
            lane_change_s=lane_change_s,
        )

    def goes(self, kind, arcs, metres):
        return self.add(ActivityKind(kind), driven(arcs, metres))

    @property
    def route(self):
        return Route(vehicle_id=self.vehicle, shift_id="day", activities=tuple(self.lines))


def driven(arcs, metres):
    return Drive(
        arcs=tuple(arcs.split()),
        from_offset_m=0,
        to_offset_m=0,
        distance_m=metres,
        duration_s=metres,
    )


def rows_of(*sheets, network=STREETS, tasks=()):
    """What is stated of a plan; the checker's own count of it, every time, is the same."""
    due = [*(one for sheet in sheets for one in sheet.tasks), *tasks]
    plan = Plan(routes=tuple(one.route for one in sheets))
    rows = measure_driving(network, FLEET, due, plan)
    assert [*check_driving(rows, network, FLEET, due, plan)] == []
    return rows


def row_of(sheet, **given):
    (row,) = rows_of(sheet, **given)
    return row


def test_a_run_goes_on_along_one_kerb_of_one_street_as_long_as_nothing_is_driven():
    sheet = Sheet().works("1>2", 300).works("2>3", 50).works("3>4", 120)
    row = row_of(sheet)
    # East Road 300 + 50 m, North Road 120 m.
    assert (row.runs, row.short_runs, row.shortest_run_m) == (2, 0, 120)
    # (350 + 120) / 2.
    assert row.median_run_m == 235


def test_a_drive_a_change_of_side_and_a_visit_end_a_run():
    sheet = Sheet().works("1>2", 300).works("2>3", 99, drive=("1>2 2>3", 10))
    sheet.works("2>3", 100, side=LEFT).goes("unload", "2>3", 40)
    sheet.works("2>3", 30, side=LEFT)
    row = row_of(sheet)
    # 300, 99, 100 and 30 m; two are below 100 m: (99 + 100) / 2 is 99.5, said as 100.
    assert (row.runs, row.short_runs, row.shortest_run_m) == (4, 2, 30)
    assert row.median_run_m == 100
    assert row.short_share == 0.5


def test_going_over_is_counted_as_the_plan_states_it():
    sheet = Sheet().works("1>2", 300).works("2>3", 200, side=LEFT)
    sheet.works("3>4", 200, drive=("2>3 3>4", 50)).works("4>3", 200, side=LEFT, drive=("4>3", 51))
    sheet.goes("unload", "4>3", 5).works("3>2", 200, drive=("3>2", 5))
    # Right to left, and back over 50 m. After 51 m and after a visit it has gone over on the way.
    assert row_of(sheet).lane_changes == 2


def test_lanes_are_told_apart_as_the_rule_has_it():
    sheet = Sheet("W1")
    for lane in (1, 2, 2, 1):
        sheet.works("1>2", 300, lane=lane, work=Work.WASH)
    assert row_of(sheet).lane_changes == 2
    # A street swept as a whole is swept where its right kerb is.
    whole = Sheet().works("1>2", 300, side=WHOLE).works("2>3", 300)
    assert (row_of(whole).lane_changes, row_of(whole).runs) == (0, 1)


def test_a_hop_is_a_short_run_on_the_other_side_and_back():
    def hops(metres, *, back=RIGHT, drive=None):
        sheet = Sheet().works("1>2", 300).works("2>3", metres, side=LEFT)
        return row_of(sheet.works("2>3", 300, side=back, drive=drive)).hops

    assert hops(99) == 1
    assert hops(99, drive=("2>3", 50)) == 1
    # 100 m are a run; who stays on the left, or drives farther in between, has not hopped.
    assert hops(100) == 0
    assert hops(99, back=LEFT) == 0
    assert hops(99, drive=("2>3", 51)) == 0


def test_the_pieces_of_a_hop_count_together():
    sheet = Sheet().works("1>2", 300).works("2>3", 60, side=LEFT).works("2>3", 60, side=LEFT)
    # 60 + 60 = 120 m on the left.
    assert row_of(sheet.works("2>3", 300)).hops == 0


def test_breaks_are_drives_from_work_to_work():
    sheet = Sheet().works("1>2", 300, drive=("1>2", 500))
    sheet.works("2>3", 300, drive=("1>2 2>3", 0)).works("3>4", 300, drive=("2>3 3>4", 1))
    sheet.goes("unload", "3>4", 70).works("3>4", 300, drive=("3>4", 70)).goes("end", "3>4", 9)
    row = row_of(sheet)
    # Not the one from the depot, not 0 m, not those to and from the station.
    assert row.breaks == 1
    # 500 + 0 + 1 + 70 + 70 + 9.
    assert row.empty_m == 650


def test_a_drive_for_less_than_50_metres_is_for_a_scrap():
    sheet = Sheet().works("1>2", 300, drive=("1>2", 100)).works("2>3", 49, drive=("2>3", 400))
    sheet.works("3>4", 30, drive=("3>4", 200)).works("3>4", 20)
    sheet.works("4>3", 13, drive=("4>3", 50)).goes("end", "4>3", 250)
    row = row_of(sheet)
    # 49 m after 400 m and 13 m after 50 m; 30 + 20 m without a drive between are no scrap.
    assert (row.scraps, row.scrap_drive_m, row.scrap_m) == (2, 450, 62)
    # Of 100 + 400 + 200 + 50 + 250 m.
    assert row.scrap_share == 450 / 1_000


def test_the_way_to_the_station_is_not_driven_for_the_scrap_behind_it():
    sheet = Sheet().works("1>2", 300).goes("unload", "1>2", 2_000)
    row = row_of(sheet.works("2>3", 40, drive=("2>3", 80)).goes("end", "2>3", 0))
    assert (row.scraps, row.scrap_drive_m) == (1, 80)


def test_turning_round_is_a_turn_back_into_the_same_street():
    sheet = Sheet().works("1>2", 300).works("2>1", 300, drive=("1>2 2>1", 0))
    sheet.works("2>3", 300, drive=("2>1 1>2 2>3", 300))
    row = row_of(sheet)
    # At 2, and at 1 on the drive.
    assert (row.u_turns, row.turns_across) == (2, 0)


def test_who_leaves_a_yard_by_the_way_he_came_has_not_turned_round_in_the_street():
    sheet = Sheet().works("1>2", 300).goes("unload", "1>2 2>3", 100)
    sheet.works("2>1", 300, drive=("3>2 2>1", 100))
    assert row_of(sheet).u_turns == 0


@pytest.mark.parametrize(
    ("arcs", "on_the_right", "on_the_left"),
    [
        # East and then north is left; from the south road, which comes from below, it is right
        # to the east and left to the west.
        ("2>3 3>4", 1, 0),
        ("4>3 3>2", 0, 1),
        ("5>2 2>3", 0, 1),
        ("5>2 2>1", 1, 0),
        ("1>2 2>3", 0, 0),
        ("1>2 2>1", 0, 0),
        ("1>2 2>5", 0, 1),
        # Left, round, right, and left.
        ("2>3 3>4 4>3 3>2 2>5", 2, 1),
    ],
)
def test_turns_across_the_traffic_lead_left_where_it_keeps_right(arcs, on_the_right, on_the_left):
    keys = arcs.split()
    sheet = Sheet().works(keys[0], 300)
    sheet.works(keys[-1], 300, drive=(arcs, 600))
    assert row_of(sheet).turns_across == on_the_right
    mirrored = replace(STREETS, driving_side=DrivingSide.LEFT)
    assert row_of(sheet, network=mirrored).turns_across == on_the_left


def test_hours_are_those_of_driving_going_over_and_working():
    sheet = Sheet().works("1>2", 300, drive=("1>2", 500))
    sheet.works("2>3", 200, side=LEFT, lane_change_s=20).goes("end", "2>3", 780)
    row = row_of(sheet)
    # 500 + 780 s of driving, 20 s of going over, 300 + 200 s of work: half an hour.
    assert (row.moving_s, row.moving_h) == (1_800, 0.5)


def test_a_carriageway_is_done_in_part_where_a_lane_of_it_is_left_out():
    lanes = {"lane": 1, "work": Work.WASH}, {"lane": 2, "work": Work.WASH}
    sheet = Sheet("W1").works("1>2", 300, **lanes[0]).works("1>2", 300, **lanes[1])
    sheet.works("2>3", 300, **lanes[0])
    left = [task("2>3", **lanes[1]), task("3>4", **lanes[0]), task("3>4", **lanes[1])]
    row = row_of(sheet, tasks=left)
    # 1>2 is done, 2>3 in part, 3>4 not at all.
    assert (row.touched_m, row.partly_m, row.partly_share) == (600, 300, 0.5)


def test_passes_of_a_carriageway_are_told_apart_and_kerbs_are_no_carriageways():
    evening = (TimeWindow(earliest_s=60_000, latest_s=80_000),)
    sheet = Sheet("W1").works("1>2", 300, lane=1, work=Work.WASH)
    later = task("1>2", lane=2, work=Work.WASH, windows=evening)
    row = row_of(sheet, tasks=[later])
    assert (row.touched_m, row.partly_m) == (300, 0)
    swept = row_of(Sheet().works("1>2", 300), tasks=[task("1>2", side=LEFT)])
    assert (swept.touched_m, swept.partly_share) == (0, 0.0)


def test_there_is_a_row_for_each_kind_that_works_along_streets():
    sweeper = Sheet().works("1>2", 300)
    washer = Sheet("W1").works("1>2", 300, lane=1, work=Work.WASH)
    idle = Sheet("W1").goes("end", "1>2", 10)
    rows = rows_of(washer, sweeper, idle, washer)
    assert [(row.kind, row.duties) for row in rows] == [("washer", 2), ("sweeper", 1)]
    assert Counter(row.runs for row in rows) == {2: 1, 1: 1}
    assert rows_of(idle) == ()


def short_runs(sheet, *, network=STREETS):
    row = row_of(sheet, network=network)
    return row.short_runs, row.turning_runs, row.short_kerb_runs, row.broken_runs


def test_a_piece_that_is_done_in_turning_is_no_run_of_its_own():
    # From East Road by 49 m of North Road back into East Road, and by 30 m to a drive.
    sheet = Sheet().works("1>2", 300).works("3>4", 49).works("3>2", 300).works("2>5", 30)
    sheet.works("4>3", 300, drive=("4>3", 900))
    assert short_runs(sheet) == (2, 2, 0, 0)
    assert row_of(sheet).broken_share == 0.0


def test_a_run_is_broken_that_ends_though_its_kerb_goes_on():
    # North Road is 300 m long. 50 m are too much for a turn; 30 m stand alone between two drives;
    # 20 m lie on the other side of the same street.
    sheet = Sheet().works("1>2", 300).works("3>4", 50).works("3>2", 300)
    sheet.works("4>3", 30, drive=("4>3", 99)).works("2>1", 300, drive=("2>1", 99))
    sheet.works("1>2", 20, side=LEFT)
    assert short_runs(sheet) == (3, 0, 0, 3)
    # 3 of 6 runs.
    assert row_of(sheet).broken_share == 0.5


def test_a_kerb_that_is_short_itself_is_not_broken():
    # Lane 2>3 is 90 m; Long Road goes on from it under another name.
    streets = street_network(
        {1: (0, 0), 2: (300, 0), 3: (390, 0), 4: (800, 0)},
        [(1, 2, {"name": "A"}), (2, 3, {"name": "B"}), (3, 4, {"name": "C"})],
    )
    sheet = Sheet().works("1>2", 300).works("2>3", 90, drive=("1>2 2>3", 99), of=streets)
    row = row_of(sheet, network=streets)
    assert (row.short_runs, row.short_kerb_runs, row.broken_runs) == (1, 1, 0)
    # Two kerbs, of which one is short: half of the runs, did each kerb take one.
    assert (row.kerbs, row.short_kerbs, row.short_kerb_share) == (2, 1, 0.5)


@pytest.mark.parametrize("seed", range(60))
def test_both_counts_agree_on_random_routes(seed):
    rng = Random(seed)
    sheets = [Sheet(rng.choice(["S1", "W1"])) for _ in range(3)]
    keys = [*STREETS.arc_of_key]
    for sheet in sheets:
        for _ in range(12):
            drive = (" ".join(rng.choices(keys, k=2)), rng.choice([1, 40, 50, 51, 900]))
            if rng.random() < 0.15:
                sheet.goes(rng.choice(["unload", "refill"]), *drive)
            else:
                washes = sheet.vehicle == "W1"
                sheet.works(
                    rng.choice(keys),
                    rng.choice([20, 49, 50, 99, 100, 300]),
                    drive=rng.choice([None, drive]),
                    work=Work.WASH if washes else Work.SWEEP,
                    lane=rng.choice([1, 2]) if washes else 0,
                    side=rng.choice([LEFT, RIGHT]),
                )
    # Compares them.
    assert rows_of(*sheets)


def test_the_checker_finds_every_figure_that_was_changed():
    sheet = Sheet().works("1>2", 300).works("2>3", 99, side=LEFT, drive=("1>2 2>3", 10))
    (row,) = rows_of(sheet)
    plan = Plan(routes=(sheet.route,))
    for figure in fields(row):
        value = getattr(row, figure.name)
        other = "washer" if isinstance(value, str) else value + 1
        forged = replace(row, **{figure.name: other})
        (found,) = check_driving([forged], STREETS, FLEET, sheet.tasks, plan)
        assert (found.code, found.where) == (
            ViolationCode.STATED_DRIVING,
            f"measures.driving.0.{figure.name}",
        )


def test_an_earlier_plan_without_these_figures_is_said_to_be_unchecked():
    sheet = Sheet().works("1>2", 300)
    plan = Plan(routes=(sheet.route,))
    (found,) = check_driving((), STREETS, FLEET, sheet.tasks, plan)
    assert isinstance(found, Unchecked)


def test_a_run_is_not_carried_over_to_the_next_duty():
    # Each duty begins a run, on the same kerb of the same street.
    row = row_of_two(Sheet().works("1>2", 60), Sheet().works("2>3", 70))
    assert (row.runs, row.shortest_run_m, row.lane_changes) == (2, 60, 0)


def row_of_two(one, other):
    (row,) = rows_of(one, other)
    return row
