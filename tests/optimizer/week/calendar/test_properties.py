import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.week.calendar import find_changes
from optimizer.week.calendar.days import STEPS, choose_days
from optimizer.week.calendar.patterns import week_patterns
from optimizer.week.sat import UNWATCHED
from tests.optimizer.week.calendar.hand_made import (
    AFTERNOON,
    DINNER,
    EFFORT,
    EVENING,
    LUNCH,
    MONDAY,
    kitchen,
    solved,
    truck,
    week,
)


@st.composite
def contracts(draw, id_):
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    return kitchen(
        id_,
        times=draw(st.integers(0, len(weekdays))),
        weekdays=tuple(sorted(weekdays)),
        lon=121.5 + draw(st.integers(0, 40)) / 1000,
        lat=29.8 + draw(st.integers(0, 40)) / 1000,
        demand_kg=draw(st.integers(1, 6_000)),
        windows=draw(st.sampled_from([AFTERNOON, EVENING, AFTERNOON + EVENING])),
        excluded_dates=tuple(draw(st.sets(st.sampled_from(week([]).dates), max_size=2))),
        first_date=draw(st.sampled_from([None, MONDAY + dt.timedelta(days=2)])),
    )


@st.composite
def problems(draw, most=6):
    count = draw(st.integers(0, most))
    ids = [f"K{n}" for n in range(count)]
    shifts = st.sampled_from([(LUNCH,), (LUNCH, DINNER)])
    trucks = [
        truck(
            f"T{n}",
            hopper_kg=draw(st.sampled_from([5_000, 8_000])),
            shifts=draw(shifts),
            barred=draw(st.sets(st.sampled_from(ids))) if ids else (),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    holidays = draw(st.sets(st.sampled_from(week([]).dates), max_size=2))
    return week([draw(contracts(id_)) for id_ in ids], trucks, holidays=tuple(sorted(holidays)))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(problems())
def test_every_calendar_passes_the_checker_and_keeps_to_itself(problem):
    calendar = solved(problem)
    assert find_changes(calendar, solved(problem, keep=calendar)) == ()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(problems(most=3))
def test_no_choice_of_days_beats_the_first_stage(problem):
    _, proof = choose_days(problem, {}, effort=EFFORT, following=UNWATCHED)
    assert proof.is_optimal
    assert proof.objective == cheapest(problem)


def cheapest(problem):
    """The least cost of any choice of days, by trying them all."""
    weights = problem.weights
    due = [c for c in problem.contracts if problem.shift_ids_for(c)]
    choices = [week_patterns(problem.open_dates(c), problem.count_promised(c)) for c in due]
    both = [(c, own) for c, own in zip(due, choices, strict=True) if own[0].dates]

    def cost(chosen):
        total = 0
        for (_, own), pattern in zip(both, chosen, strict=True):
            least = min(one.spacing for one in own)
            total += weights.spacing * (pattern.spacing - least)
        for date in problem.dates:
            here = [c for (c, _), one in zip(both, chosen, strict=True) if date in one.dates]
            work_s = sum(problem.mean_work_s(c) for c in here)
            load_kg = sum(c.demand_kg for c in here)
            for load, mean, weight in (
                (work_s, problem.mean_day[0], 1),
                (load_kg, problem.mean_day[1], weights.per_kg),
            ):
                for above, price in STEPS:
                    level = round(mean * (1 + weights.level_share + above))
                    total += weight * price * max(0, load - level)
            total += crowding(date, here)
        return total

    def crowding(date, here):
        total = 0
        possible = [c for c, own in both if any(date in one.dates for one in own)]
        for shift_ids in {frozenset(problem.shift_ids_for(c)) for c in possible}:
            bound = [c for c in here if set(problem.shift_ids_for(c)) <= shift_ids]
            duties = [(t, s) for s in shift_ids for t in problem.trucks_of_shift[s]]
            for load, room in (
                (
                    sum(problem.mean_work_s(c) for c in bound),
                    sum(problem.room_s(s) for _, s in duties),
                ),
                (sum(c.demand_kg for c in bound), sum(problem.room_kg(t) for t, _ in duties)),
            ):
                total += max(0, load - round(0.92 * room))
                total += weights.overload * max(0, load - room)
        return total

    return min(map(cost, itertools.product(*(own for _, own in both))))
