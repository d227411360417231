import json
import signal
import subprocess
import sys

import gpxpy
import pytest

from api.commands import benchmarks
from api.commands.__main__ import main
from api.commands.interrupt import REQUESTS, Interrupt
from scenarios.plan_file import read_plan

SCENARIO = """
extends = "yinzhou-2012"
name = "two-blocks"
title = "Two sweepers and a kitchen truck"
"""
VEHICLES = """
id,kind,profile,works,hopper_kg,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen
S1,sweeper,sweeper,sweep,6000,7,40,224,20000
S2,sweeper,sweeper,sweep,6000,7,40,224,20000
K1,kitchen_truck,truck,kitchen,4000,10,40,250,18000
""".lstrip()
CONTRACTS = """id,name,lon,lat,demand_kg,windows
K01,Noodles,121.541,29.821,120,20:00-23:30
K02,Hotel,121.545,29.825,200,13:30-16:30
"""


@pytest.fixture(scope="module", autouse=True)
def _surroundings(tmp_path_factory):
    handlers = {number: signal.getsignal(number) for number in REQUESTS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def streets(tmp_path_factory):
    """Four streets each way, 200 m apart, all two-way."""
    path = tmp_path_factory.mktemp("streets") / "grid.osm"
    step = 0.0018
    nodes = [
        f'<node id="{10 * row + column}" version="1" lat="{30 + row * step:.4f}" '
        f'lon="{120 + column * step:.4f}"/>'
        for row in range(1, 5)
        for column in range(1, 5)
    ]
    lines = [(f"Row {n}", "primary", [10 * n + c for c in range(1, 5)]) for n in range(1, 5)]
    lines += [(f"Column {n}", "tertiary", [10 * r + n for r in range(1, 5)]) for n in range(1, 5)]
    ways = [
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{node}"/>' for node in ends)
        + f'<tag k="highway" v="{highway}"/><tag k="name" v="{name}"/></way>'
        for number, (name, highway, ends) in enumerate(lines, start=1)
    ]
    body = "\n".join(nodes + ways)
    path.write_text(f'<osm version="0.6">\n{body}\n</osm>\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios") / "two-blocks"
    folder.mkdir()
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "vehicles.csv").write_text(VEHICLES, encoding="utf-8")
    (folder / "contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(scenario, streets, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    assert main(arguments(scenario, streets, out)) == 0
    return out


def arguments(scenario, streets, out, *more):
    fixed = [
        "plan",
        str(scenario),
        "--osm",
        str(streets),
        "--iterations",
        "200",
        "--out",
        str(out),
    ]
    return [*fixed, *more]


def test_plan_writes_the_plan_a_map_and_a_track_for_every_vehicle(planned):
    vehicles = {route.vehicle_id for route in read_plan(planned / "plan.json").plan.routes}
    assert {path.name for path in planned.iterdir()} == {
        "plan.json",
        "plan.geojson",
        "plan.svg",
        "gpx",
    }
    assert {path.stem for path in (planned / "gpx").iterdir()} == vehicles
    assert vehicles >= {"K1"}


def test_plan_prints_results_to_stdout_and_progress_to_stderr(scenario, streets, tmp_path, capsys):
    assert main(arguments(scenario, streets, tmp_path)) == 0
    printed = capsys.readouterr()
    assert "\nPlan: " in printed.out
    assert "Kitchen waste: 0.3 t collected of 0.3 t (100%), 2 of 2 contracts" in printed.out
    assert "searching" in printed.err
    assert "searching" not in printed.out


def test_plan_as_json_is_one_object(scenario, streets, tmp_path, capsys):
    assert main(arguments(scenario, streets, tmp_path, "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"] == 0
    assert answer["measures"]["contracts_served"] == 2
    assert answer["files"][0] == str(tmp_path / "plan.json")


def test_the_same_seed_and_iterations_give_the_same_bytes(planned, scenario, streets, tmp_path):
    assert main(arguments(scenario, streets, tmp_path)) == 0
    for name in ("plan.json", "plan.geojson", "plan.svg", "gpx/K1.gpx"):
        assert (tmp_path / name).read_bytes() == (planned / name).read_bytes()


def test_an_interrupted_search_keeps_its_best_plan(
    scenario, streets, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(Interrupt, "__call__", lambda self: True)
    assert main(arguments(scenario, streets, tmp_path)) == 130
    assert read_plan(tmp_path / "plan.json").interrupted
    assert "best plan so far" in capsys.readouterr().out


def test_tracks_of_an_earlier_plan_go_and_files_of_others_stay(
    planned, scenario, streets, tmp_path
):
    gpx = tmp_path / "gpx"
    gpx.mkdir()
    (gpx / "S9.gpx").write_bytes((planned / "gpx" / "K1.gpx").read_bytes())
    (gpx / "hike.gpx").write_text("<gpx/>", encoding="utf-8")
    assert main(arguments(scenario, streets, tmp_path)) == 0
    assert not (gpx / "S9.gpx").exists()
    assert (gpx / "hike.gpx").exists()


HEADER = "编号,名称,经度,纬度,每次收运量(吨),收运时段\n"


def test_plan_takes_contracts_of_another_file(scenario, streets, tmp_path, capsys):
    file = tmp_path / "单位.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,0.1,20:00-23:30\n", encoding="gb18030")
    out = tmp_path / "out"
    assert main(arguments(scenario, streets, out, "--contracts", str(file))) == 0
    assert "0.1 t collected of 0.1 t (100%), 1 of 1 contracts" in capsys.readouterr().out
    assert any(task.id == "kitchen/B1" for task in read_plan(out / "plan.json").tasks)


@pytest.mark.parametrize(
    ("language", "first", "of_row"),
    [
        ("en", "error: c.csv: 2 faults, no contract was read", "row 2, column '收运时段'"),
        ("zh", "错误：c.csv：2 处错误，未读入任何合同", "第 2 行，“收运时段”列"),
    ],
)
def test_every_fault_of_a_contracts_table_is_said_in_the_language(
    tmp_path, capsys, language, first, of_row
):
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,900,22:00-02:00\n", encoding="utf-8")
    assert main(["scenario", "validate", str(file), "--lang", language]) == 2
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert lines[0] == first
    assert len(lines) == 3
    assert of_row in printed.err
    assert printed.out == ""


def test_faulty_contracts_are_refused_before_anything_is_planned(
    scenario, streets, tmp_path, capsys
):
    file = tmp_path / "c.csv"
    # The scenario's truck holds 4,000 kg.
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,4.1,6:00-9:00\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(arguments(scenario, streets, out, "--contracts", str(file))) == 2
    assert "more than a truck holds (4,000 kg)" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["c.csv: valid, 1 contracts, 700 kg a week", "06:00-09:00", "daily", "GCJ-02"]),
        ("zh", ["c.csv：有效，1 个签约单位，每周 700 公斤", "06:00-09:00", "每天"]),
    ],
)
def test_validate_prints_what_was_read_of_a_contracts_table(tmp_path, capsys, language, said):
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,0.1,6:00-9:00\n", encoding="utf-8")
    assert main(["scenario", "validate", str(file), "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert all(text in printed for text in said)


def test_check_finds_no_violations_in_a_plan_of_ours(planned, capsys):
    assert main(["check", str(planned / "plan.json")]) == 0
    assert capsys.readouterr().out == "0 violations\n"


def test_check_lists_the_violations_of_a_damaged_plan(planned, tmp_path, capsys):
    values = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    values["plan"]["routes"][0]["activities"][1]["load_kg"] += 1
    damaged = tmp_path / "plan.json"
    damaged.write_text(json.dumps(values), encoding="utf-8")
    assert main(["check", str(damaged)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("[stated_load]")
    assert last.endswith("violations")
    assert main(["check", str(damaged), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"][0]["code"] == "stated_load"


def test_check_says_beside_its_answer_what_it_leaves_open(planned, capsys):
    assert main(["check", str(planned / "plan.json")]) == 0
    said = capsys.readouterr().err
    assert "stated, not checked:" in said
    assert "engine, seed, iterations, processes, interrupted: only the search that ran" in said
    assert main(["check", str(planned / "plan.json"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"] == []
    assert {"what": "seed", "why": "only the search that ran could know it"} in answer[
        "not_checked"
    ]


def test_check_finds_a_scenario_that_is_not_the_one_given(planned, scenario, tmp_path, capsys):
    text = f'extends = "{scenario}"\nname = "other"\ntitle = "Other"\ntitle_zh = "另一个"\n'
    (tmp_path / "scenario.toml").write_text(f"{text}stated_area_m2 = 1000\n", encoding="utf-8")
    other = ["--scenario", str(tmp_path)]
    assert main(["check", str(planned / "plan.json"), *other, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in answer["violations"]} == {"other_scenario"}
    assert answer["scenario"]["same"] is False
    assert "stated_area_m2" in answer["scenario"]["differs_in"]


def test_check_refuses_streets_that_have_changed(planned, streets, tmp_path, capsys):
    changed = tmp_path / "changed.osm"
    text = streets.read_text(encoding="utf-8").replace("Row 1", "First Row")
    changed.write_text(text, encoding="utf-8")
    assert main(["check", str(planned / "plan.json"), "--osm", str(changed)]) == 2
    assert "other streets than changed.osm" in capsys.readouterr().err


def test_check_finds_streets_that_have_moved(planned, streets, tmp_path):
    moved = tmp_path / "grid.osm"
    moved.write_bytes(streets.read_bytes())
    assert main(["check", str(planned / "plan.json"), "--osm", str(moved)]) == 0


@pytest.mark.parametrize("form", ["gpx", "kml", "geojson", "csv", "xlsx", "pdf", "ics"])
def test_export_writes_one_vehicle_in_each_format(planned, tmp_path, capsys, form):
    command = ["export", str(planned / "plan.json"), "--format", form, "--vehicle", "K1"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / f"K1.{form}")]
    assert [path.name for path in tmp_path.iterdir()] == [f"K1.{form}"]


def test_export_of_an_unknown_vehicle_writes_nothing(planned, tmp_path, capsys):
    command = ["export", str(planned / "plan.json"), "--format", "gpx", "--vehicle", "X"]
    assert main([*command, "--out", str(tmp_path / "new")]) == 2
    assert "vehicle 'X' has no route" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_export_thins_routes_for_navigators_and_nothing_else(planned, tmp_path, capsys):
    plan = str(planned / "plan.json")
    command = ["export", plan, "--out", str(tmp_path), "--points", "4", "--format"]
    assert main([*command, "gpx"]) == 0
    for path in tmp_path.glob("*.gpx"):
        routes = gpxpy.parse(path.read_text(encoding="utf-8")).routes
        assert all(len(route.points) <= 4 for route in routes)
    capsys.readouterr()
    assert main([*command, "kml"]) == 2
    assert "--points is for --format gpx" in capsys.readouterr().err


def test_a_calendar_over_an_earlier_one_tells_the_changed_plan(planned, tmp_path):
    plan = tmp_path / "plan.json"
    plan.write_bytes((planned / "plan.json").read_bytes())
    command = ["export", str(plan), "--format", "ics", "--out", str(tmp_path)]

    def exported():
        assert main(command) == 0
        return (tmp_path / "plan.ics").read_bytes()

    first = exported()
    assert exported() == first
    values = json.loads(plan.read_text(encoding="utf-8"))
    values["notices"].append(
        {"code": "notice.storage", "text": "As planned anew.", "arguments": {"stations": ["A"]}}
    )
    plan.write_text(json.dumps(values), encoding="utf-8")
    second = exported()
    assert (first.count(b"SEQUENCE:0"), second.count(b"SEQUENCE:1")) == (3, 3)


def test_rows_and_points_with_faults_are_left_out_on_request(scenario, streets, tmp_path, capsys):
    file = tmp_path / "c.csv"
    file.write_text(
        "id,name,lon,lat,demand_kg,windows\n"
        "B1,Inn,120.003,30.003,100,13:30-16:30\n"
        "B2,Bar,120.003,30.003,heavy,13:30-16:30\n"
        "B3,Far,120.9,30.003,100,13:30-16:30\n",
        encoding="utf-8",
    )
    command = arguments(scenario, streets, tmp_path / "out", "--contracts", str(file))
    assert main(command) == 2
    capsys.readouterr()
    places = "id,name,kind,lon,lat,streams,parking,opening\n"
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "scenario.toml").write_text(
        f'extends = "{scenario}"\nname = "s"\n', encoding="utf-8"
    )
    (tmp_path / "s" / "facilities.csv").write_text(
        f"{places}yard,Yard,depot,120.002,30.002,sweepings,5,00:00-48:00\n"
        "plant,Plant,plant,120.005,30.005,kitchen_waste,,00:00-48:00\n"
        "bad,Bad,plant,120.005,95,kitchen_waste,,00:00-48:00\n",
        encoding="utf-8",
    )
    command = arguments(tmp_path / "s", streets, tmp_path / "out", "--contracts", str(file))
    assert main([*command, "--skip-faults"]) == 0
    assert "Left out of contracts because of faults: 2 (B2, B3)" in capsys.readouterr().out
    plan_file = read_plan(tmp_path / "out" / "plan.json")
    skipped = {(one["table"], one["id"]) for one in plan_file.scenario["skipped"]}
    # The district's collection points and bulk trucks are not at home here.
    elsewhere = {one for one in skipped if one[0] in ("containers", "bulk_trucks")}
    assert skipped - elsewhere == {
        ("contracts", "B2"),
        ("contracts", "B3"),
        ("facilities", "bad"),
    }
    assert [one["id"] for one in plan_file.scenario["contracts"]] == ["B1"]


def test_validate_lists_what_it_would_skip(tmp_path, capsys):
    file = tmp_path / "crews.csv"
    file.write_text("工号,准驾,每周最多工时\nD1,清扫车,44\nD2,清扫车,-40\n", encoding="gb18030")
    assert main(["scenario", "validate", str(file), "--lang", "en"]) == 2
    assert "column '每周最多工时', '-40': is not a positive number" in capsys.readouterr().err
    assert main(["scenario", "validate", str(file), "--lang", "zh", "--skip-faults"]) == 0
    printed = capsys.readouterr().out
    assert "有效，1 个驾驶员" in printed
    assert "“-40”不是正数" in printed


def test_an_argument_that_is_no_text_is_refused(capsys):
    assert main(["scenario", "validate", "\udcff.csv"]) == 2
    assert "no UTF-8 text" in capsys.readouterr().err


def test_compare_prints_the_plans_side_by_side(scenario, streets, tmp_path, capsys):
    limits = ["--osm", str(streets), "--iterations", "20", "--out", str(tmp_path)]
    assert main(["compare", str(scenario), str(scenario), *limits, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["names"] == [str(scenario), str(scenario)]
    row = next(r for r in answer["rows"] if r["measure"]["code"] == "measure.contracts_served")
    assert (row["texts"], row["difference"]) == (["2", "2"], "0")
    assert (tmp_path / "two-blocks" / "plan.json").exists()


def test_scenarios_are_listed_shown_and_validated(scenario, capsys):
    assert main(["scenario", "list"]) == 0
    assert capsys.readouterr().out.startswith("yinzhou-2011\t")
    assert main(["scenario", "show", "yinzhou-2012"]) == 0
    assert "328 kitchen-waste contracts" in capsys.readouterr().out
    assert main(["scenario", "validate", str(scenario)]) == 0
    assert "valid" in capsys.readouterr().out


def test_a_new_scenario_extends_another_and_is_valid(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["scenario", "new", "mine", "--from", "yinzhou-2012"]) == 0
    assert main(["scenario", "validate", "mine"]) == 0
    assert main(["scenario", "new", "mine", "--from", "yinzhou-2012"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_network_reports_what_was_read(streets, capsys):
    assert main(["network", str(streets)]) == 0
    assert "16 junctions, 48 arcs" in capsys.readouterr().out
    assert main(["network", str(streets), "--json"]) == 0
    # 8 streets of 3 blocks, each an arc in either direction.
    assert json.loads(capsys.readouterr().out)["num_arcs"] == 48


@pytest.mark.shared
def test_solve_gives_a_checked_cost(shared, capsys):
    path = shared / "benchmarks" / "carp" / "gdb1.dat"
    assert main(["solve", str(path), "--iterations", "2000", "--bound", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    fields = {"instance", "cost", "routes", "seconds", "iterations", "seed", "feasible"}
    assert fields <= set(answer)
    # 316 is the proven optimum of gdb1.
    assert answer["feasible"]
    assert answer["cost"] >= 316 >= answer["bound"]
    assert answer["gap"] == pytest.approx(answer["cost"] / answer["bound"] - 1)


def test_bench_runs_a_program_with_its_own_options(tmp_path, monkeypatch):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    for package in (folder.parent, folder):
        (package / "__init__.py").touch()
    (folder / "say_hello.py").write_text(
        'import sys\n\nif __name__ == "__main__":\n    sys.exit(int(sys.argv[-1]))\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.setattr(benchmarks, "BENCHMARKS", folder)
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "say_hello", "--exit", "7"]) == 7
    # Dashes will do, as in the names of the public sets.
    assert main(["bench", "say-hello", "--exit", "7"]) == 7


def test_bench_waits_for_a_program_that_ctrl_c_reaches_too(tmp_path, monkeypatch):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    for package in (folder.parent, folder):
        (package / "__init__.py").touch()
    (folder / "slow.py").write_text(
        "import os, signal, sys, time\n"
        'if __name__ == "__main__":\n'
        "    os.kill(os.getppid(), signal.SIGINT)\n"
        "    time.sleep(1)\n"
        "    sys.exit(7)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(benchmarks, "BENCHMARKS", folder)
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "slow"]) == 7


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["plan", "nowhere"], "scenario 'nowhere' is unknown"),
        (["plan", "--date", "2012-02-30"], "date '2012-02-30' does not exist"),
        (["plan", "--osm", "absent.osm"], "absent.osm: no such file"),
        (["plan", "--osm", "a.osm", "--place", "b"], "exclude each other"),
        (["check", "absent.json"], "absent.json: cannot be read"),
        (["compare", "yinzhou-2012"], "at least two scenarios"),
        (["network", "absent.osm"], "absent.osm: no such file"),
        (["solve", "absent.dat"], "absent.dat: cannot be read"),
        (["bench", "nothing"], "benchmark 'nothing' is unknown"),
        (["bench"], "bench needs a name; there are calendar, carp"),
        (["scenario", "show", "nowhere"], "scenario 'nowhere' is unknown"),
    ],
)
def test_bad_input_is_an_error_without_traceback_or_files(
    command, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    printed = capsys.readouterr()
    last = printed.err.splitlines()[-1]
    assert last.startswith("error: ")
    assert message in last
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["fly"],
        ["plan", "--seconds", "0"],
        ["plan", "--seconds", "nan"],
        ["plan", "--iterations", "1.5"],
        ["plan", "--iterations", "-1"],
        ["plan", "--seed", "-1"],
        ["serve", "--port", "99999"],
        ["export", "plan.json", "--format", "docx", "--out", "."],
    ],
)
def test_wrong_use_ends_with_2(command):
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert caught.value.code == 2


def test_an_unwritable_folder_is_refused_before_the_search(scenario, streets, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(arguments(scenario, streets, tmp_path / "file" / "out")) == 2
    printed = capsys.readouterr()
    assert "is a file; give a folder" in printed.err
    assert "searching" not in printed.err


def test_a_fault_of_ours_is_no_traceback_unless_asked_for(monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("scenarios.files.list_scenarios", broken)
    assert main(["scenario", "list"]) == 2
    assert "RuntimeError: boom; --debug shows where" in capsys.readouterr().err
    for command in (["--debug", "scenario", "list"], ["scenario", "list", "--debug"]):
        with pytest.raises(RuntimeError, match="boom"):
            main(command)


def test_language_can_be_chosen_before_or_after_the_command(capsys):
    for command in (["--lang", "zh", "scenario", "list"], ["scenario", "list", "--lang", "ZH"]):
        assert main(command) == 0
        assert "鄞州区" in capsys.readouterr().out


def test_output_that_nobody_reads_on_is_no_fault():
    command = f"{sys.executable} -m api.commands scenario show yinzhou-2012 | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=benchmarks.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
