"""A scenario's things against each other: what a user can get wrong is named, with its remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

from fleet import LonLat, Work
from optimizer.errors import InputError
from scenarios.due.demand import find_due_work
from scenarios.files.store import load_scenario
from scenarios.files.validation import faults_of as messages_of
from tests.streets import street_network

HAMLET = Path(__file__).parents[2] / "data" / "hamlet"
EARLIER = """[[shifts.kitchen_truck]]
id = "early"
start = "10:00"
end = "12:30"

[[shifts.kitchen_truck]]"""
"""A shift put before the hamlet's lunch shift, which starts at 12:00."""


def faults_of(scenario):
    return [str(fault) for fault in messages_of(scenario)]


def changed(folder: Path, old: str, new: str) -> str:
    """A copy of the hamlet in which one piece of text is another."""
    text = (HAMLET / "scenario.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "scenario.toml").write_text(text.replace(old, new), encoding="utf-8")
    return str(folder)


def with_contracts(folder: Path, *rows: str) -> str:
    text = "\n".join(["id,name,lon,lat,demand_kg,windows", *rows]) + "\n"
    (folder / "contracts.csv").write_text(text, encoding="utf-8")
    return changed(folder, "hamlet", "hamlet")


def test_the_hamlet_has_no_faults():
    assert faults_of(load_scenario(str(HAMLET))) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'profile = "sweeper"',
            'profile = "sweper"',
            "S1: profile 'sweper' is unknown; profiles are sweeper, truck, washer",
        ),
        (
            "[[shifts.kitchen_truck]]",
            'case_categories = [{ name = "dirt", work = "sweep", service_minutes = 5, '
            'deadline_minutes = 60 }, { name = "filth", code = "dirt", work = "sweep", '
            "service_minutes = 5, deadline_minutes = 60 }]\n[[shifts.kitchen_truck]]",
            "case_categories: dirt stands 2 times",
        ),
        (
            "[[shifts.kitchen_truck]]",
            'case_categories = [{ name = "dirt", work = "sweep", service_minutes = 5, '
            "deadline_minutes = 4 }]\n[[shifts.kitchen_truck]]",
            "takes 5 min and must be over after 4",
        ),
        (
            "[[shifts.kitchen_truck]]",
            "stated_area_m2_by_class = { V = 5 }\n[[shifts.kitchen_truck]]",
            "by_class.V: is no standard and no highway of one; standards are II, IV",
        ),
        (
            "[[shifts.kitchen_truck]]",
            "stated_area_m2_by_class = { II = 0 }\n[[shifts.kitchen_truck]]",
            "stated_area_m2_by_class.II: must be positive, got 0",
        ),
        (
            "[[shifts.kitchen_truck]]",
            "stated_area_m2_by_class = { II = 9, tertiary = 5 }\n[[shifts.kitchen_truck]]",
            "its tertiary are stated too; state the class or its roads, not both",
        ),
        (
            "[[shifts.kitchen_truck]]",
            "stated_area_m2 = 8\nstated_area_m2_by_class = { II = 9 }\n[[shifts.kitchen_truck]]",
            "adds up to 9 m2, more than the stated 8 m2 in total",
        ),
        (
            "[[shifts.kitchen_truck]]",
            "stated_area_m2 = -8\n[[shifts.kitchen_truck]]",
            "stated_area_m2: must be positive, or 0 for none, got -8",
        ),
        (
            "[[shifts.kitchen_truck]]",
            'country = "China"\n[[shifts.kitchen_truck]]',
            "country: 'China' is no country whose public holidays are known; write two letters",
        ),
        ('"living_street"]', '"tertiary"]', "highway tertiary stands in II and IV"),
        (
            "[[shifts.kitchen_truck]]",
            EARLIER,
            "lunch starts at 12:00, before early ends at 12:30",
        ),
        (
            "[[shifts.kitchen_truck]]",
            EARLIER.replace("early", "lunch").replace("12:30", "11:30"),
            "shifts.kitchen_truck: id lunch stands 2 times",
        ),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path, old, new, says):
    with pytest.raises(InputError) as caught:
        load_scenario(changed(tmp_path, old, new))
    assert says in str(caught.value)


def test_a_scenario_needs_a_vehicle_and_a_depot():
    scenario = load_scenario(str(HAMLET))
    faults = faults_of(replace(scenario, vehicles=(), facilities=scenario.facilities[1:]))
    assert [fault.partition(":")[0] for fault in faults] == ["vehicles", "facilities"]


