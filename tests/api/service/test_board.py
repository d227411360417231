"""The board of a plan, read back and held against the plan."""

import math
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

from api.exports.tracks import legs_of
from api.service import board as board_package
from api.service.board.drawing import draw_board
from api.service.board.lots import DayLots, LotsKept
from api.service.deps import streets_of
from api.words import Language, phrasebook
from fleet import CaseCategory, Work
from scenarios.operations import CATEGORIES
from tests.api.service.people import hamlet_plan, town


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("board")) as one:
        yield one


@pytest.fixture(scope="module")
def board(place):
    return place.ask("GET", f"{place.plan}/board").json()


def line_of(board, way, first=0, last=None):
    """The (lon, lat) points of a way between two of its shares."""
    steps = board["streets"]["line"][way // 2]
    points, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / board["per_deg"], y / board["per_deg"]))
    if way % 2:
        points.reverse()
    narrowing = math.cos(math.radians(points[0][1]))
    lengths = [math.hypot((b[0] - a[0]) * narrowing, b[1] - a[1]) for a, b in pairwise(points)]
    shares = (first, board["shares"] if last is None else last)
    begin, end = (min(sum(lengths) * one / board["shares"], sum(lengths)) for one in shares)
    cut, along = [], 0.0
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        for at in (begin, end):
            if along <= at <= along + length and length:
                share = (at - along) / length
                cut.append((at, a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        if begin < along < end:
            cut.append((along, *a))
        along += length
    return [(lon, lat) for _, lon, lat in sorted(cut)]


def times_of(rows):
    """Returns when each activity of a duty is come to, begins and ends."""
    steps = zip(rows["coming_s"], rows["waiting_s"], rows["lasting_s"], strict=True)
    ends = list(accumulate(one for step in steps for one in step))
    return [tuple(ends[n : n + 3]) for n in range(0, len(ends), 3)]


def metres(a, b):
    narrowing = math.cos(math.radians(a[1]))
    return 111_195 * math.hypot((a[0] - b[0]) * narrowing, a[1] - b[1])


def test_a_duty_runs_where_the_plan_has_it(board):
    plan = hamlet_plan()
    network = streets_of(plan)
    for duty, route in zip(board["duties"], plan.plan.routes, strict=True):
        assert (duty["vehicle_id"], duty["start_s"]) == (route.vehicle_id, route.start_s)
        rows = duty["activities"]
        assert times_of(rows) == [
            (one.arrival_s, one.begin_s, one.end_s) for one in route.activities
        ]
        assert rows["load_kg"] == [one.load_kg for one in route.activities]
        for leg in legs_of(plan, network, route):
            number = leg.number
            if leg.is_service:
                task = rows["task"][number]
                assert board["tasks"]["id"][task] == leg.activity.task_id
                if str(task) in board["tasks"]["at"]:
                    x, y = board["tasks"]["at"][str(task)]
                    ends = [(x / board["per_deg"], y / board["per_deg"])] * 2
                else:
                    part = board["tasks"]["part"].get(str(task), (0, board["shares"]))
                    points = line_of(board, board["tasks"]["way"][task], *part)
                    back = board["tasks"]["back"][task]
                    ends = [points[-1], points[0]] if back else [points[0], points[-1]]
            else:
                ways = rows["ways"][number]
                assert len(ways) == len(leg.arcs)
                ends = [
                    line_of(board, ways[0], rows["first"][number])[0],
                    line_of(board, ways[-1], 0, rows["last"][number])[-1],
                ]
            # A step is a metre, a share a ten-thousandth of a street.
            assert metres(ends[0], leg.points[0]) < 2
            assert metres(ends[1], leg.points[-1]) < 2


def test_every_task_has_who_does_it_or_why_nobody_does(board):
    tasks = board["tasks"]
    plan = hamlet_plan().plan
    assert len(tasks["id"]) == len(hamlet_plan().tasks)
    for number, (id_, duty, why) in enumerate(
        zip(tasks["id"], tasks["duty"], tasks["why"], strict=True)
    ):
        if duty >= 0:
            done = [one for one in plan.routes[duty].activities if one.task_id == id_]
            rows = board["duties"][duty]["activities"]
            _, begin_s, _ = times_of(rows)[rows["task"].index(number)]
            assert [one.begin_s for one in done] == [begin_s]
            assert why == -1
        else:
            stated = plan.unassigned_by_task[id_]
            assert board["reasons"][why]["reason"] == str(stated.reason)
    windows = {
        id_: [tuple(one) for one in board["windows"][number]]
        for id_, number in zip(tasks["id"], tasks["windows"], strict=True)
    }
    for task in hamlet_plan().tasks:
        assert windows[task.id] == [(one.earliest_s, one.latest_s) for one in task.windows]


def test_streets_have_their_standard_where_work_is_due_on_them(board):
    streets, tasks = board["streets"], board["tasks"]
    for way, standard, side in zip(tasks["way"], tasks["standard"], tasks["side"], strict=True):
        if side:
            number = streets["standard"][way // 2]
            assert board["standards"][number]["id"] == standard
    assert {len(column) for column in streets.values()} == {len(streets["line"])}


def test_cases_are_of_the_categories_that_the_scenario_has(place, board):
    chinese = place.ask("GET", f"{place.plan}/board?lang=zh").json()
    assert [one["name"] for one in board["categories"]] == [one.name for one in CATEGORIES]
    assert [one["title"] for one in chinese["categories"]] == [one.name_zh for one in CATEGORIES]
    own = CaseCategory(
        name="litter at a stop", code="0917", work=Work.SWEEP, service_s=60, deadline_s=3600
    )
    day = LotsKept().of(hamlet_plan(), streets_of(hamlet_plan()))
    scenario = replace(day.scenario, case_categories=(own,))

    class Kept:
        def of(self, plan_file, network):
            return DayLots(scenario, day.lots)

    words = phrasebook(Language.ZH)
    drawn = draw_board(hamlet_plan(), streets_of(hamlet_plan()), words, Kept())
    assert [(one.name, one.title, one.code) for one in drawn.categories] == [
        ("litter at a stop", "litter at a stop", "0917")
    ]


def test_every_kerb_is_due_or_listed_with_its_reason(board):
    covered = hamlet_plan().measures.coverage.total
    by_machine = covered.mechanised_m2
    due = {}
    tasks = board["tasks"]
    for work, way, side, area in zip(
        tasks["work"], tasks["way"], tasks["side"], tasks["area_m2"], strict=True
    ):
        if work == "sweep":
            due[way, side] = area
    listed = sum(board["kerbs"]["area_m2"])
    assert sum(due.values()) + listed == covered.maintained_m2
    assert by_machine <= sum(due.values())
    assert all(board["kerbs"]["reason"])


def test_it_speaks_the_readers_language_and_is_known_by_its_tag(place):
    path = f"{place.plan}/board"
    english, chinese = place.ask("GET", path), place.ask("GET", f"{path}?lang=zh")
    assert english.headers["ETag"] != chinese.headers["ETag"]
    assert english.headers["Content-Encoding"] == "gzip"
    assert english.json()["duties"][0]["shift"] != chinese.json()["duties"][0]["shift"]
    again = place.ask("GET", path, headers={"If-None-Match": english.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_made_once_and_kept(place, monkeypatch):
    boards = place.client.app.state.boards
    first = place.ask("GET", f"{place.plan}/board")

    def refuse(*_):
        raise AssertionError("made again")

    monkeypatch.setattr("api.service.board.Boards.draw", refuse)
    assert place.ask("GET", f"{place.plan}/board").content == first.content
    key = board_package.BoardKey("another", "en")
    with pytest.raises(AssertionError, match="made again"):
        boards.get(key, refuse)


def test_the_words_of_the_page_are_sent_compressed_and_once(place):
    sent = {lang: place.ask("GET", f"/words/{lang}") for lang in ("en", "zh")}
    for language, answer in sent.items():
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) < len(answer.content) / 2
        again = place.ask(
            "GET", f"/words/{language}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
    english, chinese = (answer.json() for answer in sent.values())
    assert (english["page.pin"], chinese["page.pin"]) == ("Pin", "固定")
