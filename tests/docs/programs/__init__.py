"""The programs that make pages and pictures of the documentation; `./run docs` runs them."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.docs.programs import (
    architecture,
    events_reference,
    figures,
    phone,
    run_sheet,
    scenario_reference,
    table_reference,
    tutorial,
)

MADE: Mapping[str, Callable[[], str]] = {
    "docs/architecture.md": architecture.render_page,
    "docs/architecture.svg": architecture.render_picture,
    "docs/events-reference.md": events_reference.render,
    "docs/figures/bound.svg": figures.bound,
    "docs/figures/modes.svg": figures.modes,
    "docs/figures/ruin-and-recreate.svg": figures.ruin_and_recreate,
    "docs/scenario-reference.md": scenario_reference.render,
    "docs/table-reference.md": table_reference.render,
    tutorial.PAGE: tutorial.render,
    **{f"docs/tutorial/{one}": partial(tutorial.picture, one) for one in tutorial.PICTURES},
}
"""Pages and pictures by their path, with what makes each; the same sources make the same text."""

PHOTOGRAPHED: Mapping[str, Callable[[], bytes]] = {
    "docs/phone.png": phone.render,
    "docs/run-sheet.png": run_sheet.render,
}
"""Pictures in dots, which another version of a library may set otherwise: only to be looked at."""
