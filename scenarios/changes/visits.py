"""What is different about facilities, breaks and ways between two routes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from optimizer.network.place import ArcKey
from optimizer.plan import Activity, ActivityKind
from scenarios.changes.difference import Difference, DifferenceKind

VISITS = (ActivityKind.UNLOAD, ActivityKind.REFILL, ActivityKind.BREAK)

_Stop = tuple[str, str]
"""Where a drive begins or ends: a kind of activity, and its task or facility."""


def visit_differences(
    old: Sequence[Activity],
    new: Sequence[Activity],
    names: Mapping[str, str],
    *,
    tolerance_s: int,
) -> Iterator[Difference]:
    """Yields visits and breaks that came, went, and breaks at another hour.

    Those of one facility are paired from the last one backwards: a visit that is one more is one
    in between, and whoever is home last unloads in both plans.
    """
    left: dict[_Stop, list[Activity]] = defaultdict(list)
    for one in old:
        if one.kind in VISITS:
            left[_stop(one)].append(one)
    for one in reversed(new):
        if one.kind not in VISITS:
            continue
        pairs = left[_stop(one)]
        if not pairs:
            yield _visit(one, names, before_s=None, after_s=one.begin_s)
            continue
        # The hours of facilities follow from the work around them; who has a break waits for it.
        before_s = pairs.pop().begin_s
        if one.kind is ActivityKind.BREAK and abs(one.begin_s - before_s) > tolerance_s:
            yield _visit(one, names, before_s=before_s, after_s=one.begin_s)
    for pairs in left.values():
        for one in pairs:
            yield _visit(one, names, before_s=one.begin_s, after_s=None)


def _visit(
    one: Activity, names: Mapping[str, str], *, before_s: int | None, after_s: int | None
) -> Difference:
    return Difference(
        kind=DifferenceKind.VISIT,
        visit=str(one.kind),
        what=names.get(one.facility_id or "", one.facility_id or ""),
        before_s=before_s,
        after_s=after_s,
    )


def way_differences(
    old: Sequence[Activity], new: Sequence[Activity], names: Mapping[str, str], now_s: int
) -> Iterator[Difference]:
    """Yields the drives between the same two stops that lead through other streets.

    Parameters
    ----------
    names
        What tasks and facilities are called, by id.
    """
    known: dict[tuple[_Stop, _Stop], set[tuple[ArcKey, ...]]] = defaultdict(set)
    for stops, one in _drives(old):
        known[stops].add(one.drive.arcs if one.drive else ())
    for stops, one in _drives(new):
        if one.end_s <= now_s or stops not in known or one.drive is None:
            continue
        if one.drive.arcs not in known[stops]:
            yield Difference(
                kind=DifferenceKind.WAY,
                what=names.get(stops[1][1], stops[1][1]),
                after_s=one.arrival_s - one.lane_change_s - one.drive.duration_s,
            )


def _drives(activities: Sequence[Activity]) -> Iterator[tuple[tuple[_Stop, _Stop], Activity]]:
    """Yields the activities that are driven to, with where the drive begins and ends."""
    here: _Stop | None = None
    for one in activities:
        if one.drive is not None and here is not None:
            yield (here, _stop(one)), one
        # Nobody moves in a break or a delay.
        if one.drive is not None or one.kind is ActivityKind.START:
            here = _stop(one)


def _stop(one: Activity) -> _Stop:
    # Work that could not be done is where the work was to be.
    kind = ActivityKind.SERVICE if one.kind is ActivityKind.SKIPPED else one.kind
    return str(kind), one.task_id or one.facility_id or ""
