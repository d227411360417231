"""Random street networks that can be drawn again with every arc under another number."""

from dataclasses import dataclass
from random import Random

from optimizer.network.place import Place, Position
from optimizer.network.road_network import RoadNetwork
from tests.streets import street_network

Line = tuple[int, bool]
"""A direction of a street: the street's number, and whether it is against its drawing."""

BLOCK_M = 100
GENTLE_BEND_M = 30
BAN_SHARE = 0.06
SIGNAL_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """What `street_network` takes, with bans by line, which outlives renumbering."""

    nodes: dict[int, tuple[float, float]]
    streets: tuple[tuple[int, int, dict], ...]
    signals: frozenset[int] = frozenset()
    banned: tuple[tuple[Line, Line], ...] = ()

    def arcs(self) -> dict[Line, int]:
        """The arc of each line, as `street_network` numbers them."""
        lines = [
            (number, backwards)
            for number, (_, _, attributes) in enumerate(self.streets)
            for backwards in ([False] if attributes["one_way"] else [False, True])
        ]
        return {line: arc for arc, line in enumerate(lines)}

    def build(self) -> RoadNetwork:
        """Returns the network."""
        arcs, signals = self.arcs(), sorted(self.signals)
        free = street_network(self.nodes, self.streets, signals=signals)
        banned = [(free.arc_key(arcs[a]), free.arc_key(arcs[b])) for a, b in self.banned]
        return street_network(self.nodes, self.streets, signals=signals, banned=banned)

    def relabelled(self, rng: Random) -> tuple["Streets", dict[Line, Line]]:
        """Returns the same streets, drawn in another order and direction on renumbered nodes.

        With them goes the new line of each old one.
        """
        node = dict(
            zip(self.nodes, rng.sample(range(10 * len(self.nodes)), len(self.nodes)), strict=True)
        )
        order = rng.sample(range(len(self.streets)), len(self.streets))
        streets, lines = [], {}
        for new, old in enumerate(order):
            a, b, attributes = self.streets[old]
            turned = not attributes["one_way"] and rng.random() < 0.5
            streets.append(
                (node[b], node[a], attributes) if turned else (node[a], node[b], attributes)
            )
            for backwards in (False, True):
                lines[old, backwards] = (new, backwards != turned)
        drawn = Streets(
            nodes={node[n]: at for n, at in self.nodes.items()},
            streets=tuple(streets),
            signals=frozenset(node[n] for n in self.signals),
            banned=tuple((lines[a], lines[b]) for a, b in self.banned),
        )
        return drawn, lines


def random_grid(rng: Random, *, columns: int, rows: int, bend_m: int = GENTLE_BEND_M) -> Streets:
    """Returns blocks with gaps, chords, doubled and looped streets, limits, signals and bans.

    With `bend_m=0` most streets are equally long, so that equally fast drives abound.
    """
    numbers = range(columns * rows)
    nodes = {
        n: (
            n % columns * BLOCK_M + rng.randint(-bend_m, bend_m),
            n // columns * BLOCK_M + rng.randint(-bend_m, bend_m),
        )
        for n in numbers
    }
    beside = [(n, n + 1) for n in numbers if (n + 1) % columns]
    above = [(n, n + columns) for n in numbers if n + columns < len(nodes)]
    pairs = [pair for pair in beside + above if rng.random() < 0.85]
    pairs += [(rng.choice(numbers), rng.choice(numbers)) for _ in range(len(nodes) // 6)]
    pairs += rng.sample(pairs, len(pairs) // 10)
    return _with_signs(rng, nodes, [(*pair, _attributes(rng)) for pair in pairs or [(0, 1)]])


def random_tree(rng: Random, *, num_nodes: int, is_chain: bool = False) -> Streets:
    """Returns two-way streets without any way round: every way back is by a dead end."""
    nodes = {0: (0.0, 0.0)}
    pairs = []
    for n in range(1, num_nodes):
        parent = n - 1 if is_chain else rng.randrange(n)
        x, y = nodes[parent]
        nodes[n] = (x + rng.randint(1, 90), y + rng.randint(-90, 90))
        pairs.append((parent, n, {"one_way": False} | _open_to_all(rng)))
    return _with_signs(rng, nodes, pairs, ban_share=0.0)


def random_places(rng: Random, network: RoadNetwork, number: int) -> list[Place]:
    """Returns points, yards and kerbs on any arcs, many of them at an arc's very end."""

    def position() -> Position:
        arc = rng.randrange(network.num_arcs)
        end_m = int(network.arc_length_m[arc])
        return Position(arc=arc, offset_m=rng.choice([0, end_m, rng.randint(0, end_m)]))

    places = []
    for _ in range(number):
        entries = tuple(position() for _ in range(rng.choice([1, 1, 2, 3])))
        own_exits = tuple(position() for _ in range(rng.choice([1, 2])))
        places.append(Place(entries=entries, exits=rng.choice([entries, own_exits])))
    return places


def _attributes(rng: Random) -> dict:
    """Returns a street's direction, speed and length, and what closes a few to some profiles."""
    closing = [
        {"highway": "motorway_link"},
        {"max_weight_kg": 17_000},
        {"max_weight_kg": 13_000},
        {"max_height_cm": 305},
        {"max_width_cm": 245},
        {"no_trucks": True},
    ]
    return {
        "one_way": rng.random() < 0.3,
        **_open_to_all(rng),
        **rng.choice([*[{}] * 24, *closing]),
    }


def _open_to_all(rng: Random) -> dict:
    as_drawn: dict = {}
    return {
        "speed_kph": rng.choice([20, 30, 33, 50, 80]),
        **rng.choice([as_drawn] * 6 + [{"length_m": metres} for metres in (1, 7, 250)]),
    }


def _with_signs(
    rng: Random,
    nodes: dict[int, tuple[float, float]],
    streets: list[tuple[int, int, dict]],
    *,
    ban_share: float = BAN_SHARE,
) -> Streets:
    """Returns the streets with signals, banned turns, and lengths where the drawing has none."""
    long_enough = tuple(
        (a, b, {"length_m": BLOCK_M} | attributes if nodes[a] == nodes[b] else attributes)
        for a, b, attributes in streets
    )
    free = Streets(
        nodes=nodes,
        streets=long_enough,
        signals=frozenset(n for n in nodes if rng.random() < SIGNAL_SHARE),
    )
    network, arcs = free.build(), free.arcs()
    meetings = [
        (a, b)
        for a in arcs
        for b in arcs
        if network.arc_to[arcs[a]] == network.arc_from[arcs[b]] and rng.random() < ban_share
    ]
    return Streets(nodes=nodes, streets=free.streets, signals=free.signals, banned=tuple(meetings))
