"""Which routes could exchange tasks: how often a task of one is a near neighbour of the other's.

The search moves tasks between routes that share neighbours, so these links say what a cut between
two routes forbids. No places are needed for that, and tasks that lie side by side but are due at
different hours do not count.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance

NEAR = 12
"""So many of a task's nearest neighbours count."""

ROUNDS = 20
"""So often the places of absent tasks spread to others; tasks farther from any route are dealt."""


def owner_of_task(instance: Instance, routes: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Returns the duty in whose route each task is, -1 for none; shape (T,)."""
    owner = np.full(instance.num_tasks, -1, dtype=np.int64)
    for duty, route in enumerate(routes):
        elements = np.asarray(route, dtype=np.int64)
        owner[elements[elements < instance.num_tasks]] = duty
    return owner


def links_of(instance: Instance, owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns how many neighbours each two duties share; symmetric, 0 on the diagonal; (D, D)."""
    duties = instance.num_duties
    near = instance.neighbours[:, :NEAR]
    mine = np.repeat(owner, near.shape[1])
    theirs = np.where(near >= 0, owner[near], -1).reshape(-1)
    both = (mine >= 0) & (theirs >= 0) & (mine != theirs)
    count = np.bincount(mine[both] * duties + theirs[both], minlength=duties**2)
    links = count.reshape(duties, duties).astype(np.int64)
    return links + links.T


def parts_of_tasks(
    instance: Instance,
    owner: NDArray[np.int64],
    part_of_duty: NDArray[np.int64],
    num_parts: int,
) -> NDArray[np.int64]:
    """Returns the part that gets each task, -1 where no duty may do it; shape (T,).

    A pinned task goes with the duty it is pinned to, one in a route with the route's; an absent
    one to the part that has most of its neighbours and may do it.
    """
    part = np.where(owner >= 0, part_of_duty[owner], -1)
    part = np.where(instance.pins >= 0, part_of_duty[instance.pins], part)
    able = _able(instance, part_of_duty, num_parts)
    for _ in range(ROUNDS):
        absent = np.flatnonzero(part < 0)
        if len(absent) == 0:
            break
        near = instance.neighbours[absent]
        votes = np.zeros((len(absent), num_parts), dtype=np.int64)
        rows, columns = np.nonzero((near >= 0) & (part[near] >= 0))
        np.add.at(votes, (rows, part[near[rows, columns]]), 1)
        votes *= able[:, absent].T
        chosen = votes.argmax(axis=1)
        found = votes[np.arange(len(absent)), chosen] > 0
        if not found.any():
            break
        part[absent[found]] = chosen[found]
    size = np.bincount(part[part >= 0], minlength=num_parts)
    for task in np.flatnonzero(part < 0):
        may = np.flatnonzero(able[:, task])
        if len(may):
            part[task] = may[size[may].argmin()]
            size[part[task]] += 1
    return part


def deal_duties(
    instance: Instance, owner: NDArray[np.int64], part_of_duty: NDArray[np.int64], num_parts: int
) -> NDArray[np.int64]:
    """Returns the part of each duty, those without a route (-1) dealt to parts with work for them.

    Each type is dealt evenly.
    """
    part = part_of_duty.copy()
    routed = np.flatnonzero((owner >= 0) & (part_of_duty[owner] >= 0))
    work = np.zeros((num_parts, len(instance.type_profile)), dtype=np.int64)
    for kind in range(work.shape[1]):
        mine = routed[instance.allowed[kind, routed]]
        work[:, kind] = np.bincount(part_of_duty[owner[mine]], minlength=num_parts)
    given = np.zeros_like(work)
    for duty in np.flatnonzero(part < 0):
        kind = instance.duty_type[duty]
        # The share of the work that there is for each duty given so far.
        share = work[:, kind] / (1 + given[:, kind])
        part[duty] = share.argmax()
        given[part[duty], kind] += 1
    return part


def _able(
    instance: Instance, part_of_duty: NDArray[np.int64], num_parts: int
) -> NDArray[np.bool_]:
    """Says which parts have a duty with the skill for each task; shape (parts, T)."""
    types = [np.unique(instance.duty_type[part_of_duty == part]) for part in range(num_parts)]
    return np.array([instance.allowed[own].any(axis=0) for own in types], dtype=np.bool_)
