"""How often a day is disturbed, and how badly: what a simulated day is drawn from."""

from dataclasses import dataclass, field, fields

from fleet.message import InvalidValue

_SHARE = {"le": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbances:
    """Rates of what happens on a day after its plan was made (all values assumed); 0 for never.

    Parameters
    ----------
    breakdowns_per_shift
        Chance that a vehicle breaks down in a shift.
    repaired_share
        Share of the breakdowns after which the vehicle goes on from where it stands.
    repair_minutes
        Mean time until it does.
    delays_per_shift
        Chance that a vehicle falls behind in a shift.
    delay_minutes
        Mean time that it loses then.
    closures_per_day
        Mean number of streets that are closed.
    closure_m, closure_minutes
        Length of a closed street, and mean time that it is closed.
    cases_per_day
        Mean number of urgent cases, of all categories alike for which there are vehicles.
    skipped_share
        Share of the kerbs and stops that a vehicle comes to in vain.
    tried_again_share
        Share of those that may be tried again on the same day.
    cancelled_share
        Share of the contracts that are cancelled on the day.
    """

    breakdowns_per_shift: float = field(default=0.01, metadata=_SHARE)
    repaired_share: float = field(default=0.5, metadata=_SHARE)
    repair_minutes: int = 60
    delays_per_shift: float = field(default=0.2, metadata=_SHARE)
    delay_minutes: int = 15
    closures_per_day: float = 1.0
    closure_m: int = 400
    closure_minutes: int = 180
    cases_per_day: float = 6.0
    skipped_share: float = field(default=0.003, metadata=_SHARE)
    tried_again_share: float = field(default=0.5, metadata=_SHARE)
    cancelled_share: float = field(default=0.01, metadata=_SHARE)

    def __post_init__(self) -> None:
        for one in fields(self):
            value, most = getattr(self, one.name), one.metadata.get("le")
            if value < 0 or (most is not None and value > most):
                raise InvalidValue(
                    "disturbances.range",
                    "{name} must not be negative, and a share or chance not above 1; got {value}.",
                    name=one.name,
                    value=value,
                )
