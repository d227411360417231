"""Every kind of forgery that was tried on what a plan states beside its routes, and its code.

Routes were recomputed before; all of these used to pass.
"""

from dataclasses import replace

import pytest

from scenarios.measures import measure
from scenarios.second_opinion.routes import check_routes
from tests.scenarios import small_plan
from tests.scenarios.second_opinion.forging import (
    Forgery,
    Values,
    codes_of,
    facility,
    is_unchecked,
    left,
    notice,
    opinion_on,
    plan_values,
    sealed,
    served,
    task,
    vehicle,
)


def cheaper(values: Values) -> None:
    values["measures"]["costs"]["time_fen"] -= 10_000


def cheaper_route(values: Values) -> None:
    values["measures"]["routes"][0]["cost_fen"] -= 1_000


def fewer_km(values: Values) -> None:
    values["measures"]["routes"][0]["deadhead_m"] -= 100


def more_kg(values: Values) -> None:
    values["measures"]["routes"][0]["load_kg"] += 100


def less_fuel(values: Values) -> None:
    values["measures"]["routes"][0]["fuel_ml"] -= 100


def nobody_idle(values: Values) -> None:
    values["measures"]["idle_vehicles"] = []


def more_kitchens(values: Values) -> None:
    values["measures"]["contracts_served"] += 1


def higher_rate(values: Values) -> None:
    """What is uncovered becomes swept, by class and by town, so that the sums still fit."""
    for rows in ("classes", "towns"):
        row = next(one for one in values["measures"]["coverage"][rows] if one["uncovered_m2"])
        row["mechanised_m2"] += row["uncovered_m2"]
        row["uncovered_m2"] = 0


def street_forgotten(values: Values) -> None:
    del values["measures"]["coverage"]["streets"][0]


def more_washed(values: Values) -> None:
    values["measures"]["coverage"]["lanes"][0]["done_m2"] += 100


def fewer_left(values: Values) -> None:
    values["measures"]["unassigned"][0]["num_tasks"] -= 1


def larger_district(values: Values) -> None:
    values["measures"]["areas"][-1]["stated_m2"] -= 1_000


def nearer_target(values: Values) -> None:
    values["measures"]["target"]["missing_m2"] //= 2


def tighter_bound(values: Values) -> None:
    """A bound above the plan: nobody could have done better."""
    row = values["measures"]["bound"]["rows"][0]
    row["service_s"] = row["plan_s"] + 1


def fewer_routes_than_bound(values: Values) -> None:
    values["measures"]["bound"]["rows"][0]["departures"] += 10


def slower_scenario(values: Values) -> None:
    values["scenario"]["vehicles"][0]["working_kph"] = 8


def no_scenario(values: Values) -> None:
    values["scenario"] = {}


def sealed_prize(values: Values) -> None:
    values["scenario"]["standards"][0]["prize_fen_per_m2"] += 1
    sealed(values)


def sealed_fleet(values: Values) -> None:
    values["scenario"]["vehicles"][0]["hopper_kg"] *= 2
    sealed(values)


def notice_softened(values: Values) -> None:
    first = values["notices"][0]
    first["text"] = first["text"].upper()


def notice_withheld(values: Values) -> None:
    del values["notices"][0]


def notice_of_another_day(values: Values) -> None:
    values["notices"].append({**notice(values, "notice.weather"), "text": "Rain."})


def nobody_able(values: Values) -> None:
    left(values, "kitchen/K4")["reason"] = "no_vehicle"


def somebody_able(values: Values) -> None:
    left(values, "kitchen/K6")["reason"] = "search_ended"


def fits_after_all(values: Values) -> None:
    left(values, "kitchen/K5")["reason"] = "window"


def remedy_of_no_shift(values: Values) -> None:
    left(values, "kitchen/K4")["change"]["shift_id"] = "night"


def remedy_of_another_kind(values: Values) -> None:
    left(values, "kitchen/K4")["change"]["minutes"] = 0


def wider_window(values: Values) -> None:
    task(values, "kitchen/K4")["windows"][0]["latest_s"] += 3_600


def optional(values: Values) -> None:
    task(values, "kitchen/K4")["required"] = False


def lighter_task(values: Values) -> None:
    task(values, served(values)["task_id"])["demand_kg"] = 0


def lighter_bulk_load(values: Values) -> None:
    task(values, "haul/station/01")["demand_kg"] -= 100


