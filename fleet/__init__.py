"""WITH WHAT: vehicles, facilities, contracts and street standards, as plain values."""

from fleet.case_category import CaseCategory
from fleet.clock import DAY_S, clock, clock_and_day
from fleet.container import CollectionPoint, OverflowPolicy
from fleet.contract import Contract, Priority
from fleet.crew import Driver
from fleet.district import StreetClosure, StreetOverride, Town
from fleet.disturbances import Disturbances
from fleet.extra_task import ExtraTask
from fleet.facility import Facility, FacilityKind
from fleet.fleet import Fleet
from fleet.lon_lat import LonLat, Misplaced, Ring, find_misplacement
from fleet.message import (
    InvalidValue,
    Message,
    MessageError,
    Wording,
    clauses,
    describe_error,
    message,
    message_of,
)
from fleet.overtime import Overtime
from fleet.shift import LEAST_REST_S, MOST_DRIVING_S, Break, Shift, shift_label, widest_band
from fleet.size import Size
from fleet.street_standard import Method, SnowStandard, StreetStandard, WashStandard
from fleet.time_window import TimeWindow
from fleet.vehicle import Vehicle
from fleet.weather import Condition, Season, Weather
from fleet.work import WORKS, Sheet, Stream, Supply, VehicleKind, Where, Work, WorkKind, Worth

__all__ = [
    "DAY_S",
    "LEAST_REST_S",
    "MOST_DRIVING_S",
    "WORKS",
    "Break",
    "CaseCategory",
    "CollectionPoint",
    "Condition",
    "Contract",
    "Disturbances",
    "Driver",
    "ExtraTask",
    "Facility",
    "FacilityKind",
    "Fleet",
    "InvalidValue",
    "LonLat",
    "Message",
    "MessageError",
    "Method",
    "Misplaced",
    "OverflowPolicy",
    "Overtime",
    "Priority",
    "Ring",
    "Season",
    "Sheet",
    "Shift",
    "Size",
    "SnowStandard",
    "Stream",
    "StreetClosure",
    "StreetOverride",
    "StreetStandard",
    "Supply",
    "TimeWindow",
    "Town",
    "Vehicle",
    "VehicleKind",
    "WashStandard",
    "Weather",
    "Where",
    "Wording",
    "Work",
    "WorkKind",
    "Worth",
    "clauses",
    "clock",
    "clock_and_day",
    "describe_error",
    "find_misplacement",
    "message",
    "message_of",
    "shift_label",
    "widest_band",
]
