"""What a user asks for when a day is to be planned: names and files, opened here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from fleet import Condition, ExtraTask, InvalidValue, Overtime, StreetClosure, Weather
from optimizer.engines import PartsRunner, default_processes
from optimizer.errors import InputError
from optimizer.hands import EarlyHand
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.stop import AnyOf, Progress, Stage, limits
from scenarios.files import load_network, load_scenario
from scenarios.otherwise import WiderHours, apply_otherwise
from scenarios.overtime import MoreShift
from scenarios.plan_file import PlanFile, read_plan
from scenarios.planning import UNWATCHED, PlanOptions, PlanWatch, plan
from scenarios.scenario import Scenario
from scenarios.variations import Setting, vary
from scenarios.week import read_calendar

BOUND_SHARE = 0.25
"""Time for the lower bound, as a share of the search's."""

BOUND_S = 15.0
"""Seconds for it where no clock limits the search: as much as after a search of a minute."""


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
        How many cores the search is to use; None for all that there are, and for one where
        `iterations` limit it. The plan says how many it were.
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
    bound_seconds
        Limit of the lower bound, 0 for none of it; None for a quarter of `seconds`, and for
        `BOUND_S` where only iterations limit the search.
    skip_faults
        Plans without the rows of tables that have faults and the points that lie on no street;
        the plan lists them.
    reasons
        Whether the plan says why it leaves out what it does; looking for that takes a while.
    hands
        What is decided by hand before the day begins; see `PlanOptions`.
    varied
        What of the scenario is set to another value; see `scenarios.variations`.
    vehicles_off, stops_off, wider, closures, extra_tasks, overtime, more_shifts
        What is not as on other days; see `scenarios.otherwise`.
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
    processes: int | None = None
    reference: str | None = None
    calendar: str | None = None
    change_fen: int = 0
    target_rate: float | None = None
    weather: tuple[str, ...] | None = None
    bound_seconds: float | None = None
    skip_faults: bool = False
    reasons: bool = True
    hands: tuple[EarlyHand, ...] = ()
    varied: tuple[Setting, ...] = ()
    vehicles_off: tuple[str, ...] = ()
    stops_off: tuple[str, ...] = ()
    wider: tuple[WiderHours, ...] = ()
    closures: tuple[StreetClosure, ...] = ()
    extra_tasks: tuple[ExtraTask, ...] = ()
    overtime: tuple[Overtime, ...] = ()
    more_shifts: tuple[MoreShift, ...] = ()

    def __post_init__(self) -> None:
        unknown = set(self.weather or ()) - set(Condition)
        if unknown:
            raise InputError(
                "request.weather",
                "weather {unknown:list} is unknown; conditions are {conditions:list}.",
                unknown=sorted(unknown),
                conditions=[*Condition],
            )

    @property
    def stop(self) -> AnyOf:
        """The limits of the search.

        Raises
        ------
        InputError
            When there is none, or one is not positive.
        """
        try:
            return limits(iterations=self.iterations, seconds=self.seconds)
        except InvalidValue as error:
            raise InputError(error.message) from None

    def open_options(self) -> PlanOptions:
        """Returns how to plan, with the files of it read.

        Raises
        ------
        InputError
            When the engine, the rate, the reference or the calendar cannot be used.
        """
        return PlanOptions(
            engine=self.engine,
            processes=self.processes or default_processes(self.engine, iterations=self.iterations),
            reference=read_plan(Path(self.reference)).plan if self.reference else None,
            calendar=read_calendar(Path(self.calendar)).calendar if self.calendar else None,
            change_fen=self.change_fen,
            target_rate=self.target_rate,
            bound_s=self._bound_s,
            skip_faults=self.skip_faults,
            reasons=self.reasons,
            hands=self.hands,
        )

    @property
    def _bound_s(self) -> float:
        if self.bound_seconds is not None:
            return self.bound_seconds
        return BOUND_SHARE * self.seconds if self.seconds is not None else BOUND_S

    def open_scenario(self) -> Scenario:
        """Returns the scenario with what is said otherwise of its date, weather and values.

        Raises
        ------
        InputError
            When it cannot be used.
        """
        scenario = load_scenario(
            self.scenario,
            date=self.date,
            contracts=self.contracts,
            skip_faults=self.skip_faults,
        )
        scenario = apply_otherwise(
            vary(scenario, self.varied),
            vehicles_off=self.vehicles_off,
            stops_off=self.stops_off,
            wider=self.wider,
            closures=self.closures,
            extra_tasks=self.extra_tasks,
            overtime=self.overtime,
            more_shifts=self.more_shifts,
        )
        if self.weather is None:
            return scenario
        conditions = tuple(map(Condition, self.weather))
        return replace(scenario, weather=(Weather.of(scenario.date, conditions),))


def load_streets(request: PlanRequest, scenarios: Iterable[Scenario]) -> RoadNetwork:
    """Returns the streets that scenarios are planned on: what is named, else their districts.

    Raises
    ------
    InputError
        When they cannot be read, or none are named and the scenarios lie in other numbers of
        districts.
    NetworkError
        When the streets cannot be read.
    """
    districts = {scenario.name: scenario.districts for scenario in scenarios}
    if request.osm is None and request.place is None and len({*districts.values()}) > 1:
        raise InputError(
            "network.other_districts",
            "{scenarios:list} lie in other numbers of generated districts ({districts:list}); "
            "plans are compared on the same streets.",
            scenarios=[*districts],
            districts=[str(count) for count in districts.values()],
        )
    return load_network(
        osm=request.osm,
        place=request.place,
        fresh=request.fresh,
        districts=next(iter(districts.values())),
    )


def plan_day(
    request: PlanRequest,
    *,
    watch: PlanWatch = UNWATCHED,
    start: Plan | None = None,
    parts: PartsRunner | None = None,
) -> PlanFile:
    """Opens what a request names and plans the day; see `scenarios.planning.plan`.

    Parameters
    ----------
    start
        An earlier plan of the same request, which the search goes on from.
    parts
        Who searches the parts of a large day; None for processes of this machine.

    Raises
    ------
    InputError
        When scenario, streets, limits, reference or calendar cannot be used.
    InfeasibleScenario
        When nothing can be planned at all.
    PlanRefused
        When the checker finds a violation.
    """
    stop, options = request.stop, replace(request.open_options(), start=start)
    scenario = request.open_scenario()
    watch.on_progress(Progress(stage=Stage.STREETS))
    network = load_streets(request, [scenario])
    return plan(scenario, network, options, stop=stop, seed=request.seed, watch=watch, parts=parts)


def plan_on(
    network: RoadNetwork, request: PlanRequest, *, watch: PlanWatch = UNWATCHED
) -> PlanFile:
    """Does as `plan_day`, on streets that are read already."""
    stop, options = request.stop, request.open_options()
    scenario = request.open_scenario()
    return plan(scenario, network, options, stop=stop, seed=request.seed, watch=watch)
