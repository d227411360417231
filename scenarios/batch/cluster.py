"""Runs on the workers of a Dask cluster that is there already.

What is finished stays finished: where the scheduler is lost, the rest is made as soon as it is
there again. Workers that are lost are the scheduler's business: what they were at is made again.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from scenarios.batch.content import content_digest, pack_content
from scenarios.batch.job import RunJob
from scenarios.batch.session import (
    ClusterSession,
    SessionLost,
    connect,
    require_same_installation,
)
from scenarios.batch.watch import RunsWatch

_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPatience:
    """How long to wait for a scheduler that is lost, and for workers.

    Parameters
    ----------
    wait_s
        Seconds after the last word of it.
    pause_s
        Seconds between two trials.
    """

    wait_s: float = 60.0
    pause_s: float = 1.0


PATIENCE = ClusterPatience()


def require_cluster(address: str) -> None:
    """Makes sure that a cluster answers, and that its workers are made of the same as we are.

    Raises
    ------
    InputError
        Says what is wrong; nothing was sent.
    """
    if not _ADDRESS.fullmatch(address):
        raise InputError(
            "cluster.address",
            "--cluster {address}: is no address; write e.g. tcp://10.0.0.5:8786.",
            address=address,
        )
    try:
        with connect(address) as client:
            require_same_installation(client)
    except SessionLost as lost:
        raise _refuse(address, lost) from None


def run_on_cluster(
    jobs: Mapping[int, RunJob],
    network: RoadNetwork,
    *,
    address: str,
    watch: RunsWatch,
    patience: ClusterPatience = PATIENCE,
) -> None:
    """Plans what is asked for on the workers of a cluster, as many at a time as they have threads.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised, or that the cluster does not answer any more;
        what was finished has been told.
    """
    # Without what others have worked out of them.
    content = pack_content(replace(network))
    left, digest = dict(jobs), content_digest(content)
    heard_s = time.monotonic()
    while left and not watch.should_stop():
        connected = False
        try:
            with connect(address) as client:
                require_same_installation(client)
                connected = True
                ClusterSession(
                    client=client, left=left, content=content, digest=digest, watch=watch
                ).run()
        except SessionLost as lost:
            now_s = time.monotonic()
            heard_s = now_s if connected else heard_s
            if now_s - heard_s > patience.wait_s:
                raise _refuse(address, lost) from None
            time.sleep(patience.pause_s)


def _refuse(address: str, lost: SessionLost) -> InputError:
    if str(lost) == "no workers":
        return InputError(
            "cluster.no_workers",
            "--cluster {address}: the scheduler has no workers; start some with: dask worker "
            "{address}",
            address=address,
        )
    return InputError(
        "cluster.silent",
        "--cluster {address}: no scheduler answers there; start one with: dask scheduler. What is "
        "finished is kept under --out; go on with --resume.",
        address=address,
    )
