"""WITH WHAT: vehicles, facilities, contracts and street standards, as plain values."""

from fleet.clock import DAY_S, clock, clock_and_day
from fleet.container import CollectionPoint, OverflowPolicy
from fleet.contract import Contract, Priority
from fleet.crew import Driver
from fleet.district import StreetOverride, Town
from fleet.facility import WATER, Facility, FacilityKind
from fleet.fleet import Fleet
from fleet.message import InvalidValue, Message, MessageError, Wording, message
from fleet.shift import LEAST_REST_S, MOST_DRIVING_S, Break, Shift, widest_band
from fleet.size import Size
from fleet.street_standard import Method, StreetStandard, WashStandard
from fleet.time_window import TimeWindow
from fleet.vehicle import Vehicle, VehicleKind
from fleet.weather import Condition, Season, Weather
from fleet.work import STREAM_OF_WORK, Stream, Work

__all__ = [
    "DAY_S",
    "LEAST_REST_S",
    "MOST_DRIVING_S",
    "STREAM_OF_WORK",
    "WATER",
    "Break",
    "CollectionPoint",
    "Condition",
    "Contract",
    "Driver",
    "Facility",
    "FacilityKind",
    "Fleet",
    "InvalidValue",
    "Message",
    "MessageError",
    "Method",
    "OverflowPolicy",
    "Priority",
    "Season",
    "Shift",
    "Size",
    "Stream",
    "StreetOverride",
    "StreetStandard",
    "TimeWindow",
    "Town",
    "Vehicle",
    "VehicleKind",
    "WashStandard",
    "Weather",
    "Wording",
    "Work",
    "clock",
    "clock_and_day",
    "message",
    "widest_band",
]
