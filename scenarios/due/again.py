"""What is due, kept with the streets for whoever asks for the same day again."""

from optimizer.network.road_network import RoadNetwork
from scenarios.due.demand import DueWork, find_due_work
from scenarios.scenario import Scenario

MOST_KEPT = 2
"""A day that runs asks for its own weather and for the one that was told last."""


def find_due_again(scenario: Scenario, network: RoadNetwork, *, moved: bool) -> DueWork:
    """Returns what `find_due_work` does, from memory when these streets were asked for it before.

    Every new plan of a day asks for the same, and nothing is derived when something has happened.
    """
    kept: list[tuple[Scenario, bool, DueWork]]
    kept = network.worked_out.setdefault(find_due_again, {}).setdefault(DueWork, [])
    for before, was_moved, due in kept:
        if was_moved == moved and before == scenario:
            return due
    due = find_due_work(scenario, network, moved=moved)
    kept[:] = [*kept, (scenario, moved, due)][-MOST_KEPT:]
    return due
