"""Folders of this machine: what is kept between runs, and where users keep scenarios."""

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_directory() -> Path:
    """Returns the folder for generated, downloaded and read streets.

    The environment variable ONEBROOM_CACHE overrides the user's cache folder.
    """
    given = os.environ.get("ONEBROOM_CACHE")
    return Path(given) if given else user_cache_path("onebroom")


def find_own_folder() -> Path:
    """Returns where users keep scenarios: ONEBROOM_SCENARIOS, else the working directory."""
    return Path(os.environ.get("ONEBROOM_SCENARIOS") or Path())
