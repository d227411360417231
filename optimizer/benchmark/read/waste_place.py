"""What a file of waste collection with time windows says."""

from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.read.notice import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class WastePlace:
    """The depot, a stop or a landfill.

    Parameters
    ----------
    x, y
        In hundredths of a foot.
    earliest_s, latest_s
        When service may begin; of the depot, when vehicles may leave and must be back.
    service
        In hundredths of a second.
    load
        In hundredths of a cubic yard; of stops only.
    line
        Where in the file it stands.
    """

    id: int
    x: int
    y: int
    earliest_s: int
    latest_s: int
    service: int
    load: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteFile:
    """What a file says.

    Parameters
    ----------
    capacity, day_load
        What a vehicle holds, and what it may collect in a day; in hundredths of a cubic yard.
    day_stops
        How many stops it may serve in a day.
    lunch
        In hundredths of a second; 0 for none.
    speed
        In hundredths of a mile per hour.
    notices
        Times of day that are none.
    """

    path: Path
    capacity: int
    day_load: int
    day_stops: int
    lunch: int
    speed: int
    depot: WastePlace
    stops: tuple[WastePlace, ...]
    landfills: tuple[WastePlace, ...]
    notices: tuple[Notice, ...] = ()
