"""Streets that a scenario closes: as if a sign stood there that lets nobody in."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fleet import Message, StreetClosure, message
from optimizer.network.road_network import RoadNetwork, Sign
from scenarios.due.meant_streets import find_meant
from scenarios.scenario import Scenario

_NOBODY = Sign(tags=(("access", "no"),))


def close_streets(network: RoadNetwork, closures: Sequence[StreetClosure]) -> RoadNetwork:
    """Returns the streets with what is closed; made once for as long as these live.

    Parameters
    ----------
    closures
        With drawn areas as they lie on these streets. What is closed already is left as it is.
    """
    if not closures:
        return network
    kept = network.worked_out.setdefault(close_streets, {})
    key = tuple(closures)
    if key not in kept:
        kept.clear()
        kept[key] = _close(network, key)
    found: RoadNetwork = kept[key]
    return found


def _close(network: RoadNetwork, closures: Sequence[StreetClosure]) -> RoadNetwork:
    meant = np.logical_or.reduce([find_meant(network, closure) for closure in closures])
    signs, of_arc = list(network.signs), network.arc_signs.copy()
    for number in np.unique(of_arc[meant]).tolist():
        posted = network.signs[number]
        if _NOBODY in posted:
            continue
        of_arc[meant & (network.arc_signs == number)] = len(signs)
        signs.append((*posted, _NOBODY))
    return replace(network, signs=tuple(signs), arc_signs=of_arc)


def closure_notices(network: RoadNetwork, scenario: Scenario) -> list[Message]:
    """Returns what each closure closes."""
    notices = []
    for closure in scenario.closures:
        meant = find_meant(network, closure)
        if meant.any():
            # A street counts once, whichever way it is driven.
            later = (network.arc_inverse >= 0) & (network.arc_inverse < np.arange(len(meant)))
            once = meant & ~later
            notices.append(
                message(
                    "notice.closure",
                    "Closure {closure}: {km:.1f} km are closed to everybody; what is due there "
                    "is listed among what is not done.",
                    closure=closure.id,
                    km=int(network.arc_length_m[once].sum()) / 1000,
                )
            )
        else:
            notices.append(
                message(
                    "notice.closure_unused",
                    "Closure {closure} means no street of {network}.",
                    closure=closure.id,
                    network=network.label,
                )
            )
    return notices
