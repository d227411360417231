import itertools

from optimizer.week.calendar.patterns import spacing, week_patterns
from tests.optimizer.week.calendar.hand_made import MONDAY, week


def test_even_weeks_cost_nothing():
    assert spacing((0, 3)) == spacing((1, 4)) == spacing((0, 4)) == 0
    assert spacing((0, 2, 4)) == 0
    assert spacing(tuple(range(7))) == spacing((3,)) == spacing(()) == 0


def test_uneven_weeks_cost_the_squares_of_what_they_are_off():
    # Two gaps of 1 and 6 days: (2 - 7)^2 + (12 - 7)^2 = 50, where 3 and 4 leave 1 + 1 = 2.
    assert spacing((0, 1)) == 48
    # 2 and 5: (4 - 7)^2 + (10 - 7)^2 = 18.
    assert spacing((0, 2)) == 16
    # Monday and Sunday are neighbours round the week.
    assert spacing((0, 6)) == 48


def test_the_least_spacing_of_any_number_of_days_is_nought():
    for times in range(1, 8):
        assert min(spacing(days) for days in itertools.combinations(range(7), times)) == 0


def test_patterns_are_all_choices_the_best_spaced_first():
    dates = week(()).dates
    found = week_patterns(dates, 2)
    assert len(found) == 21
    assert found[0].spacing == 0
    assert found[-1].spacing == 48


def test_too_few_days_are_all_taken():
    (only,) = week_patterns((MONDAY,), 3)
    assert only.dates == (MONDAY,)
