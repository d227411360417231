"""The street files of `../shared/cases`: each behaves as its kind wants.

A street of the name Probe St carries what the file is about; the sweeper of the scenario is out
from 06:00 to 12:00 on a Monday.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from api.commands.keeping import draw
from api.exports.turn_list import turn_list
from api.words import Language, phrasebook
from optimizer.errors import NetworkError
from optimizer.network.osm import read_osm
from scenarios.files import load_network
from scenarios.plan_request import PlanRequest, plan_day

pytestmark = pytest.mark.shared


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is wanted of a file that is planned.

    Parameters
    ----------
    swept
        Sweep tasks of Probe St that are done, None where the file has no such street.
    by_hand
        The reason for which Probe St is not swept by machine.
    told
        What a notice says.
    detail
        What the plan says of an unserved task.
    not_applied
        Why turn restrictions bind nobody.
    outside
        Streets that cannot be driven to and back.
    says
        What a driver is told.
    """

    swept: int | None = None
    by_hand: str = ""
    told: str = ""
    detail: str = ""
    not_applied: str = ""
    outside: tuple[str, ...] = ()
    says: str = ""


CLOSED = {"swept": 0, "by_hand": "unreachable"}
BY_HOURS = CLOSED | {
    "told": "Signs hold at some hours on 111 m of streets (Probe St)",
    "detail": "a sign closes the street at some time of every shift",
}
ANY = Planned()
GOES_ON = "a way goes on through the junction"

WANTED: dict[str, Planned | str] = {
    # K01: listed as no way out; the plan is written.
    "01-no_u_turn_over_crossover.osm": Planned(outside=("Crossover",)),
    # K28: turns that are banned, one by one, all into a street, in and out of one.
    "02-all_turns_in_banned.osm": Planned(outside=("Yard Ln",)),
    "40-no_entry_many_from.osm": Planned(detail="can drive there and back"),
    "41-no_exit_many_to.osm": Planned(detail="can drive there and back"),
    "48-except_hgv_list.osm": ANY,
    "50-two_via_nodes.osm": Planned(not_applied="incomplete"),
    "52-missing_member.osm": Planned(not_applied="its to way cannot be driven from there"),
    "53-through_way_no_left.osm": Planned(not_applied=GOES_ON),
    "55-only_u_turn.osm": Planned(detail="can drive there and back"),
    "62-motorcar_key.osm": Planned(not_applied="for another class of vehicle"),
    # K09: a turn on red is no turn banned.
    "61-no_turn_on_red.osm": Planned(not_applied="holds on red only"),
    # K04: narrower as one one-way carriageway than the 6 m from which machines sweep there.
    "10-oneway_motor_vehicle.osm": Planned(swept=0, by_hand="too_narrow"),
    # K03: kept off in those hours, and so for the shift.
    "13-hgv_conditional.osm": Planned(**BY_HOURS),
    "14-motor_vehicle_conditional.osm": Planned(**BY_HOURS),
    "39-hgv_conditional_day_ban.osm": Planned(**BY_HOURS),
    # K05: closed to what is larger; what is not understood is listed.
    "17-maxheight_physical.osm": Planned(**CLOSED, detail="height limit 2.4 m"),
    "19-maxweightrating_hgv.osm": Planned(**CLOSED, detail="weight limit 7.5 t"),
    "20-maxheight_ftin_text.osm": Planned(**CLOSED, detail="height limit 2.2 m"),
    "32-bridge_maxweight_list.osm": Planned(
        **CLOSED, detail="weight limit 15 t", told="way 50: maxweight:conditional = 8 @ (wet)"
    ),
    "611-maxheight_cn.osm": Planned(**CLOSED, detail="height limit 2.5 m"),
    "612-maxweight_axle.osm": Planned(**CLOSED, detail="axle load limit 2 t"),
    # K10: both halves are swept up to the limit, two kerbs each.
    "70-height_restrictor.osm": Planned(swept=4),
    "75-width_maxwidth_physical.osm": Planned(swept=4),
    # K29: rings, lollipops, dead ends, twins.
    "100-lollipop_one_way.osm": Planned(swept=4),
    "101-ring_at_one_node.osm": Planned(swept=2),
    "102-oneway_ring.osm": Planned(swept=0, by_hand="too_narrow"),
    "107-duplicate_nodes_unconnected.osm": Planned(outside=("Probe St",)),
    "109-zero_length_way.osm": Planned(swept=4),
    "112-there_and_back.osm": Planned(swept=2),
    "113-culdesac.osm": Planned(swept=2),
    "117-negative_ids.osm": Planned(swept=2, not_applied=GOES_ON),
    # K19: two ways on one line count once, and are told.
    "104-same_way_twice.osm": Planned(
        swept=2, told="Streets are drawn twice and count once (111 m): Probe St."
    ),
    # K13: the far street is told and left out.
    "111-nodes_at_null_island.osm": Planned(
        swept=2, told="Streets lie far from all others and are left out: Far St."
    ),
    # K26: one line, with the number of the exit.
    "116-roundabout_two_way_arms.osm": Planned(says="At the roundabout Ring take exit "),
    # K06: what is deleted is gone.
    "118-josm_action_delete.osm": ANY,
    # K07: refused.
    "124-overpass_remark.osm": "is an answer cut short, not whole streets",
    # K25: file names as users have them.
    "127-town.osm.xml": Planned(swept=2),
    # K30: broken or foreign files.
    "125-html_error_page.osm": "cannot be read as OpenStreetMap data",
    "131-overpass_geom.osm": Planned(swept=2),
    "132-version05.osm": "Can not read file with version 0.5",
    "133-no_version.osm": "without version",
    "134-gbk_declared.osm": "unknown encoding",
    "135-comma_coordinates.osm": "characters after coordinate",
    "136-node_without_coords.osm": ANY,
    "138-josm_gz_double.osm.gz": "cannot be read as OpenStreetMap data",
    # K02 and K33: names are the matter of the exports.
    "300-plain_town.osm": ANY,
    "301-awkward_names.osm": ANY,
    "302-control_char_name.osm.pbf": ANY,
    # K20: not by machine, with the reason.
    "600-surface_gravel.osm": Planned(swept=0, by_hand="unpaved"),
}


