"""Stretches: tasks that are best worked one after the other, taken as one task.

`chains` finds which tasks follow each other without a second lost, `coarse` makes an instance of
the chains, `stretches` leads from solutions of one to solutions of the other.
"""

from optimizer.stretches.stretches import join

__all__ = [
    "join",
]
