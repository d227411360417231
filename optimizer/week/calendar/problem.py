"""What a calendar is made for: a week, contracts, trucks, holidays and what things weigh."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fleet import Contract, InvalidValue, Shift

DAYS = 7

HOUR_S = 3_600

LEAST_OVERLAP_S = 900
"""A kitchen's window and an hour, or a shift, meet when they share at least so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truck:
    """A vehicle that collects, with its shifts of every day of the week.

    Parameters
    ----------
    barred
        Ids of contracts it cannot come to: too wide, too heavy, no licence for the place.
    """

    vehicle_id: str
    hopper_kg: int
    shifts: tuple[Shift, ...]
    barred: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.hopper_kg <= 0:
            raise InvalidValue(
                "value.positive",
                "{id}: {name} must be positive, got {value}.",
                id=self.vehicle_id,
                name="hopper_kg",
                value=self.hopper_kg,
            )
        if not self.shifts:
            raise InvalidValue(
                "calendar.no_shift",
                "{vehicle_id}: needs at least one shift.",
                vehicle_id=self.vehicle_id,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a round takes before anybody has driven it (assumed; a day's plan measures it).

    Parameters
    ----------
    between_s
        Drive from one kitchen to the next.
    unload_s
        Drive to the plant, unload and drive back, once a load.
    out_and_home_s
        From the depot to the first kitchen and home from the plant, once a shift.
    loads_a_shift
        How many times a truck may fill up in a shift.
    """

    between_s: int = 110
    unload_s: int = 1_800
    out_and_home_s: int = 1_500
    loads_a_shift: int = 3

    def __post_init__(self) -> None:
        if min(self.between_s, self.unload_s, self.out_and_home_s) < 0 or self.loads_a_shift < 1:
            raise InvalidValue(
                "calendar.pace", "a pace must not be negative, and loads_a_shift at least 1."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the terms of a calendar weigh against each other.

    Parameters
    ----------
    spacing
        Seconds out of balance that one step of `patterns.spacing` is worth.
    per_kg
        Seconds out of balance that one kilogram out of balance is worth.
    level_share
        A day within this share above the mean counts as level.
    per_m
        One metre from the centre of the truck's area, each visit.
    per_unfair_s
        One second of a truck's day above its fair share.
    overload
        One second or kilogram above what a truck, or all of them, can do in a shift.
    """

    spacing: int = 600
    per_kg: int = 2
    level_share: float = 0.03
    per_m: int = 1
    per_unfair_s: int = 2
    overload: int = 10_000


@dataclass(frozen=True, kw_only=True)
class CalendarProblem:
    """One week of collections to be arranged.

    Parameters
    ----------
    monday
        First day of the week.
    holidays
        Dates on which nobody collects.
    """

    monday: dt.date
    contracts: tuple[Contract, ...]
    trucks: tuple[Truck, ...]
    holidays: tuple[dt.date, ...] = ()
    pace: Pace = field(default_factory=Pace)
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise InvalidValue(
                "calendar.no_monday",
                "a calendar begins on a Monday; {monday} is no Monday.",
                monday=self.monday,
            )
        if not self.trucks:
            raise InvalidValue("calendar.no_truck", "a calendar needs at least one truck.")
        for noun, ids in (
            ("contract", [contract.id for contract in self.contracts]),
            ("truck", [truck.vehicle_id for truck in self.trucks]),
        ):
            if len(set(ids)) != len(ids):
                raise InvalidValue(
                    "calendar.ids_twice",
                    "{table:word.table} ids of a calendar must be unique.",
                    table=noun,
                )
        hours: dict[str, tuple[int, int]] = {}
        for truck in self.trucks:
            for shift in truck.shifts:
                span = (shift.start_s, shift.end_s)
                if hours.setdefault(shift.id, span) != span:
                    raise InvalidValue(
                        "calendar.shift_hours",
                        "{vehicle_id}: shift {shift_id} has other hours than another truck's "
                        "shift of that name; give it a name of its own.",
                        vehicle_id=truck.vehicle_id,
                        shift_id=shift.id,
                    )

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The seven days."""
        return tuple(self.monday + dt.timedelta(days=n) for n in range(DAYS))

    @cached_property
    def shifts(self) -> Mapping[str, Shift]:
        """Every shift of the trucks by id, in order of time."""
        found = {shift.id: shift for truck in self.trucks for shift in truck.shifts}
        return dict(sorted(found.items(), key=lambda item: (item[1].start_s, item[0])))

    @cached_property
    def trucks_of_shift(self) -> Mapping[str, tuple[Truck, ...]]:
        """The trucks that drive in each shift."""
        return {
            id_: tuple(t for t in self.trucks if any(s.id == id_ for s in t.shifts))
            for id_ in self.shifts
        }

    @cached_property
    def contract_of(self) -> Mapping[str, Contract]:
        """The contracts by id."""
        return {contract.id: contract for contract in self.contracts}

    def open_dates(self, contract: Contract) -> tuple[dt.date, ...]:
        """Returns the days of the week on which a contract may be collected."""
        return tuple(d for d in self.dates if contract.allows(d) and d not in self.holidays)

    def count_promised(self, contract: Contract) -> int:
        """Returns how many collections the contract promises in this week.

        In a week in which it begins or ends, its share of them, rounded up: as many of its
        weekdays as lie within the contract, and never more than it promises for a whole week.
        Of a contract whose days go by dates, those that lie in the week.
        """
        running = sum(map(contract.runs_on, self.dates))
        weekdays = len(set(contract.weekdays))
        return -(-contract.times_a_week * running // weekdays)

    def trucks_for(self, contract: Contract, shift_id: str) -> tuple[Truck, ...]:
        """Returns the trucks of a shift that can come to a contract's bins."""
        trucks = self.trucks_of_shift[shift_id]
        return tuple(truck for truck in trucks if contract.id not in truck.barred)

    def shift_ids_for(self, contract: Contract) -> tuple[str, ...]:
        """Returns the shifts in which a contract's windows lie and some truck can come."""
        return tuple(
            id_
            for id_ in self.shifts
            if self.hours_for(contract, id_) and self.trucks_for(contract, id_)
        )

    def hours_for(self, contract: Contract, shift_id: str) -> tuple[tuple[int, int], ...]:
        """Returns from when to when a collection may begin, hour by hour of the clock."""
        shift = self.shifts[shift_id]
        hours = []
        for window in sorted(contract.windows):
            low, high = max(window.earliest_s, shift.start_s), min(window.latest_s, shift.end_s)
            for hour in range(low // HOUR_S, high // HOUR_S + 1):
                from_s, to_s = max(low, hour * HOUR_S), min(high, (hour + 1) * HOUR_S)
                # A window shorter than the overlap asked for is an hour of its own.
                if to_s - from_s >= min(LEAST_OVERLAP_S, high - low):
                    hours.append((from_s, to_s))
        return tuple(dict.fromkeys(hours))

    def work_s(self, contract: Contract, hopper_kg: int) -> int:
        """Returns what one collection takes out of a shift of a truck with such a hopper."""
        unloading_s = -(-contract.demand_kg * self.pace.unload_s // hopper_kg)
        return contract.service_s + self.pace.between_s + unloading_s

    def mean_work_s(self, contract: Contract) -> int:
        """Returns what one collection takes before its truck is known: with a mean hopper."""
        return self.work_s(contract, sum(t.hopper_kg for t in self.trucks) // len(self.trucks))

    @cached_property
    def mean_day(self) -> tuple[int, int]:
        """Seconds of work and kilograms of a day, were the week's spread evenly."""
        work_s, load_kg = 0, 0
        for contract in self.contracts:
            if self.shift_ids_for(contract):
                times = min(self.count_promised(contract), len(self.open_dates(contract)))
                work_s += times * self.mean_work_s(contract)
                load_kg += times * contract.demand_kg
        days = max(1, sum(date not in self.holidays for date in self.dates))
        return work_s // days, load_kg // days

    @cached_property
    def _room_s(self) -> Mapping[str, int]:
        rooms = {}
        for id_, shift in self.shifts.items():
            rest_s = shift.rest.duration_s if shift.rest else 0
            opens = [hours[0][0] for c in self.contracts if (hours := self.hours_for(c, id_))]
            # The way out may be driven before the first kitchen opens; the way home may not.
            way_s = self.pace.out_and_home_s
            first_s = max(shift.start_s + way_s // 2, min(opens, default=shift.start_s))
            rooms[id_] = max(0, shift.end_s - (way_s - way_s // 2) - rest_s - first_s)
        return rooms

    def room_s(self, shift_id: str) -> int:
        """Returns the seconds that a truck has for collections in a shift.

        From when the first kitchen opens, if that is later than a truck can be there.
        """
        return self._room_s[shift_id]

    def room_kg(self, truck: Truck) -> int:
        """Returns the kilograms that a truck can carry away in a shift."""
        return self.pace.loads_a_shift * truck.hopper_kg
