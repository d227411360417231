import io
import re
from dataclasses import replace

from api.screen.plan import print_plan
from api.screen.progress import ProgressLine
from api.words import Language, detect_language, phrasebook
from optimizer.stop import Progress
from scenarios.due.areas import AreaLevel, AreaRow
from scenarios.measures import DrivingRow
from tests.scenarios import small_plan

PLAN = small_plan.plan_file()


def printed(capsys, plan_file=PLAN, language=Language.EN):
    print_plan(plan_file, phrasebook(language))
    return capsys.readouterr().out


def test_the_verdict_comes_first(capsys):
    title, notice, verdict, *kinds = printed(capsys).splitlines()
    assert title.startswith("A square · 2012-12-12")
    assert "generated stand-in" in notice
    # S1 works 0.8 km and drives as much; K1 drives 1.6 km to its kitchen and back.
    assert verdict == "Plan: 2 routes, 2 of 3 vehicles, 3.2 km, 4 not served"
    assert kinds[:2] == [
        "  kitchen truck: km between stops 1.6",
        "  sweeper: worked km 0.8, empty km 0.8 (50%)",
    ]


def test_shows_the_rate_by_class_and_in_total(capsys):
    text = printed(capsys)
    # 3200 of 5500 m2; class I 1200 of 1500.
    assert "Mechanised sweeping rate: 58.2%" in text
    assert re.search(r"I +1\.5 +1\.2 +0\.2 +0\.1 +80\.0% +1/2", text)
    assert re.search(r"West +4\.0 +2\.0 +2\.0 +0\.0 +50\.0% +1/3", text)


def test_names_the_streets_that_no_machine_sweeps(capsys):
    text = printed(capsys)
    assert re.search(r"uncovered +I +East +9>9 Road +not due today +1 +0\.3 +0\.1", text)
    assert re.search(r"by hand +II +West +4>3 Road +not worth +1 +0\.3 +2\.0", text)


def test_shows_kitchen_waste_of_what_is_due(capsys):
    assert "Kitchen waste: 0.1 t collected of 0.2 t (60%), 1 of 2 contracts" in printed(capsys)


def test_shows_each_route_with_its_figures(capsys):
    # Worked and empty km, hours, waiting, tasks, kg, unloads/refills; 250 fen a km on 1.6 km,
    # 1528 s at 180 yuan an hour and 50 yuan a shift are 130 yuan.
    assert re.search(
        r"S1 +day +06:00-06:25 +0\.8 +0\.8 +0\.4 +0\.0 +2 +16 +1/0 +130", printed(capsys)
    )
    assert "idle: 1 sweeper" in printed(capsys)


def test_groups_what_is_not_served_by_reason_with_an_example(capsys):
    text = printed(capsys)
    assert re.search(r"sweep +II +not worth +optional +2 +1\.0 +2\.0 +20", text)
    assert "  kitchen: Kitchen K02: widen its windows (09:00-10:00)" in text


def test_shows_the_cost_term_by_term(capsys):
    assert "Cost: 235 yuan = distance 8 + time 127 + waiting 0 + shifts 100" in printed(capsys)


def test_shows_the_stated_area_beside_the_measured_one(capsys):
    areas = (
        AreaRow.of(AreaLevel.SERVICE_CLASS, "I", stated_m2=1_400, measured_m2=1_500),
        AreaRow.of(AreaLevel.SERVICE_CLASS, "II", stated_m2=None, measured_m2=4_000),
        AreaRow.of(AreaLevel.TOTAL, "", stated_m2=5_600, measured_m2=5_500),
    )
    plan_file = replace(PLAN, measures=replace(PLAN.measures, areas=areas))
    text = printed(capsys, plan_file)
    # 100 of 1,400 m2 are 7.1 %; 100 of 5,600 are 1.8 %.
    assert re.search(r"I +1\.4 +1\.5 +\+0\.1 +\+7\.1%", text)
    assert re.search(r"II +- +4\.0 +- +-", text)
    assert re.search(r"total +5\.6 +5\.5 +-0\.1 +-1\.8%", text)
    chinese = printed(capsys, plan_file, Language.ZH)
    assert re.search(r"等级 +申报 +路网测算 +差值", chinese)


def test_a_difference_that_rounds_to_nothing_has_no_minus(capsys):
    areas = (AreaRow.of(AreaLevel.TOTAL, "", stated_m2=1_000_000, measured_m2=999_980),)
    plan_file = replace(PLAN, measures=replace(PLAN.measures, areas=areas))
    assert re.search(r"total +1,000\.0 +1,000\.0 +\+0\.0 +\+0\.0%", printed(capsys, plan_file))


def test_says_nothing_of_areas_that_nobody_states(capsys):
    areas = (AreaRow.of(AreaLevel.TOTAL, "", stated_m2=None, measured_m2=5_500),)
    plan_file = replace(PLAN, measures=replace(PLAN.measures, areas=areas))
    assert printed(capsys, plan_file) == printed(capsys)


