"""What went wrong on a route: work that could not be done, delays, breakdowns."""

from collections.abc import Iterator, Mapping

from api.exports.tracks import BROKEN_DOWN, what_of
from api.words import Phrasebook
from optimizer.network.place import ArcKey
from optimizer.plan import ActivityKind, Route
from optimizer.task import Task


def mishaps(route: Route, tasks: Mapping[str, Task[ArcKey]], words: Phrasebook) -> Iterator[str]:
    """Yields a line for each, in the order in which they happened.

    Parameters
    ----------
    tasks
        By id.
    """
    for one in route.activities:
        if one.kind is ActivityKind.SKIPPED and one.task_id:
            name = tasks[one.task_id].name
            yield words("mishap.skipped", at_s=one.begin_s, what=name)
        elif one.kind is ActivityKind.DELAY:
            yield words("mishap.delay", hours=[(one.begin_s, one.end_s)])
        elif what_of(one) == BROKEN_DOWN:
            yield words("mishap.broken_down", at_s=one.begin_s)
