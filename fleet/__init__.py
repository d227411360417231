"""WITH WHAT: vehicles, facilities, contracts and street standards, as plain values."""

from fleet.container import CollectionPoint, OverflowPolicy
from fleet.contract import Contract, Priority
from fleet.crew import Driver
from fleet.district import StreetOverride, Town
from fleet.facility import Facility, FacilityKind
from fleet.fleet import Fleet
from fleet.lon_lat import LonLat, Misplaced, Ring, misplaced
from fleet.shift import LEAST_REST_S, MOST_DRIVING_S, Break, Shift, widest_band
from fleet.street_standard import Method, StreetStandard, WashStandard
from fleet.time_window import DAY_S, TimeWindow, clock
from fleet.vehicle import Vehicle
from fleet.weather import Condition, Season, Weather
from fleet.work import WORKS, Stream, Supply, VehicleKind, Where, Words, Work, WorkKind, Worth

__all__ = [
    "DAY_S",
    "LEAST_REST_S",
    "MOST_DRIVING_S",
    "WORKS",
    "Break",
    "CollectionPoint",
    "Condition",
    "Contract",
    "Driver",
    "Facility",
    "FacilityKind",
    "Fleet",
    "LonLat",
    "Method",
    "Misplaced",
    "OverflowPolicy",
    "Priority",
    "Ring",
    "Season",
    "Shift",
    "Stream",
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
    "Words",
    "Work",
    "WorkKind",
    "Worth",
    "clock",
    "misplaced",
    "widest_band",
]
