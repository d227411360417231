import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from api.exports.svg.drawing import BY_HAND, SIGNAL, Drawing, Pen
from api.exports.svg.elements import text_width
from api.exports.svg.frame import Frame
from api.exports.svg.kerb_lines import trace_worked
from api.exports.svg.labels import pick_language
from api.exports.svg.plan import SHEET_HEIGHT, to_svg
from api.words import Language, phrasebook
from fleet import TimeWindow, Work
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Route, Unassigned
from optimizer.task import Mode, Task
from scenarios.measures import Measures
from tests.scenarios import small_plan
from tests.streets import street_network

STREETS = small_plan.network()
PLAN = small_plan.plan_file()
KITCHEN, SWEEPER = PLAN.plan.routes
NOTHING_DONE = replace(
    PLAN,
    plan=Plan(
        routes=(),
        unassigned=tuple(
            Unassigned(task_id=task.id, reason=Reason.SHIFT_TIME, detail="") for task in PLAN.tasks
        ),
    ),
)


def drawn(plan_file, streets=STREETS, language=Language.EN):
    return ET.fromstring(to_svg(plan_file, streets, language))


def layers(root, name):
    return [one for one in root.iter() if one.get("class") == name]


def paths(root, name):
    return [
        path for layer in layers(root, name) for path in layer.iter() if path.tag.endswith("path")
    ]


def lines(path):
    """The absolute points of each line of a path."""
    found = []
    for start, steps in re.findall(r"M([^l]+)l([^M]+)", path.get("d")):
        x, y = map(float, start.split(","))
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", steps)]
        points = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        found.append(points)
    return found


def east_and_north(drawn_paths):
    """The largest x and the smallest y: where North Road and West Road lie in the square."""
    points = [point for path in drawn_paths for line in lines(path) for point in line]
    return max(x for x, _ in points), min(y for _, y in points)


def swept_on(side):
    """The small plan with its sweep tasks on a side."""
    records = tuple(
        replace(one, kerb=one.kerb and replace(one.kerb, side=side)) for one in PLAN.tasks
    )
    return replace(PLAN, tasks=records)


@pytest.mark.parametrize("language", list(Language))
def test_the_picture_is_well_formed_and_an_a1_sheet(language):
    root = drawn(PLAN, language=language)
    assert (root.get("width"), root.get("height")) == ("841mm", "594mm")
    assert root.get("viewBox") == "0 0 2384 1684"


def test_the_right_kerb_lies_right_of_its_street():
    # North Road leads north and West Road west: right of them is east and north.
    root = drawn(swept_on("right"))
    street, kerb = east_and_north(paths(root, "streets")), east_and_north(paths(root, "routes"))
    assert kerb[0] > street[0] + 1
    assert kerb[1] < street[1] - 1


def test_the_left_kerb_lies_left_of_its_street():
    root = drawn(swept_on("left"))
    street, kerb = east_and_north(paths(root, "streets")), east_and_north(paths(root, "routes"))
    assert kerb[0] < street[0] - 1
    assert kerb[1] > street[1] + 1


def test_a_lane_swept_once_is_drawn_on_its_middle():
    root = drawn(swept_on("whole"))
    street, kerb = east_and_north(paths(root, "streets")), east_and_north(paths(root, "routes"))
    assert kerb == pytest.approx(street, abs=0.4)


def test_work_in_one_go_is_one_line():
    (route,) = paths(drawn(PLAN), "routes")
    assert len(lines(route)) == 1


def test_every_route_has_its_colour_on_the_map_and_in_the_legend():
    root = drawn(PLAN)

    def colours(name):
        return {
            (one.get("data-vehicle"), one.get("data-shift")): one.get("stroke")
            for layer in layers(root, name)
            for one in layer.iter()
            if one.get("data-shift") and one.get("stroke")
        }

    on_map = colours("routes") | colours("stops")
    assert set(on_map) == {("S1", "day"), ("K1", "day")}
    assert on_map == colours("legend")
    assert len(set(on_map.values())) == 2