def test_says_that_a_search_was_interrupted(capsys):
    assert "best plan so far" in printed(capsys, replace(PLAN, interrupted=True))


def test_brackets_in_names_are_printed_as_they_are(capsys):
    assert "Square [/b] [red]" in printed(capsys, replace(PLAN, title="Square [/b] [red]"))


def test_prints_no_colour_and_at_most_100_columns_for_a_plan_like_this(capsys):
    text = printed(capsys)
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_speaks_chinese(capsys):
    text = printed(capsys, language=Language.ZH)
    assert "机械化清扫率：58.2%" in text
    assert "方城" in text
    assert "成本：235 元" in text


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal():
    stream = io.StringIO()
    line = ProgressLine(phrasebook(Language.EN), stream)
    for iterations in range(1, 1000):
        line(Progress(stage="search", iterations=iterations, best_cost=1234.0, unassigned=5))
    line.close()
    lines = stream.getvalue().splitlines()
    # The first of a stage, then one every five seconds: this loop takes no time.
    assert len(lines) == 1
    assert "searching" in lines[0]
    assert "objective 1,234" in lines[0]


def test_preparing_is_told_once_though_parts_of_a_search_prepare_again():
    stream = io.StringIO()
    line = ProgressLine(phrasebook(Language.EN), stream)
    for stage in ("compile", "search", "compile", "search", "join", "compile", "search"):
        line(Progress(stage=stage))
    line.close()
    stages = [text.split("  ")[-1] for text in stream.getvalue().splitlines()]
    assert stages == [
        "preparing the search (slower the first time)",
        "searching",
        "joining kerbs to stretches",
        "searching",
    ]


def test_progress_renews_one_line_in_a_terminal():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    line = ProgressLine(phrasebook(Language.EN), stream)
    line(Progress(stage="streets"))
    line(Progress(stage="search"))
    line.close()
    text = stream.getvalue()
    assert text.index("reading the streets") < text.index("searching")
    # The line is erased before each next text, and at the end.
    assert text.count("\x1b[2K") == 3


def test_language_follows_the_environment(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert detect_language() is Language.ZH
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert detect_language() is Language.EN


def driving(**figures):
    """A plan whose sweepers drive for two hours; figures that are given are theirs."""
    row = DrivingRow(
        **{
            "kind": "sweeper",
            "duties": 2,
            "moving_s": 7_200,
            "lane_changes": 5,
            "hops": 1,
            "runs": 1_200,
            "short_runs": 96,
            "median_run_m": 1_040,
            "shortest_run_m": 12,
            "breaks": 9,
            "u_turns": 3,
            "turns_across": 15,
            "empty_m": 20_000,
            "scraps": 2,
            "scrap_drive_m": 500,
            "scrap_m": 40,
            "turning_runs": 50,
            "short_kerb_runs": 0,
        }
        | figures
    )
    return replace(PLAN, measures=replace(PLAN.measures, driving=(row,)))


def test_says_in_a_line_how_a_kind_of_vehicle_is_driven(capsys):
    # 96 of 1,200 runs are 8 %, 50 are 4 %; 96 - 50 of 1,200 - 50 are 4 %; 5, 9, 15 and 3 in two
    # hours; 500 m of 20 km are 2.5 %.
    lines = printed(capsys, driving()).splitlines()
    assert (
        "  sweeper: runs 1,200 (median 1,040 m, shortest 12 m, 8% below 100 m: 4% worked in "
        "turning, 4% though the kerb goes on); an hour 2.5 changes of side, 4.5 drives between, "
        "7.5 turns across traffic, 1.5 turns back; empty km for pieces below 50 m 2.5%"
    ) in lines


def test_says_of_those_that_work_in_lanes_how_many_carriageways_are_done_in_part(capsys):
    text = printed(capsys, driving(kind="washer", touched_m=4_000, partly_m=200))
    # 200 of 4,000 m.
    assert "50 m 2.5%; carriageways done in part 5%" in text
    assert "  washer: runs 1,200" in text


def test_says_how_a_kind_is_driven_in_chinese(capsys):
    lines = printed(capsys, driving(), Language.ZH).splitlines()
    assert (
        "  清扫车：连续作业 1,200 段（中位 1,040 米，最短 12 米，不足 100 米占 8%，"
        "其中转弯时顺带作业占 4%、路缘未尽即中断占 4%）；每小时换侧 2.5 次、"
        "段间行驶 4.5 次、横穿对向车流转弯 7.5 次、掉头 1.5 次；为不足 50 米的零段空驶占 2.5%"
    ) in lines
    washers = printed(capsys, driving(touched_m=4_000, partly_m=200), Language.ZH)
    assert "只洗部分车道的车行道占 5%" in washers


def test_says_nothing_of_driving_where_nobody_works_along_streets(capsys):
    assert "runs" not in printed(capsys)
