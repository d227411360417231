"""The shades of a day: a moment of a route as a colour, from dark to light."""

_RAMP = ("#1b1464", "#3b3fb5", "#1f7fc1", "#13a69c", "#4fbf5b", "#b6cf2e", "#f2c230")
"""From dark to light, told apart by lightness alone too (assumed)."""

STEPS = 48
"""Shades of a route."""


def shade(share: float) -> str:
    """Returns the colour of a moment of a route, 0 at its begin and 1 at its end."""
    at = round(min(max(share, 0.0), 1.0) * (STEPS - 1)) / (STEPS - 1) * (len(_RAMP) - 1)
    low = min(int(at), len(_RAMP) - 2)
    mixed = [
        round(a + (at - low) * (b - a))
        for a, b in zip(_parts(_RAMP[low]), _parts(_RAMP[low + 1]), strict=True)
    ]
    return "#" + "".join(f"{one:02x}" for one in mixed)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
