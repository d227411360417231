"""Which words of a Chinese text are Latin, names and ids aside."""

import re
from collections.abc import Iterable

from scenarios.plan_file import PlanFile

WORDS_OF_TRADE = {
    *(
        "OneBroom",
        "OpenStreetMap",
        "contributors",
        "ODbL",
        "GraphML",
        "osmnx",
        "osmium",
        "extract",
    ),
    *("extract", "JSON", "TOML", "HTTP", "HTML", "XLSX", "GeoJSON", "Ctrl"),
    *("ortools", "pyvrp", "CARP", "mcarptif", "mcgrp", "waste", "vrptw", "Turns", "tests"),
}
"""Names of programs, formats, engines and families of files, which have no Chinese."""


def names_of(plan_file: PlanFile) -> set[str]:
    """Returns what people called the things of a plan, and the ids of its values."""
    network = plan_file.network
    tasks, fleet, coverage = plan_file.tasks, plan_file.fleet, plan_file.measures.coverage
    return {
        plan_file.scenario_name,
        network.name,
        *(text for one in tasks for text in (one.id, one.name, one.service_class)),
        *(text for one in fleet.facilities for text in (one.id, one.name)),
        *(text for one in fleet.vehicles for text in (one.id, one.depot_id or "")),
        *(row.town for row in coverage.streets),
        *(row.name for row in coverage.streets),
    } - {""}


def latin_words(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Returns the Latin words of four letters and more that are no names.

    Names of files, options, fields and environments are told by their marks: a dot, a dash, a
    slash or an underscore in them, or before them.
    """
    known = sorted(names, key=len, reverse=True)
    found = []
    for text in texts:
        rest = text
        for name in known:
            whole = rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"
            rest = re.sub(whole, " ", rest)
        rest = re.sub(r"[\w.\-]*[._/\-][\w./\-]+", " ", rest, flags=re.ASCII)
        found += re.findall(r"[A-Za-z]{4,}", rest)
    return [word for word in found if word not in WORDS_OF_TRADE]
