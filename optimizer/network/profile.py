"""Profiles: what streets a class of vehicle may use, how fast, and what each turn costs."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficBand:
    """Hours of the day in which traffic slows a class of road to a share of its speed.

    A day has 86,400 seconds; bands repeat every day.
    """

    start_s: int
    end_s: int
    percent: tuple[tuple[str, int], ...]


RUSH_HOURS = (
    TrafficBand(
        start_s=7 * 3600,
        end_s=9 * 3600,
        percent=(
            ("motorway", 75),
            ("trunk", 65),
            ("primary", 60),
            ("secondary", 65),
            ("tertiary", 80),
        ),
    ),
    TrafficBand(
        start_s=16 * 3600 + 1800,
        end_s=18 * 3600 + 1800,
        percent=(
            ("motorway", 75),
            ("trunk", 65),
            ("primary", 60),
            ("secondary", 65),
            ("tertiary", 80),
        ),
    ),
)
"""Share of the free speed in the peaks of a Chinese district (assumed; 60-65 % on arterials)."""

_DAY_S = 86_400

ACROSS_TRAFFIC_S = (
    ("motorway", 10),
    ("trunk", 10),
    ("primary", 8),
    ("secondary", 5),
    ("tertiary", 2),
)
"""Wait for a gap before a turn across oncoming traffic, without signals (assumed)."""


LIGHT_GOODS_KG = 3_500
"""Goods vehicles up to this weight are light ones, which signs for heavy ones do not mean."""

AXLE_PERCENT = 65
"""Share of a laden vehicle's weight on its heaviest axle (assumed: two axles, as 16 t lorries
with 6 t in front and 10 t behind)."""


class VehicleClass(StrEnum):
    """Whom a sign means: heavy goods vehicles, light ones, or other motor vehicles."""

    HEAVY_GOODS = "heavy_goods"
    LIGHT_GOODS = "light_goods"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours in which a vehicle is under way: seconds after midnight of a date.

    Parameters
    ----------
    country
        Whose public holidays hold, as ISO 3166 writes it; empty where that is not known.
    """

    date: dt.date
    start_s: int
    end_s: int
    country: str = ""

    @property
    def begin(self) -> dt.datetime:
        """When they begin."""
        return self._midnight + dt.timedelta(seconds=self.start_s)

    @property
    def end(self) -> dt.datetime:
        """When they are over."""
        return self._midnight + dt.timedelta(seconds=self.end_s)

    @property
    def _midnight(self) -> dt.datetime:
        return dt.datetime.combine(self.date, dt.time())


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one class of vehicle drives.

    Parameters
    ----------
    max_speed_kph
        It never drives faster, whatever the street allows.
    speed_share
        Share of the street's speed that it reaches on average, in (0, 1].
    traffic_percent
        Share of that which traffic leaves on each class of road (links count as their class),
        fixed for a shift; see `slow_in_traffic`. Classes that are not named are free.
    weight_kg, height_cm, width_cm, length_cm
        Laden size, held against posted limits; a length of 0 is unknown and counts as fitting.
    hours
        When it is under way: a street that a sign closes at any time of them is closed to it.
        None for no hours in particular: signs that hold for some hours only are passed over.
    turning_circle_cm
        It turns round only where the street is as wide as this, in dead ends, and at turning
        places.
    is_truck
        Whether rules for goods vehicles bind it.
    closed_highways
        OSM `highway` values that it never uses.
    near_turn_s, straight_s, far_turn_s, u_turn_s
        Seconds for each kind of turn: to the side on which traffic keeps, on, across the
        oncoming traffic, and round by more than `turns.ROUND_FROM_DEG`.
    across_traffic_s
        Added to a far turn and to a U-turn without signals, by the class of the larger street.
    signal_s, stop_s, give_way_s, toll_s, gate_s
        Added for what the vehicle meets at the end of the arc; a near turn does not wait for
        signals.
    destination_s
        Added on entering streets for those with business there, so that they are no short cut.
    """

    id: str
    max_speed_kph: int
    speed_share: float = 0.8
    traffic_percent: tuple[tuple[str, int], ...] = ()
    weight_kg: int
    height_cm: int
    width_cm: int
    length_cm: int = 0
    hours: Hours | None = None
    turning_circle_cm: int = 1600
    is_truck: bool = True
    closed_highways: frozenset[str] = frozenset()
    near_turn_s: int = 3
    straight_s: int = 0
    far_turn_s: int = 8
    u_turn_s: int = 45
    across_traffic_s: tuple[tuple[str, int], ...] = ACROSS_TRAFFIC_S
    signal_s: int = 12
    stop_s: int = 5
    give_way_s: int = 2
    toll_s: int = 20
    gate_s: int = 20
    destination_s: int = 60

    def __post_init__(self) -> None:
        if self.max_speed_kph <= 0 or not 0 < self.speed_share <= 1:
            raise ValueError(
                f"profile {self.id}: max_speed_kph must be positive and speed_share in (0, 1]."
            )
        if any(not 0 < percent <= 100 for _, percent in self.traffic_percent):
            raise ValueError(f"profile {self.id}: traffic_percent must be in (0, 100].")

    @property
    def vehicle_class(self) -> VehicleClass:
        """Whom of the vehicles that signs name it belongs to."""
        if not self.is_truck:
            return VehicleClass.OTHER
        heavy = self.weight_kg > LIGHT_GOODS_KG
        return VehicleClass.HEAVY_GOODS if heavy else VehicleClass.LIGHT_GOODS

    @property
    def axle_load_kg(self) -> int:
        """What its heaviest axle bears."""
        return -(-self.weight_kg * AXLE_PERCENT // 100)


def slow_in_traffic(
    profile: Profile, start_s: int, end_s: int, bands: tuple[TrafficBand, ...] = RUSH_HOURS
) -> Profile:
    """Returns the profile as it drives in a shift, slowed by the traffic of its hours.

    One factor for each class of road holds for the whole shift: what makes the mean pace over its
    hours right. Night shifts, which end after 86,400 s, run into the next day's bands.
    """
    if end_s <= start_s:
        raise ValueError(f"profile {profile.id}: no shift goes from {start_s} s to {end_s} s.")
    percent = []
    for highway in sorted({highway for band in bands for highway, _ in band.percent}):
        free_s = Fraction(end_s - start_s)
        needed_s = free_s
        for band in bands:
            slowed_s = _overlap_s(band, start_s, end_s)
            needed_s += slowed_s * (Fraction(100, dict(band.percent).get(highway, 100)) - 1)
        if needed_s > free_s:
            percent.append((highway, max(1, 100 * free_s // needed_s)))
    return replace(profile, traffic_percent=tuple(percent))


def _overlap_s(band: TrafficBand, start_s: int, end_s: int) -> int:
    """Returns for how many seconds a band falls between two times, on any day."""
    days = range(start_s // _DAY_S, end_s // _DAY_S + 1)
    return sum(
        max(0, min(end_s, band.end_s + day * _DAY_S) - max(start_s, band.start_s + day * _DAY_S))
        for day in days
    )


_MOTORWAYS = frozenset({"motorway", "motorway_link"})

PROFILES: dict[str, Profile] = {
    profile.id: profile
    for profile in (
        Profile(
            id="sweeper",
            max_speed_kph=40,
            weight_kg=16_000,
            height_cm=300,
            width_cm=250,
            turning_circle_cm=1500,
            closed_highways=_MOTORWAYS,
        ),
        Profile(
            id="washer",
            max_speed_kph=40,
            weight_kg=18_000,
            height_cm=310,
            width_cm=250,
            turning_circle_cm=1700,
            closed_highways=_MOTORWAYS,
        ),
        Profile(
            id="truck",
            max_speed_kph=50,
            weight_kg=12_000,
            height_cm=300,
            width_cm=240,
            turning_circle_cm=1500,
        ),
    )
}
"""The profiles that vehicles name (sizes assumed: 16 t sweepers, 8 t loads)."""
