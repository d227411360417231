"""A second reader of public files of waste collection with windows, to judge solutions.

It shares no code with the reader that the solver uses, so that a misread file cannot pass. Times
are exact fractions of a second.

Routes say where a vehicle goes, not when: waiting and lunch are put where they do least harm.
Lunch begins between 11:00 and 12:00, at any moment of that hour at which the vehicle is not at
work at a place, on the road too. It falls due to a vehicle that is out before 11:00 and is not
back by 12:00.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from optimizer.benchmark.check.verdict import (
    Verdict,
    report_in_route,
    report_load_home,
    report_not_once,
)
from optimizer.errors import InputError, Message, message, system_message

FIRST_LUNCH_S, LAST_LUNCH_S = Fraction(11 * 3600), Fraction(12 * 3600)
"""Lunch begins from the one to the other."""

FEET_A_MILE = 5280

_DEPOT, _STOP, _LANDFILL = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _WasteSpot:
    """A line of the file; feet, seconds and cubic yards."""

    x: Fraction
    y: Fraction
    opens: Fraction
    closes: Fraction
    service: Fraction
    load: Fraction
    kind: int

    def feet_to(self, other: "_WasteSpot") -> Fraction:
        return abs(self.x - other.x) + abs(self.y - other.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WasteVrptwData:
    """What a file says; speed in feet a second."""

    capacity: Fraction
    day_load: Fraction
    day_stops: int
    lunch: Fraction
    speed: Fraction
    depot: _WasteSpot
    spots: dict[int, _WasteSpot]


def check_waste_vrptw(path: Path, routes: Sequence[Sequence[tuple[int, ...]]]) -> Verdict:
    """Returns the verdict on routes; its cost is in hundredths of a foot.

    Parameters
    ----------
    routes
        One for each vehicle, steps in order: (id,) of a stop served or of a landfill at which the
        vehicle unloads. The depot at both ends is understood.

    Raises
    ------
    InputError
        When the file is none of this format, or contradicts itself.
    """
    file = _read(path)
    feet = Fraction(0)
    faults: list[Message] = []
    served: Counter[int] = Counter()
    for number, route in enumerate(routes, start=1):
        if not route:
            continue
        known, found = [], []
        for step in route:
            spot = file.spots.get(step[0]) if len(step) == 1 else None
            if spot is None or spot.kind == _DEPOT:
                found.append(
                    message(
                        "benchmark.no_stop_nor_landfill",
                        "{step} is no stop and no landfill",
                        step=str(step),
                    )
                )
            else:
                known.append((step[0], spot))
        served.update(id_ for id_, spot in known if spot.kind == _STOP)
        way = [file.depot, *(spot for _, spot in known), file.depot]
        feet += sum((here.feet_to(there) for here, there in pairwise(way)), Fraction(0))
        found += [*_load_faults(file, known), *_time_faults(file, known)]
        faults += [report_in_route(number, fault) for fault in found]
    faults += [
        report_not_once(_name(id_, spot), served[id_])
        for id_, spot in file.spots.items()
        if spot.kind == _STOP and served[id_] != 1
    ]
    cost = feet * 100
    if cost.denominator != 1:
        raise InputError(
            "benchmark.lengths_too_fine",
            "{path}: lengths are finer than hundredths of a foot; round x and y to two decimals.",
            path=path,
        )
    return Verdict(cost=int(cost), faults=tuple(faults))


def miles(verdict: Verdict) -> float:
    """Returns the miles of a verdict on a file of this format."""
    return verdict.cost / (100 * FEET_A_MILE)


def _load_faults(file: _WasteVrptwData, route: Sequence[tuple[int, _WasteSpot]]) -> list[Message]:
    """Returns what is wrong with the loads: aboard, over the day, and on coming home."""
    faults: list[Message] = []
    aboard = day = Fraction(0)
    stops = 0
    for id_, spot in route:
        if spot.kind == _LANDFILL:
            aboard = Fraction(0)
            continue
        aboard, day, stops = aboard + spot.load, day + spot.load, stops + 1
        if aboard > file.capacity:
            faults.append(
                message(
                    "benchmark.load_at",
                    "load {load} at {place} exceeds the capacity {capacity}",
                    load=f"{float(aboard):g}",
                    place=_name(id_, spot),
                    capacity=f"{float(file.capacity):g}",
                )
            )
    if day > file.day_load:
        faults.append(
            message(
                "benchmark.day_load",
                "collects {yards:g} yards, a vehicle may {most:g} in a day",
                yards=float(day),
                most=float(file.day_load),
            )
        )
    if stops > file.day_stops:
        faults.append(
            message(
                "benchmark.day_stops",
                "serves {stops} stops, a vehicle may {most} in a day",
                stops=stops,
                most=file.day_stops,
            )
        )
    if route and route[-1][1].kind != _LANDFILL:
        faults.append(report_load_home())
    return faults


def _time_faults(file: _WasteVrptwData, route: Sequence[tuple[int, _WasteSpot]]) -> list[Message]:
    """Returns the places that are reached too late, and a lunch for which there is no room.

    Two clocks run along the route: `hungry` for a vehicle that may still have to take lunch, and
    `fed` for one that need not. Earlier is never worse, as a vehicle can wait anywhere; None marks
    a clock that has run into a rule. After a fault the route is judged on as if it had been kept.
    """
    faults: list[Message] = []
    opens, closes = file.depot.opens, file.depot.closes
    hungry: Fraction | None = opens if file.lunch and opens < FIRST_LUNCH_S else None
    # Whoever leaves from 11:00 on is out for no lunch.
    fed: Fraction | None = max(opens, FIRST_LUNCH_S) if file.lunch else opens
    here = file.depot
    for id_, spot in route:
        hungry, fed = _drive(file, hungry, fed, here.feet_to(spot) / file.speed)
        soonest = min(clock for clock in (hungry, fed) if clock is not None)
        hungry, fed = (
            None if clock is None or clock > spot.closes else max(clock, spot.opens) + spot.service
            for clock in (hungry, fed)
        )
        if hungry is None and fed is None:
            faults.append(
                message(
                    "benchmark.after_window",
                    "reaches {place} at {at_s:clock_s}, after its window {windows:bands_s}",
                    place=_name(id_, spot),
                    at_s=_whole_s(soonest),
                    windows=((_whole_s(spot.opens), _whole_s(spot.closes)),),
                )
            )
            # Reached in time it would be done by now.
            fed = soonest + spot.service
        elif hungry is not None and hungry > LAST_LUNCH_S:
            if fed is None:
                faults.append(
                    message(
                        "benchmark.no_lunch",
                        "no lunch can begin from {first_s:clock_s} to {last_s:clock_s}: {place} "
                        "is done at {done_s:clock_s}",
                        first_s=_whole_s(FIRST_LUNCH_S),
                        last_s=_whole_s(LAST_LUNCH_S),
                        place=_name(id_, spot),
                        done_s=_whole_s(hungry),
                    )
                )
                fed = hungry
            hungry = None
        here = spot
    due, fed = _drive(file, hungry, fed, here.feet_to(file.depot) / file.speed)
    home = [clock for clock in (fed, due) if clock is not None]
    if due is not None and due > LAST_LUNCH_S and fed is not None:
        home = [fed]
    back = min(home)
    if back > closes:
        faults.append(
            message(
                "benchmark.back_late",
                "is back at {back_s:clock_s}, the depot closes at {closes_s:clock_s}",
                back_s=_whole_s(back),
                closes_s=_whole_s(closes),
            )
        )
    return faults


def _drive(
    file: _WasteVrptwData, hungry: Fraction | None, fed: Fraction | None, seconds: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Returns both clocks at the end of a drive, on which lunch may be taken or just behind it."""
    if fed is not None:
        fed += seconds
    if hungry is None:
        return None, fed
    hungry_there = hungry + seconds
    if hungry <= LAST_LUNCH_S:
        after = max(hungry_there, FIRST_LUNCH_S) + file.lunch
        fed = after if fed is None else min(fed, after)
    return hungry_there, fed


