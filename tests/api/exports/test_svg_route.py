"""One vehicle's way as a picture: in time from dark to light, work beside the street."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from api.exports.svg import pick_language, route_to_svg
from api.exports.svg.drawing import Drawing, Pen
from api.exports.svg.frame import Frame
from api.exports.svg.labels import Room, draw_street_names
from api.exports.svg.route_sheet import RouteGround, cut_sheets, draw_head
from api.exports.svg.shades import shade
from api.words import Language, phrasebook
from scenarios.files import load_network
from tests.api.exports.test_svg import (
    PLAN,
    STREETS,
    SWEEPER,
    east_and_north,
    layers,
    paths,
    swept_on,
)

DATA = Path(__file__).parents[2] / "data"


def drawn(plan_file=PLAN, vehicle="S1", language=Language.EN):
    return ET.fromstring(route_to_svg(plan_file, STREETS, vehicle, language))


def with_routes(*routes):
    return replace(PLAN, plan=replace(PLAN.plan, routes=routes))


def texts(root, name=None):
    within = layers(root, name) if name else [root]
    found = [one.text for part in within for one in part.iter() if one.tag.endswith("text")]
    return [text for text in found if text]


def brightness(colour):
    """Relative luminance, as screens and eyes have it (ITU-R BT.709), without gamma."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_shades_go_from_dark_to_light_without_a_step_back():
    steps = [brightness(shade(number / 47)) for number in range(48)]
    assert all(one < other for one, other in pairwise(steps))
    assert shade(-0.1) == shade(0.0) == "#1b1464"
    assert shade(1.1) == shade(1.0) == "#f2c230"


def sheet_of(extent, streets=None):
    """The one sheet of a route that works so many degrees east and north of 121.5 E, 29.8 N."""
    east, north = extent
    corners = ((121.5, 29.8), (121.5 + east, 29.8 + north))
    route = PLAN.plan.routes[0]
    ground = RouteGround(route=route, legs=(), points=corners, told=("Told.", "Read."))
    (sheet,) = cut_sheets([ground], streets or wide_streets())
    return sheet


def wide_streets():
    """Streets that reach farther than any of the routes here, all around."""
    box = np.array([[121.0, 29.3], [122.0, 29.3], [122.0, 30.3], [121.0, 30.3]])
    return replace(STREETS, geometry=box[np.arange(len(STREETS.geometry)) % 4])


# A degree of longitude is 0.868 of one of latitude at 29.8 N.
@pytest.mark.parametrize(
    ("extent", "shape"),
    [
        # 0.0868 by 0.05, and 5 % of the larger one more at each edge: 0.0955 by 0.0587.
        ((0.1, 0.05), 0.0955 / 0.0587),
        # 0.0434 by 0.1 becomes 0.0534 by 0.11, which is too narrow: half as broad as high.
        ((0.05, 0.1), 0.5),
        ((0.1, 0.001), 2.0),
    ],
)
def test_a_sheet_has_the_shape_of_its_ground_and_fits_on_a3(extent, shape):
    sheet = sheet_of(extent)
    assert sheet.frame.width / sheet.frame.height == pytest.approx(shape, rel=0.01)
    across, up = sheet.width, sheet.height
    assert min(across, up) <= 841.9 + 0.1
    assert max(across, up) <= 1190.6 + 0.1
    # As large as that allows.
    assert across > 841 or up > 1190


def test_a_sheet_ends_where_the_streets_end():
    west, south, east, north = STREETS.bounds
    # All of the streets, in the middle of ten times as much.
    corners = ((west - 10 * (east - west), south), (east, north + 10 * (north - south)))
    ground = RouteGround(route=SWEEPER, legs=(), points=corners, told=("", ""))
    (sheet,) = cut_sheets([ground], STREETS)
    # A hundredth of their extent all around, but 75 thousandths of a degree at least.
    assert west - 0.001 < sheet.frame.west < west
    assert east < sheet.frame.east < east + 0.001
    assert south - 0.001 < sheet.frame.south < south
    assert north < sheet.frame.north < north + 0.001


def test_the_sheets_of_one_vehicle_are_as_broad_as_the_broadest():
    one, other = (
        RouteGround(
            route=SWEEPER,
            legs=(),
            points=((121.5, 29.8), (121.5 + east, 29.8 + north)),
            told=("", ""),
        )
        for east, north in ((0.1, 0.05), (0.02, 0.1))
    )
    broad, upright = cut_sheets([one, other], wide_streets())
    assert upright.frame.width == pytest.approx(broad.frame.width)
    # It shows more ground for that, and none of what it has to show less.
    assert upright.frame.west < 121.5
    assert upright.frame.east > 121.52


