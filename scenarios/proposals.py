"""What a new plan for the rest of a day comes to, beside the one in force."""

from dataclasses import replace

from optimizer.day import ChangePrices
from scenarios.changes import Changes, find_changes
from scenarios.files import from_snapshot
from scenarios.plan_file import PlanFile
from scenarios.planning import Proposal, RestBound
from scenarios.rest_of_day import Weighed

_MINUTE_S = 60


def weigh(before: PlanFile, proposal: Proposal) -> Weighed:
    """Returns what a plan comes to, and what it changes."""
    after = proposal.plan_file
    prices = from_snapshot(before.scenario).changes
    found = find_changes(before, after, tolerance_s=_MINUTE_S * prices.retimed_minutes)
    totals = found.totals
    task_of = {task.id: task for task in after.tasks}
    cost_fen = after.measures.costs.total_fen
    left = [one for one in after.plan.unassigned if task_of[one.task_id].required]
    return Weighed(
        choice=proposal.choice,
        cost_yuan=cost_fen / 100,
        more_yuan=(cost_fen - before.measures.costs.total_fen) / 100,
        changes_yuan=_price_fen(found, prices) / 100,
        rate=after.measures.rate,
        rate_before=before.measures.rate,
        required_left=len(left),
        unassigned=len(after.plan.unassigned),
        lost=totals.lost,
        moved=totals.moved_vehicle + totals.moved_shift,
        retimed=totals.retimed,
        reordered=totals.reordered,
        kept_share=totals.kept_share,
        calls=totals.to_call,
    )


def weigh_rest(weighed: Weighed, bound: RestBound | None) -> Weighed:
    """Returns a plan to choose with what has been proved of the rest of its day."""
    gap = bound.gap if bound is not None else None
    return replace(weighed, rest_gap=None if gap is None else round(gap, 4))


def _price_fen(found: Changes, prices: ChangePrices) -> int:
    totals = found.totals
    return (
        prices.moved_fen * (totals.moved_vehicle + totals.moved_shift)
        + prices.retimed_fen * totals.retimed
        + prices.reordered_fen * totals.reordered
        + prices.call_fen * totals.to_call
    )
