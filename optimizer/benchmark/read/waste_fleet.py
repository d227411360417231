"""How many vehicles a file of waste collection is given, which sets no limit itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.benchmark.read.text import at_line
from optimizer.benchmark.read.waste_place import WasteFile
from optimizer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The day in ticks from the depot's opening; places are stops, landfills and last the depot.

    Parameters
    ----------
    drives
        Between places, shape (S + F + 1, S + F + 1).
    service, earliest, latest
        Of stops and landfills, shape (S + F,).
    closing
        When the depot closes.
    """

    drives: NDArray[np.int64]
    service: NDArray[np.int64]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]
    closing: int
    lunch: int

    def begins(self, at: int, now: int) -> NDArray[np.int64]:
        """Returns when each place can be begun on driving there now; the depot has no entry."""
        return np.maximum(now + self.drives[at, :-1], self.earliest)

    def home(self, stops: int, begins: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns when a vehicle is home that unloads after each stop; after closing if never."""
        done = begins[:stops] + self.service[:stops]
        begin = np.maximum(done[:, None] + self.drives[:stops, stops:-1], self.earliest[stops:])
        back = begin + self.service[stops:] + self.drives[stops:-1, -1]
        back[begin > self.latest[stops:]] = self.closing + 1
        soonest: NDArray[np.int64] = back.min(axis=1)
        soonest[begins[:stops] > self.latest[:stops]] = self.closing + 1
        return soonest


def count_enough_vehicles(file: WasteFile, times: Times) -> int:
    """Returns twice as many vehicles as going to the soonest stop each time takes, and two more.

    Raises
    ------
    InputError
        When a stop cannot be served even by a vehicle of its own.
    """
    stops = len(file.stops)
    depot = len(times.drives) - 1
    for stop, home in zip(file.stops, times.home(stops, times.begins(depot, 0)), strict=True):
        if home > times.closing:
            raise InputError(
                "benchmark.stop_too_late",
                "{where}: stop {stop} cannot be served in its window by a vehicle that leaves the "
                "depot at its opening, unloads and is back at its closing; widen the windows or "
                "leave it out.",
                where=at_line(file.path, stop.line),
                stop=stop.id,
            )
    return min(stops, 2 * _count_by_soonest(file, times) + 2)


def _count_by_soonest(file: WasteFile, times: Times) -> int:
    """Returns how many vehicles serve all stops, each going on to the stop it can begin soonest.

    Lunch is kept free at the end of the day.
    """
    stops, depot = len(file.stops), len(times.drives) - 1
    loads = np.array([stop.load for stop in file.stops], dtype=np.int64)
    left = np.ones(stops, dtype=np.bool_)
    vehicles = 0
    while left.any():
        vehicles += 1
        at, now, load, day_load, served = depot, 0, 0, 0, 0
        while served < file.day_stops:
            begins = times.begins(at, now)
            able = left & (day_load + loads <= file.day_load)
            able &= times.home(stops, begins) <= times.closing - (times.lunch if served else 0)
            room = able & (load + loads <= file.capacity)
            if room.any():
                at = int(np.where(room, begins[:stops], 2**62).argmin())
                now = int(begins[at] + times.service[at])
                load, day_load = load + int(loads[at]), day_load + int(loads[at])
                left[at], served = False, served + 1
            elif able.any() and load:
                ends = begins[stops:] + times.service[stops:]
                ends = np.where(begins[stops:] > times.latest[stops:], 2**62, ends)
                at = stops + int(ends.argmin())
                now, load = int(ends[at - stops]), 0
            else:
                break
    return vehicles
