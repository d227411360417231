"""The arterial roads: dual carriageways, their crossings, slip roads and the elevated road."""

from dataclasses import dataclass, replace
from random import Random

from scenarios.district.ground import HEIGHT_M, WIDTH_M, Point
from scenarios.district.street import ALONG_U, ALONG_V, DistrictPlan, DistrictStreet, Link, Name

_HALF_GAP_M = {"trunk": 22.0, "primary": 13.0, "secondary": 10.5}
_LANES = {"trunk": "3", "primary": "3", "secondary": "2"}
_SPEED_KPH = {"trunk": "70", "primary": "60", "secondary": "50"}
_ELEVATED_HALF_GAP_M = 6.5
_ELEVATED_FROM_M, _ELEVATED_TO_M = 1560.0, 8380.0
_SLIP_M = 58.0
_SLIP_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Arterial:
    """A dual carriageway.

    Parameters
    ----------
    at
        Where the median lies.
    first, last
        Positions in the list of the crossing arterials where it begins and ends at a junction;
        None where it runs to the border of the district.
    """

    axis: int
    at: float
    highway: str
    name: Name
    first: int | None = None
    last: int | None = None
    is_elevated: bool = False

    @property
    def half_gap_m(self) -> float:
        """Metres from the median to the middle of a carriageway."""
        return _HALF_GAP_M[self.highway]

    @property
    def size_m(self) -> float:
        """Length of the district along this axis."""
        return WIDTH_M if self.axis == ALONG_U else HEIGHT_M

    def reaches(self, gap: int) -> bool:
        """Returns whether it exists between crossing arterials gap - 1 and gap."""
        after_first = self.first is None or gap > self.first
        return after_first and (self.last is None or gap <= self.last)

    def meets(self, number: int) -> bool:
        """Returns whether it touches the crossing arterial of this number."""
        return self.reaches(number) or self.reaches(number + 1)


def _arterial(
    axis: int, at: float, highway: str, zh: str, en: str, **ends: int | bool | None
) -> Arterial:
    name = Name(zh=zh, en=en)
    return Arterial(axis=axis, at=at, highway=highway, name=name, **ends)  # type: ignore[arg-type]


# Real names in an invented arrangement; the classes make the district's mix of road widths.
_EAST_WEST = (
    _arterial(ALONG_U, 870, "trunk", "鄞州大道", "Yinzhou Avenue"),
    _arterial(ALONG_U, 2560, "secondary", "首南路", "Shounan Road", first=0, last=7),
    _arterial(ALONG_U, 3420, "secondary", "泰康路", "Taikang Road", first=1, last=5),
    _arterial(ALONG_U, 4830, "primary", "鄞县大道", "Yinxian Avenue"),
    _arterial(ALONG_U, 6050, "secondary", "贸城路", "Maocheng Road", first=1, last=6),
    _arterial(ALONG_U, 7040, "secondary", "四明路", "Siming Road", first=0, last=6),
    _arterial(ALONG_U, 8790, "secondary", "嵩江西路", "Songjiang West Road"),
)
_NORTH_SOUTH = (
    _arterial(ALONG_V, 1130, "secondary", "前河路", "Qianhe Road", first=0),
    _arterial(ALONG_V, 2780, "primary", "钱湖路", "Qianhu Road"),
    _arterial(ALONG_V, 3810, "secondary", "宁南路", "Ningnan Road", first=0, last=5),
    _arterial(ALONG_V, 4980, "primary", "天童路", "Tiantong Road"),
    _arterial(ALONG_V, 6010, "secondary", "沧海路", "Canghai Road", first=1, last=6),
    _arterial(ALONG_V, 7510, "primary", "福庆路", "Fuqing Road"),
    _arterial(ALONG_V, 8330, "secondary", "广德湖路", "Guangdehu Road", first=1, last=6),
    _arterial(ALONG_V, 9150, "trunk", "世纪大道", "Century Avenue", is_elevated=True),
)
_EAST_OF_CENTRE = Name(zh="嵩江东路", en="Songjiang East Road")
_CENTRE = 3  # number of the north-south arterial where the names change


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """The arterials of both directions, each list in rising order of `at`."""

    east_west: tuple[Arterial, ...]
    north_south: tuple[Arterial, ...]

    @classmethod
    def draw(cls, rng: Random) -> "Skeleton":
        """Returns the arterials, each shifted a little by chance."""
        return cls(
            east_west=tuple(_shift(arterial, rng) for arterial in _EAST_WEST),
            north_south=tuple(_shift(arterial, rng) for arterial in _NORTH_SOUTH),
        )

    def crossing(self, axis: int) -> tuple[Arterial, ...]:
        """Returns the arterials that cross streets of an axis."""
        return self.north_south if axis == ALONG_U else self.east_west

    def list_parallel(self, axis: int) -> tuple[Arterial, ...]:
        """Returns the arterials along an axis."""
        return self.crossing(1 - axis)


