"""When Python looks for garbage: not where a day is loaded, in which there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 500_000
"""New values after which Python looks for garbage in a process that keeps a plan."""


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Lets Python look for no garbage: in the half million values of a plan there is none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_for_good() -> None:
    """Tells Python that what is there stays as long as the process.

    For a process that serves one plan that it has read: its search for garbage, which went through
    all of it over and over, took a fifth of the time until the first new plan.
    """
    gc.freeze()
    gc.set_threshold(SELDOM)
