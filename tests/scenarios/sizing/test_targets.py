"""What is to be reached, and what is proven of it."""

from dataclasses import replace

import pytest

from fleet import Work
from optimizer.errors import InputError
from scenarios.due import find_due_work
from scenarios.files import load_network, load_scenario
from scenarios.sizing import prove, read_targets
from tests.scenarios.batch.loopback import HAMLET, STREETS


@pytest.fixture(scope="module")
def hamlet():
    return load_scenario(str(HAMLET))


@pytest.fixture(scope="module")
def due(hamlet):
    network = load_network(osm=str(STREETS))
    day = network.on_day(hamlet.date, driving_side=hamlet.driving_side, country=hamlet.country)
    return find_due_work(hamlet, day)


@pytest.mark.parametrize(
    ("text", "name", "work", "service_class", "share"),
    [
        ("rate=0.75", "rate", Work.SWEEP, "", 0.75),
        ("rate=75%", "rate", Work.SWEEP, "", 0.75),
        ("sweep.II=1", "sweep.II", Work.SWEEP, "II", 1.0),
        ("kitchen=1.0", "kitchen", Work.KITCHEN, "", 1.0),
    ],
)
def test_a_target_is_a_name_and_a_share(hamlet, text, name, work, service_class, share):
    (target,) = read_targets([text], hamlet)
    assert (target.name, target.work, target.service_class) == (name, work, service_class)
    assert target.share == pytest.approx(share)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "size.no_target"),
        (["rate"], "size.share"),
        (["rate=0"], "size.share"),
        (["rate=1.1"], "size.share"),
        (["rate=75"], "size.share"),
        (["rate=-1"], "size.share"),
        (["speed=1"], "size.unknown"),
        (["haul=1"], "size.unknown"),
        (["kitchen.II=1"], "size.unknown"),
        (["sweep.IX=1"], "size.class"),
        (["sweep.=1"], "size.class"),
        (["wash.II=1"], "size.no_vehicle"),
        (["rate=0.5", "rate=0.6"], "size.twice"),
    ],
)
def test_what_is_no_target_is_refused_by_name(hamlet, texts, code):
    with pytest.raises(InputError) as raised:
        read_targets(texts, hamlet)
    assert raised.value.message.code == code


def test_no_more_is_possible_than_all_that_is_due(hamlet, due):
    (target,) = read_targets(["rate=1"], hamlet)
    proof = prove(target, due)
    kerbs = {task.kerb: task.area_m2 for task in due.tasks if task.work is Work.SWEEP}
    assert proof.highest == sum(kerbs.values()) / sum(lot.area_m2 for lot in due.lots)
    assert (proof.least is None) == (proof.highest < 1)


def test_the_hours_at_work_say_how_many_are_needed_at_least(hamlet, due):
    """By another count: all kerbs at the working speed, divided by the hours of one shift."""
    slow = replace(hamlet, vehicles=tuple(replace(v, working_kph=1) for v in hamlet.vehicles))
    (target,) = read_targets(["sweep.II=1"], slow)
    proof = prove(target, replace(due, scenario=slow))
    kerbs = {
        task.kerb: min(-(-mode.service_m * 3600 // 1000) for mode in task.modes)
        for task in due.tasks
        if task.work is Work.SWEEP and task.service_class == "II"
    }
    # 06:00-12:00 less a break of 20 minutes are 20,400 s.
    work_s, litres = (
        sum(kerbs.values()),
        sum({t.kerb: t.demand_l for t in due.tasks if t.service_class == "II"}.values()),
    )
    assert litres == 0 or slow.vehicles[0].tank_l
    assert proof.least is not None
    assert proof.least >= work_s / (20_400 + 3_600)
    assert proof.least >= 1


def test_half_takes_no_more_than_all(hamlet, due):
    counts = [
        prove(read_targets([f"kitchen={share}"], hamlet)[0], due).least for share in (0.3, 0.6, 1)
    ]
    assert counts == sorted(counts)
