"""Planners that behave as searches may, for tests of those who start them: "module:name"."""

import os
import signal
import time
from dataclasses import replace

from optimizer.stop import Progress, Stage
from tests.scenarios import small_plan


def find(watch, *, title, cost):
    """Tells of five seconds of search and of a plan, and returns it."""
    found = replace(small_plan.plan_file(), title=title)
    watch.on_progress(Progress(stage=Stage.SEARCH, iterations=100, elapsed_s=5.0, best_cost=cost))
    watch.on_plan(found)
    return found


def die(request, *, watch, start=None):
    """Finds a plan and dies of it."""
    find(watch, title="first", cost=10.0)
    os.kill(os.getpid(), signal.SIGKILL)


def never_listen(request, *, watch, start=None):
    """Finds a plan and hears nothing more."""
    find(watch, title="deaf", cost=30.0)
    while True:
        time.sleep(1.0)
