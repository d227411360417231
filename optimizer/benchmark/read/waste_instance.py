"""Waste collection with time windows as an instance.

Lengths are hundredths of a foot, as fine as the files are. Times are counted from the depot's
opening in *ticks*: the largest fraction of a second in which every drive, service and lunch is a
whole number (1/17,600 s at 40 mph). So nothing is rounded, and a route that meets a window to the
tick meets it by the file as well.
"""

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from optimizer.benchmark.read.one_type import MOST_IN_MATRIX, NEIGHBOURS, require_manageable
from optimizer.benchmark.read.text import at_line
from optimizer.benchmark.read.waste_fleet import Times, count_enough_vehicles
from optimizer.benchmark.read.waste_place import WasteFile, WastePlace
from optimizer.errors import InputError
from optimizer.instance import FAR, NEVER, Instance, nearest_tasks, pack_travel

BAND_S = (11 * 3600, 12 * 3600)
"""When lunch may begin, in all files: 11:00 to 12:00."""

MOST_TICKS = 2**31 - 1
"""What the matrix can hold; a drive as long as this does not fit the day."""

Windows = list[tuple[int, int]]


def waste_instance(file: WasteFile) -> tuple[Instance, tuple[WastePlace, ...]]:
    """Returns the instance, and for each of its modes the place.

    Cost is length alone: the published values are miles. A vehicle costs nothing by itself, since
    that would not be in the file's unit; it costs the way out and back. There are about twice as
    many as a simple heuristic needs.

    Yards and stops a day are resources without reset, left out where they cannot bind. The last
    visit to a landfill is an element of its own: after it the vehicle drives home, and must not
    drive past the whole band without lunch. So where home is that far, its windows have a gap.

    Raises
    ------
    InputError
        When a stop cannot be served in time, or numbers are too large or too fine.
    """
    landfills = _keep_useful(file)
    places = [*file.stops, *landfills, file.depot]
    require_manageable(file.path, len(places), MOST_IN_MATRIX)
    lengths, ticks, drives = _travel(file, places)
    opens = file.depot.earliest_s
    closing = (file.depot.latest_s - opens) * ticks
    service = np.array([place.service * ticks // 100 for place in places[:-1]], dtype=np.int64)
    stops, sites = len(file.stops), len(landfills)
    windows: list[Windows] = [
        [((place.earliest_s - opens) * ticks, (place.latest_s - opens) * ticks)]
        for place in places[:-1]
    ]
    times = Times(
        drives=drives,
        service=service,
        earliest=np.array([begin for [(begin, _)] in windows], dtype=np.int64),
        latest=np.array([end for [(_, end)] in windows], dtype=np.int64),
        closing=closing,
        lunch=file.lunch * ticks // 100,
    )
    vehicles = count_enough_vehicles(file, times)
    band = tuple((moment - opens) * ticks for moment in BAND_S)
    lunch = times.lunch if band[0] > 0 and closing > band[1] else 0
    if lunch:
        windows += [
            _with_lunch(windows[mode], int(drives[mode, -1]), int(service[mode]), band)
            for mode in range(stops, stops + sites)
        ]
    else:
        windows += windows[stops:]
    # A window that is over before the depot opens must stay closed.
    windows = [[(max(0, begin), end) for begin, end in each] for each in windows]
    spans = [span for each in windows for span in each]
    mode_service = np.concatenate((service, service[stops:]))
    demand, capacity = _resources(file)
    travel, offset, sizes = pack_travel([(drives.astype(np.int32), lengths.astype(np.int32))])
    worst = 3 * int(lengths.max()) + 1
    duties = np.zeros(vehicles, dtype=np.int64)
    instance = Instance(
        mode_start=np.array([*range(stops + 1), stops + sites, stops + 2 * sites], dtype=np.int64),
        mode_place=np.array(
            [[*range(stops + sites), *range(stops, stops + sites)]], dtype=np.int64
        ),
        mode_service_s=mode_service[None, :].copy(),
        mode_service_m=np.zeros(stops + 2 * sites, dtype=np.int64),
        window_start=np.cumsum([0, *(len(each) for each in windows)], dtype=np.int64),
        window_earliest_s=np.array([begin for begin, _ in spans], dtype=np.int64),
        window_latest_s=np.array([end for _, end in spans], dtype=np.int64),
        travel=travel,
        travel_offset=offset,
        travel_size=sizes,
        demand=demand,
        # A stop served alone costs less than this, and leaving one out must never pay.
        prize=np.full(stops, 10 * worst, dtype=np.int64),
        worth=np.array([stop.load for stop in file.stops], dtype=np.float64),
        required=np.ones(stops, dtype=np.bool_),
        allowed=np.ones((1, stops), dtype=np.bool_),
        type_profile=np.zeros(1, dtype=np.int64),
        type_capacity=capacity,
        type_reset=np.array([[stops] + [-1] * (demand.shape[1] - 1)], dtype=np.int64),
        type_final_reset=np.array([stops + 1], dtype=np.int64),
        type_per_m=np.ones(1, dtype=np.int64),
        type_per_s=np.zeros(1, dtype=np.int64),
        duty_type=duties,
        duty_start_place=np.full(vehicles, stops + sites, dtype=np.int64),
        duty_end_place=np.full(vehicles, stops + sites, dtype=np.int64),
        duty_start_s=duties.copy(),
        duty_end_s=np.full(vehicles, closing, dtype=np.int64),
        duty_cost=duties.copy(),
        duty_group=duties.copy(),
        rest_earliest_s=np.full(vehicles, band[0] if lunch else NEVER, dtype=np.int64),
        rest_latest_s=np.full(vehicles, band[1] if lunch else NEVER, dtype=np.int64),
        rest_s=np.full(vehicles, lunch, dtype=np.int64),
        neighbours=np.empty((stops, 0), dtype=np.int64),
    )
    instance = instance.replace(
        neighbours=nearest_tasks(instance, np.zeros(stops, dtype=np.int64), NEIGHBOURS)
    )
    return instance, (*file.stops, *landfills, *landfills)


def _keep_useful(file: WasteFile) -> list[WastePlace]:
    """Returns the landfills without those that are shut while the depot is open.

    Nor does it those that another at the same spot replaces at any time: the search tells
    landfills apart by the way there, so of two at one spot it would not see which is open. Of two
    apart it may still take the nearer for the better when only the other is open, and leave stops
    out for it; in the public files all are open all day.
    """
    opens, closes = file.depot.earliest_s, file.depot.latest_s
    kept: list[WastePlace] = []
    for site in sorted(
        file.landfills, key=lambda s: (s.earliest_s - s.latest_s, s.service, s.line)
    ):
        if (
            opens <= site.latest_s
            and site.earliest_s <= closes
            and not any(
                (other.x, other.y) == (site.x, site.y)
                and other.earliest_s <= site.earliest_s
                and other.latest_s >= site.latest_s
                and other.service <= site.service
                for other in kept
            )
        ):
            kept.append(site)
    if not kept:
        raise InputError(
            "benchmark.no_landfill_open",
            "{where}: no landfill is open while the depot is; correct their windows.",
            where=at_line(file.path, file.depot.line),
        )
    return sorted(kept, key=lambda site: site.line)


def _travel(
    file: WasteFile, places: list[WastePlace]
) -> tuple[NDArray[np.int64], int, NDArray[np.int64]]:
    """Returns lengths between places, the ticks in a second, and drives in ticks."""
    x = np.array([place.x for place in places], dtype=np.int64)
    y = np.array([place.y for place in places], dtype=np.int64)
    lengths = np.abs(x[:, None] - x[None, :]) + np.abs(y[:, None] - y[None, :])
    if lengths.max() >= FAR:
        raise InputError(
            "benchmark.too_far_apart",
            "{path}: places lie up to {miles:,.0f} miles apart, too far for a day; the limit is "
            "{most:,}. Are x and y in feet?",
            path=file.path,
            miles=int(lengths.max()) / 528_000,
            most=FAR // 528_000,
        )
    step = gcd(*(np.abs(x - x[0]).tolist()), *(np.abs(y - y[0]).tolist())) or 1
    # Seconds for `step` hundredths of a foot: 5,280 feet a mile, 3,600 seconds an hour.
    per_step = Fraction(step * 3600, 5280 * file.speed)
    fractions = [Fraction(place.service, 100) for place in places]
    ticks = lcm(
        per_step.denominator,
        Fraction(file.lunch, 100).denominator,
        *(fraction.denominator for fraction in fractions),
    )
    if 86_400 * ticks > MOST_TICKS:
        raise InputError(
            "benchmark.too_fine",
            "{path}: at {speed:g} mph, drives can be told exactly only in 1/{ticks:,} of a "
            "second, which is too fine; round x and y to whole feet.",
            path=file.path,
            speed=file.speed / 100,
            ticks=ticks,
        )
    drives = np.minimum(lengths // step * int(per_step * ticks), MOST_TICKS)
    return lengths, ticks, drives


def _with_lunch(windows: Windows, home: int, service: int, band: tuple[int, ...]) -> Windows:
    """Returns windows without the moments at which lunch would be driven past on the way home.

    A vehicle that is done before the band begins and home after it ends has no chance to rest.
    """
    gap = (band[1] - home - service, band[0] - service)
    if gap[0] + 1 >= gap[1]:
        return windows
    return [
        (max(begin, first), min(end, last))
        for first, last in pairwise((-NEVER, *gap, NEVER))
        if (first, last) != gap
        for begin, end in windows
        if max(begin, first) <= min(end, last)
    ]


def _resources(file: WasteFile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns what the stops use of each resource that can bind, and how much there is of it."""
    loads = [stop.load for stop in file.stops]
    demand, capacity = [loads], [file.capacity]
    if sum(loads) > file.day_load:
        demand.append(loads)
        capacity.append(file.day_load)
    if len(loads) > file.day_stops:
        demand.append([1] * len(loads))
        capacity.append(file.day_stops)
    return np.array(demand, dtype=np.int64).T.copy(), np.array([capacity], dtype=np.int64)
