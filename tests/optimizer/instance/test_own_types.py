"""Duties with a type of their own are as they were, and nobody else is like them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.instance import GROUPS, Axis, columns_of, with_own_type
from tests.rich_instances import rich_instances


@settings(max_examples=40, deadline=None)
@given(instance=rich_instances(), data=st.data())
def test_a_duty_with_its_own_type_is_as_it_was(instance, data):
    duty = data.draw(st.integers(0, instance.num_duties - 1))
    split, new = with_own_type(instance, [duty])
    assert new == len(instance.type_profile)
    assert np.flatnonzero(split.duty_type == new).tolist() == [duty]
    before = int(instance.duty_type[duty])
    owners = [(instance, split), *((instance.group(k), split.group(k)) for k in GROUPS.values())]
    for old, other in owners:
        for name, one in columns_of(old):
            was, now = getattr(old, name), getattr(other, name)
            if one.axes[0] is Axis.TYPE and was is not None:
                assert (now[new] == was[before]).all(), name
                assert (now[:new] == was).all(), name
    # All others are of the type that they were, and alike as they were.
    rest = np.arange(instance.num_duties) != duty
    assert (split.duty_type[rest] == instance.duty_type[rest]).all()
    alike = instance.duty_group[:, None] == instance.duty_group
    alike_now = split.duty_group[:, None] == split.duty_group
    assert (alike_now[np.ix_(rest, rest)] == alike[np.ix_(rest, rest)]).all()
    assert (split.duty_group == split.duty_group[duty]).sum() == 1
    assert split.duty_group.max() < split.num_duties
