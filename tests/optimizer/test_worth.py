"""Prizes of optional work: some count many times over, a price counts once."""

import numpy as np

from optimizer.instance import FEN
from optimizer.worth import weighted
from scenarios.day_work import day_of
from scenarios.demand import due_work
from scenarios.networks import load_network
from scenarios.staffing import staff
from scenarios.store import load_scenario
from tests.test_chain import DATA, STREETS


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
