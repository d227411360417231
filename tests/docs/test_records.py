"""Solutions below the best published values are what they say, by an evaluator of its own."""

import csv
import json
from pathlib import Path

import pytest

from optimizer.benchmark.check import check_carp

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "records").glob("*.json"))
README = (Path(__file__).parents[2] / "docs" / "records" / "README.md").read_text("utf-8")


def routes_of(record):
    return [[tuple(step) for step in route] for route in record["routes"]]


@pytest.mark.shared
@pytest.mark.parametrize("path", RECORDS, ids=[path.stem for path in RECORDS])
def test_a_record_costs_what_it_says_and_less_than_what_is_published(shared, path):
    record = json.loads(path.read_text("utf-8"))
    folder = shared / "benchmarks"
    verdict = check_carp(folder / "carp-large" / f"{path.stem}.txt", routes_of(record))
    assert verdict.violations == ()
    assert verdict.cost == record["cost"]
    with (folder / "bks.csv").open(encoding="utf-8") as table:
        rows = {row["instance"]: row for row in csv.DictReader(table)}
    published = int(rows[path.stem]["best_known"])
    assert (record["published"], record["cost"] < published) == (published, True)
    assert f"| {path.stem} | {published:,} | {record['cost']:,} |" in README


@pytest.mark.shared
def test_a_route_that_leaves_an_edge_out_is_no_record(shared):
    path = RECORDS[0]
    routes = routes_of(json.loads(path.read_text("utf-8")))
    file = shared / "benchmarks" / "carp-large" / f"{path.stem}.txt"
    assert check_carp(file, [routes[0][1:], *routes[1:]]).violations != ()
