"""Runs on the workers of a Dask cluster that is there already.

What is finished stays finished: where the scheduler is lost, the rest is made as soon as it is
there again. Workers that are lost are the scheduler's business: what they were at is made again.
"""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import replace

from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from scenarios.batch.content import content_digest, pack_content
from scenarios.batch.job import RunJob
from scenarios.batch.link import PATIENCE, ClusterLink, ClusterPatience, refuse_cluster
from scenarios.batch.session import (
    ClusterSession,
    SessionLost,
    connect,
    require_same_installation,
)
from scenarios.batch.watch import RunsWatch

_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d{1,5}")


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
        raise refuse_cluster(address, lost) from None


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
    link = ClusterLink(address, patience)
    with contextlib.closing(link), contextlib.suppress(SessionLost):
        # Each session takes what it finishes out of what is left.
        link.hold(
            lambda client: ClusterSession(
                client=client, left=left, content=content, digest=digest, watch=watch
            ).run(),
            give_up=watch.should_stop,
        )
