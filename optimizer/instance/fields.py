"""The table of an instance's arrays: what stands along each, and how it is cut, joined and packed.

Each array of an `Instance`, and of its optional groups, says once what its dimensions and its
numbers are. Parts of an instance (`optimizer.division`), instances of stretches
(`optimizer.stretches`) and the records of the search (`optimizer.search.packed`) are made from
that; a new array needs no line in any of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from fleet import Message

Ints = NDArray[np.int64]


class Axis(Enum):
    """What the numbers along a dimension of an array are."""

    TASK = "task"
    ELEMENT = "element"
    MODE = "mode"
    PROFILE = "profile"
    TYPE = "type"
    DUTY = "duty"
    RESOURCE = "resource"
    OTHER = "other"


class Join(Enum):
    """What a stretch of tasks that are done one after the other has of an array.

    SAME: what all of them have; tasks that differ in it are not joined. BY_HAND: whoever joins
    them computes it.
    """

    SAME = "same"
    SUM = "sum"
    MEAN = "mean"
    BY_HAND = "by hand"


class Column(NamedTuple):
    """What an array holds.

    Parameters
    ----------
    axes
        Of each dimension; RESOURCE and OTHER stay whole in a part.
    names
        What the array's numbers name, where they are numbers of something: they become those of
        the part, and -1 for what is not in it.
    joined
        Along TASK and MODE: what a stretch has.
    packed
        Record and field in which the search finds it, such as "task.prize"; "" where it is packed
        by hand.
    neutral
        What it holds where an instance has no such group.
    """

    axes: tuple[Axis, ...]
    names: Axis | None = None
    joined: Join = Join.SAME
    packed: str = ""
    neutral: int = 0


def column(
    *axes: Axis,
    names: Axis | None = None,
    joined: Join = Join.SAME,
    packed: str = "",
    neutral: int = 0,
) -> Any:
    """Declares an array of an instance or of a group; see `Column`."""
    return field(metadata={"column": Column(axes, names, joined, packed, neutral)})


def columns_of(owner: Any) -> Iterator[tuple[str, Column]]:
    """Yields name and meaning of each array of a class of arrays, or of an object of it."""
    for one in fields(owner):
        if "column" in one.metadata:
            yield one.name, one.metadata["column"]


G = TypeVar("G", bound="Group")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """Arrays of an instance that go together, and that it may be without.

    Class attributes
    ----------------
    TRAIT
        The flag by which kernels ask whether the group is there; "" for none.
    MEANS, REMEDY
        What to say to who takes an engine that does not know it.
    JOINS_DUTIES
        Whether it joins the duties of different parts of an instance, which then know nothing of
        it.
    IS_PRICE
        Whether it only makes solutions dearer and forbids none, so that whoever does not look at
        it finds worse ones, but no wrong ones.
    """

    TRAIT: ClassVar[str] = ""
    MEANS: ClassVar[Message]
    REMEDY: ClassVar[Message]
    JOINS_DUTIES: ClassVar[bool] = False
    IS_PRICE: ClassVar[bool] = False

    @classmethod
    def neutral(cls, sizes: Mapping[Axis, int]) -> Self:
        """Returns a group that changes nothing, for an instance of these sizes."""
        return cls(
            **{
                name: np.full([sizes[axis] for axis in one.axes], one.neutral, dtype=np.int64)
                for name, one in columns_of(cls)
            }
        )

    def drop_neutral(self) -> Self:
        """Returns the group without what counts for nothing."""
        return self

    @property
    def counts(self) -> bool:
        """Whether it changes anything; what `TRAIT` says."""
        return True

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns by what else, besides type, hours and depot, duties differ; each shape (D,)."""
        return ()

    def join(self, stretches: Sequence[Sequence[int]], modes: Ints) -> Self:
        """Returns the group of the stretches; see `join_columns`."""
        return replace(self, **join_columns(self, stretches, modes))


def number_named(duties: Ints, num_duties: int) -> Ints:
    """Returns the number of each duty that is named among `duties`, -1 for the others."""
    named = np.unique(duties[duties >= 0])
    alone = np.full(num_duties, -1, dtype=np.int64)
    alone[named] = named
    return alone


def join_columns(
    owner: Any, stretches: Sequence[Sequence[int]], modes: Ints
) -> dict[str, NDArray[Any]]:
    """Returns the arrays of an object along TASK and MODE as those of stretches of tasks.

    Parameters
    ----------
    stretches
        The tasks of each.
    modes
        For each mode of the instance of stretches the first of the modes that it is made of.
    """
    members = np.array([task for tasks in stretches for task in tasks], dtype=np.int64)
    size = np.array([len(tasks) for tasks in stretches], dtype=np.int64)
    begin = np.cumsum(size) - size
    found = {}
    for name, one in columns_of(owner):
        if one.joined is Join.BY_HAND:
            continue
        value = getattr(owner, name)
        if Axis.TASK in one.axes:
            along = one.axes.index(Axis.TASK)
            if one.joined is Join.SAME:
                found[name] = np.ascontiguousarray(np.take(value, members[begin], axis=along))
                continue
            rows = np.moveaxis(np.take(value, members, axis=along), along, -1)
            total = np.add.reduceat(rows, begin, axis=-1)
            if one.joined is Join.MEAN:
                total = np.round(total / size).astype(value.dtype)
            found[name] = np.ascontiguousarray(np.moveaxis(total, -1, along))
        elif Axis.MODE in one.axes:
            found[name] = np.take(value, modes, axis=one.axes.index(Axis.MODE))
    return found


def may_be_joined(owner: Any, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Says of pairs of tasks whether they have the same where a stretch has what all have."""
    same = np.ones(len(first), dtype=np.bool_)
    for name, one in columns_of(owner):
        if one.joined is Join.SAME and Axis.TASK in one.axes:
            value = np.moveaxis(getattr(owner, name), one.axes.index(Axis.TASK), -1)
            # Row by row: a city has ten million pairs.
            for row in value.reshape(-1, value.shape[-1]):
                same &= row[first] == row[second]
    return same


def modes_may_follow(owner: Any, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Says of pairs of modes whether a stretch may have both, as `may_be_joined` does of tasks."""
    same = np.ones(len(first), dtype=np.bool_)
    for name, one in columns_of(owner):
        if one.joined is Join.SAME and one.axes[0] is Axis.MODE:
            equal = getattr(owner, name)[first] == getattr(owner, name)[second]
            same &= equal.all(axis=tuple(range(1, equal.ndim)))
    return same
