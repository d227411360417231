"""Prizes: what optional work counts, and that no drive is too long for required work."""

from dataclasses import replace

import numpy as np

from fleet import Fleet
from optimizer.day.building import build_day
from optimizer.day.worth import weighted
from optimizer.engines import Run
from optimizer.instance.instance import FEN
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.due.demand import due_work
from scenarios.files.networks import load_network
from scenarios.files.store import load_scenario
from scenarios.planning.day_work import day_of
from scenarios.planning.staffing import staff
from tests.hand_drawn import SWEEPER, YARD, small_day, yard_at
from tests.scenarios.planning.test_chain import DATA, STREETS
from tests.streets import street_network

FAR = street_network({1: (0, 0), 2: (1000, 0), 3: (31_000, 0)}, [(1, 2), (2, 3)], turning=[2])
"""A street to be swept and the road to a tip 30 km away: 3,750 s of driving each way."""


def test_the_risk_of_an_overflow_is_a_price_that_no_weight_raises(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path))
    scenario = load_scenario(str(DATA / "hamlet-chain"))
    network = load_network(osm=STREETS)
    due = due_work(scenario, network)
    day = day_of(due, staff(due, network), network)
    prize = weighted(day.instance, day.tasks, sweep_weight=10, other_weight=10)
    optional = {task.id: number for number, task in enumerate(day.tasks) if not task.required}
    assert "container/G2" in optional
    times = {id_: prize[n] / (FEN * day.tasks[n].prize_fen) for id_, n in optional.items()}
    assert times.pop("container/G2") == 1
    assert np.allclose(list(times.values()), 10)


def test_required_work_is_done_though_it_is_far_to_where_it_is_unloaded():
    sites = {"yard": yard_at(FAR, "1>2", 20), "tip": yard_at(FAR, "2>3", 29_900)}
    yard = replace(YARD, streams=())
    tip = replace(YARD, id="tip", kind="plant", parking=0)
    day = small_day(FAR, {"yard": sites["yard"]})
    # Only the near street is due, and nobody minds it but for being required.
    tasks = [replace(t, prize_fen=0) for t in day.tasks if t.kerb.arc in ("1>2", "2>1")]
    fleet = Fleet(vehicles=(SWEEPER,), facilities=(yard, tip))
    instance = build_day(FAR, fleet, tasks, sites).instance
    outcome = solve(instance, Run(stop=limits(iterations=100), seed=1))
    assert outcome.solution.absent == ()
