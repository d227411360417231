"""The table of an instance's arrays: complete, and what it says of cutting and joining holds."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.instance import GROUPS, Axis, Instance, Territories, columns_of, join_columns
from optimizer.instance.fields import may_be_joined
from tests.rich_instances import rich_instances

BY_HAND = {
    # Spans of elements and modes, and travel, which parts and stretches lay out anew.
    "mode_start",
    "window_start",
    "window_earliest_s",
    "window_latest_s",
    "travel",
    "travel_offset",
    "travel_size",
    "labels",
}


def test_every_array_says_what_stands_along_it():
    said = {name for name, _ in columns_of(Instance)}
    assert {one.name for one in fields(Instance)} == said | BY_HAND | GROUPS.keys()
    assert not said & BY_HAND
    for kind in GROUPS.values():
        assert {one.name for one in fields(kind)} == {name for name, _ in columns_of(kind)}


def test_no_two_arrays_are_packed_into_the_same_field():
    packed = [
        one.packed
        for owner in (Instance, *GROUPS.values())
        for _, one in columns_of(owner)
        if one.packed
    ]
    assert [name for name, count in Counter(packed).items() if count > 1] == []


@settings(max_examples=60, deadline=None)
@given(instance=rich_instances())
def test_arrays_are_as_long_as_what_stands_along_them(instance):
    sizes = instance.sizes
    owners = [instance, *(instance.group(kind) for kind in GROUPS.values())]
    for owner in owners:
        for name, one in columns_of(owner):
            shape = getattr(owner, name).shape
            assert len(shape) == len(one.axes), name
            for length, axis in zip(shape, one.axes, strict=True):
                assert axis is Axis.OTHER or length == sizes[axis], name


@pytest.mark.parametrize("kind", GROUPS.values(), ids=lambda kind: kind.__name__)
def test_a_group_that_an_instance_is_without_changes_nothing(kind):
    sizes = dict.fromkeys(Axis, 3) | {Axis.OTHER: 0}
    neutral = kind.neutral(sizes)
    assert not neutral.counts
    assert all(len(set(row.tolist())) <= 1 for row in neutral.tells_apart(3))


def test_a_stretch_has_the_sum_of_prizes_and_what_all_its_tasks_have():
    # Tasks 0 and 2 become one, task 1 stays: prizes 5 + 7 = 12 and 6.
    instance = _three_tasks()
    joined = join_columns(instance, [[0, 2], [1]], np.array([0, 1]))
    assert joined["prize"].tolist() == [12, 6]
    assert joined["required"].tolist() == [True, False]
    assert joined["demand"].tolist() == [[4], [2]]


def test_where_a_stretch_lies_is_the_mean_of_where_its_tasks_lie():
    territories = Territories.neutral(dict.fromkeys(Axis, 5) | {Axis.OTHER: 0})
    territories = replace(
        territories,
        task_east_m=np.array([10, 20, 31, 40, 50]),
        stray_per_m=np.array([1, 2, 3, 4, 5]),
    )
    joined = join_columns(territories, [[4], [0, 2], [3, 1]], np.array([0, 1, 2]))
    # The mean of 10 and 31 is 20.5, which is rounded to the even number.
    assert joined["task_east_m"].tolist() == [50, 20, 30]
    assert joined["stray_per_m"].tolist() == [5, 4, 6]


def test_tasks_may_be_joined_where_they_have_all_in_common():
    instance = _three_tasks()
    first, second = np.array([0, 0, 1]), np.array([2, 1, 2])
    assert may_be_joined(instance, first, second).tolist() == [True, False, False]
    # Whoever may do the one may do the other.
    allowed = np.ones_like(instance.allowed)
    allowed[-1, 2] = False
    apart = instance.replace(allowed=allowed)
    assert may_be_joined(apart, first, second).tolist() == [False, False, False]


def _three_tasks() -> Instance:
    from tests.strategies import make_instance

    instance = make_instance(seed=1, num_tasks=3, num_facilities=0)
    return instance.replace(
        prize=np.array([5, 6, 7]),
        required=np.array([True, False, True]),
        demand=np.array([[1], [2], [3]]),
    )
