"""What the checker can find, as stable codes."""

from dataclasses import dataclass
from enum import StrEnum

from fleet import Message, message
from optimizer.plan import Route


class ViolationCode(StrEnum):
    """A broken hard rule; scripts and people rely on these names."""

    UNKNOWN_VEHICLE = "unknown_vehicle"
    UNKNOWN_SHIFT = "unknown_shift"
    UNKNOWN_TASK = "unknown_task"
    UNKNOWN_FACILITY = "unknown_facility"
    ROUTE_TWICE = "route_twice"
    ACTIVITY_ORDER = "activity_order"
    TASK_TWICE = "task_twice"
    TASK_LOST = "task_lost"
    TASK_BOTH = "task_both"
    SKILL = "skill"
    MODE = "mode"
    TOO_BIG = "too_big"
    UNKNOWN_ARC = "unknown_arc"
    AGAINST_ONE_WAY = "against_one_way"
    PATH_BROKEN = "path_broken"
    FORBIDDEN_TURN = "forbidden_turn"
    U_TURN = "u_turn"
    CLOSED_ARC = "closed_arc"
    WRONG_PLACE = "wrong_place"
    DISTANCE = "distance"
    DRIVE_TIME = "drive_time"
    LANE_CHANGE = "lane_change"
    SERVICE_LENGTH = "service_length"
    SHIFT_START = "shift_start"
    SHIFT_END = "shift_end"
    ARRIVAL = "arrival"
    TIME_WINDOW = "time_window"
    FINISHED_LATE = "finished_late"
    SERVICE_TIME = "service_time"
    OPENING = "opening"
    BREAK_MISSING = "break_missing"
    BREAK_WRONG = "break_wrong"
    DRIVING_TOO_LONG = "driving_too_long"
    OVERLOAD = "overload"
    TANK_EMPTY = "tank_empty"
    TANK_MIXED = "tank_mixed"
    WRONG_FACILITY = "wrong_facility"
    FACILITY_FULL = "facility_full"
    LOAD_AT_END = "load_at_end"
    STATED_LOAD = "stated_load"
    PASSES_TOO_CLOSE = "passes_too_close"
    BULK_TOO_MUCH = "bulk_too_much"
    BULK_PLACE = "bulk_place"
    STORAGE_FULL = "storage_full"
    UNBALANCED = "unbalanced"
    PAST_CHANGED = "past_changed"
    REPLANNED_TOO_EARLY = "replanned_too_early"
    DELAY_UNTOLD = "delay_untold"
    SKIPPED_UNTOLD = "skipped_untold"
    LOST_UNTOLD = "lost_untold"
    VEHICLE_OUT = "vehicle_out"
    DRIVER_LATE = "driver_late"
    STREET_CLOSED = "street_closed"
    FACILITY_SHUT = "facility_shut"
    TASK_CANCELLED = "task_cancelled"
    TASK_SKIPPED = "task_skipped"
    TASK_NOT_ADDED = "task_not_added"
    AMOUNT_NOT_CHANGED = "amount_not_changed"
    LOAD_TAKEN = "load_taken"
    HAND_BROKEN = "hand_broken"
    # What a plan file states besides its routes, and `scenarios.second_opinion` judges.
    STATED_ROUTE = "stated_route"
    STATED_COUNTS = "stated_counts"
    STATED_COSTS = "stated_costs"
    STATED_COVERAGE = "stated_coverage"
    STATED_DRIVING = "stated_driving"
    STATED_UNASSIGNED = "stated_unassigned"
    STATED_REASON = "stated_reason"
    STATED_AREAS = "stated_areas"
    STATED_TARGET = "stated_target"
    STATED_BOUND = "stated_bound"
    STATED_TONNES = "stated_tonnes"
    STATED_NOTICE = "stated_notice"
    STATED_DAY = "stated_day"
    STATED_SCENARIO = "stated_scenario"
    STATED_FLEET = "stated_fleet"
    STATED_SITE = "stated_site"
    STATED_TASK = "stated_task"
    TASK_OWED = "task_owed"
    TASK_NOT_OWED = "task_not_owed"
    OTHER_SCENARIO = "other_scenario"
    OTHER_CALENDAR = "other_calendar"
    OTHER_BEFORE = "other_before"
    STATED_RUNNING = "stated_running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A broken hard rule in a plan.

    Parameters
    ----------
    where
        Vehicle, shift and activity, or the task.
    detail
        What is wrong, with the values.
    """

    code: ViolationCode
    where: Message | str
    detail: Message

    @property
    def message(self) -> Message:
        """All of it, as `str` says it."""
        return message(
            "violation.line",
            "[{code}] {where}: {detail}",
            code=self.code,
            where=self.where,
            detail=self.detail,
        )

    def __str__(self) -> str:
        return self.message.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A broken rule before it is said where."""

    code: ViolationCode
    detail: Message

    def at(self, where: Message | str) -> Violation:
        """Returns the violation that this is at a place in the plan."""
        return Violation(code=self.code, where=where, detail=self.detail)


def route_label(route: Route) -> str:
    """Returns what a route is called: vehicle and shift."""
    return f"{route.vehicle_id}/{route.shift_id}"


def activity_label(route: Route, number: int) -> Message:
    """Returns what an activity is called: route, number from 0 (the START), kind and object."""
    activity = route.activities[number]
    thing = activity.task_id or activity.facility_id
    if thing:
        return message(
            "violation.activity_at",
            "{route} activity {number} ({kind:word.activity} {thing})",
            route=route_label(route),
            number=number,
            kind=activity.kind,
            thing=thing,
        )
    return message(
        "violation.activity",
        "{route} activity {number} ({kind:word.activity})",
        route=route_label(route),
        number=number,
        kind=activity.kind,
    )
