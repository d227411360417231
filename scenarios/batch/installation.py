"""What has to be the same wherever runs are to come to the same."""

import hashlib
import importlib.metadata
import platform
from functools import cache
from pathlib import Path

import fleet
import optimizer
import scenarios

LIBRARIES = ("numpy", "numba", "scipy", "ortools", "shapely")
"""Those that a plan's figures come through."""

OWN = "onebroom"
"""What the digest of our own sources is called among the versions."""


@cache
def source_digest() -> str:
    """Returns the digest of all that plans are made by, however it is installed."""
    sources = hashlib.sha256()
    for package in (fleet, optimizer, scenarios):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            sources.update(f"{package.__name__}/{path.relative_to(root).as_posix()}\0".encode())
            sources.update(path.read_bytes())
    return sources.hexdigest()[:16]


def describe_installation() -> dict[str, str]:
    """Returns the versions here of whatever has to be the same."""
    return {
        "python": platform.python_version(),
        "processor": platform.machine(),
        **{name: importlib.metadata.version(name) for name in LIBRARIES},
        OWN: source_digest(),
    }