def test_every_street_file_has_its_row(shared):
    files = {path.name for path in (shared / "cases").iterdir() if ".osm" in path.name.lower()}
    assert files <= set(WANTED)


def is_there(shared: Path, name: str) -> Path:
    path = shared / "cases" / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/cases/{name}, which is not here")
    return path


@pytest.mark.parametrize(
    ("name", "says"), [(name, one) for name, one in WANTED.items() if isinstance(one, str)]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(shared, name, says):
    path = is_there(shared, name)
    with pytest.raises(NetworkError) as caught:
        read_osm(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [(name, one) for name, one in WANTED.items() if isinstance(one, Planned)],
)
def test_what_can_be_read_is_planned_as_its_kind_wants(
    shared, tmp_path, monkeypatch, name, wanted
):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path / "cache"))
    path = is_there(shared, name)
    # Every plan that is handed out has passed the checker.
    plan_file = plan_day(
        PlanRequest(scenario=str(shared / "cases" / "townk"), osm=str(path), iterations=60)
    )
    network = load_network(osm=str(path))
    assert len(plan_file.plan.served) > 5
    swept = {task.id for task in plan_file.tasks if task.name == "Probe St"}
    if wanted.swept is not None:
        assert len(swept & plan_file.plan.served) == wanted.swept
    streets = plan_file.measures.coverage.streets
    assert {row.reason for row in streets if row.name == "Probe St"} == (
        {wanted.by_hand} if wanted.by_hand else set()
    )
    assert wanted.told in " ".join(map(str, plan_file.notices))
    assert wanted.detail in " ".join(str(one.detail) for one in plan_file.plan.unassigned)
    assert network.restrictions.reasons == ({wanted.not_applied: 1} if wanted.not_applied else {})
    names = {network.names[number] for number in network.outside.name.tolist()}
    assert names == set(wanted.outside)
    told = [
        one.text
        for route in plan_file.plan.routes
        for one in turn_list(plan_file, network, route, phrasebook(Language.EN))
    ]
    assert any(wanted.says in text for text in told)
    # Pictures and files of all kinds come of it.
    drawn = list(draw(plan_file, tmp_path / "out", phrasebook(Language.EN)))
    assert drawn
    assert [one.notice for one in drawn if one.notice] == []