def test_words_stand_above_the_bar_where_there_is_no_room_beside_it():
    long = "Worked and driven. " * 6
    ground = RouteGround(
        route=SWEEPER, legs=(), points=((121.5, 29.8), (121.52, 29.9)), told=(long, "Read.")
    )
    (sheet,) = cut_sheets([ground], wide_streets())
    assert len(sheet.told) > 1
    parent = ET.Element("g")
    draw_head(parent, phrasebook(Language.EN), sheet, "S1")
    lines = [float(one.get("y")) for one in parent if one.tag == "text"]
    bar = {float(one.get("y")) for one in parent if one.tag == "rect"}
    told, clocks = lines[1 : 1 + len(sheet.told)], lines[1 + len(sheet.told) :]
    assert max(told) < min(bar)
    assert max(bar) < min(clocks) < sheet.head


def test_each_shift_of_the_vehicle_has_a_sheet_and_the_earlier_one_comes_first():
    moved = [
        replace(
            one,
            arrival_s=one.arrival_s + 30_000,
            begin_s=one.begin_s + 30_000,
            end_s=one.end_s + 30_000,
        )
        for one in SWEEPER.activities
    ]
    shift = PLAN.fleet.vehicle("S1").shifts[0]
    late_shift = replace(shift, id="late", start_s=50_400, end_s=64_800, rest=None)
    vehicles = tuple(
        replace(one, shifts=(shift, late_shift)) if one.id == "S1" else one
        for one in PLAN.fleet.vehicles
    )
    late = replace(SWEEPER, shift_id="late", activities=tuple(moved))
    twice = replace(with_routes(late, SWEEPER), fleet=replace(PLAN.fleet, vehicles=vehicles))
    root = drawn(twice)
    assert len(layers(root, "work")) == 2
    # 06:00 is when the first begins; 30,000 s later it is 14:20.
    begins = [text for text in texts(root) if text in ("06:00", "14:20")]
    assert begins == ["06:00", "14:20"]


def test_work_takes_its_shade_from_the_time_at_which_it_begins():
    north, west = paths(drawn(), "work")
    # The duty is from 21,600 s to 23,128 s: 1,528 s; work begins after 60 s and after 368 s.
    assert north.get("stroke") == shade(60 / 1_528)
    assert west.get("stroke") == shade(368 / 1_528)
    assert brightness(north.get("stroke")) < brightness(west.get("stroke"))


def test_drives_are_thin_and_dashed_and_work_is_not():
    root = drawn()
    drives, work = paths(root, "drives"), paths(root, "work")
    # Out to North Road, and back from West Road; nothing is driven in between.
    assert (len(drives), len(work)) == (2, 2)
    assert {one.get("stroke-dasharray") for one in work} == {"none"}
    assert "none" not in {one.get("stroke-dasharray") for one in drives}
    widest = max(float(one.get("stroke-width")) for one in drives)
    assert widest < min(float(one.get("stroke-width")) for one in work)


def test_work_lies_on_its_side_of_the_street():
    # North Road leads north and West Road west: right of them is east and north.
    for side, sign in (("right", 1), ("left", -1)):
        root = drawn(swept_on(side))
        east, north = east_and_north(paths(root, "streets"))
        north_road, west_road = paths(root, "work")
        assert sign * (east_and_north([north_road])[0] - east) > 2
        assert sign * (north - east_and_north([west_road])[1]) > 2


def test_lanes_lie_side_by_side_with_the_gutter_outside():
    def east_of_north_road(lane):
        """How far east the way along North Road lies, worked in a lane of two."""
        records = tuple(
            replace(one, id=id_, kerb=one.kerb and replace(one.kerb, side="right", lane=of))
            for one in PLAN.tasks
            for id_, of in ((one.id, lane), (f"{one.id}/other", 3 - lane))
        )
        root = drawn(replace(PLAN, tasks=records))
        return east_and_north(paths(root, "work")[:1])[0]

    # North Road leads north: the gutter, lane 1, is east of lane 2.
    assert east_of_north_road(1) > east_of_north_road(2) + 1


def test_a_run_has_one_number_however_many_kerbs_it_has():
    assert texts(drawn(), "runs") == ["1"]


