"""What a user asks for when a day is to be planned."""

from dataclasses import dataclass

from fleet import Condition
from optimizer.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a user asks for.

    Parameters
    ----------
    scenario
        Name in the library, or path of a folder or `.toml` file.
    osm, place
        The streets: a file or the name of a place; neither for the embedded district.
    fresh
        Whether a place is downloaded again though there is a copy.
    date
        Service day as YYYY-MM-DD, instead of the scenario's own.
    contracts
        Path of a table of kitchen-waste contracts, instead of the scenario's own.
    seconds, iterations
        Limits of the search; at least one.
    processes
        How many cores the search is to use.
    reference
        A plan.json to start from and stay close to.
    calendar
        A calendar.json: only the kitchens that it has on the day are due, each with its truck, at
        the price of a change, and at about its hour, where that can be.
    change_fen
        What a task costs more that is not with the vehicle and shift of the reference, or of the
        calendar.
    target_rate
        Mechanised sweeping rate to be reached as cheaply as possible, a share; None for as high a
        rate as the fleet allows.
    weather
        Conditions of the service day, instead of what the scenario says of it; see
        `fleet.Condition`. None leaves the scenario's.
    """

    scenario: str
    osm: str | None = None
    place: str | None = None
    fresh: bool = False
    date: str | None = None
    contracts: str | None = None
    seconds: float | None = None
    iterations: int | None = None
    seed: int = 0
    engine: str = "ruin_recreate"
    processes: int = 1
    reference: str | None = None
    calendar: str | None = None
    change_fen: int = 0
    target_rate: float | None = None
    weather: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.target_rate is not None and not 0 < self.target_rate <= 1:
            raise InputError(
                f"target rate {self.target_rate}: must be a share above 0 and up to 1, e.g. 0.75."
            )
        unknown = set(self.weather or ()) - set(Condition)
        if unknown:
            raise InputError(
                f"weather {', '.join(sorted(unknown))} is unknown; conditions are "
                f"{', '.join(Condition)}."
            )
