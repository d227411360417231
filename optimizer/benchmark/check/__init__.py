"""Solutions of public files recomputed from the file; shares no code with `read`."""

from optimizer.benchmark.check.carp import check_carp
from optimizer.benchmark.check.mcarptif import check_mcarptif
from optimizer.benchmark.check.mcgrp_tp import check_mcgrp_tp
from optimizer.benchmark.check.verdict import Verdict
from optimizer.benchmark.check.waste_vrptw import check_waste_vrptw

__all__ = [
    "Verdict",
    "check_carp",
    "check_mcarptif",
    "check_mcgrp_tp",
    "check_waste_vrptw",
]
