"""What the bound sees of a day: where vehicles may call, and what for."""

import pytest

from fleet import Fleet, Supply, Work
from optimizer.bounds.workload import Call, workload_of
from tests.optimizer.bounds.one_vehicle import facility, one_sweeper, stretch, yard
from tests.streets import street_network

STREET = street_network({1: (0, 0), 2: (200, 0)}, [(1, 2)])
FACILITIES = (
    facility("yard"),
    facility("hydrant", streams=(), supplies=(Supply.WATER,)),
    facility("salt", streams=(), supplies=(Supply.DE_ICER,)),
)
OFFSET_M = {"yard": 0, "hydrant": 50, "salt": 100}


@pytest.mark.parametrize(
    ("work", "refilled_at"),
    [
        (Work.SWEEP, ["hydrant"]),
        (Work.SNOW, ["salt"]),
        # What draws nothing from a tank has no business at a hydrant.
        (Work.KITCHEN, []),
    ],
)
def test_vehicles_call_for_what_their_work_draws(work, refilled_at):
    vehicle = one_sweeper(works=(work,), tank_l=100)
    sites = {id_: yard(STREET, "1>2", offset_m) for id_, offset_m in OFFSET_M.items()}
    fleet = Fleet(vehicles=(vehicle,), facilities=FACILITIES)
    found = workload_of(fleet, [vehicle], (stretch(STREET, "1>2", work=work),), sites)
    places = [site.place for site in found.sites if site.call is Call.REFILL]
    assert places == [sites[id_] for id_ in refilled_at]
