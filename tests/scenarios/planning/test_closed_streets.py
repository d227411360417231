"""Streets that close while the hamlet with two sweepers is swept.

S1 sweeps 24 kerbs of 100 m from 06:00 to about seven; the street of one of them closes.
"""

from dataclasses import replace

import pytest

from optimizer.events import StreetClosed
from optimizer.plan import ActivityKind
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.planning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def work(plan_file):
    """What S1 sweeps, in order, with its times."""
    route = next(one for one in plan_file.plan.routes if one.vehicle_id == "S1")
    return [one for one in route.activities if one.kind is ActivityKind.SERVICE]


def street_of(plan_file, network, activity):
    """Returns the pieces of street that a task lies in, in both directions."""
    task = next(one for one in plan_file.tasks if one.id == activity.task_id)
    keys = {one.arc for mode in task.modes for one in mode.place.entries}
    inverse = {network.arc_key(int(network.arc_inverse[network.arc_of_key[key]])) for key in keys}
    return tuple(sorted(keys | inverse))


def closed(arcs, told_s, from_s):
    """Streets that are closed until eleven: the kitchen truck leaves at noon."""
    return StreetClosed(
        id="closed",
        at_s=told_s,
        told_s=told_s,
        names=("a street",),
        arcs=arcs,
        from_s=from_s,
        until_s=11 * 3600,
    )


def plans(plan_file, network, event, now_s):
    found = replan(
        plan_file,
        network,
        (event,),
        ReplanOptions(now_s=now_s, freeze_s=0),
        stop=limits(iterations=40),
    )
    return {one.choice: one.plan_file for one in found}


def served(plan_file, task_id):
    return next(
        (
            one
            for route in plan_file.plan.routes
            for one in route.activities
            if one.task_id == task_id and one.kind is ActivityKind.SERVICE
        ),
        None,
    )


def test_what_is_done_before_a_street_closes_stays_as_it_was(plan_file, network, work):
    # At the third kerb it is told that the street of the tenth closes a minute after that is over.
    now_s, tenth = work[2].begin_s + 1, work[9]
    arcs = street_of(plan_file, network, tenth)
    event = closed(arcs, now_s, tenth.end_s + 60)
    for plan in plans(plan_file, network, event, now_s).values():
        assert served(plan, tenth.task_id) == tenth
        assert judge(plan, network, before=plan_file).violations == ()


def test_who_stands_in_a_street_that_closes_leaves_it(plan_file, network, work):
    # Its street closes while S1 sweeps the tenth kerb: there was no way out of it.
    tenth = work[9]
    now_s = tenth.begin_s + 1
    event = closed(street_of(plan_file, network, tenth), now_s, now_s)
    found = plans(plan_file, network, event, now_s)
    assert list(found) == list(Choice)
    for plan in found.values():
        assert judge(plan, network, before=plan_file).violations == ()
        # What it was doing it finishes, and then it drives out.
        assert served(plan, tenth.task_id) == tenth
        (route,) = [one for one in plan.plan.routes if one.vehicle_id == "S1"]
        assert route.activities[-1].facility_id == "yard"


def served_in_the_dead_end(plan_file):
    """Returns the route that is first done with a kerb of the dead end, and that activity.

    South Lane goes on from 19 to 31 and ends there; where it is worked up to 31 there is no other
    way out than back.
    """
    return next(
        (route, activity)
        for route in plan_file.plan.routes
        for activity in route.activities
        if (activity.task_id or "").startswith("sweep/19>31")
    )


def shut_in(plan_file, network, until_s):
    """Closes all that leads away from 19 but the dead end, while a vehicle sweeps up to 31."""
    route, activity = served_in_the_dead_end(plan_file)
    now_s = activity.begin_s + 1
    arcs = ("18>19", "19>18", "16>19", "19>16")
    assert set(arcs) <= set(network.arc_of_key)
    event = replace(closed(arcs, now_s, now_s), until_s=until_s)
    return route, activity, plans(plan_file, network, event, now_s)


def test_who_is_shut_in_waits_until_a_way_opens(plan_file, network):
    route, activity, found = shut_in(plan_file, network, 11 * 3600)
    assert list(found) == list(Choice)
    for plan in found.values():
        assert judge(plan, network, before=plan_file).violations == ()
        assert "notice.shut_in_for_a_while" in {one.code for one in plan.notices}
        (after,) = [one for one in plan.plan.routes if one.vehicle_id == route.vehicle_id]
        at = [one.task_id for one in after.activities].index(activity.task_id)
        wait, *home = after.activities[at + 1 :]
        # From when it is done with its kerb until eleven it stands; then it goes home.
        assert (wait.kind, wait.begin_s, wait.end_s) == (
            ActivityKind.DELAY,
            activity.end_s,
            11 * 3600,
        )
        assert ActivityKind.SERVICE not in {one.kind for one in home}
        assert home[-1].facility_id == "yard"


def test_who_is_shut_in_for_good_stays_where_it_is(plan_file, network):
    route, activity, found = shut_in(plan_file, network, None)
    for plan in found.values():
        assert judge(plan, network, before=plan_file).violations == ()
        assert "notice.shut_in" in {one.code for one in plan.notices}
        (after,) = [one for one in plan.plan.routes if one.vehicle_id == route.vehicle_id]
        end = after.activities[-1]
        # It ends at the end of its kerb, and in no depot.
        assert (end.kind, end.facility_id, end.end_s) == (ActivityKind.END, None, activity.end_s)
        assert after.task_ids[-1] == activity.task_id


def test_a_plan_that_drives_through_what_shuts_a_vehicle_in_is_refused(plan_file, network):
    route, _, found = shut_in(plan_file, network, 11 * 3600)
    plan = found[Choice.LEAST]
    # As it was planned in the morning: past the closed streets, as if nobody had told of them.
    routes = tuple(
        route if one.vehicle_id == route.vehicle_id else one for one in plan.plan.routes
    )
    forged = replace(plan, plan=replace(plan.plan, routes=routes))
    codes = {one.code for one in judge(forged, network, before=plan_file).violations}
    assert "past_changed" in codes


def test_who_cannot_leave_its_depot_stays_in(plan_file, network):
    # At five everybody is in the yard, whose street closes in both directions.
    yard = plan_file.sites["yard"]
    arcs = tuple(sorted({spot.arc for spot in (*yard.entries, *yard.exits)}))
    event = replace(closed(arcs, 18_000, 18_000), until_s=None)
    for plan in plans(plan_file, network, event, 18_000).values():
        assert plan.plan.routes == ()
        assert "notice.kept_in" in {one.code for one in plan.notices}
        assert judge(plan, network, before=plan_file).violations == ()


def test_who_was_to_go_on_within_the_street_goes_home(plan_file, network, work):
    # The street of the tenth kerb closes with that of the next one: it cannot go on as planned.
    tenth, following = work[9], work[10]
    now_s = tenth.begin_s + 1
    arcs = {
        *street_of(plan_file, network, tenth),
        *street_of(plan_file, network, following),
    }
    found = plans(plan_file, network, closed(tuple(sorted(arcs)), now_s, now_s), now_s)
    for plan in found.values():
        assert judge(plan, network, before=plan_file).violations == ()
        assert "notice.home_from_closed" in {one.code for one in plan.notices}
        (route,) = [one for one in plan.plan.routes if one.vehicle_id == "S1"]
        assert route.task_ids[-1] == tenth.task_id
        assert served(plan, following.task_id) is None