def test_work_after_a_drive_is_a_run_with_the_next_number():
    start, north, west, *rest = SWEEPER.activities
    # Round the block in between: 300 + 500 + 300 + 500 m.
    round_ = replace(
        west.drive,
        arcs=("2>3", "3>4", "4>1", "1>2", "2>3", "3>4"),
        distance_m=1_600,
        duration_s=200,
    )
    route = replace(SWEEPER, activities=(start, north, replace(west, drive=round_), *rest))
    assert texts(drawn(with_routes(route)), "runs") == ["1", "2"]


def test_the_head_says_who_when_how_far_and_how_often_it_changes_sides():
    start, north, west, *rest = SWEEPER.activities
    route = replace(SWEEPER, activities=(start, north, replace(west, lane_change=True), *rest))
    said = " ".join(texts(drawn(with_routes(route))))
    assert "S1" in said
    assert PLAN.date in said
    # 300 + 500 m of work, 400 + 400 m of driving.
    assert "0.8 km worked, 0.8 km driven in between; changes of lane or side: 1" in said


def test_the_picture_speaks_chinese():
    text = route_to_svg(PLAN, STREETS, "S1", Language.ZH)
    for words in ("S1 的路线", "日班", "作业 0.8 公里", "停车场", "西路"):
        assert words in text
    assert "worked" not in text
    # The rest of the name shows where the pointer rests.
    assert ">Yard<" not in text


def test_only_the_facilities_that_it_visits_are_drawn():
    yard = PLAN.fleet.facilities[0]
    tip = replace(yard, id="tip", name="Far tip")
    root = drawn(replace(PLAN, fleet=replace(PLAN.fleet, facilities=(yard, tip))))
    said = texts(root, "facilities")
    assert "Far tip" not in said


def test_who_stops_at_doors_is_shown_from_the_depot_to_the_plant():
    root = drawn(vehicle="K1")
    assert "Stops: 1; 1.6 km driven." in " ".join(texts(root))
    # All that it visits has its name on the map.
    visited = {one.facility_id for one in PLAN.plan.routes[0].activities if one.facility_id}
    named = " ".join(texts(root, "facilities"))
    for facility in PLAN.fleet.facilities:
        name = pick_language(facility.name, Language.EN)
        assert (name in named) is (facility.id in visited)


def test_a_truck_has_a_dot_where_it_stops():
    root = drawn(vehicle="K1")
    (work,) = layers(root, "work")
    assert [one.tag.rpartition("}")[2] for one in work] == ["circle"]
    assert len(paths(root, "drives")) == 2


def test_names_are_escaped():
    yard = replace(PLAN.fleet.facilities[0], name='A & B <"yard">')
    drawn(replace(PLAN, fleet=replace(PLAN.fleet, facilities=(yard,))))


def test_the_map_has_a_scale_that_is_true_on_its_sheet():
    root = drawn()
    (scale,) = layers(root, "scale")
    said = texts(scale)
    assert any(one.endswith("(A3)") for one in said)
    far = next(one for one in said if one.endswith(" m"))
    parts = [one for one in scale.iter() if one.get("stroke-width") == "0.7"]
    bar = sum(float(one.get("width")) for one in parts)
    # A point of the sheet is 0.3528 mm; n of 1 : n is written in hundreds.
    ratio = float(next(one for one in said if "1 :" in one).split()[2].replace(",", ""))
    assert bar * 0.3528 / 1000 * ratio == pytest.approx(float(far.split()[0]), rel=50 / ratio)


def test_no_street_name_is_written_over_the_work():
    streets = load_network(osm=str(DATA / "nine_corners.osm"))
    west, south, east, north = streets.bounds
    frame = Frame.fit([(west, south), (east, north)], width=900, height=600)

    def names(worked):
        root = ET.Element("svg")
        drawing = Drawing(
            plan_file=PLAN,
            network=streets,
            frame=frame,
            pen=Pen.at_scale(1.0),
            words=phrasebook(Language.EN),
            works=frozenset(),
            colours={},
        )
        draw_street_names(root, drawing, Room(width=900, height=600), but=worked)
        return texts(root, "street-names")

    free = names([])
    assert free
    # Laps over the whole map leave no place for a name.
    laps = [np.array([(0.0, y), (900.0, y)]) for y in range(0, 600, 5)]
    assert names(laps) == []
    # A lap elsewhere leaves them where they are.
    assert names([np.array([(0.0, 1.0), (900.0, 1.0)])]) == free
