"""Which family a public benchmark file belongs to, told from its keywords."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from optimizer.errors import InputError


class Kind(StrEnum):
    """A family of public files."""

    CARP = "carp"
    MCARPTIF = "mcarptif"
    MCGRP_TP = "mcgrp-tp"
    WASTE_VRPTW = "waste-vrptw"

    @property
    def per_mile(self) -> int | None:
        """Units of cost in a mile where cost is a length: hundredths of a foot; else None."""
        return 528_000 if self is Kind.WASTE_VRPTW else None


# Words of a file's first lines, so that a file cut short is still told for what it is.
_SIGNS = {
    Kind.CARP: re.compile(
        r"\s*(?:(?:ARISTAS|EDGES)_(?:NO)?REQ|CAPACIDAD|LISTA_ARISTAS_REQ|EDGE_REQ_LIST|VERTICES)\s*:"
    ),
    Kind.MCARPTIF: re.compile(r"\s*(?:MAX_TRIP|DUMPING_COST|DUMPING_SITES|REQ_EDGES)\s*:"),
    Kind.MCGRP_TP: re.compile(r"\s*#(?:Vehicles|Required-[NEA]|Nb-Turns)\s*:"),
    Kind.WASTE_VRPTW: re.compile(r"\s*(?:Stop_ID\b|[0-9.]+\s*//\s*vehicle\s+capacity)"),
}


def kind_of(path: Path, lines: Sequence[str]) -> Kind:
    """Returns the family of the first line that has a keyword of one.

    Raises
    ------
    InputError
        When no line does.
    """
    for line in lines:
        for kind, sign in _SIGNS.items():
            if sign.match(line):
                return kind
    raise InputError(
        "benchmark.no_kind",
        "{path}: is no benchmark file that can be read; a CARP file has the keyword "
        "ARISTAS_REQ or EDGES_REQ, a mixed one with facilities MAX_TRIP, one with turns "
        "#Nb-Turns, one of waste collection with windows Stop_ID.",
        path=str(path),
    )
