"""What a day's plan pays beyond driving, work and visits: prices on how the work is shared out.

Each has its room; here they stand together, so that a scenario, its file and the instance know of
a new one by one line in `Prices` and one in `price_day`.
"""

from dataclasses import dataclass, fields

from fleet import InvalidValue
from optimizer.day.day import Day
from optimizer.day.lanes import with_lane_changes
from optimizer.day.partners import with_partners
from optimizer.day.preferences import Balance, balanced
from optimizer.day.territories import with_territories
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
    balance_share, balance_above_s
        Paid time of a route beyond so many seconds costs this share more.
    """

    apart_fen: int = 0
    stray_fen_per_km: int = 0
    lane_change_fen: int = 0
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


def price_day(
    day: Day, network: RoadNetwork, prices: Prices, *, reference: Plan | None = None
) -> Day:
    """Returns the day with its prices.

    Parameters
    ----------
    reference
        A plan whose routes say where the vehicles' territories lie.
    """
    day = with_partners(day, network, apart_fen=prices.apart_fen)
    day = with_territories(
        day, network, stray_fen_per_km=prices.stray_fen_per_km, reference=reference
    )
    day = with_lane_changes(day, lane_change_fen=prices.lane_change_fen)
    return balanced(day, Balance(above_s=prices.balance_above_s, share=prices.balance_share))
