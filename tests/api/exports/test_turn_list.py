"""The list of a route: its metres, its order, and that one finds the way by it alone."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.exports.tracks import turn_between
from api.exports.turn_list import LineKind, turn_list
from api.exports.turn_list.corners import HEADINGS, heading_of
from api.words import Language, phrasebook
from fleet import Work
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import Drive, Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Mode, Task
from scenarios.changes import side_of
from tests.scenarios import small_plan
from tests.scenarios.changes.two_plans import hamlet
from tests.streets import street_network

ENGLISH = phrasebook(Language.EN)


@cache
def town():
    """Four by four corners 100 m apart, with a ring in its middle and lanes without names.

    The streets across are A to D, those upwards E to H; F is one-way northwards. The ring runs
    round the square of corners 6, 7, 11, 10.
    """
    nodes = {4 * y + x + 1: (100 * x, 100 * y) for y in range(4) for x in range(4)}
    ring = [(6, 7), (7, 11), (11, 10), (10, 6)]
    streets = [(*ends, {"one_way": True, "roundabout": True, "name": ""}) for ends in ring]
    round_ = {frozenset(ends) for ends in ring}
    for y in range(4):
        for x in range(4):
            here = 4 * y + x + 1
            for other, name in ((here + 1, "ABCD"[y]), (here + 4, "EFGH"[x])):
                if other not in nodes or (other == here + 1 and x == 3):
                    continue
                if frozenset((here, other)) not in round_:
                    named = {"name": "" if name == "H" else name}
                    streets.append((here, other, named | {"highway": "residential"}))
    # A lane without a name off a dead end.
    nodes |= {20: (400, 300), 21: (400, 400)}
    streets += [(16, 20, {"name": "Quay"}), (20, 21, {"name": "", "highway": "service"})]
    return street_network(nodes, streets)


def kerb_task(network, key, number):
    arc = network.arc_of_key[key]
    length_m = int(network.arc_length_m[arc])
    place = Place(
        entries=(Position(arc=key, offset_m=0),), exits=(Position(arc=key, offset_m=length_m),)
    )
    return Task(
        id=f"sweep/{key}/right/{number}",
        work=Work.SWEEP,
        name=network.street_name(arc) or "(residential)",
        modes=(Mode(place=place, service_m=length_m, service_s=0),),
        windows=small_plan.ALL_DAY,
        kerb=KerbKey(arc=key, side=Side.RIGHT),
        area_m2=1,
    )


def day(network, keys, worked):
    """A route that drives along arcs, one after the other, and works on some of them."""
    at_s = 21_600
    activities = [
        Activity(
            kind=ActivityKind.START, facility_id="yard", arrival_s=at_s, begin_s=at_s, end_s=at_s
        )
    ]
    tasks, driven, start_m = [], [keys[0]], 0
    for number, key in enumerate(keys[1:], start=1):
        driven.append(key)
        if number not in worked:
            continue
        task = kerb_task(network, key, number)
        tasks.append(task)
        lengths = [int(network.arc_length_m[network.arc_of_key[one]]) for one in driven[:-1]]
        drive = Drive(
            arcs=tuple(driven),
            from_offset_m=start_m,
            to_offset_m=0,
            distance_m=sum(lengths) - start_m,
            duration_s=60,
        )
        at_s += 60
        length_m = task.modes[0].service_m
        activities.append(
            Activity(
                kind=ActivityKind.SERVICE,
                task_id=task.id,
                drive=drive,
                arrival_s=at_s,
                begin_s=at_s,
                end_s=at_s + 60,
                service_m=length_m,
                load_kg=number,
            )
        )
        at_s += 60
        driven, start_m = [key], length_m
    end_m = int(network.arc_length_m[network.arc_of_key[driven[-1]]])
    lengths = [int(network.arc_length_m[network.arc_of_key[one]]) for one in driven]
    home = Drive(
        arcs=tuple(driven),
        from_offset_m=start_m,
        to_offset_m=end_m,
        distance_m=sum(lengths) - start_m,
        duration_s=60,
    )
    activities.append(
        Activity(
            kind=ActivityKind.END,
            facility_id="yard",
            drive=home,
            arrival_s=at_s,
            begin_s=at_s,
            end_s=at_s,
        )
    )
    route = Route(vehicle_id="S1", shift_id="day", activities=tuple(activities))
    plan_file = small_plan.plan_file()
    plan = Plan(routes=(route,), unassigned=())
    return replace(plan_file, tasks=tuple(tasks), plan=plan), route


@st.composite
def walks(draw):
    """Arcs that follow each other, turning back where one has to, or may."""
    network = town()
    arc = draw(st.integers(0, network.num_arcs - 1))
    arcs = [arc]
    for _ in range(draw(st.integers(1, 25))):
        node = network.arc_to[arcs[-1]]
        onward = [n for n in range(network.num_arcs) if network.arc_from[n] == node]
        ahead = [n for n in onward if n != network.arc_inverse[arcs[-1]]]
        may_turn_back = draw(st.integers(0, 9)) == 0
        arcs.append(draw(st.sampled_from(onward if may_turn_back or not ahead else ahead)))
    worked = draw(st.sets(st.integers(1, len(arcs) - 1), max_size=6))
    return [network.arc_key(n) for n in arcs], worked


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(walks())
def test_a_list_is_the_route_in_order_and_to_the_metre(walk):
    network, (keys, worked) = town(), walk
    plan_file, route = day(network, keys, worked)
    lines = turn_list(plan_file, network, route, ENGLISH)
    assert sum(one.length_m for one in lines) == route.distance_m
    assert sum(one.worked_m for one in lines) == route.service_m
    # Every task once, in the order of the route, on the side that it has.
    tasks = {task.id: task for task in plan_file.tasks}
    assert [id_ for one in lines for id_ in one.task_ids] == list(route.task_ids)
    assert all(one.side == side_of(tasks[id_]) for one in lines for id_ in one.task_ids)
    # Nothing is said of a street piece that is not driven, and pieces are told in their order.
    told = [key for one in lines for key in one.arcs]
    joined = [key for n, key in enumerate(told) if n == 0 or told[n - 1] != key]
    driven = [key for n, key in enumerate(keys) if n == 0 or keys[n - 1] != key]
    missing = [key for key in driven if key not in joined]
    assert len(missing) <= 1  # the first piece, where nothing is driven on it
    assert joined == driven[len(driven) - len(joined) :]
    numbers = [one.number for one in lines if not one.is_turn]
    assert numbers == list(range(1, len(numbers) + 1))
    times = [one.time_s for one in lines if one.time_s is not None]
    assert times == sorted(times)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(walks())
def test_nobody_turns_into_the_street_that_one_is_on_and_turns_round_unplanned(walk):
    network, (keys, worked) = town(), walk
    plan_file, route = day(network, keys, worked)
    lines = turn_list(plan_file, network, route, ENGLISH)
    names = {key: network.street_name(network.arc_of_key[key]) for key in keys}
    driven = set(pairwise(keys))
    for one in lines:
        if one.move in ("left", "right", "straight"):
            onto = one.arcs[0]
            # Of one of the ways in which the route comes to it, it is another street.
            before = [key for key, following in driven if following == onto]
            assert any(names[key] != names[onto] or not names[onto] for key in before), one.text
    turned = sum(turn_between(network, a, b) == "back" for a, b in pairwise(keys))
    assert sum(one.move == "back" for one in lines) == turned


def test_the_exits_of_the_ring_are_counted_as_it_is_drawn():
    # In from B at corner 6, past 7 (B and G go off: one exit), out at 11 by C: the second.
    plan_file, route = day(town(), ["5>6", "6>7", "7>11", "11>12"], set())
    lines = turn_list(plan_file, town(), route, ENGLISH)
    (ring,) = [one for one in lines if one.move == "leave_roundabout"]
    assert ring.text == "At the roundabout take exit 2 into C (300 m)"


class Reader:
    """Drives by the sheet alone: names, sides of the sky, metres; it knows no plan.

    It stands on an arc at an offset. A line without a turn goes on; a turn is taken where it is
    due: at the corner that the metres of the line before led to.
    """

    def __init__(self, network, key, offset_m):
        self.network = network
        self.arc, self.at_m = network.arc_of_key[key], offset_m

    def read(self, text):
        metres = re.search(r"\((\d+) m[,)]", text)
        length_m = int(metres[1]) if metres else 0
        text = re.sub(r" \(.*", "", text.removeprefix("Empty: "))
        if found := re.match(r"Turn (left|right) into (.*)|Go (straight) on into (.*)", text):
            move, street = (found[1], found[2]) if found[1] else (found[3], found[4])
            self.turn(move, street)
        elif found := re.match(r"Follow (.*) to the (left|right)", text):
            self.turn(found[2], found[1])
        elif text.startswith("Turn round"):
            self.arc, self.at_m = int(self.network.arc_inverse[self.arc]), 0
        elif found := re.match(r"(Drive along|Sweep the right kerb of) (.*) (\w+wards)", text):
            self.face(found[2], found[3])
        self.go(length_m)
        return self.network.arc_key(self.arc), self.at_m

    def turn(self, move, street):
        node = self.network.arc_to[self.arc]
        assert self.at_m == self.network.arc_length_m[self.arc], "no corner here"
        ways = [
            arc
            for arc in range(self.network.num_arcs)
            if self.network.arc_from[arc] == node
            and self.network.street_name(arc) == street
            and self.says(self.arc, arc) == move
        ]
        assert len(ways) == 1, f"{move} into {street}: {len(ways)} ways"
        self.arc, self.at_m = ways[0], 0

    def says(self, arc, after):
        return turn_between(self.network, self.network.arc_key(arc), self.network.arc_key(after))

    def face(self, street, heading):
        """Whoever leaves a yard goes the way of the street that the heading says."""
        assert self.network.street_name(self.arc) == street
        line = [tuple(point) for point in self.network.arc_geometry(self.arc).tolist()]
        if ENGLISH.word("heading", heading_of(line)) != heading:
            self.arc = int(self.network.arc_inverse[self.arc])
            self.at_m = int(self.network.arc_length_m[self.arc]) - self.at_m

    def go(self, length_m):
        """Drives so far, straight on at corners, or the only way."""
        while self.at_m + length_m > self.network.arc_length_m[self.arc]:
            length_m -= int(self.network.arc_length_m[self.arc]) - self.at_m
            node, name = self.network.arc_to[self.arc], self.network.street_name(self.arc)
            ways = [
                arc
                for arc in range(self.network.num_arcs)
                if self.network.arc_from[arc] == node and arc != self.network.arc_inverse[self.arc]
            ]
            own = [
                arc
                for arc in ways
                if self.network.street_name(arc) == name and self.says(self.arc, arc) == "straight"
            ]
            (self.arc,) = ways if len(ways) == 1 else own
            self.at_m = 0
        self.at_m += length_m


def test_who_has_nothing_but_the_sheet_comes_to_every_task_in_order():
    from scenarios.files import load_network
    from tests.scenarios.changes.two_plans import STREETS

    plan_file, network = hamlet(), load_network(osm=STREETS)
    tasks = {task.id: task for task in plan_file.tasks}
    seen = 0
    for route in plan_file.plan.routes:
        first = next(one.drive for one in route.activities if one.drive)
        # Where the yard is, people know; which way to go, the sheet says.
        reader = Reader(network, first.arcs[0], first.from_offset_m)
        for line in turn_list(plan_file, network, route, ENGLISH):
            before = network.arc_key(reader.arc), reader.at_m
            after = reader.read(line.text)
            if line.kind in (LineKind.WORK, LineKind.STOP):
                mode = {
                    one.task_id: one.mode for one in route.activities if one.task_id is not None
                }
                begin = tasks[line.task_ids[0]]
                end = tasks[line.task_ids[-1]]
                entry = begin.modes[mode[begin.id]].place.entries[0]
                leave = end.modes[mode[end.id]].place.exits[0]
                assert same_place(network, before, (entry.arc, entry.offset_m)), line.text
                assert after == (leave.arc, leave.offset_m), line.text
                seen += len(line.task_ids)
    assert seen == len(plan_file.plan.served) > 5


def same_place(network, here, there):
    """Whether two places are one: the end of an arc is the beginning of the next."""
    ends = []
    for key, offset_m in (here, there):
        arc = network.arc_of_key[key]
        if offset_m == 0:
            ends.append(("node", int(network.arc_from[arc])))
        elif offset_m == network.arc_length_m[arc]:
            ends.append(("node", int(network.arc_to[arc])))
        else:
            ends.append((key, offset_m))
    return ends[0] == ends[1]


@pytest.mark.parametrize(
    ("end", "heading"),
    [((0, 1), "n"), ((1, 1), "ne"), ((-1, 0), "w"), ((1, -3), "s"), ((-1, -1), "sw")],
)
def test_a_heading_is_one_of_eight(end, heading):
    assert heading_of([(0.0, 0.0), (end[0] * 1e-3, end[1] * 1e-3)]) == heading
    assert heading in HEADINGS


def test_who_comes_back_is_told_the_way_in_which_he_begins():
    assert heading_of([(0.0, 0.0), (0.0, 0.001), (0.001, 0.001), (0.0, 0.0)]) == "n"
