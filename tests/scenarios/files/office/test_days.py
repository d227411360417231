"""Rules for dates as offices write them."""

import pytest

from scenarios.files.office.days import Days, date, days, weekdays
from scenarios.files.office.fault import Unreadable

ODD, EVEN = tuple(range(1, 32, 2)), tuple(range(2, 32, 2))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("单号", Days(month_days=ODD)),
        ("逢双", Days(month_days=EVEN)),
        ("odd days", Days(month_days=ODD)),
        ("隔天", Days(every_days=2)),
        ("每隔一天", Days(every_days=2)),
        ("隔日", Days(every_days=2)),
        ("every other day", Days(every_days=2)),
        ("每三天", Days(every_days=3)),
        ("每3天一次", Days(every_days=3)),
        ("每隔两天", Days(every_days=3)),
        ("每月1日、15日", Days(month_days=(1, 15))),
        ("每月1号,15号", Days(month_days=(1, 15))),
        ("每月1-3日、20日", Days(month_days=(1, 2, 3, 20))),
        ("第一、三个周二", Days(weekdays=(1,), month_weeks=(1, 3))),
        ("每月第2个周五", Days(weekdays=(4,), month_weeks=(2,))),
        ("最后一个周日", Days(weekdays=(6,), month_weeks=(-1,))),
        ("first and third Tue", Days(weekdays=(1,), month_weeks=(1, 3))),
        ("the last Friday of the month", Days(weekdays=(4,), month_weeks=(-1,))),
        ("2nd, 4th Mon of each month", Days(weekdays=(0,), month_weeks=(2, 4))),
        ("周日至周四", Days(weekdays=(0, 1, 2, 3, 6))),
        ("每周一、三、五", Days(weekdays=(0, 2, 4))),
    ],
)
def test_rules_are_read_as_people_write_them(text, rule):
    assert days(text, digits=False) == rule


@pytest.mark.parametrize(
    "text",
    [
        "单双号",
        "隔周周二",
        "双周周一",
        "每月32日",
        "第六个周二",
        "每月",
        "周四至周日至周二",
        "看情况",
    ],
)
def test_what_is_no_rule_is_refused_with_the_remedy(text):
    with pytest.raises(Unreadable) as caught:
        days(text, digits=False)
    assert "write" in caught.value.remedy.text


def test_a_range_of_days_runs_backwards_only_from_sunday():
    assert weekdays("Sun-Tue", digits=False) == (0, 1, 6)
    with pytest.raises(Unreadable):
        weekdays("Fri-Mon", digits=False)


def test_a_date_without_a_year_is_not_guessed_at():
    with pytest.raises(Unreadable, match="has no year"):
        date("5月7日")
