"""Which values of a variation are worth choosing: Pareto, knees, and no knee in noise."""

from types import SimpleNamespace

from scenarios.measures import draw_curves


def plan(rate, unserved, cost_yuan, washed=None):
    """What curves ask of a plan; without washing there is none of it to ask for."""
    lanes = [] if washed is None else [SimpleNamespace(work="wash", done_m2=washed, due_m2=100)]
    return SimpleNamespace(
        rate=rate,
        coverage=SimpleNamespace(lanes=lanes),
        costs=SimpleNamespace(required_unserved=unserved, total_fen=100 * cost_yuan),
    )


def curves_of(*rows, xs=None):
    named = [((f"n={number}",), list(row)) for number, row in enumerate(rows)]
    return draw_curves(named, xs)


def test_medians_and_spreads_are_those_of_the_seeds():
    curves = curves_of([plan(0.5, 3, 100), plan(0.7, 1, 300), plan(0.6, 2, 250)])
    (point,) = curves.points
    # No washing is due, so nobody compares by it.
    assert [str(one) for one in curves.measures] == [
        "mechanised rate",
        "required tasks unserved",
        "cost, yuan",
    ]
    assert point.values == (0.6, 2, 250)
    assert point.texts == ("60.0%", "2", "250")
    assert point.spread_texts == (("50.0%", "70.0%"), ("1", "3"), ("100", "300"))


def test_best_is_whom_nobody_beats():
    curves = curves_of(
        [plan(0.70, 5, 100)],
        [plan(0.75, 5, 120)],  # more for more money: a compromise
        [plan(0.74, 6, 130)],  # worse than the second in all
        [plan(0.70, 5, 110)],  # as the first, but dearer
    )
    assert [one.is_efficient for one in curves.points] == [True, True, False, False]


def saturating(cost_yuan=100):
    # 50, 80, 90, 92, 93 %: nearly all is won with the second value.
    return [[plan(rate, 0, cost_yuan)] * 2 for rate in (0.50, 0.80, 0.90, 0.92, 0.93)]


def test_the_knee_is_where_more_begins_to_bring_less():
    curves = curves_of(*saturating(), xs=[1, 2, 3, 4, 5])
    # Above the line from 50 to 93 % by 0.30/0.43 - 1/4 = 0.45, 0.40/0.43 - 2/4 = 0.43,
    # 0.42/0.43 - 3/4 = 0.23: farthest at the second.
    assert curves.knees == (1, None, None)


def test_a_line_and_noise_have_no_knee():
    straight = [[plan(rate, 0, 100)] * 2 for rate in (0.5, 0.6, 0.7, 0.8)]
    assert curves_of(*straight, xs=[1, 2, 3, 4]).knees[0] is None
    # The ends do not stand out: their figures overlap.
    noisy = [
        [plan(0.50, 0, 100), plan(0.60, 0, 100)],
        [plan(0.59, 0, 100), plan(0.59, 0, 100)],
        [plan(0.55, 0, 100), plan(0.65, 0, 100)],
    ]
    assert curves_of(*noisy, xs=[1, 2, 3]).knees[0] is None


def test_less_is_better_where_it_is():
    # Unserved 100, 20, 10, 5: the knee is at the second.
    rows = [[plan(0.5, unserved, 100)] * 2 for unserved in (100, 20, 10, 5)]
    assert curves_of(*rows, xs=[6, 8, 10, 12]).knees == (None, 1, None)


def test_several_values_varied_have_no_curve():
    assert curves_of(*saturating()).knees == (None, None, None)


def test_washing_is_a_share_of_what_is_due():
    curves = curves_of([plan(0.5, 0, 100, washed=40)], [plan(0.5, 0, 100, washed=60)])
    assert [point.texts[1] for point in curves.points] == ["40.0%", "60.0%"]