def vanished(values: Values) -> None:
    """A task out of the list, out of the records and out of the counts."""
    values["tasks"].remove(task(values, "kitchen/K6"))
    values["plan"]["unassigned"].remove(left(values, "kitchen/K6"))
    rows, measures = values["measures"]["unassigned"], values["measures"]
    measures["unassigned"] = [
        one for one in rows if (one["work"], one["reason"]) != ("kitchen", "no_vehicle")
    ]
    measures["contracts_due"] -= 1
    measures["kitchen_due_kg"] -= 50
    measures["costs"]["required_unserved"] -= 1


def invented(values: Values) -> None:
    values["tasks"].append({**task(values, "kitchen/K4"), "id": "kitchen/K9"})
    values["plan"]["unassigned"].append({**left(values, "kitchen/K4"), "task_id": "kitchen/K9"})


def another_date(values: Values) -> None:
    values["date"] = "2024-05-07"


def another_title(values: Values) -> None:
    values["title"] = "A model hamlet"


def other_hand(values: Values) -> None:
    values["network"]["driving_side"] = "left"


def other_country(values: Values) -> None:
    values["network"]["country"] = "DE"


def larger_hopper(values: Values) -> None:
    vehicle(values, "C1")["hopper_kg"] = 2_000


def longer_range(values: Values) -> None:
    vehicle(values, "W1")["range_m"] = 90_000


def longer_shift(values: Values) -> None:
    vehicle(values, "S1")["shifts"][0]["end_s"] += 3_600


def chosen_shift(values: Values) -> None:
    """Hours that no template has, where the scenario leaves them open."""
    vehicle(values, "T1")["shifts"][0]["end_s"] -= 60


def sold(values: Values) -> None:
    """An idle vehicle that was never there."""
    idle = values["measures"]["idle_vehicles"].pop()
    values["fleet"]["vehicles"].remove(vehicle(values, idle))


def larger_plant(values: Values) -> None:
    facility(values, "incinerator")["daily_capacity_kg"] = 9_000


def another_site(values: Values) -> None:
    values["sites"]["incinerator"] = values["sites"]["plant"]


def one_run_more(values: Values) -> None:
    values["measures"]["driving"][0]["runs"] += 1


def emptied(values: Values) -> None:
    values["measures"]["balance"]["points"][0]["left_kg"] = 0


def never_full(values: Values) -> None:
    rows = values["measures"]["balance"]["ledger"]
    station = next(one for one in rows if one["step"] == "station")
    station["most_held_kg"] -= 100


def no_risk(values: Values) -> None:
    values["measures"]["balance"]["points"][2]["risk"] = 0.5


def moved(values: Values) -> None:
    values["moved"] = True


STATED: list[tuple[str, Forgery, str]] = [
    ("costs", cheaper, "stated_costs"),
    ("the cost of a route", cheaper_route, "stated_route"),
    ("kilometres", fewer_km, "stated_route"),
    ("kilograms", more_kg, "stated_route"),
    ("fuel", less_fuel, "stated_route"),
    ("idle vehicles", nobody_idle, "stated_counts"),
    ("kitchens collected", more_kitchens, "stated_counts"),
    ("how many runs there are", one_run_more, "stated_driving"),
    ("the rate", higher_rate, "stated_coverage"),
    ("a street that is not swept", street_forgotten, "stated_coverage"),
    ("square metres washed", more_washed, "stated_coverage"),
    ("how many tasks are left", fewer_left, "stated_unassigned"),
    ("the area that the scenario states", larger_district, "stated_areas"),
    ("how far the target is", nearer_target, "stated_target"),
    ("a bound above the plan", tighter_bound, "stated_bound"),
    ("a bound on routes above the plan's", fewer_routes_than_bound, "stated_bound"),
    ("the scenario", slower_scenario, "stated_scenario"),
    ("the scenario taken out", no_scenario, "stated_scenario"),
    ("the scenario's standards, with their digest", sealed_prize, "stated_task"),
    ("the scenario's fleet, with its digest", sealed_fleet, "stated_fleet"),
    ("the words of a notice", notice_softened, "stated_notice"),
    ("a notice withheld", notice_withheld, "stated_notice"),
    ("a notice of another day", notice_of_another_day, "stated_notice"),
    ("a reason: nobody can", nobody_able, "stated_reason"),
    ("a reason: somebody can", somebody_able, "stated_reason"),
    ("a reason: it would fit", fits_after_all, "stated_reason"),
    ("a remedy in a shift that is none", remedy_of_no_shift, "stated_reason"),
    ("a remedy of no minutes", remedy_of_another_kind, "stated_reason"),
    ("a window, loosened", wider_window, "stated_task"),
    ("a task made optional", optional, "stated_task"),
    ("a task made lighter", lighter_task, "stated_task"),
    ("a bulk load made lighter", lighter_bulk_load, "stated_task"),
    ("a task taken out of list, records and counts", vanished, "task_owed"),
    ("a task that nobody owes", invented, "task_not_owed"),
    ("the date", another_date, "stated_day"),
    ("the title", another_title, "stated_day"),
    ("the driving side", other_hand, "stated_day"),
    ("whose public holidays hold", other_country, "stated_day"),
    ("a hopper", larger_hopper, "stated_fleet"),
    ("how far a charge is enough", longer_range, "stated_fleet"),
    ("a shift", longer_shift, "stated_fleet"),
    ("a shift that the program chose", chosen_shift, "stated_fleet"),
    ("a vehicle taken out", sold, "stated_fleet"),
    ("a facility", larger_plant, "stated_fleet"),
    ("where a facility lies", another_site, "stated_site"),
    ("the kilograms left at a point", emptied, "stated_tonnes"),
    ("the most that a station held", never_full, "stated_tonnes"),
    ("the risk of an overflow", no_risk, "stated_tonnes"),
    ("that places were moved", moved, "stated_notice"),
]


