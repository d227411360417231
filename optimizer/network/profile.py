"""Profiles: what streets a class of vehicle may use, how fast, and what each turn costs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one class of vehicle drives.

    Parameters
    ----------
    max_speed_kph
        It never drives faster, whatever the street allows.
    speed_share
        Share of the street's speed that it reaches on average, in (0, 1].
    weight_kg, height_cm, width_cm
        Laden size, held against posted limits.
    is_truck
        Whether a ban on goods vehicles applies to it.
    closed_highways
        OSM `highway` values that it never uses.
    right_turn_s, straight_s, left_turn_s, u_turn_s
        Seconds for each kind of turn; a U-turn is allowed in dead ends only.
    signal_s
        Added where a junction has traffic signals and the turn is not a right turn.
    """

    id: str
    max_speed_kph: int
    speed_share: float = 0.8
    weight_kg: int
    height_cm: int
    width_cm: int
    is_truck: bool = True
    closed_highways: frozenset[str] = frozenset()
    right_turn_s: int = 3
    straight_s: int = 0
    left_turn_s: int = 8
    u_turn_s: int = 45
    signal_s: int = 12

    def __post_init__(self) -> None:
        if self.max_speed_kph <= 0 or not 0 < self.speed_share <= 1:
            raise ValueError(
                f"profile {self.id}: max_speed_kph must be positive and speed_share in (0, 1]."
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
            closed_highways=_MOTORWAYS,
        ),
        Profile(
            id="washer",
            max_speed_kph=40,
            weight_kg=18_000,
            height_cm=310,
            width_cm=250,
            closed_highways=_MOTORWAYS,
        ),
        Profile(id="truck", max_speed_kph=50, weight_kg=12_000, height_cm=300, width_cm=240),
    )
}
"""The profiles that vehicles name (sizes assumed: 16 t sweepers, 8 t loads)."""
