"""The scenario that a plan was made for beside the one that is at hand now."""

from dataclasses import dataclass

from fleet import Message, message
from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from scenarios.due import place_on
from scenarios.files import list_scenarios, load_scenario, snapshot
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """Whether the scenario in a plan is the one at hand.

    Parameters
    ----------
    name
        The scenario at hand, as it was given or as the library has it; "" where none is.
    is_given
        Whether it was given; otherwise it is the library's.
    differs_in
        The parts of it that are other in the plan.
    """

    name: str = ""
    is_given: bool = False
    differs_in: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool | None:
        """Whether the two are the same; None where there is nothing to compare with."""
        return not self.differs_in if self.name else None

    @property
    def message(self) -> Message:
        """What is to be told of it."""
        if not self.name:
            return message(
                "check.scenario_away",
                "the plan was judged by the scenario in it; the one that it was made from is not "
                "at hand (give it with --scenario)",
            )
        if self.differs_in:
            return message(
                "check.scenario_differs",
                "the scenario in the plan is not {name} as it is at hand: it differs in "
                "{parts:list}",
                name=self.name,
                parts=self.differs_in,
            )
        return message(
            "check.scenario_same",
            "the scenario in the plan is {name} as it is at hand",
            name=self.name,
        )


def find_at_hand(scenario: Scenario, network: RoadNetwork, *, given: str | None = None) -> AtHand:
    """Returns how a plan's scenario stands to the one given, or to the library's of its name.

    Raises
    ------
    InputError
        When the one given cannot be read.
    """
    name = given or (scenario.name if scenario.name in list_scenarios() else "")
    if not name:
        return AtHand()
    try:
        at_hand = load_scenario(name, date=scenario.date.isoformat())
    except InputError:
        if given:
            raise
        # The library has no such day.
        return AtHand()
    other, _ = place_on(at_hand, network)
    mine, others = snapshot(scenario), snapshot(other)
    return AtHand(
        name=name,
        is_given=given is not None,
        differs_in=tuple(part for part in mine if mine[part] != others.get(part)),
    )
