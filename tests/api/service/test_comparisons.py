"""Comparisons over HTTP: the hamlet with one sweeper and with two, each with two seeds."""

import io
import json
import sys
import zipfile
from contextlib import ExitStack, closing

import pytest

from api.exports.report import REPORT_FILES
from api.service.db import ComparedRun, ComparisonStore, JobKind, Status, Store
from api.service.jobs.child import solve
from api.service.security import Role
from optimizer import extras
from optimizer.errors import InputError
from scenarios.plan_request import plan_on
from tests.api.service.people import DATA, hamlet_plan, refusal, town

STREETS = "nine_corners.osm"
ASKED = {
    "scenarios": [{"name": "hamlet"}, {"name": "hamlet-more"}],
    "osm": STREETS,
    "iterations": 20,
    "bound_seconds": 0,
    "seeds": 2,
    "seed": 4,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparisons")
    with ExitStack() as living:
        patch = living.enter_context(pytest.MonkeyPatch.context())
        own = folder / "own"
        own.mkdir()
        for name in ("hamlet", "hamlet-more"):
            (own / name).symlink_to(DATA / "hamlet")
        patch.setenv("ONEBROOM_SCENARIOS", str(own))
        patch.setenv("ONEBROOM_STREETS", str(DATA))
        yield living.enter_context(town(folder, streets_dir=DATA))


@pytest.fixture
def in_line(monkeypatch):
    """Plans are made one after the other in this process; returns the seeds of those made."""
    made = []

    def plan_all(requests, network, *, processes, watch):
        for number, request in enumerate(requests):
            if watch.should_stop():
                return
            watch.on_plan(number, plan_on(network, request))
            made.append(request.seed)
            watch.on_done(number)

    monkeypatch.setattr("scenarios.repeated.plan_all", plan_all)
    return made


def ask(place, **changes):
    answer = place.ask("POST", "/comparisons", Role.PLANNER, json={**ASKED, **changes})
    assert answer.status_code == 202, answer.text
    return answer


def work_off(place):
    store = place.client.app.state.store
    claimed = store.claim(60.0)
    solve(store, *claimed, None, streets_dir=DATA)
    return claimed


def test_scenarios_are_compared_seed_by_seed(place, in_line):
    asked = ask(place)
    address = asked.headers["Location"]
    assert (asked.json()["plans_asked"], asked.json()["plans_done"]) == (4, 0)
    assert asked.json()["status"] == "queued"
    work_off(place)
    answer = place.ask("GET", address)
    told = answer.json()
    assert (told["status"], told["plans_done"], told["error"]) == ("done", 4, None)
    # Each scenario with the first seed, then each with the next.
    assert [(run["scenario"], run["seed"]) for run in told["runs"]] == [
        ("hamlet", 4),
        ("hamlet-more", 4),
        ("hamlet", 5),
        ("hamlet-more", 5),
    ]
    table = told["comparison"]
    assert table["names"] == ["hamlet", "hamlet-more"]
    routes = next(row for row in table["rows"] if row["measure"] == "routes")
    # S1 sweeps and T1 collects, in the one scenario and in the other that is the same.
    assert (routes["runs"], routes["values"]) == ([[2, 2], [2, 2]], [2, 2])
    assert (routes["difference"], routes["counts"]) == ("0", False)
    chinese = place.ask("GET", f"{address}?lang=zh").json()["comparison"]["rows"]
    assert "路线" in str([row["measure"] for row in chinese])
    whole = place.ask("GET", f"{address}?measures=true").json()
    assert len(whole["runs"][0]["measures"]["routes"]) == 2
    again = place.ask("GET", address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    # It is none of the plans, and no plan's calls know it.
    assert asked.json()["id"] not in {one["id"] for one in place.ask("GET", "/plans").json()}
    assert refusal(place.ask("GET", f"/plans/{asked.json()['id']}"), 404) == "http.no_plan"
    assert refusal(place.ask("GET", f"/comparisons{place.plan[6:]}"), 404) == "http.no_comparison"


def test_a_comparison_gives_way_to_a_plan_and_makes_no_plan_twice(place, in_line):
    address = ask(place).headers["Location"]
    store = place.client.app.state.store
    first = store.claim(60.0)
    waiting = store.add({})
    solve(store, *first, None, streets_dir=DATA)
    assert (place.ask("GET", address).json()["status"], in_line) == ("queued", [4])
    # The plan that came later is first in the queue.
    plan = store.claim(60.0)
    assert plan[0] == waiting
    store.finish(*plan, hamlet_plan())
    # The process dies after the second plan: what is there is not made again.
    second = store.claim(60.0)
    assert second == (first[0], 2)
    runs = ComparisonStore(store).runs(first[0])
    one = ComparedRun(number=1, is_done=True, iterations=7, measures=runs[0].measures)
    assert ComparisonStore(store).keep(*second, one)
    assert store.release(*second)
    assert not ComparisonStore(store).keep(*second, one)
    work_off(place)
    told = place.ask("GET", address).json()
    assert (told["status"], told["attempt"], told["plans_done"]) == ("done", 3, 4)
    assert in_line == [4, 5, 5]
    assert [run["iterations"] == 7 for run in told["runs"]] == [False, True, False, False]


def test_values_of_a_scenario_are_varied(place, in_line):
    sweepers = ["vehicles.sweeper=1..3"]
    address = ask(
        place, scenarios=[{"name": "hamlet"}], vary=sweepers, seeds=1, date="2012-12-12"
    ).headers["Location"]
    work_off(place)
    told = place.ask("GET", address).json()
    assert (told["status"], told["comparison"]) == ("done", None)
    assert [one["settings"] for one in told["curves"]["points"]] == [
        ["vehicles.sweeper=1"],
        ["vehicles.sweeper=2"],
        ["vehicles.sweeper=3"],
    ]


def test_streets_gained_and_the_report_are_there_to_take_away(place, in_line, monkeypatch):
    asked = ask(place, scenarios=[{"name": "hamlet"}], vary=["vehicles.sweeper=0..1"], seeds=1)
    address = asked.headers["Location"]
    assert refusal(place.ask("GET", f"{address}/report"), 409) == "http.compared_not_ended"
    assert refusal(place.ask("GET", f"{address}/streets"), 409) == "http.compared_too_few"
    work_off(place)
    told = place.ask("GET", address).json()
    assert (told["names"], told["planned"]) == (
        ["vehicles.sweeper=0", "vehicles.sweeper=1"],
        [0, 1],
    )
    # Without a sweeper nothing is swept: all that S1 sweeps is gained, the other way round lost.
    store = place.client.app.state.store
    none, swept = [run.swept.arcs for run in ComparisonStore(store).runs(told["id"])]
    assert (none, len(swept) > 0) == (frozenset(), True)
    for query, change in (("", "gained"), ("?base=1&other=0", "lost")):
        drawn = place.ask("GET", f"{address}/streets{query}").json()["features"]
        assert [one["properties"]["change"] for one in drawn] == ["none"] + [change] * len(swept)
        assert drawn[1]["properties"]["name"]
        assert drawn[1]["properties"]["length_m"] > 0
    # Files as the command line writes them, those that can be made, in the language asked for.
    with zipfile.ZipFile(io.BytesIO(place.ask("GET", f"{address}/report").content)) as archive:
        assert set(archive.namelist()) == set(REPORT_FILES)
        assert len(json.loads(archive.read("report.json"))["gained"]) == len(swept)
    page = place.ask("GET", f"{address}/report/report.md?lang=zh")
    assert page.headers["Content-Disposition"].startswith('attachment; filename="report.md"')
    assert "onebroom compare hamlet --vary vehicles.sweeper=0..1" in page.text.replace("\\", "")
    assert {one["name"]: one["missing"] for one in told["report"]} == dict.fromkeys(REPORT_FILES)
    assert refusal(place.ask("GET", f"{address}/report/x.exe"), 404) == "http.no_report_file"
    # Without the extra it is said what to install, and what needs no library is there.
    monkeypatch.setattr(extras, "find_spec", lambda package: None)
    (missing,) = [
        one for one in place.ask("GET", address).json()["report"] if "html" in one["name"]
    ]
    assert "onebroom[report]" in missing["missing"]
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert refusal(place.ask("GET", f"{address}/report/report.html"), 422) == "extra.missing"
    with zipfile.ZipFile(io.BytesIO(place.ask("GET", f"{address}/report").content)) as archive:
        assert set(archive.namelist()) == set(REPORT_FILES) - {"report.html"}


def test_a_lost_process_counts_as_a_death_of_the_job(place, monkeypatch):
    def lose(requests, network, *, processes, watch):
        raise InputError("compare.lost", "{scenario}, seed {seed}", scenario="x", seed=1)

    monkeypatch.setattr("scenarios.repeated.plan_all", lose)
    address = ask(place).headers["Location"]
    with pytest.raises(SystemExit, match="1"):
        work_off(place)
    assert place.ask("GET", address).json()["status"] == "running"
    place.ask("DELETE", address)


def test_a_comparison_is_followed_listed_cancelled_and_deleted(place, in_line):
    addresses = [ask(place, seed=seed).headers["Location"] for seed in range(3)]
    page = place.ask("GET", "/comparisons?limit=2")
    assert [one["links"]["self"] for one in page.json()] == addresses[:0:-1]
    rest = page.headers["Link"].partition(">")[0][1:]
    assert place.ask("GET", rest).json()[0]["links"]["self"] == addresses[0]
    work_off(place)
    events = place.ask("GET", f"{addresses[0]}/events").text
    better = events.partition("event: better\ndata: ")[2].partition("\n")[0]
    assert json.loads(better) == {"plans_asked": 4, "plans_done": 4}
    assert "event: done" in events
    last = events.rpartition("id: ")[2].partition("\n")[0]
    seen = place.ask("GET", f"{addresses[0]}/events", headers={"Last-Event-ID": last})
    assert seen.status_code == 204
    assert place.ask("POST", f"{addresses[1]}/cancel").json()["status"] == "cancelled"
    for address in addresses:
        assert place.ask("DELETE", address).status_code == 204
        assert refusal(place.ask("GET", address), 404) == "http.no_comparison"


def test_the_same_key_asks_for_one_comparison(place):
    headers = {"Idempotency-Key": "k1"}
    answers = [
        place.ask("POST", "/comparisons", json={**ASKED, "seeds": seeds}, headers=headers)
        for seeds in (2, 2, 3)
    ]
    assert [one.status_code for one in answers] == [202, 202, 409]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    place.ask("DELETE", answers[0].headers["Location"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scenarios": [{"name": "hamlet"}]}, "http.fault"),
        ({"scenarios": [{"name": "hamlet"}] * 2}, "http.fault"),
        ({"vary": ["vehicles.sweeper=1,2"]}, "http.fault"),
        ({"scenarios": [{"name": "hamlet"}, {"name": "nowhere"}]}, "http.no_scenario"),
        ({"scenarios": [{"name": "hamlet"}], "vary": ["nonsense"]}, "variation.unreadable"),
        ({"scenarios": [{"name": "hamlet"}], "vary": ["no.such=1,2"]}, "variation.unknown"),
        ({"osm": "nowhere.osm"}, "http.no_streets"),
        ({"seeds": 51}, "http.too_many_compared"),
        ({"seeds": True}, "http.fault"),
        ({"processes": 5}, "http.too_much"),
    ],
)
def test_what_cannot_be_compared_is_refused(place, changes, code):
    before = place.ask("GET", "/comparisons").json()
    answer = place.ask("POST", "/comparisons", json={**ASKED, **changes})
    assert refusal(answer, 422) == code
    assert place.ask("GET", "/comparisons").json() == before


def test_a_comparison_is_kept_by_the_store_as_a_job_of_its_kind(tmp_path):
    with closing(Store(f"sqlite:///{tmp_path / 'plans.db'}")) as store:
        comparison = store.add({}, kind=JobKind.COMPARISON)
        plan = store.add({})
        assert store.claim(60.0, only_replans=True) is None
        assert [store.claim(60.0)[0] for _ in range(2)] == [plan, comparison]
        assert [job.id for job in store.list_newest()] == [plan]
        assert store.get(comparison).status is Status.RUNNING
