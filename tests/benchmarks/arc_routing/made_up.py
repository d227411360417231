"""Sections of invented runs, small enough to reckon by hand."""

from .report import Reference, Section
from .runs import Run


def a_run(instance="a1", *, set_name="a", engine="ours", seed=1, cost=110, **more):
    return Run(
        set_name=set_name,
        instance=instance,
        engine=engine,
        seed=seed,
        cost=cost,
        **({"routes": 4, "seconds": 10.0, "iterations": 1000} | more),
    )


def a_section(name="a", *, runs, references, engines=("ours",), **more):
    values = {
        "command": f"./run bench carp --set {name}",
        "date": "2026-01-02",
        "commit": "abc1234",
        "machine": "a machine",
        "seeds": 2,
        "seconds": 10.0,
        "iterations": None,
        "jobs": 1,
        "stops_when_optimal": True,
    }
    return Section(
        name=name,
        runs=list(runs),
        references={name: Reference(**known) for name, known in references.items()},
        engines=list(engines),
        **(values | more),
    )