def test_a_table_that_is_none_is_named(tmp_path):
    (tmp_path / "scenario.toml").write_text(
        f'extends = "{HAMLET}"\nvehicles = 5\n', encoding="utf-8"
    )
    with pytest.raises(InputError, match="vehicles: Input should be a valid list"):
        load_scenario(str(tmp_path))


def test_an_id_and_a_name_of_digits_stay_text(tmp_path):
    path = with_contracts(tmp_path, "007,1912,0.001,0.0037,120,13:30-16:30")
    (contract,) = load_scenario(path).contracts
    assert (contract.id, contract.name) == ("007", "1912")


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path):
    path = with_contracts(tmp_path, "A1,Inn,0.001,0.0037,120,13:30-16:30,9")
    with pytest.raises(InputError, match=r"contracts\.csv, row 2, '9': stands under"):
        load_scenario(path)


def test_a_contract_and_a_facility_of_one_id_are_moved_to_places_of_their_own():
    scenario = load_scenario(str(HAMLET))
    yard, plant = scenario.facilities
    # Both far from the network, so that they are moved: the yard lies west of all else.
    contract = replace(scenario.contracts[0], id="yard", at=LonLat(lon=50.003, lat=0.003))
    away = replace(
        scenario,
        facilities=(
            replace(yard, at=replace(yard.at, lon=50.0)),
            replace(plant, at=replace(plant.at, lon=50.004)),
        ),
        contracts=(contract,),
    )
    network = street_network(
        {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200)},
        [(1, 2), (2, 3), (3, 4), (4, 1)],
    )
    placed = find_due_work(away, network).scenario
    assert placed.facilities[0].at.lon < placed.contracts[0].at.lon < placed.facilities[1].at.lon


CHAIN = load_scenario(str(HAMLET.parent / "hamlet-chain"))


def test_the_hamlet_from_household_to_plant_has_no_faults():
    assert faults_of(CHAIN) == []


def test_a_collection_point_belongs_to_a_town_that_there_is():
    points = (replace(CHAIN.containers[0], town="north"), *CHAIN.containers[1:])
    (fault,) = faults_of(replace(CHAIN, containers=points))
    assert fault == "containers: G1: town 'north' is unknown; towns are east, west."


def test_bulk_trucks_haul_and_vehicles_do_not():
    (truck,) = CHAIN.bulk_trucks
    faults = faults_of(replace(CHAIN, vehicles=(*CHAIN.vehicles, replace(truck, id="B2"))))
    assert faults == ["vehicles: B2: hauls; put it into the table bulk_trucks."]
    both = replace(truck, works=(Work.CONTAINER, Work.HAUL))
    (fault,) = faults_of(replace(CHAIN, bulk_trucks=(both,)))
    assert "B1: its works are container, haul" in fault


def test_bulk_trucks_need_a_plant():
    kept = tuple(one for one in CHAIN.facilities if one.id != "incinerator")
    (fault,) = faults_of(replace(CHAIN, facilities=kept))
    assert "none accepts bulk_waste" in fault


def test_a_bin_is_given_in_kilograms_or_in_litres(tmp_path):
    text = f'extends = "{HAMLET.parent / "hamlet-chain"}"\nname = "litres"\ntitle = "Litres"\n'
    (tmp_path / "scenario.toml").write_text(text, encoding="utf-8")
    header = "id,name,lon,lat,num_bins,bin_kg,bin_l,fill_kg_per_day,last_emptied,windows\n"
    table = tmp_path / "containers.csv"
    table.write_text(header + "G1,Green,0,0,6,,660,240,2024-05-04,04:00-06:00\n")
    (point,) = load_scenario(str(tmp_path)).containers
    # 660 l at 200 g a litre; two days of 240 kg until Monday, 2024-05-06.
    assert (point.bin_kg, point.level_on(CHAIN.date)) == (132, 480)
    table.write_text(header + "G1,Green,0,0,6,120,660,240,,04:00-06:00\n")
    with pytest.raises(InputError, match="bin_kg and bin_l"):
        load_scenario(str(tmp_path))


def test_a_shift_to_choose_from_that_breaks_the_driving_rule_is_a_fault_of_the_file(tmp_path):
    # 8 h 30 with one break of 20 minutes leaves a stretch longer than four hours.
    (tmp_path / "scenario.toml").write_text(
        f'extends = "{HAMLET}"\nname = "long"\n[[shifts.snow_plough]]\nid = "snow"\n'
        'start = "03:30"\nend = "12:00"\nbreak_minutes = 20\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"shifts.*longer than two stretches of four hours"):
        load_scenario(str(tmp_path))
