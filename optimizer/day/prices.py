"""What a day's plan pays beyond driving, work and visits: prices on how the work is shared out.

Each has its room; here they stand together, so that a scenario, its file and the instance know of
a new one by one line in `Prices` and one in `price_day`.
"""

from dataclasses import dataclass, fields

from fleet import InvalidValue
from optimizer.day.day import Day
from optimizer.day.lanes import with_least_run, with_price_on_lane_changes
from optimizer.day.partners import with_partners
from optimizer.day.preferences import Balance, balance_routes
from optimizer.day.territories import with_territories
from optimizer.day.waiting import with_price_on_waiting
from optimizer.day.worth import prefer_classes, worth_per_m2
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices; 0 for none.

    Parameters
    ----------
    apart_fen
        Of the two kerbs of a street in the routes of two vehicles.
    stray_fen_per_km
        Of a kilometre between a kerb and the territory of the vehicle that works it.
    lane_change_fen
        Of going over to another lane, or to the other kerb, to work on there.
    lane_change_m
        The same in metres of the kerb that is gone over to: what they are worth to the search.
    least_run_m
        Of a drive to a kerb or lane, in metres of it. Who leaves a kerb that goes on pays it when
        coming back, and a piece that is shorter is done only by who passes.
    higher_class_m2
        k: how many square metres of a required class one of the next higher class is worth; 0 for
        the ratio of the standards' prizes.
    waiting_fen_per_hour
        Of an hour that a vehicle waits on its way, breaks not counted. It is part of what the plan
        costs.
    balance_share, balance_above_s
        Paid time of a route beyond so many seconds costs this share more.
    """

    apart_fen: int = 0
    stray_fen_per_km: int = 0
    lane_change_fen: int = 0
    lane_change_m: int = 0
    least_run_m: int = 0
    higher_class_m2: float = 0.0
    waiting_fen_per_hour: int = 0
    balance_share: float = 0.0
    balance_above_s: int = 0

    def __post_init__(self) -> None:
        for one in fields(self):
            if getattr(self, one.name) < 0:
                raise InvalidValue(
                    "prices.negative",
                    "{name} must not be negative, got {value}.",
                    name=one.name,
                    value=getattr(self, one.name),
                )
        if 0 < self.higher_class_m2 < 1:
            raise InvalidValue(
                "prices.class_order",
                "higher_class_m2 must be 0 or at least 1, got {value}: a higher class is worth no "
                "less than a lower one.",
                value=self.higher_class_m2,
            )


def price_day(
    day: Day,
    network: RoadNetwork,
    prices: Prices,
    *,
    optional_weight: float = 1.0,
    reference: Plan | None = None,
) -> Day:
    """Returns the day with its prices.

    Parameters
    ----------
    optional_weight
        How many times its prize optional work counts.
    reference
        A plan whose routes say where the vehicles' territories lie.
    """
    day = prefer_classes(day, higher_class_m2=prices.higher_class_m2)
    day = with_partners(day, network, apart_fen=prices.apart_fen)
    day = with_territories(
        day, network, stray_fen_per_km=prices.stray_fen_per_km, reference=reference
    )
    fen_per_m2 = worth_per_m2(
        day.tasks, higher_class_m2=prices.higher_class_m2, optional_weight=optional_weight
    )
    day = with_price_on_lane_changes(
        day,
        network,
        lane_change_fen=prices.lane_change_fen,
        lane_change_m=prices.lane_change_m,
        fen_per_m2=fen_per_m2,
    )
    day = with_price_on_waiting(day, waiting_fen_per_hour=prices.waiting_fen_per_hour)
    day = with_least_run(day, least_run_m=prices.least_run_m, fen_per_m2=fen_per_m2)
    return balance_routes(day, Balance(above_s=prices.balance_above_s, share=prices.balance_share))
