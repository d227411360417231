"""The chain from household to plant, end to end on the hamlet's streets.

Four points of 6 or 8 bins of 120 kg, emptied until 06:00, a quarter of the day, tomorrow again:
by then 1.25 days' waste comes in. Green: 440 + 300 kg into 720 kg, so it must be emptied. Mill:
350 + 300 kg, it may be. Barn: 0 + 300 kg, it waits. Pond: 600 + 600 kg into 960 kg, it must.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from api.exports import EXPORTS, ExportRequest, export_files
from api.exports.geojson import to_geojson
from api.exports.svg.plan import to_svg
from api.screen.plan import print_plan
from api.words import Language, phrasebook
from fleet import Facility, FacilityKind, Fleet, LonLat, Stream, VehicleKind, Work
from optimizer.chain.ledger import Step
from optimizer.checker import check
from optimizer.plan import ActivityKind
from scenarios.files.networks import load_network
from scenarios.measures.balance import PointOutcome
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.haulage import most_after_overfull

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
EXTENDING = f'extends = "{DATA / "hamlet-chain"}"\nname = "variant"\ntitle = "A variant"\n'


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


def planned(scenario=DATA / "hamlet-chain"):
    request = PlanRequest(scenario=str(scenario), osm=STREETS, iterations=300, seed=1)
    return plan_day(request)


@pytest.fixture(scope="module")
def chain(_own_cache):
    return planned()


def variant(tmp_path, text="", **tables):
    """The hamlet with other fields or tables."""
    (tmp_path / "scenario.toml").write_text(EXTENDING + text, encoding="utf-8")
    for name, rows in tables.items():
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
    return planned(tmp_path)


def of_work(plan_file, work):
    return {task.id: task for task in plan_file.tasks if task.work == work}


def test_points_are_served_or_wait_by_their_risk(chain):
    rows = {row.point_id: row for row in chain.measures.balance.points}
    assert [rows[id_].outcome for id_ in ("G1", "G4")] == [PointOutcome.SERVED] * 2
    assert (rows["G3"].outcome, rows["G3"].reason) == (PointOutcome.SKIPPED, "not_due")
    assert 0.01 < rows["G2"].risk < 0.25
    # 440 kg and a quarter of 240 kg are taken, the rest of the day's 240 kg stays.
    assert (rows["G1"].collected_kg, rows["G1"].left_kg) == (500, 180)


def test_the_tonnes_pass_from_step_to_step(chain):
    found = chain.measures.balance
    collected_kg = found.collected_kg
    # Green 500 kg, Pond 720 kg, and Mill 410 kg if it is worth the way.
    assert collected_kg in (1_220, 1_630)
    assert found.kg(Step.COLLECTION) == (0, collected_kg, collected_kg, 0)
    assert found.kg(Step.STATION) == (300, collected_kg, collected_kg + 300, 0)
    assert found.kg(Step.PLANT) == (0, collected_kg + 300, collected_kg + 300, 0)
    assert found.ledger[-1].gap_kg == 0


def test_bulk_loads_leave_when_they_are_there(chain):
    loads_of = of_work(chain, Work.HAUL)
    # A bulk truck holds 1,200 kg.
    assert all(0 < load.demand_kg <= 1_200 for load in loads_of.values())
    kinds = {vehicle.id: vehicle.kind for vehicle in chain.fleet.vehicles}
    routes = [r for r in chain.plan.routes if kinds[r.vehicle_id] is VehicleKind.BULK_TRUCK]
    assert {id_ for route in routes for id_ in route.task_ids} == set(loads_of)
    for route in routes:
        places = [a.facility_id for a in route.activities if a.kind is ActivityKind.UNLOAD]
        assert set(places) == {"incinerator"}


def test_a_bulk_truck_begins_its_shift_when_its_first_load_is_there(tmp_path):
    early = 'shifts = { bulk_truck = [{ id = "all", start = "03:00", end = "09:00" }] }\n'
    plan_file = variant(tmp_path, early)
    tasks = of_work(plan_file, Work.HAUL)
    routes = [one for one in plan_file.plan.routes if set(one.task_ids) <= set(tasks)]
    assert routes
    for route in routes:
        work = [one for one in route.activities if one.kind is ActivityKind.SERVICE]
        earliest_s = tasks[work[0].task_id].windows[0].earliest_s
        # No load is there at 03:00; nobody sits in the truck until then.
        assert 3 * 3600 + work[0].drive.duration_s < earliest_s <= work[0].arrival_s
        assert work[0].begin_s == work[0].arrival_s
        assert route.start_s == work[0].arrival_s - work[0].drive.duration_s


def test_haulage_pays_for_waiting_too(tmp_path):
    text = (
        "prices = { waiting_fen_per_hour = 6_000 }\n"
        'shifts = { bulk_truck = [{ id = "all", start = "03:00", end = "11:00" }] }\n'
    )
    plan_file = variant(tmp_path, text)
    rows = plan_file.measures.routes
    waited_s = sum(row.wait_s for row in rows)
    assert plan_file.measures.costs.waiting_fen == round(waited_s * 6_000 / 3600)
    trucks = [row for row in rows if row.kind == VehicleKind.BULK_TRUCK]
    assert trucks
    # Nothing is waited for that leaving later would spare.
    tasks = of_work(plan_file, Work.HAUL)
    for route in plan_file.plan.routes:
        if set(route.task_ids) <= set(tasks):
            first = next(a for a in route.activities if a.kind is ActivityKind.SERVICE)
            assert first.begin_s == first.arrival_s


def test_a_chain_survives_its_file_and_the_checker(chain):
    again = loads(dumps(chain))
    assert again == chain
    network = load_network(osm=STREETS)
    given = (network, again.fleet, again.tasks_on(network), again.sites_on(network), again.plan)
    assert check(*given, ledger=again.measures.balance.ledger) == []
    lying = [replace(row, in_kg=row.in_kg + 1) for row in again.measures.balance.ledger]
    assert {str(one.code) for one in check(*given, ledger=lying)} == {"unbalanced"}


def test_the_same_seed_gives_the_same_chain(chain):
    assert dumps(planned()) == dumps(chain)


def test_bulk_trucks_are_not_among_the_vehicles(chain):
    assert (chain.measures.vehicles_used, chain.measures.bulk_trucks_used) == (3, 1)


def test_every_export_knows_the_new_kinds(chain):
    network = load_network(osm=STREETS)
    for language in Language:
        asked = ExportRequest(plan_file=chain, network=network, language=language)
        for form in EXPORTS:
            assert export_files(form, asked)
        assert "B1" in to_svg(chain, network, language)
    assert to_geojson(chain, network)["features"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, ["Domestic waste from household to plant", "Station", "served early"]),
        (Language.ZH, ["户集", "村收", "镇运", "区处理", "应收未收", "转运车"]),
    ],
)
def test_the_terminal_shows_the_chain(chain, capsys, language, words):
    print_plan(chain, phrasebook(language))
    text = capsys.readouterr().out
    assert [word for word in words if word not in text] == []


def test_what_the_plant_does_not_take_stays_at_the_station(tmp_path):
    text = (DATA / "hamlet-chain" / "scenario.toml").read_text(encoding="utf-8")
    # The first load of 1,200 kg is too much; what is left of the day fits.
    facilities = text[text.index("[[facilities]]") :].replace("= 4000", "= 1100")
    plan_file = variant(tmp_path, facilities)
    before_kg, in_kg, out_kg, after_kg = plan_file.measures.balance.kg(Step.STATION)
    assert after_kg > 0
    assert before_kg + in_kg == out_kg + after_kg
    loads, served = of_work(plan_file, Work.HAUL), plan_file.plan.served
    assert sum(one.demand_kg for id_, one in loads.items() if id_ not in served) == after_kg


def test_a_station_that_trucks_cannot_keep_up_with_is_brought_less(tmp_path):
    text = (DATA / "hamlet-chain" / "scenario.toml").read_text(encoding="utf-8")
    # 300 kg of 1,000 kg are taken, and no bulk truck comes before the compactor is done.
    facilities = text[text.index("[[facilities]]") :].replace("= 2500", "= 1000")
    late = 'shifts = { bulk_truck = [{ id = "all", start = "09:00", end = "12:00" }] }\n'
    plan_file = variant(tmp_path, late + facilities)
    found = plan_file.measures.balance
    (station,) = [row for row in found.ledger if row.step is Step.STATION]
    assert station.most_held_kg <= 1_000
    assert found.collected_kg <= 700
    assert found.of(PointOutcome.UNSERVED)
    assert any(
        "cannot keep Station within its storage" in one for one in map(str, plan_file.notices)
    )


def test_the_fourth_plan_keeps_within_every_storage_however_many_stations_there_are():
    stations = tuple(
        Facility(
            id=name,
            name=name,
            kind=FacilityKind.TRANSFER_STATION,
            at=LonLat(lon=0, lat=0),
            streams=(Stream.DOMESTIC_WASTE,),
            storage_kg=1_000,
            stock_kg=300,
        )
        for name in "abc"
    )
    fleet = Fleet(vehicles=(), facilities=stations)
    # Each time the waste goes to the next one.
    most_kg = most_after_overfull(fleet, {}, {"a": 900}, times=1)
    assert most_kg == {"a": 900}
    most_kg = most_after_overfull(fleet, most_kg, {"b": 900}, times=2)
    assert most_kg == {"a": 900, "b": 700}
    most_kg = most_after_overfull(fleet, most_kg, {"c": 900}, times=3)
    assert most_kg == {"a": 700, "b": 700, "c": 700}


def test_without_bulk_trucks_the_waste_stays_at_the_station(tmp_path):
    plan_file = variant(tmp_path, "bulk_trucks = []\n")
    assert of_work(plan_file, Work.HAUL) == {}
    found = plan_file.measures.balance
    assert found.kg(Step.STATION) == (300, found.collected_kg, 0, 300 + found.collected_kg)