def _whole_s(seconds: Fraction) -> int:
    """Returns whole seconds; fractions are rounded up, so that late looks late."""
    return -int(-seconds // 1)


def _name(id_: int, spot: _WasteSpot) -> Message:
    if spot.kind == _LANDFILL:
        return message("benchmark.landfill_named", "landfill {id}", id=id_)
    return message("benchmark.stop_named", "stop {id}", id=id_)


def _read(path: Path) -> _WasteVrptwData:
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(
            "benchmark.unreadable",
            "{path}: cannot be read ({why}).",
            path=path,
            why=system_message(error),
        ) from error
    head, *rest = re.split(r"^[ \t]*Stop_ID\b[^\r\n]*", text, maxsplit=1, flags=re.MULTILINE)
    numbers = re.findall(r"^[\s\"]*([\d.]+)[^\r\n]*", head, flags=re.MULTILINE)
    if not rest or len(numbers) != 5:
        raise InputError(
            "benchmark.no_waste_head",
            "{path}: five numbers and the column names from Stop_ID must begin it.",
            path=path,
        )
    capacity, day_load, day_stops, lunch, mph = (_number(path, each) for each in numbers)
    spots: dict[int, _WasteSpot] = {}
    for row in filter(None, map(str.split, rest[0].splitlines())):
        if len(row) != 8:
            raise InputError(
                "benchmark.row_of_other_length",
                "{path}: {text!r} has {found} values, 8 are due.",
                path=path,
                text=" ".join(row)[:60],
                found=len(row),
            )
        id_, x, y, opens, closes, service, load, kind = (_number(path, word) for word in row)
        if int(id_) in spots:
            raise InputError(
                "benchmark.listed_twice", "{path}: {id} is listed twice.", path=path, id=int(id_)
            )
        spots[int(id_)] = _WasteSpot(
            x=x,
            y=y,
            opens=opens // 100 * Fraction(3600) + opens % 100 * 60,
            closes=closes // 100 * Fraction(3600) + closes % 100 * 60,
            service=service,
            load=load,
            kind=int(kind),
        )
    depots = [spot for spot in spots.values() if spot.kind == _DEPOT]
    if len(depots) != 1 or mph <= 0:
        raise InputError(
            "benchmark.depots_and_speed",
            "{path}: {depots} depots at {speed:g} mph; one is due, and a speed.",
            path=path,
            depots=len(depots),
            speed=float(mph),
        )
    return _WasteVrptwData(
        capacity=capacity,
        day_load=day_load,
        day_stops=int(day_stops),
        lunch=lunch,
        speed=mph * FEET_A_MILE / 3600,
        depot=depots[0],
        spots=spots,
    )


def _number(path: Path, word: str) -> Fraction:
    if not re.fullmatch(r"[+-]?\d+(\.\d*)?", word):
        raise InputError(
            "benchmark.word_is_no_number",
            "{path}: {word!r} is no number.",
            path=path,
            word=word[:40],
        )
    return Fraction(word)
