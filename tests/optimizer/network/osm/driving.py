"""Whether streets that were read may be driven."""

from dataclasses import replace

from optimizer.network.profile import PROFILES
from optimizer.network.signs import business_arcs, find_closed_arcs

TRUCK = PROFILES["truck"]
CAR = replace(TRUCK, is_truck=False)


def may_drive(network, key, profile):
    """Whether a profile may drive an arc: "open", only with "business", or "closed"."""
    arc = network.arc_of_key[key]
    if find_closed_arcs(network, profile)[arc]:
        return "closed"
    return "business" if business_arcs(network, profile)[arc] else "open"
