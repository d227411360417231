"""What vehicles carry, as a second flow beside that of the vehicles.

Along a street no more is aboard than the vehicles along it hold. Counted in full loads.

References
----------
Gouveia (1995), A result on projection for the vehicle routing problem.
doi:10.1016/0377-2217(94)00025-8
"""

import numpy as np

from optimizer.bounds.flow import DayFlow, FlowLink
from optimizer.bounds.linear_programme import Numbers
from optimizer.bounds.workload import Call

SLACK = 1 - 1e-9
"""Shares of a load are rounded down by this much, so that no last binary digit counts."""


def carry(flow: DayFlow, *, water: bool) -> None:
    """Brings the water of all tasks from depots and water points, or takes their waste away.

    Both may take any turn and be spilt, which only helps.
    """
    flow.is_loaded = True
    programme, points, workload = flow.programme, flow.points, flow.workload
    num_crossings = int(points.crossing.max()) + 1
    rows = programme.add_rows(np.zeros(num_crossings + len(workload.sites)))
    at = rows[points.crossing]
    # Where a task begins its water must have come; from where it ends its waste must go.
    goes, comes = (-1, 1) if water else (1, -1)

    along = points.piece >= 0
    pieces, which = np.unique(points.piece[along], return_inverse=True)
    load = programme.add_columns(np.zeros(len(pieces)))
    room = programme.add_rows(np.zeros(len(pieces)))
    programme.add_entries(room[which], flow.drives[along], 1)
    programme.add_entries(room, load, -1)
    programme.add_entries(at[pieces], load, goes)
    programme.add_entries(at[pieces + 1], load, comes)

    for way in flow.ways:
        share = SLACK * (way.tank_share if water else way.hopper_share)
        load, room = programme.add_columns(0), programme.add_rows(0)
        flow.amount(int(room[0]), way, 1 - share)
        programme.add_entries(room, load, -1)
        programme.add_entries([at[way.entry], at[way.exit]], load, [goes, comes])
        flow.amount(int(at[way.entry if water else way.exit]), way, -share)

    passed = Call.UNLOAD if water else Call.REFILL
    turned = (Call.DEPOT, Call.REFILL) if water else (Call.UNLOAD,)
    for link in flow.leaving if water else flow.arriving:
        if workload.sites[link.site].call in turned:
            programme.add_entries(at[link.point], _load_on(flow, link), 1)
    for links, street, site in ((flow.arriving, goes, comes), (flow.leaving, comes, goes)):
        for link in links:
            if workload.sites[link.site].call is passed:
                ends = [at[link.point], rows[num_crossings + link.site]]
                programme.add_entries(ends, _load_on(flow, link), [street, site])


def _load_on(flow: DayFlow, link: FlowLink) -> Numbers:
    """Returns a column for what is aboard between the streets and a site."""
    load, room = flow.programme.add_columns(0), flow.programme.add_rows(0)
    flow.programme.add_entries(room, [link.column, int(load[0])], [1, -1])
    return load
