"""What CP-SAT tells while it works; a module of its own, since it loads OR-Tools."""

from ortools.sat.python import cp_model


class FirstSeen(cp_model.CpSolverSolutionCallback):
    """Knows whether there is a solution yet, and what the best costs."""

    def __init__(self) -> None:
        super().__init__()
        self.best: float | None = None

    def on_solution_callback(self) -> None:
        """Notes what a new solution costs."""
        self.best = self.objective_value
