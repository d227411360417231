"""Vehicles: what they do, carry, and cost."""

from dataclasses import dataclass

from fleet.checks import require_not_negative, require_positive
from fleet.message import InvalidValue
from fleet.shift import Shift
from fleet.size import Size
from fleet.work import WORKS, Stream, Supply, VehicleKind, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One vehicle of the fleet.

    Parameters
    ----------
    profile
        Name of the road profile it drives by: sweeper, washer or truck.
    works
        The works it has the skill for.
    depot_id
        Where it starts and ends, or None when the day's assignment is to choose.
    shifts
        Its duties of the day in order of time; empty when the assignment is to choose.
    hopper_kg, tank_l
        Capacities; 0 means that it has none.
    compartments
        What it keeps apart: a stream and how much of it, for each part of a divided body, whose
        kilograms add up to `hopper_kg`. Empty for one hopper. All are emptied at one visit.
    range_m
        How far it comes, working and driving, until it must be charged; 0 for as far as it likes.
    weight_kg, height_cm, width_cm
        Laden size, held against posted limits; 0 for that of its profile.
    length_cm
        Held against what can come to a kitchen's bins; 0 for unknown, which counts as fitting.
    working_kph, travel_kph
        Speed while working along a street, and the most it drives otherwise.
    cost_per_km_fen, cost_per_hour_fen, cost_per_shift_fen
        Hours are hours driving, working and at facilities; waiting and breaks are part of the
        shift's own cost.
    """

    id: str
    kind: VehicleKind
    profile: str
    works: tuple[Work, ...]
    depot_id: str | None = None
    shifts: tuple[Shift, ...] = ()
    hopper_kg: int = 0
    tank_l: int = 0
    compartments: tuple[tuple[Stream, int], ...] = ()
    range_m: int = 0
    weight_kg: int = 0
    height_cm: int = 0
    width_cm: int = 0
    length_cm: int = 0
    working_kph: int
    travel_kph: int
    sweeping_width_cm: int = 0
    cost_per_km_fen: int
    cost_per_hour_fen: int
    cost_per_shift_fen: int = 0
    fuel_ml_per_km: int = 0
    fuel_ml_per_hour: int = 0

    def __post_init__(self) -> None:
        if not self.works:
            raise InvalidValue(
                "vehicle.no_works", "{id}: works is empty; name at least one.", id=self.id
            )
        require_positive(self.id, working_kph=self.working_kph, travel_kph=self.travel_kph)
        require_not_negative(
            self.id,
            tank_l=self.tank_l,
            range_m=self.range_m,
            weight_kg=self.weight_kg,
            height_cm=self.height_cm,
            width_cm=self.width_cm,
            length_cm=self.length_cm,
            sweeping_width_cm=self.sweeping_width_cm,
            cost_per_km_fen=self.cost_per_km_fen,
            cost_per_hour_fen=self.cost_per_hour_fen,
            cost_per_shift_fen=self.cost_per_shift_fen,
            fuel_ml_per_km=self.fuel_ml_per_km,
            fuel_ml_per_hour=self.fuel_ml_per_hour,
        )
        if self.streams:
            require_positive(self.id, hopper_kg=self.hopper_kg)
        if any(WORKS[work].needs_tank for work in self.works):
            require_positive(self.id, tank_l=self.tank_l)
        if self.compartments:
            self._require_compartments()
        ends = [shift.end_s for shift in self.shifts]
        starts = [shift.start_s for shift in self.shifts]
        if any(end > start for end, start in zip(ends, starts[1:], strict=False)):
            raise InvalidValue(
                "vehicle.shifts_overlap",
                "{id}: its shifts overlap or are out of order.",
                id=self.id,
            )
        if len({shift.id for shift in self.shifts}) != len(self.shifts):
            raise InvalidValue(
                "vehicle.shift_twice",
                "{id}: two of its shifts have the same id.",
                id=self.id,
            )

    @property
    def streams(self) -> frozenset[Stream]:
        """What its works bring into it."""
        brought = (WORKS[work].stream for work in self.works)
        return frozenset(stream for stream in brought if stream is not None)

    @property
    def supplies(self) -> frozenset[Supply]:
        """What its works take from its tank; of several, one tank holds but one on a day."""
        taken = (WORKS[work].supply for work in self.works)
        return frozenset(supply for supply in taken if supply is not None)

    @property
    def size(self) -> Size:
        """What is stated of its size; its height matters on the way only."""
        return Size(length_cm=self.length_cm, width_cm=self.width_cm, weight_kg=self.weight_kg)

    def holds_kg(self, stream: Stream) -> int:
        """Returns how much of a stream fits in: its compartment, or all of an undivided hopper."""
        return dict(self.compartments).get(stream, 0) if self.compartments else self.hopper_kg

    def _require_compartments(self) -> None:
        streams = [stream for stream, _ in self.compartments]
        if sorted(streams) != sorted(self.streams):
            raise InvalidValue(
                "vehicle.compartments",
                "{id}: compartments must name each stream of its works once "
                "({streams:list}), got {named:list}.",
                id=self.id,
                streams=sorted(self.streams),
                named=streams,
            )
        if min(kg for _, kg in self.compartments) <= 0:
            raise InvalidValue(
                "vehicle.empty_compartment",
                "{id}: every compartment must hold more than 0 kg.",
                id=self.id,
            )
        total_kg = sum(kg for _, kg in self.compartments)
        if total_kg != self.hopper_kg:
            raise InvalidValue(
                "vehicle.compartment_sum",
                "{id}: its compartments add up to {total_kg} kg, hopper_kg is {hopper_kg}.",
                id=self.id,
                total_kg=total_kg,
                hopper_kg=self.hopper_kg,
            )
