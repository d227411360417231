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


# Words of a file's first lines, so that a file cut short is still told for what it is.
_SIGNS = {
    Kind.CARP: re.compile(r"\s*(?:ARISTAS_(?:NO)?REQ|CAPACIDAD|LISTA_ARISTAS_REQ|VERTICES)\s*:"),
    Kind.MCARPTIF: re.compile(r"\s*(?:MAX_TRIP|DUMPING_COST|DUMPING_SITES|REQ_EDGES)\s*:"),
    Kind.MCGRP_TP: re.compile(r"\s*#(?:Vehicles|Required-[NEA]|Nb-Turns)\s*:"),
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
        f"{path}: is no benchmark file that can be read; a CARP file has the keyword ARISTAS_REQ, "
        "a mixed one with facilities MAX_TRIP, one with turns #Nb-Turns."
    )
