from pathlib import Path

import pytest

from optimizer.benchmark.read.waste_vrptw import parse_waste_vrptw
from optimizer.benchmark.solving import solve_file
from tests.benchmarks.collecting.published import (
    SOURCES,
    Published,
    fewest_vehicles,
    least_miles,
    published,
    results_in,
)

NOTE = (
    "miles; published: Kim 2006 205.1 with 3 vehicles, Benjamin & Beasley 2010 183.5, "
    "Buhrkal et al. 2012 174.5 (quoted second-hand: treat as a guide)"
)

TWO_TRIPS = """\
10 // vehicle capacity
15 // yards
500 // stops
0 // lunch
40 // speed
Stop_ID
0 0 0 0400 2000 0 9999 0
1 5280 0 0000 2400 0 10 1
2 0 10560 0000 2400 0 10 1
3 0 5280 0000 2400 0 9999 2
"""


def parsed(text, name="three_places.txt"):
    return parse_waste_vrptw(Path(name), text.splitlines())


def test_a_note_gives_miles_and_vehicles_by_source():
    assert results_in(NOTE) == {
        "Kim 2006": Published(miles=205.1, vehicles=3),
        "Benjamin & Beasley 2010": Published(miles=183.5, vehicles=None),
        "Buhrkal et al. 2012": Published(miles=174.5, vehicles=None),
    }


def test_what_a_note_does_not_quote_is_left_out():
    assert results_in("miles; Kim 2006 87.0 with 1 vehicle") == {
        "Kim 2006": Published(miles=87.0, vehicles=1)
    }
    assert results_in("") == {}


def test_only_rows_of_the_set_are_taken(tmp_path):
    table = tmp_path / "bks.csv"
    table.write_text(
        f'set,instance,lower_bound,best_known,note\ngdb,gdb1,316,316,\nwaste-vrptw,102,,1,"{NOTE}"\n'
    )
    assert list(published(table)) == ["102"]


def test_bounds_are_those_found_by_hand(tmp_path):
    file = parsed(TWO_TRIPS)
    # 20 yards at 15 a day; a mile from the depot and two to the landfill, a mile there and back.
    assert fewest_vehicles(file) == 2
    assert least_miles(file) == pytest.approx(3 + 2)
    path = tmp_path / "three_places.txt"
    path.write_text(TWO_TRIPS)
    assert solve_file(path, iterations=50, seed=1).miles >= least_miles(file)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["102", "277", "335", "444", "804"])
def test_few_steps_solve_each_public_file_within_the_rules(shared, name):
    data = shared / "benchmarks"
    path = data / "waste-vrptw" / f"{name}_stop.txt"
    file = parsed(path.read_text(encoding="latin-1"), path.name)
    # Whatever the checker finds raises CheckFailed.
    result = solve_file(path, iterations=40, seed=1)
    assert result.feasible
    assert result.miles > least_miles(file)
    assert len(result.routes) >= fewest_vehicles(file)
    quoted = published(data / "bks.csv")[name]
    assert list(quoted) == list(SOURCES)
    # None of what is quoted is impossible by these bounds.
    assert all(least_miles(file) < result.miles for result in quoted.values())
