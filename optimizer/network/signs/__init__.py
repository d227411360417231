"""Signs: who may drive where, how large and when, as OSM tags say it.

A network keeps these tags as they are (`RoadNetwork.signs`), since what they mean depends on the
vehicle, its hours and the date. The checker reads them by itself and shares nothing with this
room.
::

    values       numbers in their many spellings
    keys         a key taken apart: subject, means of transport, direction, lanes, conditional
    conditions   `value @ condition`: hours, weekdays, seasons, sizes
    public_holidays
                 the dates that `PH` means
    reading      the tags as they stand at each time of a vehicle's hours
    rules        the table: directions, access and limits
    node_rules   barriers and limits of what passes a node
    turn_bans    whom a turn restriction binds
    closures     all of it on a network: closed streets, shut nodes, bans in force
    unread       what is not understood
"""

from optimizer.network.signs.closures import (
    ClosureVerdict,
    arc_verdicts,
    arcs_with_hours,
    arcs_with_length_limits,
    bans_in_force,
    business_arcs,
    depends_on_hours,
    find_closed_arcs,
    find_shut_nodes,
    may_stop,
    verdict,
)
from optimizer.network.signs.conditions import list_conditional_values
from optimizer.network.signs.keys import Direction, Subject, key_of, pick_posted
from optimizer.network.signs.node_rules import GATES
from optimizer.network.signs.public_holidays import has_public_holidays
from optimizer.network.signs.reading import may_ever_say, select_conditional_tags
from optimizer.network.signs.rules import SignRules, imply_directions, rules_of
from optimizer.network.signs.turn_bans import EVERYBODY, ON_RED, Sense, list_spared, senses_of
from optimizer.network.signs.unread import list_unread
from optimizer.network.signs.values import count, length_cm, length_limit, speed_kph, weight_limit

__all__ = [
    "EVERYBODY",
    "GATES",
    "ON_RED",
    "ClosureVerdict",
    "Direction",
    "Sense",
    "SignRules",
    "Subject",
    "arc_verdicts",
    "arcs_with_hours",
    "arcs_with_length_limits",
    "bans_in_force",
    "business_arcs",
    "count",
    "depends_on_hours",
    "find_closed_arcs",
    "find_shut_nodes",
    "has_public_holidays",
    "imply_directions",
    "key_of",
    "length_cm",
    "length_limit",
    "list_conditional_values",
    "list_spared",
    "list_unread",
    "may_ever_say",
    "may_stop",
    "pick_posted",
    "rules_of",
    "select_conditional_tags",
    "senses_of",
    "speed_kph",
    "verdict",
    "weight_limit",
]
