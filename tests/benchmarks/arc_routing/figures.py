"""How figures are written, on the screen and in the document."""


def share(value: float | None) -> str:
    """Returns a share as percent."""
    return "-" if value is None else f"{value:.2%}"


def number(value: float | None) -> str:
    """Returns a cost or count with thousands set apart."""
    return "-" if value is None else f"{value:,.10g}" if value < 1e9 else f"{value:,.0f}"