def test_the_plan_as_it_was_made_passes():
    assert codes_of(plan_values()) == set()


@pytest.mark.parametrize(
    ("forge", "code"), [pytest.param(forge, code, id=kind) for kind, forge, code in STATED]
)
def test_a_figure_that_was_forged_is_found(forge, code):
    values = plan_values()
    forge(values)
    assert code in codes_of(values)


@pytest.mark.parametrize("what", ["seed", "iterations", "processes", "engine", "interrupted"])
def test_what_nobody_can_recompute_is_said_to_be_unchecked(what):
    values = plan_values()
    values[what] = {"engine": "oracle", "interrupted": True}.get(what, 99)
    opinion = opinion_on(values)
    assert opinion.violations == ()
    assert is_unchecked(opinion, what)


def waiting_faults(*, price_fen: int = 7_200, **forged: int) -> list[str]:
    """The codes of what is said of the small plan, whose truck waits 200 s, with other costs."""
    due, plan = small_plan.tasks(small_plan.network()), small_plan.plan()
    fleet, audit = small_plan.fleet(), small_plan.audit(due, plan)
    found = measure(fleet, due, plan, audit, waiting_fen_per_hour=7_200)
    costs = replace(found.costs, **{k: v for k, v in forged.items() if k == "waiting_fen"})
    truck, *others = found.routes
    truck = replace(truck, **{k: v for k, v in forged.items() if k != "waiting_fen"})
    stated = replace(found, costs=costs, routes=(truck, *others))
    return [
        one.code.value
        for one in check_routes(stated, fleet, due, plan, waiting_fen_per_hour=price_fen)
    ]


def test_a_plan_that_states_its_waiting_as_it_is_passes():
    assert waiting_faults() == []


@pytest.mark.parametrize(
    ("forged", "codes"),
    [
        # 200 s at 72 yuan an hour are 400 fen.
        ({"waiting_fen": 0}, ["stated_costs"]),
        ({"waiting_fen": 399}, ["stated_costs"]),
        ({"wait_s": 0}, ["stated_route"]),
        # Of the truck's 108.50 yuan the 4 yuan for waiting.
        ({"cost_fen": 10_450}, ["stated_route"]),
        (
            {"wait_s": 100, "cost_fen": 10_650, "waiting_fen": 200},
            ["stated_route"] * 2 + ["stated_costs"],
        ),
    ],
)
def test_a_plan_that_states_less_waiting_than_there_is_is_refused(forged, codes):
    assert waiting_faults(**forged) == codes


def test_waiting_is_priced_by_the_scenario_and_not_by_the_plan():
    # At half the price: the truck's cost and the term are both stated too high.
    assert waiting_faults(price_fen=3_600) == ["stated_route", "stated_costs"]
