"""Whether what is said of signs is so: streets that are closed, always or at hours of shifts."""

from collections.abc import Iterator, Sequence

from fleet import Message, Vehicle, message
from optimizer.checker import History, find_closings
from optimizer.events import StreetClosed
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Reason, Unassigned
from optimizer.task import Task

OF_SIGNS = ("reason.closed_by_sign", "reason.closed_hours", "reason.unreachable")
"""Codes of explanations that hold or fall by what signs say."""

OF_THE_SEARCH = (
    Reason.WINDOW,
    Reason.SHIFT_TIME,
    Reason.TOGETHER,
    Reason.CAPACITY,
    Reason.NOT_WORTH,
    Reason.SEARCH_ENDED,
)
"""Reasons of a task that some vehicle can drive to."""


def sign_faults(
    one: Unassigned,
    task: Task,
    able: Sequence[Vehicle],
    network: RoadNetwork,
    history: History | None,
) -> Iterator[Message]:
    """Yields what is said of the signs along a task that those do not say.

    What the checker does not understand of a sign may close a street.

    Parameters
    ----------
    able
        Vehicles on duty with skill and size for it.
    """
    if not able or network.date is None:
        return
    if history is not None and any(isinstance(told, StreetClosed) for told in history.told):
        # What is closed for the day stands on no sign.
        return
    said = one.detail.code
    claims_open = one.reason in OF_THE_SEARCH and history is None
    # Signs are read only where something said depends on them: on a day that runs, seldom.
    if said not in OF_SIGNS and not claims_open:
        return
    closings = find_closings(network, task, able)
    if said == "reason.closed_by_sign" and not closings.perhaps:
        yield message(
            "violation.reason_no_sign", "says that signs close the street, and none there does"
        )
    if said == "reason.closed_hours" and not closings.by_hours:
        yield message(
            "violation.reason_no_hours",
            "says that a sign closes the street at some hours of a shift, and none there does",
        )
    if said == "reason.unreachable" and closings.somewhere:
        yield message(
            "violation.reason_sign_untold",
            "says that nobody can drive there, and not that a sign closes the street",
        )
    if claims_open and closings.everywhere:
        yield message(
            "violation.reason_closed",
            "says {reason:word.reason}, and signs close the street to all that could do it",
            reason=one.reason,
        )
