"""Colours of vehicles on paper and screen."""

from collections.abc import Mapping

from fleet import Fleet

PALETTE = [
    "#1f5fd0",
    "#58c730",
    "#cf78ff",
    "#80008f",
    "#e79700",
    "#007810",
    "#00b7ff",
    "#780000",
    "#976008",
    "#380897",
    "#e787b7",
    "#00bf9f",
    "#9f5080",
    "#8f9f50",
    "#007897",
    "#004078",
    "#8750d7",
    "#680048",
    "#004810",
    "#7887d7",
    "#cf7060",
    "#cf48b7",
    "#605097",
    "#408768",
    "#9f0048",
    "#ff6808",
    "#502070",
    "#684000",
    "#a73000",
    "#00a750",
    "#008fff",
    "#804048",
    "#40a7bf",
    "#af78bf",
    "#af1080",
    "#707800",
    "#d75887",
    "#6870ff",
    "#5038c7",
    "#c79768",
]
"""Each is the farthest (in Oklab) from all before it, from the greys of streets, from white and
from the red of what is uncovered: the fewer vehicles, the easier to tell apart."""


def vehicle_colours(fleet: Fleet) -> Mapping[str, str]:
    """Returns the colour of every vehicle.

    Idle ones have theirs too, so that a vehicle keeps its colour from day to day.
    """
    return {
        vehicle.id: PALETTE[number % len(PALETTE)] for number, vehicle in enumerate(fleet.vehicles)
    }
