"""Work that comes up becomes a task at the right kerb, with the right hours."""

from dataclasses import replace

import pytest

from fleet import CaseCategory, TimeWindow, Work
from optimizer.network.place import Place, Position
from optimizer.network.road_network import DrivingSide
from optimizer.task import Mode
from scenarios.files import load_scenario, snapshot
from scenarios.operations import CATEGORIES
from tests.scenarios.operations.telling import PLAN, fault, one, told
from tests.streets import street_network

DEGREE_M = 111_195
"""Metres to a degree on the drawn streets."""

NIGHT_AFTER_S = 172_800
ADDED = {"work": "sweep", "name": "Leaves", "minutes": 5}
# 10 m east of North Road, which runs north from (500 m, 0), and 100 m up it.
BESIDE_NORTH = {"lon": 510 / DEGREE_M, "lat": 100 / DEGREE_M}
CASE = {"number": "2024-7", "category": "道路不洁", "source": "12345"}


TWO_WAYS = street_network(
    {1: (0, 0), 2: (500, 0), 3: (500, 300), 4: (0, 300)},
    [(1, 2), (2, 3), (3, 4), (4, 1)],
    turning=(1, 2, 3, 4),
)
"""The same streets, on which vehicles can turn round at the corners."""


def stop(arc, offset_m, service_s):
    at = (Position(arc=arc, offset_m=offset_m),)
    return Mode(place=Place(entries=at, exits=at), service_m=0, service_s=service_s)


class TestPlaces:
    def test_added_work_is_a_stop_on_its_own_side_of_the_street(self):
        task = one("task_added", **ADDED, **BESIDE_NORTH).task
        # Traffic keeps right: north-bound vehicles pass on the eastern side.
        assert task.modes == (stop("2>3", 100, 300),)
        assert (task.work, task.name, task.kerb, task.area_m2) == (Work.SWEEP, "Leaves", None, 0)
        assert task.required

    def test_where_traffic_keeps_left_the_other_arc_is_near(self):
        left = replace(PLAN, network=replace(PLAN.network, driving_side=DrivingSide.LEFT))
        values = {"kind": "task_added", "at": "06:10"} | ADDED | BESIDE_NORTH
        (event,) = told(values, plan=left, streets=TWO_WAYS)
        # 100 m up a street of 300 m is 200 m down it.
        assert event.task.modes == (stop("3>2", 200, 300),)

    def test_bins_are_carried_across_a_street_that_can_be_crossed(self):
        values = {"kind": "task_added", "at": "06:10"} | ADDED | BESIDE_NORTH
        (event,) = told(values | {"work": "kitchen"}, streets=TWO_WAYS)
        assert event.task.modes == (stop("2>3", 100, 300), stop("3>2", 200, 300))
        # A sweeper works on its own side only: 8 m are wide enough for two.
        (event,) = told(values, streets=TWO_WAYS)
        assert event.task.modes == (stop("2>3", 100, 300),)

    def test_a_narrow_street_is_swept_in_either_direction(self):
        lane = street_network({1: (0, 0), 2: (500, 0)}, [(1, 2, {"width_cm": 500, "name": "L"})])
        values = {"kind": "task_added", "at": "06:10", "street": "L"} | ADDED
        (event,) = told(values, streets=lane)
        assert event.task.modes == (stop("1>2", 250, 300), stop("2>1", 250, 300))

    def test_a_street_alone_means_the_middle_of_its_longest_piece(self):
        assert one("task_added", **ADDED, street="西路").task.modes == (stop("3>4", 250, 300),)

    def test_a_street_and_a_crossing_mean_where_they_meet(self):
        task = one("task_added", **ADDED, street="西路", crossing="South Road").task
        assert task.modes == (stop("3>4", 500, 300),)

    def test_a_point_and_a_street_mean_the_nearest_place_of_that_street(self):
        # East Road runs along latitude 0: its end is nearest to the point.
        task = one("task_added", **ADDED, **BESIDE_NORTH, street="East Road").task
        assert {mode.place.entries[0] for mode in task.modes} <= {
            Position(arc="1>2", offset_m=500),
            Position(arc="2>1", offset_m=0),
        }

    @pytest.mark.parametrize(
        ("values", "field", "code"),
        [
            ({}, "lon", "no_place"),
            ({"lon": 0.0}, "lon", "half_a_point"),
            ({"crossing": "西路"}, "crossing", "crossing_alone"),
            ({"street": "西路", "crossing": "East Road"}, "crossing", "no_crossing"),
            ({"street": "西路", "crossing": "E Road"}, "crossing", "unknown_street"),
            # 400 m east of North Road, and no street may be farther than 300 m.
            ({"lon": 900 / DEGREE_M, "lat": 0.001}, "lon", "off_street"),
        ],
    )
    def test_a_place_that_is_none_is_refused(self, values, field, code):
        assert fault("task_added", **ADDED, **values)[:2] == (field, f"events.{code}")

    def test_a_street_that_nobody_may_drive_is_refused(self):
        shut = street_network(
            {1: (0, 0), 2: (500, 0), 3: (500, 300)},
            [(1, 2), (2, 3, {"access": "private", "name": "Private"})],
        )
        values = {"kind": "task_added", "at": "06:10", "street": "Private"} | ADDED
        with pytest.raises(Exception, match="no vehicle with the skill can drive in Private"):
            told(values, streets=shut)
        with pytest.raises(Exception, match="no vehicle with the skill can drive in Private"):
            told(values | BESIDE_NORTH, streets=shut)


