"""Random files of waste collection: the engine keeps to what the evaluator demands."""

import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from optimizer.benchmark.check.waste_vrptw import check_waste_vrptw
from optimizer.benchmark.read import read_instance
from optimizer.benchmark.solving import solve_file
from optimizer.errors import InputError


def random_day(seed):
    """Returns a file of a few stops, several landfills, narrow windows and tight limits."""
    rng = np.random.default_rng(seed)
    stops, sites = int(rng.integers(3, 14)), int(rng.integers(1, 4))
    opens = int(rng.integers(4, 11))
    rows = [f"0 0 0 {opens:02d}00 2000 0 9999 0"]
    for id_ in range(1, stops + sites + 1):
        x, y = rng.integers(-15_000_000, 15_000_000, 2) / 100
        if id_ <= stops:
            begin = int(rng.integers(0, 15))
            window = f"{begin:02d}30 {max(begin, opens) + int(rng.integers(3, 9)):02d}45"
            load = rng.integers(0, 81) / 10
            rows.append(f"{id_} {x} {y} {window} {rng.integers(0, 1800)} {load} 1")
        else:
            rows.append(f"{id_} {x} {y} 0000 2400 {rng.integers(0, 1800)} 9999 2")
    return "\n".join(
        [
            f"{rng.choice([8, 12.5, 40])} // vehicle capacity",
            f"{rng.choice([9, 30, 1000])} // yards",
            f"{rng.choice([2, 5, 500])} // stops",
            f"{rng.choice([0, 1800, 3600])} // lunch",
            f"{rng.choice([25, 40, 55])} // speed",
            "Stop_ID",
            *rows,
        ]
    )


def day_on_a_line(seed):
    """Returns a file of which landfills lie on the way: visits cost no length and hardly time."""
    rng = np.random.default_rng(seed)
    stops, sites = int(rng.integers(3, 26)), int(rng.integers(1, 6))
    rows = ["0 0 0 0600 2000 0 9999 0"]
    for id_ in range(1, stops + sites + 1):
        x = int(rng.integers(0, 30)) * 5280
        if id_ <= stops:
            load = rng.integers(0, 81) / 10
            rows.append(f"{id_} {x} 0 0000 2400 {rng.integers(0, 300)} {load} 1")
        else:
            rows.append(f"{id_} {x} 0 0000 2400 {rng.choice([0, 60])} 9999 2")
    return "\n".join(
        [
            f"{rng.choice([8, 8.1, 20])} // vehicle capacity",
            f"{rng.choice([30, 1000])} // yards",
            f"{rng.choice([6, 500])} // stops",
            f"{rng.choice([0, 3600])} // lunch",
            "60 // speed",
            "Stop_ID",
            *rows,
        ]
    )


@settings(max_examples=30, deadline=None)
@given(day=st.sampled_from([random_day, day_on_a_line]), seed=st.integers(0, 10**6))
def test_what_the_engine_finds_the_evaluator_accepts(tmp_path_factory, day, seed):
    path = tmp_path_factory.mktemp("random") / "day.txt"
    path.write_text(day(seed), encoding="latin-1")
    try:
        vehicles = read_instance(path).instance.num_duties
    except InputError:
        # A stop that no vehicle can serve in its window: such a file is refused, as it should be.
        reject()
    # A difference between engine and evaluator raises CheckFailed.
    result = solve_file(path, iterations=60, seed=1)
    if result.feasible:
        verdict = check_waste_vrptw(path, result.routes)
        assert (verdict.cost, verdict.violations) == (result.cost, ())
    else:
        # What is left out was not given up for another: a vehicle more would not have helped.
        assert len(result.routes) < vehicles