def _shift(arterial: Arterial, rng: Random) -> Arterial:
    return replace(arterial, at=arterial.at + (rng.random() - 0.5) * 120.0)


def draw_arterials(plan: DistrictPlan, skeleton: Skeleton, rng: Random) -> None:
    """Adds all arterial roads to the plan."""
    for arterial in (*skeleton.east_west, *skeleton.north_south):
        _draw_carriageways(plan, skeleton, arterial)
        if arterial.is_elevated:
            _draw_elevated(plan, skeleton, arterial)
    for number_u, across in enumerate(skeleton.north_south):
        for number_v, along in enumerate(skeleton.east_west):
            through = all(across.reaches(gap) for gap in (number_v, number_v + 1)) and all(
                along.reaches(gap) for gap in (number_u, number_u + 1)
            )
            if through:
                _draw_slip_roads(plan, across, along, rng)


def _draw_carriageways(plan: DistrictPlan, skeleton: Skeleton, arterial: Arterial) -> None:
    crossing = skeleton.crossing(arterial.axis)
    start, end = 70.0, arterial.size_m - 70.0
    if arterial.first is not None:
        start = crossing[arterial.first].at - crossing[arterial.first].half_gap_m
    if arterial.last is not None:
        end = crossing[arterial.last].at + crossing[arterial.last].half_gap_m
    pieces = [(start, end, arterial.name)]
    if arterial.name.zh == "嵩江西路":
        middle = crossing[_CENTRE].at + crossing[_CENTRE].half_gap_m
        pieces = [(start, middle, arterial.name), (middle, end, _EAST_OF_CENTRE)]
    tags = (("lanes", _LANES[arterial.highway]), ("maxspeed", _SPEED_KPH[arterial.highway]))
    for side in (-1, 1):
        at = arterial.at + side * arterial.half_gap_m
        plan.streets.extend(
            DistrictStreet(
                axis=arterial.axis,
                at=at,
                start=first,
                end=last,
                highway=arterial.highway,
                name=name,
                one_way=_direction(arterial.axis, side),
                tags=tags,
            )
            for first, last, name in pieces
        )
    if arterial.first is None:
        _draw_border_end(plan, arterial, at_start=True, name=pieces[0][2])
    if arterial.last is None:
        _draw_border_end(plan, arterial, at_start=False, name=pieces[-1][2])


def _direction(axis: int, side: int) -> int:
    """Returns the direction of traffic on one side of a median; vehicles keep to the right."""
    return -side if axis == ALONG_U else side


def _draw_border_end(
    plan: DistrictPlan, arterial: Arterial, *, at_start: bool, name: Name
) -> None:
    """Joins the carriageways: beyond the district's border the road is undivided."""
    border = 0.0 if at_start else arterial.size_m
    inwards = 1 if at_start else -1
    joint, divided = border + inwards * 38.0, border + inwards * 70.0
    stub = DistrictStreet(
        axis=arterial.axis,
        at=arterial.at,
        start=min(border, joint),
        end=max(border, joint),
        highway=arterial.highway,
        name=name,
        tags=(("lanes", "4"),),
    )
    plan.streets.append(stub)
    for side in (-1, 1):
        apart = _turn(arterial.axis, divided, arterial.at + side * arterial.half_gap_m)
        together = _turn(arterial.axis, joint, arterial.at)
        goes_in = _direction(arterial.axis, side) == inwards
        points = (together, apart) if goes_in else (apart, together)
        tags = (("lanes", _LANES[arterial.highway]),)
        plan.links.append(Link(points=points, highway=arterial.highway, name=name, tags=tags))


