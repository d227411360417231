"""Where a task fits, for programs."""

from typing import Any

from optimizer.operations import Fit


def fit_values(fit: Fit) -> dict[str, Any]:
    """Returns a place for a task, as JSON has it."""
    vehicle_id, shift_id = fit.duty_id
    return {
        "vehicle": vehicle_id,
        "shift": shift_id,
        "cost_yuan": fit.cost_fen / 100,
        "begin_s": fit.begin_s,
        "end_s": fit.end_s,
        "home_later_s": fit.home_later_s,
        "later": [{"task": id_, "seconds": seconds} for id_, seconds in fit.later],
    }
