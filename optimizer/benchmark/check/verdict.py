"""What the evaluators of public benchmark files say."""

from dataclasses import dataclass

from optimizer.errors import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a solution costs by the file, and which rules it breaks.

    Parameters
    ----------
    cost
        Of all routes, from the depot and back, by the rules of the file's family.
    faults
        The rules that are broken, in the order of the routes.
    """

    cost: int
    faults: tuple[Message, ...]

    @property
    def violations(self) -> tuple[str, ...]:
        """The faults in English."""
        return tuple(map(str, self.faults))

    def __str__(self) -> str:
        lines = [f"cost {self.cost}, {len(self.faults)} violations", *self.violations]
        return "\n  ".join(lines)


def report_in_route(number: int, fault: Message) -> Message:
    """Returns a fault with the number of its route, from 1."""
    return message("benchmark.in_route", "route {number}: {fault}", number=number, fault=fault)


def report_not_once(name: Message | str, times: int) -> Message:
    """Returns that something required is not served, or more than once."""
    return message(
        "benchmark.not_served_once", "{name} is served {times} times", name=name, times=times
    )


def report_overload(load: int, capacity: int) -> Message:
    """Returns that a route carries too much."""
    return message(
        "benchmark.overload",
        "load {load} exceeds the capacity {capacity}",
        load=load,
        capacity=capacity,
    )


def report_load_home() -> Message:
    """Returns that a vehicle comes home with its load."""
    return message("benchmark.unemptied", "does not unload before it returns to the depot")