def test_two_routes_at_one_kerb_are_both_seen():
    second = replace(SWEEPER, vehicle_id="S2")
    one, other = (
        lines(path)[0]
        for path in paths(
            drawn(
                replace(
                    PLAN,
                    plan=replace(PLAN.plan, routes=(SWEEPER, second)),
                    measures=replace(
                        PLAN.measures,
                        routes=(
                            PLAN.measures.routes[1],
                            replace(PLAN.measures.routes[1], vehicle_id="S2"),
                        ),
                    ),
                )
            ),
            "routes",
        )
    )
    # The first of them lies nearer to the street.
    assert max(x for x, _ in other) > max(x for x, _ in one) + 1


def test_shifts_of_one_vehicle_share_a_colour_and_differ_in_dashes():
    shift = PLAN.fleet.vehicle("S1").shifts[0]
    later = replace(shift, id="late", start_s=60_000, end_s=70_000, rest=None)
    vehicles = tuple(
        replace(one, shifts=(shift, later)) if one.id == "S1" else one
        for one in PLAN.fleet.vehicles
    )
    row = PLAN.measures.routes[1]
    twice = replace(
        PLAN,
        fleet=replace(PLAN.fleet, vehicles=vehicles),
        plan=replace(PLAN.plan, routes=(SWEEPER, replace(SWEEPER, shift_id="late"))),
        measures=replace(
            PLAN.measures,
            routes=(row, replace(row, shift_id="late", start_s=60_000, end_s=61_000)),
        ),
    )
    first, second = paths(drawn(twice), "routes")
    assert first.get("stroke") == second.get("stroke")
    assert first.get("stroke-dasharray") == "none"
    assert second.get("stroke-dasharray") != "none"


def test_streets_that_nobody_sweeps_are_dashed_in_the_signal_colour():
    (path,) = layers(drawn(NOTHING_DONE), "required")
    assert path.get("stroke") == SIGNAL
    assert float(path.get("stroke-dasharray").split()[0]) > 1
    # North Road and West Road as far as the work of class I and II goes: one line.
    assert len(lines(path)) == 1


def test_optional_streets_left_to_hands_are_dotted():
    (path,) = layers(drawn(PLAN), "by-hand")
    assert path.get("stroke") == BY_HAND
    assert path.get("stroke-dasharray")


def test_a_kerb_that_gets_one_of_its_passes_is_not_uncovered():
    # The second pass of North Road is in no route.
    assert layers(drawn(PLAN), "required") == []


def test_names_are_escaped():
    name = 'A & B <"yard">\x0b'
    yard = replace(PLAN.fleet.facilities[0], name=name)
    texts = [
        one.text
        for one in drawn(
            replace(PLAN, title=name, fleet=replace(PLAN.fleet, facilities=(yard,)))
        ).iter()
    ]
    assert texts.count('A & B <"yard">') == 3


def test_the_picture_says_where_its_streets_are_from():
    made_up = to_svg(PLAN, STREETS)
    assert "generated district" in made_up
    assert "OpenStreetMap" not in made_up
    real = replace(PLAN, network=replace(PLAN.network, generated=False))
    assert "© OpenStreetMap contributors" in to_svg(real, STREETS)


def test_the_picture_speaks_chinese():
    text = to_svg(PLAN, STREETS, Language.ZH)
    for words in ("方城", "机械化清扫率", "清扫车", "停车场", "日班", "北"):
        assert words in text
    assert "Sweeping" not in text


def test_washing_has_a_sheet_of_its_own_under_the_other():
    # 50 m to 150 m into East Road, in the second of two lanes.
    place = Place(
        entries=(Position(arc="1>2", offset_m=50),),
        exits=(Position(arc="1>2", offset_m=150),),
    )
    wash = Task(
        id="wash/1>2/2",
        work=Work.WASH,
        name="East Road",
        modes=(Mode(place=place, service_m=100, service_s=60),),
        demand_kg=0,
        demand_l=500,
        windows=(TimeWindow(earliest_s=0, latest_s=80_000),),
        required=True,
        prize_fen=0,
        kerb=KerbKey(arc="1>2", side=Side.RIGHT, lane=2),
        area_m2=400,
        service_class="I",
    )
    unwashed = Unassigned(task_id=wash.id, reason=Reason.NO_VEHICLE, detail="")
    root = drawn(
        replace(
            PLAN,
            tasks=(*PLAN.tasks, wash),
            plan=replace(PLAN.plan, unassigned=(*PLAN.plan.unassigned, unwashed)),
        )
    )
    assert root.get("height") == "1188mm"
    assert len(layers(root, "routes")) == 2
    (path,) = layers(root, "required")
    ((start, end),) = lines(path)
    xs = [x for line in lines(paths(root, "streets")[0]) for x, _ in line]
    # The square is 500 m wide.
    assert end[0] - start[0] == pytest.approx((max(xs) - min(xs)) * 100 / 500, abs=0.3)
    assert start[1] == end[1] > max(y for _, y in lines(paths(root, "streets")[0])[0]) + 1


