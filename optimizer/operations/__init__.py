"""The day while it runs: what has happened, what is still open, and what a new plan changes.

::

    events         what happens after a plan was made
"""

from optimizer.operations.events import (
    EVENTS,
    AmountChanged,
    Delayed,
    Done,
    DriverLate,
    Event,
    FacilityShut,
    Skipped,
    StreetClosed,
    TaskAdded,
    TaskCancelled,
    UrgentCase,
    VehicleBack,
    VehicleOut,
    WeatherTurned,
    told_by,
)

__all__ = [
    "EVENTS",
    "AmountChanged",
    "Delayed",
    "Done",
    "DriverLate",
    "Event",
    "FacilityShut",
    "Skipped",
    "StreetClosed",
    "TaskAdded",
    "TaskCancelled",
    "UrgentCase",
    "VehicleBack",
    "VehicleOut",
    "WeatherTurned",
    "told_by",
]
