"""Why required work of a higher class is left out: what it would take the place of, in numbers.

::

    1 ---- class I, 800 m, one kerb ---- 2 - yard - 3 - 4 ---- class III, 400 m, two kerbs ---- 5

From 1 the way back is a service road. Twelve minutes are enough for one of the two streets.
"""

from dataclasses import replace

from fleet import Shift, TimeWindow
from optimizer.answer import explain
from optimizer.day.prices import Prices, price_day
from optimizer.plan import Reason
from optimizer.search import evaluate
from tests.hand_drawn import HOUR_S, STANDARD, SWEEPER, small_day, yard_at
from tests.streets import street_network

STREETS = street_network(
    {1: (-820, 0), 2: (-20, 0), 3: (0, 0), 4: (0, 20), 5: (0, 420)},
    [
        # One-way and so narrow that it has one kerb.
        (1, 2, {"highway": "primary", "one_way": True, "width_cm": 250}),
        (2, 1, {"highway": "service"}),
        (2, 3, {"highway": "service"}),
        (3, 4, {"highway": "service"}),
        (4, 5, {"highway": "tertiary"}),
    ],
    turning=[1, 5],
)


def reasons(*, minutes=12, class_factor=1.0, served="III", prizes=(12, 8)):
    """Why each task is left out where a class is served; by class and length."""
    window = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    standards = tuple(
        replace(
            STANDARD,
            id=id_,
            highways=(highway,),
            prize_fen_per_m2=fen,
            passes=(window,),
            required=True,
        )
        for id_, highway, fen in zip(("I", "III"), ("primary", "tertiary"), prizes, strict=True)
    )
    shift = Shift(id="day", start_s=6 * HOUR_S, end_s=6 * HOUR_S + 60 * minutes)
    small = small_day(
        STREETS,
        {"yard": yard_at(STREETS, "2>3", 10)},
        standards=standards,
        vehicles=(replace(SWEEPER, shifts=(shift,)),),
    )
    day = price_day(small.day, STREETS, Prices(class_factor=class_factor))
    chosen = [n for n, task in enumerate(day.tasks) if task.service_class == served]
    solution = evaluate(day.instance, [[*chosen, *_unloading(day)]])
    return explain(day, solution, class_factor=class_factor)


def _unloading(day):
    """The visit with which a route ends."""
    final = int(day.instance.type_final_reset[0])
    return [final] if final >= 0 else []


def test_what_work_of_a_higher_class_would_cost_of_a_lower_one_is_said():
    # Class I: 800 m x 2.5 m = 2,000 m2 at 12 fen, class III: 2 x 400 m x 4 m at 8 fen; k = 12 / 8.
    (one,) = reasons()
    assert one.reason is Reason.SHIFT_TIME
    assert str(one.detail) == (
        "class I, 2,000 m2: doing it would cost 3,200 m2 of class III, and it counts as 3,000 "
        "(k = 1.50); lengthen a shift or add one."
    )


def test_the_class_factor_is_in_k():
    # 12 / 8 x 3 = 4.5, so 2,000 m2 count as 9,000 and are worth the exchange.
    (one,) = reasons(class_factor=3.0)
    assert one.reason is Reason.SEARCH_ENDED
    assert one.detail.code == "reason.could_replace"
    said = one.detail.arguments
    assert (said["most_m2"], said["lost_m2"], said["times"]) == (9_000, 3_200, 4.5)


def test_work_of_a_lower_class_never_replaces_that_of_a_higher_one():
    assert {one.detail.code for one in reasons(served="I")} == {"reason.fits_nowhere"}
    # Nor of the same worth.
    assert {one.detail.code for one in reasons(prizes=(8, 8))} == {"reason.fits_nowhere"}


def test_an_exchange_that_does_not_fit_is_none():
    # Out 810 m at 30 km/h, 98 s, back 800 m at 6 km/h, 480 s: not in 9 min.
    (one,) = reasons(minutes=9)
    assert one.detail.code == "reason.fits_nowhere"


def test_where_there_is_time_for_both_nothing_is_replaced():
    (one,) = reasons(minutes=60)
    assert one.reason is Reason.SEARCH_ENDED
    assert one.detail.code == "reason.search_ended"