def test_a_large_fleet_fits_its_sheet():
    vehicles = tuple(replace(PLAN.fleet.vehicles[1], id=f"S{n}") for n in range(300))
    rows = tuple(replace(PLAN.measures.routes[1], vehicle_id=one.id) for one in vehicles)
    routes = tuple(replace(SWEEPER, vehicle_id=one.id) for one in vehicles)
    root = drawn(
        replace(
            PLAN,
            fleet=replace(PLAN.fleet, vehicles=vehicles),
            plan=replace(PLAN.plan, routes=routes),
            measures=replace(PLAN.measures, routes=rows),
        )
    )
    texts = [one for layer in layers(root, "legend") for one in layer.iter() if one.text]
    assert {f"S{n}" for n in range(300)} <= {one.text for one in texts}
    assert max(float(one.get("y")) for one in texts if one.get("y")) < SHEET_HEIGHT - 88


def test_a_long_street_in_pieces_is_drawn_with_two_points():
    nodes = {number: (100.0 * number, 0.0) for number in range(1, 41)}
    streets = street_network(nodes, list(pairwise(nodes)))
    records, activities = [], []
    for a, b in pairwise(nodes):
        ends = [(Position(arc=f"{a}>{b}", offset_m=at),) for at in (0, 100)]
        records.append(
            replace(
                PLAN.tasks[2],
                id=f"{a}",
                kerb=KerbKey(arc=f"{a}>{b}", side=Side.RIGHT),
                modes=(
                    Mode(
                        place=Place(entries=ends[0], exits=ends[1]),
                        service_m=100,
                        service_s=0,
                    ),
                ),
            )
        )
        activities.append(
            Activity(kind=ActivityKind.SERVICE, task_id=f"{a}", arrival_s=a, begin_s=a, end_s=a)
        )
    route = Route(vehicle_id="S1", shift_id="day", activities=tuple(activities))
    frame = Frame.fit([(0.0, 0.0), (0.036, 0.01)], width=1000, height=800)
    drawing = Drawing(
        plan_file=replace(PLAN, tasks=tuple(records), plan=Plan(routes=(route,))),
        network=streets,
        frame=frame,
        pen=Pen.at_scale(frame.units_per_m),
        words=phrasebook(Language.EN),
        works=frozenset({Work.SWEEP}),
        colours={},
    )
    ((line,),) = trace_worked(drawing).values()
    assert len(line) == 2


def test_the_picture_of_a_small_plan_is_small():
    assert len(to_svg(PLAN, STREETS).encode()) < 15_000


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("取水点 1 Water point 1 (assumed)", "Water point 1", "取水点 1"),
        ("Yard 停车场", "Yard", "停车场"),
        ("Yard", "Yard", "Yard"),
        ("A区停车场", "A区停车场", "A区停车场"),
        ("停车场A区", "停车场A区", "停车场A区"),
    ],
)
def test_a_name_in_two_scripts_is_shown_in_the_one_that_is_read(name, english, chinese):
    assert pick_language(name, Language.EN) == english
    assert pick_language(name, Language.ZH) == chinese


@pytest.mark.parametrize("rate", [0.0, 1.0])
@pytest.mark.parametrize("language", list(Language))
def test_the_rate_in_large_digits_ends_before_the_table_beside_it(monkeypatch, rate, language):
    monkeypatch.setattr(Measures, "rate", property(lambda _: rate))
    (legend,) = layers(drawn(PLAN, language=language), "legend")
    texts = [one for one in legend.iter() if one.tag.endswith("text")]
    large = next(one for one in texts if one.text == f"{100 * rate:.1f} %")
    heading = next(one for one in texts if one.text == phrasebook(language)("map.class"))
    width = text_width(large.text, float(large.get("font-size")))
    assert float(large.get("x")) + width < float(heading.get("x"))
