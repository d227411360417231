"""The programs that make pages and pictures of the documentation; `./run docs` runs them."""

from collections.abc import Callable, Mapping

from tests.docs.programs import architecture, figures, scenario_reference

MADE: Mapping[str, Callable[[], str]] = {
    "docs/architecture.md": architecture.render_page,
    "docs/architecture.svg": architecture.render_picture,
    "docs/figures/bound.svg": figures.bound,
    "docs/figures/modes.svg": figures.modes,
    "docs/figures/ruin-and-recreate.svg": figures.ruin_and_recreate,
    "docs/scenario-reference.md": scenario_reference.render,
}
"""Pages and pictures by their path, with what makes each; the same sources make the same bytes."""