def _turn(axis: int, along: float, at: float) -> Point:
    return (along, at) if axis == ALONG_U else (at, along)


def _draw_slip_roads(plan: DistrictPlan, across: Arterial, along: Arterial, rng: Random) -> None:
    """Adds right-turn slip roads at some corners of a crossing of two arterials."""
    has_slips = rng.random() < _SLIP_SHARE
    for side_u, side_v in ((1, -1), (1, 1), (-1, 1), (-1, -1)):
        if not has_slips or rng.random() < 0.35:
            continue
        corner = (
            across.at + side_u * across.half_gap_m,
            along.at + side_v * along.half_gap_m,
        )
        # A right turn at a corner comes in on one of its carriageways and leaves on the other.
        from_across = side_u * side_v < 0
        into_u, into_v = _direction(ALONG_U, side_v), _direction(ALONG_V, side_u)
        step_in = (0.0, -into_v) if from_across else (-into_u, 0.0)
        step_out = (into_u, 0.0) if from_across else (0.0, into_v)
        bend = (0.33 * (step_in[0] + step_out[0]), 0.33 * (step_in[1] + step_out[1]))
        points = tuple(
            (corner[0] + step[0] * _SLIP_M, corner[1] + step[1] * _SLIP_M)
            for step in (step_in, bend, step_out)
        )
        highway = f"{across.highway if from_across else along.highway}_link"
        plan.links.append(Link(points=points, highway=highway, tags=(("lanes", "1"),)))


def _draw_elevated(plan: DistrictPlan, skeleton: Skeleton, arterial: Arterial) -> None:
    """Adds an elevated road above the median, with ramps at both ends and at two crossings."""
    name = Name(zh=f"{arterial.name.zh}高架", en=f"{arterial.name.en} Elevated Road")
    crossings = [skeleton.crossing(arterial.axis)[number].at for number in (2, 4)]
    for side in (-1, 1):
        direction = _direction(arterial.axis, side)
        deck = arterial.at + side * _ELEVATED_HALF_GAP_M
        ground = arterial.at + side * arterial.half_gap_m
        plan.streets.append(
            DistrictStreet(
                axis=arterial.axis,
                at=deck,
                start=_ELEVATED_FROM_M,
                end=_ELEVATED_TO_M,
                highway="trunk",
                name=name,
                one_way=direction,
                is_elevated=True,
                tags=(("lanes", "3"), ("maxspeed", "80"), ("bridge", "yes"), ("layer", "1")),
            )
        )
        # (on the deck, on the ground): up where the traffic comes from, down where it goes.
        ends = [
            (_ELEVATED_FROM_M, _ELEVATED_FROM_M - 170.0),
            (_ELEVATED_TO_M, _ELEVATED_TO_M + 170.0),
        ]
        for crossing in crossings:
            ends += [(crossing - 420.0, crossing - 240.0), (crossing + 420.0, crossing + 240.0)]
        for on_deck, on_ground in ends:
            high = _turn(arterial.axis, on_deck, deck)
            low = _turn(arterial.axis, on_ground, ground)
            goes_up = (on_deck > on_ground) == (direction > 0)
            _draw_ramp(plan, (low, high) if goes_up else (high, low))


def _draw_ramp(plan: DistrictPlan, ends: tuple[Point, Point]) -> None:
    (u_0, v_0), (u_1, v_1) = ends
    # The ramp leaves its road at a small angle, runs beside it, and joins the other alike.
    bends = tuple(
        (u_0 + (u_1 - u_0) * aside, v_0 + (v_1 - v_0) * ahead)
        for ahead, aside in ((0.3, 0.25), (0.7, 0.75))
    )
    tags = (("lanes", "1"), ("bridge", "yes"), ("layer", "1"))
    points = (ends[0], *bends, ends[1])
    plan.links.append(Link(points=points, highway="trunk_link", tags=tags))
