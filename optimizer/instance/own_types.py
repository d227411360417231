"""Duties with a type of their own: what is said of a type then holds for them alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.instance.fields import Axis, columns_of
from optimizer.instance.instance import GROUPS, Instance


def with_own_type(instance: Instance, duties: Sequence[int]) -> tuple[Instance, int]:
    """Returns the instance in which some duties have a new type, like theirs, and its number.

    Parameters
    ----------
    duties
        Duties of one type; no other is interchangeable with them any more.
    """
    numbers = np.array(duties, dtype=np.int64)
    (like,) = set(instance.duty_type[numbers].tolist())
    new = len(instance.type_profile)
    duty_type, duty_group = instance.duty_type.copy(), instance.duty_group.copy()
    duty_type[numbers] = new
    duty_group[numbers] += int(duty_group.max()) + 1
    _, duty_group = np.unique(duty_group, return_inverse=True)
    alone = {"duty_type": duty_type, "duty_group": duty_group.reshape(-1).astype(np.int64)}
    groups = {
        name: replace(group, **_with_type_again(group, like))
        for name in GROUPS
        if (group := getattr(instance, name)) is not None
    }
    more = _with_type_again(instance, like) | groups
    return instance.replace(**(more | alone)), new


def _with_type_again(owner: Any, like: int) -> dict[str, NDArray[Any]]:
    """Returns the arrays along TYPE with one of the types once more, as the last."""
    return {
        name: np.concatenate((mine, mine[like : like + 1]))
        for name, one in columns_of(owner)
        if one.axes[0] is Axis.TYPE and (mine := getattr(owner, name)) is not None
    }