class TestHours:
    def test_added_work_may_begin_when_it_is_told(self):
        task = one("task_added", **ADDED, **BESIDE_NORTH, told="06:15").task
        assert task.windows == (TimeWindow(earliest_s=22_500, latest_s=NIGHT_AFTER_S),)
        assert task.finish_by_s == 0

    def test_windows_are_cut_to_what_is_left_and_joined(self):
        windows = ["05:00-06:00", "06:00-07:00", "06:50-07:30", "09:00-10:00"]
        task = one("task_added", **ADDED, **BESIDE_NORTH, windows=windows).task
        assert task.windows == (
            TimeWindow(earliest_s=22_200, latest_s=27_000),
            TimeWindow(earliest_s=32_400, latest_s=36_000),
        )

    def test_work_begins_early_enough_to_be_over_by_its_deadline(self):
        # 5 min before 09:30; the window after that is gone.
        windows = ["06:00-07:00", "09:00-10:00", "11:00-12:00"]
        values = {"windows": windows, "deadline": "09:30"}
        task = one("task_added", **ADDED, **BESIDE_NORTH, **values).task
        assert task.windows == (
            TimeWindow(earliest_s=22_200, latest_s=25_200),
            TimeWindow(earliest_s=32_400, latest_s=33_900),
        )
        assert task.finish_by_s == 34_200

    @pytest.mark.parametrize(
        ("values", "field", "code"),
        [
            ({"windows": ["05:00-06:00"]}, "windows", "events.windows_over"),
            ({"windows": ["07:00-06:30"]}, "windows", "window.order"),
            ({"deadline": "06:14"}, "deadline", "events.no_time"),
            ({"work": "wash"}, "work", "events.nobody_does"),
            ({"work": "haul"}, "work", "events.nobody_does"),
            ({"kg": 2_001}, "kg", "events.too_much"),
            ({"litres": 1}, "litres", "events.too_much"),
        ],
    )
    def test_work_that_cannot_be_done_is_refused(self, values, field, code):
        assert fault("task_added", **(ADDED | BESIDE_NORTH | values))[:2] == (field, code)


class TestCases:
    def test_a_case_is_the_work_of_its_category(self):
        event = one("urgent_case", **CASE, street="西路")
        assert (event.number, event.category, event.source) == ("2024-7", "dirty road", "12345")
        # A dirty road: 15 min of sweeping and 30 kg, over two hours after 06:10; these sweepers
        # have no tank. It begins from 06:10 to 07:55.
        task = event.task
        assert (task.id, task.work, task.name) == ("case/2024-7", Work.SWEEP, "西路")
        assert task.modes == (stop("3>4", 250, 900),)
        assert (task.demand_kg, task.demand_l) == (30, 0)
        assert task.windows == (TimeWindow(earliest_s=22_200, latest_s=28_500),)
        assert (task.finish_by_s, task.required) == (29_400, True)

    def test_a_case_may_say_more_than_its_category(self):
        values = {"minutes": 30, "kg": 500, "deadline": "07:10", "name": "By the school"}
        task = one("urgent_case", **CASE, **values, street="西路").task
        assert task.modes == (stop("3>4", 250, 1_800),)
        assert (task.demand_kg, task.name, task.finish_by_s) == (500, "By the school", 25_800)
        assert task.windows == (TimeWindow(earliest_s=22_200, latest_s=24_000),)

    def test_a_case_that_is_told_too_late_is_refused(self):
        values = CASE | {"street": "西路", "deadline": "06:24"}
        assert fault("urgent_case", **values)[:2] == ("deadline", "events.no_time")

    def test_what_comes_up_may_be_done_or_called_off_by_its_number(self):
        # Read whole, whatever the order in the list.
        off = {"kind": "task_cancelled", "at": "06:20", "case": "2024-7"}
        case = {"kind": "urgent_case", "at": "06:10", "street": "西路"} | CASE
        assert told(off, case)[0].task_id == "case/2024-7"

    def test_the_categories_of_the_scenario_hold(self):
        own = CaseCategory(
            name="leaves", code="01-12", work=Work.SWEEP, service_s=600, deadline_s=3_600
        )
        scenario = replace(load_scenario("yinzhou-2012"), case_categories=(own,))
        plan = replace(PLAN, scenario=snapshot(scenario))
        case = {"kind": "urgent_case", "at": "06:10", "number": "1", "street": "西路"}
        (event,) = told(case | {"category": "01-12"}, plan=plan)
        assert (event.category, event.task.finish_by_s) == ("leaves", 22_200 + 3_600)
        with pytest.raises(Exception, match="nearest are leaves, 01-12"):
            told(case | {"category": "道路不洁"}, plan=plan)

    def test_the_library_states_the_categories_that_hold_without(self):
        assert load_scenario("yinzhou-2012").case_categories == CATEGORIES
        # The standard's codes are the cities' to give.
        assert {one.code for one in CATEGORIES} == {""}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"service_s": 0}, "service_s must be positive"),
        ({"demand_kg": -1}, "demand_kg must not be negative"),
        ({"work": Work.HAUL}, "which only bulk loads are"),
        ({"deadline_s": 60}, "takes 15 min and must be over after 1"),
    ],
)
def test_a_category_that_cannot_be_is_refused(changes, says):
    dirty = CATEGORIES[3]
    with pytest.raises(ValueError, match=says):
        replace(dirty, **changes)
