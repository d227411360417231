"""Plans in a row: many runs on the same streets, on processes here or on the workers of a cluster.

::

    job            what a run is: the scenario opened, how to plan it, limits and seed
    day_job        drawn days as runs
    watch          how a caller follows runs and ends them
    runner         a process that makes plans, one after the other
    processes      runs on processes of this machine
    content        values as files by content, mapped into memory
    installation   what has to be the same wherever runs are to come to the same
    on_worker      what a worker of a cluster does
    cluster        runs on the workers of a Dask cluster
    cluster_parts  the parts of one large plan there
    link           a connection that is made again when it breaks
    session        one connection to a cluster, until it breaks

Here and on a cluster a run is made by the same function in the same kind of process, so that with
a limit of iterations it comes to the same to the last byte.
"""

from scenarios.batch.cluster import require_cluster, run_on_cluster
from scenarios.batch.cluster_parts import ClusterParts
from scenarios.batch.day_job import DayByPolicy, DayJob, PolicyJob
from scenarios.batch.job import MadeWatch, PlanJob, RunJob, open_jobs
from scenarios.batch.link import ClusterPatience
from scenarios.batch.processes import LocalRunners, run_on_processes
from scenarios.batch.watch import RunsWatch

__all__ = [
    "ClusterParts",
    "ClusterPatience",
    "DayByPolicy",
    "DayJob",
    "LocalRunners",
    "MadeWatch",
    "PlanJob",
    "PolicyJob",
    "RunJob",
    "RunsWatch",
    "open_jobs",
    "require_cluster",
    "run_on_cluster",
    "run_on_processes",
]
